"""UserInfo (OpenID Connect Core 5.3) and bearer tokens (RFC 6750)."""
import time

import pytest

import oauth

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def challenged(answer, status, error=None):
    assert answer.status_code == status, answer.text
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith("Bearer")
    if error:
        assert f'error="{error}"' in challenge
    else:
        assert "error=" not in challenge
    return answer


def test_without_a_token_the_challenge_has_no_error(http):
    challenged(http.get("/oauth2/userinfo"), 401)


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "A" * 5000, "e30.e30.", "e30.e30.e30"])
def test_unknown_token_is_invalid_token(http, token):
    challenged(oauth.userinfo(http, token), 401, "invalid_token")


def test_token_in_the_query_is_not_read(http, grant):
    token = grant()["access_token"]
    challenged(http.get("/oauth2/userinfo", params={"access_token": token}), 401)


def test_two_ways_at_once_are_invalid_request(http, grant):
    token = grant()["access_token"]
    challenged(http.post("/oauth2/userinfo", headers=FORM | {"Authorization": "Bearer " + token},
                         content="access_token=" + token), 400, "invalid_request")


def test_repeated_token_in_the_body_is_invalid_request(http, grant):
    token = grant()["access_token"]
    challenged(http.post("/oauth2/userinfo", headers=FORM,
                         content=f"access_token={token}&access_token={token}"), 400,
               "invalid_request")


def test_token_without_openid_is_insufficient(http, grant):
    answer = challenged(oauth.userinfo(http, grant(scope="api.read")["access_token"]), 403,
                        "insufficient_scope")
    assert 'scope="openid"' in answer.headers["www-authenticate"]


def test_id_token_is_no_access_token(http, grant):
    challenged(oauth.userinfo(http, grant()["id_token"]), 401, "invalid_token")


def test_refresh_token_is_no_access_token(http, grant):
    challenged(oauth.userinfo(http, grant()["refresh_token"]), 401, "invalid_token")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_header_is_read_in_any_case(http, grant, scheme):
    token = grant()["access_token"]
    answer = http.get("/oauth2/userinfo", headers={"Authorization": f"{scheme} {token}"})
    assert answer.status_code == 200


def test_post_is_read_from_header_and_body(http, grant):
    token = grant()["access_token"]
    body = http.post("/oauth2/userinfo", headers=FORM, content="access_token=" + token)
    header = http.post("/oauth2/userinfo", headers={"Authorization": "Bearer " + token})
    assert body.status_code == header.status_code == 200
    assert body.json() == header.json()


def test_sub_is_that_of_the_id_token_and_nothing_else_without_scopes(http, grant):
    body = grant()
    answer = oauth.userinfo(http, body["access_token"])
    assert answer.headers["content-type"].split(";")[0] == "application/json"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.json() == {"sub": oauth.parts(body["id_token"])[1]["sub"]}


def test_scopes_release_their_claims(http, grant, user):
    claims = oauth.userinfo(http, grant(scope="openid profile email roles")["access_token"]).json()
    assert claims["email"] == user.email and claims["email_verified"] is True
    assert claims["given_name"] == "Ada" and claims["family_name"] == "Lovelace"
    assert claims["name"] == "Ada Lovelace"
    assert isinstance(claims["updated_at"], int) and claims["updated_at"] <= time.time()
    assert claims["roles"] == ["auditor"]


def test_opaque_token_works_like_a_jwt(http, grant, opaque, user):
    token = grant(client=opaque, scope="openid email")["access_token"]
    assert "." not in token
    assert oauth.userinfo(http, token).json()["email"] == user.email


def test_expired_opaque_token_is_invalid(http, service, grant, opaque):
    token = grant(client=opaque)["access_token"]
    service.sql("UPDATE access_tokens SET expires_at = ?", int(time.time()) - 1)
    challenged(oauth.userinfo(http, token), 401, "invalid_token")
