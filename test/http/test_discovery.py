"""Metadata tells the truth: every member names something that works, and nothing else is listed."""
import pytest

OPENID = "/.well-known/openid-configuration"
OAUTH = "/.well-known/oauth-authorization-server"


@pytest.fixture(scope="module", params=[OPENID, OAUTH])
def metadata(http, request):
    response = http.get(request.param)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == "application/json"
    return response.json()


def test_issuer_is_byte_for_byte_the_one_of_ready_json(metadata, service):
    assert metadata["issuer"] == service.issuer


def test_endpoints_stand_where_they_are_fixed(metadata, service):
    expected = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                "userinfo_endpoint": "userinfo", "jwks_uri": "jwks",
                "revocation_endpoint": "revoke", "introspection_endpoint": "introspect",
                "end_session_endpoint": "logout"}
    for member, name in expected.items():
        assert metadata[member] == f"{service.issuer}/oauth2/{name}"


def test_every_listed_url_of_the_issuer_is_served(metadata, http, service):
    for member, url in metadata.items():
        if isinstance(url, str) and url.startswith(service.issuer + "/"):
            assert http.get(url).status_code != 404, member


def test_what_does_not_exist_is_not_listed(metadata, http, service):
    absent = {"pushed_authorization_request_endpoint": "/oauth2/par",
              "device_authorization_endpoint": "/oauth2/device_authorization",
              "registration_endpoint": "/oauth2/register",
              "backchannel_authentication_endpoint": "/oauth2/bc-authorize",
              "check_session_iframe": "/oauth2/check_session"}
    for member, path in absent.items():
        assert (member in metadata) == (http.get(path).status_code != 404), member


def test_defaults_that_hurt_when_absent_are_stated(metadata):
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["authorization_response_iss_parameter_supported"] is True
    assert metadata["request_uri_parameter_supported"] is False
    assert metadata.get("request_parameter_supported", False) is False
    assert "code" in metadata["response_types_supported"]
    assert set(metadata["response_modes_supported"]) >= {"query", "fragment", "form_post"}
    assert metadata["subject_types_supported"]
    assert "RS256" in metadata["id_token_signing_alg_values_supported"]
    assert "none" not in metadata["id_token_signing_alg_values_supported"]


def test_implicit_is_not_offered(metadata):
    assert all("token" not in kind.split() for kind in metadata["response_types_supported"])
    assert "implicit" not in metadata["grant_types_supported"]
    assert "password" not in metadata["grant_types_supported"]


def test_every_listed_grant_is_known_to_the_token_endpoint(metadata, http, web):
    import oauth
    for grant_type in metadata["grant_types_supported"]:
        answer = oauth.token(http, web, grant_type)
        assert answer.json()["error"] != "unsupported_grant_type", grant_type


def test_every_listed_scope_is_accepted(metadata, signed_in, user, web):
    for scope in metadata["scopes_supported"]:
        wanted = scope if scope == "openid" else f"openid {scope}"
        assert signed_in.code(web, user, scope=wanted)


def test_every_listed_response_mode_is_answered_in_it(metadata, signed_in, user, web):
    for mode in metadata["response_modes_supported"]:
        callback = signed_in.finish(signed_in.authorize(web, response_mode=mode), user)
        assert callback.mode == mode


def test_every_listed_id_token_algorithm_can_be_registered(metadata, service, tmp_path):
    for alg in metadata["id_token_signing_alg_values_supported"]:
        file = tmp_path / "client.json"
        file.write_text('{"id_token_signed_response_alg": "%s"}' % alg)
        made = service.add_client("web", redirect_uri="https://a.example.com/", metadata_file=file)
        assert made["id_token_signed_response_alg"] == alg


def test_discovery_may_be_read_by_every_origin_and_cached(http):
    for path in (OPENID, OAUTH, "/oauth2/jwks"):
        answer = http.get(path, headers={"Origin": "https://anywhere.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert "max-age" in answer.headers["cache-control"]


def test_jwks_shows_public_members_only_and_is_cached_300_s(http):
    answer = http.get("/oauth2/jwks")
    assert "max-age=300" in answer.headers["cache-control"]
    assert answer.headers["content-type"].split(";")[0] in ("application/json",
                                                            "application/jwk-set+json")
    keys = answer.json()["keys"]
    assert {key["alg"] for key in keys} >= {"RS256", "ES256"}
    assert len({key["kid"] for key in keys}) == len(keys)
    for key in keys:
        assert key["use"] == "sig"
        assert not {"d", "p", "q", "dp", "dq", "qi", "k", "oth"} & key.keys()


def test_every_signing_algorithm_that_is_named_has_a_key(http):
    named = http.get(OPENID).json()["id_token_signing_alg_values_supported"]
    assert named == ["RS256", "PS256", "ES256", "EdDSA"]
    assert sorted(key["alg"] for key in http.get("/oauth2/jwks").json()["keys"]) == sorted(named)


def test_unknown_path_is_404_and_wrong_method_405(http):
    assert http.get("/oauth2/nothing").status_code == 404
    answer = http.delete("/oauth2/token")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_head_answers_like_get_without_a_body(http):
    answer = http.head(OPENID)
    assert answer.status_code == 200 and answer.content == b""


def test_foreign_host_gets_a_page_that_names_both_hosts(http, service):
    answer = http.get(OPENID, headers={"Host": "evil.example"})
    assert answer.status_code in (400, 404, 421)
    assert "evil.example" in answer.text and service.issuer.split("//")[1] in answer.text
