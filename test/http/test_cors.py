"""CORS: discovery and keys for everyone, the rest for the origins of redirect URIs only."""
import pytest

import oauth

GOOD, BAD = "https://spa.example.com", "https://evil.example"
CALLED = ("/oauth2/token", "/oauth2/userinfo", "/oauth2/revoke")


def preflight(http, path, origin, method="POST"):
    return http.options(path, headers={"Origin": origin, "Access-Control-Request-Method": method,
                                       "Access-Control-Request-Headers": "authorization"})


@pytest.mark.parametrize("path", CALLED)
def test_preflight_is_allowed_for_registered_origins_only(http, spa, path):
    allowed = preflight(http, path, GOOD)
    assert allowed.status_code in (200, 204)
    assert allowed.headers["access-control-allow-origin"] == GOOD
    assert "authorization" in allowed.headers["access-control-allow-headers"].lower()
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in preflight(http, path, BAD).headers


@pytest.mark.parametrize("origin", ["null", "https://spa.example.com.evil.example", "x",
                                    "http://spa.example.com", "https://spa.example.com:444"])
def test_near_misses_are_not_allowed(http, spa, origin):
    assert "access-control-allow-origin" not in preflight(http, "/oauth2/token", origin).headers


def test_errors_are_readable_for_registered_origins(http, spa):
    answer = oauth.refresh(http, spa, "x", headers={"Origin": GOOD})
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == GOOD
    assert "origin" in answer.headers["vary"].lower()
    answer = http.get("/oauth2/userinfo", headers={"Origin": GOOD, "Authorization": "Bearer x"})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == GOOD
    assert "www-authenticate" in answer.headers["access-control-expose-headers"].lower()


def test_strangers_cannot_read_and_cookies_are_never_allowed(http, spa):
    answer = oauth.refresh(http, spa, "x", headers={"Origin": BAD})
    assert "access-control-allow-origin" not in answer.headers
    for origin in (GOOD, BAD):
        answer = preflight(http, "/oauth2/token", origin)
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/oauth2/introspect", "/oauth2/authorize", "/ui/sign-in",
                                  "/oauth2/logout"])
def test_other_paths_have_no_cors(http, spa, path):
    answer = http.get(path, headers={"Origin": GOOD})
    assert "access-control-allow-origin" not in answer.headers
