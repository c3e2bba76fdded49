"""The token endpoint and codes (RFC 6749 4.1.3 and 5.2, RFC 7636 4.6, RFC 9700 2.1)."""
import httpx
import time

import pytest

import oauth
from conftest import CALLBACK, refused

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


# Who asks.

def test_wrong_secret_is_401_with_a_challenge(http, web, code):
    wrong = web | {"client_secret": "wrong"}
    answer = refused(oauth.exchange(http, wrong, *code), 401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_unknown_client_is_answered_like_a_wrong_secret(http, web, code):
    wrong = oauth.exchange(http, web | {"client_secret": "wrong"}, *code)
    unknown = oauth.exchange(http, web | {"client_id": "nobody"}, *code)
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)


def test_no_authentication_is_invalid_client(http, web, code):
    public = {"client_id": web["client_id"], "redirect_uris": web["redirect_uris"]}
    refused(oauth.exchange(http, public, *code), 401, "invalid_client")


def test_two_methods_at_once_are_invalid_request(http, web, code):
    refused(oauth.exchange(http, web, *code, client_id=web["client_id"],
                           client_secret=web["client_secret"]), 400, "invalid_request")


def test_other_method_than_the_registered_one_is_invalid_client(http, web, code):
    post = web | {"token_endpoint_auth_method": "client_secret_post"}
    refused(oauth.exchange(http, post, *code), 401, "invalid_client")


def test_contradicting_client_id_is_refused(http, web, spa, code):
    answer = oauth.exchange(http, web, *code, client_id=spa["client_id"])
    assert answer.status_code in (400, 401)


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic YWJj", "Bearer x", "Basic OjpB"])
def test_malformed_authorization_header_is_refused(http, header):
    answer = http.post("/oauth2/token", headers=FORM | {"Authorization": header},
                       content="grant_type=client_credentials")
    refused(answer, 401, "invalid_client")


def test_secret_with_special_characters_is_form_decoded(http, service):
    made = service.add_client("web", redirect_uri=[CALLBACK], auth_method="client_secret_post")
    assert made["token_endpoint_auth_method"] == "client_secret_post"
    refused(oauth.refresh(http, made, "x"), 400, "invalid_grant")


def test_disabled_client_is_refused_at_once(http, service):
    client = service.add_client("machine", scope="api.read")
    assert oauth.token(http, client, "client_credentials").status_code == 200
    service.verb("client", "update", client["client_id"], "--enabled", "false")
    refused(oauth.token(http, client, "client_credentials"), 401, "invalid_client")


def test_old_secret_is_dead_after_rotation(http, service):
    client = service.add_client("machine", scope="api.read")
    new = service.verb("client", "rotate-secret", client["client_id"], "--json").json
    assert new["client_id"] == client["client_id"]
    refused(oauth.token(http, client, "client_credentials"), 401, "invalid_client")
    assert oauth.token(http, client | new, "client_credentials").status_code == 200


# The request's form.

def test_get_is_not_a_method(http, web):
    assert http.get("/oauth2/token").status_code == 405


@pytest.mark.parametrize("type_", ["application/json", "text/plain", "multipart/form-data"])
def test_other_content_types_are_refused(http, web, type_):
    answer = http.post("/oauth2/token", headers={
        "Content-Type": type_, "Authorization": oauth.basic(web["client_id"], web["client_secret"])},
        content='{"grant_type":"refresh_token"}')
    assert answer.status_code in (400, 415) and answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize("body", ["grant_type=refresh_token&grant_type=refresh_token",
                                  "grant_type=refresh_token&refresh_token=a&refresh_token=b",
                                  "grant_type=%00", "grant_type=%C0%AF", "grant_type=%zz", ""])
def test_malformed_body_is_invalid_request(http, web, body):
    answer = http.post("/oauth2/token", content=body, headers=FORM | {
        "Authorization": oauth.basic(web["client_id"], web["client_secret"])})
    refused(answer, 400, "invalid_request")


def test_as_many_parameters_as_a_body_holds_cost_nothing(http):
    begun = time.monotonic()
    refused(http.post("/oauth2/token", headers=FORM, content="a&" * 32_000), 400, "invalid_request")
    assert time.monotonic() - begun < 2  # a library's parser needs seconds for them


def test_parameters_of_the_query_do_not_count(http, web):
    answer = http.post("/oauth2/token?grant_type=refresh_token&refresh_token=x", headers=FORM | {
        "Authorization": oauth.basic(web["client_id"], web["client_secret"])}, content="a=b")
    refused(answer, 400, "invalid_request")


def test_a_body_beyond_the_limit_is_413(http, web):
    answer = http.post("/oauth2/token", headers=FORM, content="grant_type=" + "x" * 200_000)
    refused(answer, 413, "invalid_request")


def test_a_body_far_beyond_the_limit_is_cut_off(service):
    with service.http() as alone:
        try:
            answer = alone.post("/oauth2/token", headers=FORM, content="x" * 20_000_000)
            assert answer.status_code == 413
        except httpx.TransportError:
            pass  # the connection was closed while the body was still on its way
    with service.http() as again:
        assert again.get("/oauth2/jwks").status_code == 200


def test_unknown_grant_is_unsupported(http, web):
    refused(oauth.token(http, web, "password", username="a", password="b"), 400,
            "unsupported_grant_type")


def test_grant_beyond_the_registered_is_unauthorized_client(http, web):
    refused(oauth.token(http, web, "client_credentials"), 400, "unauthorized_client")


# Codes.

@pytest.mark.parametrize("form", [
    {"code_verifier": None}, {"code_verifier": "x" * 43}, {"code_verifier": "short"},
    {"redirect_uri": None}, {"redirect_uri": CALLBACK + "/"}])
def test_wrong_proof_is_invalid_grant_and_does_not_spend_the_code(http, web, code, form):
    value, verifier = code
    refused(oauth.exchange(http, web, value, verifier, **form), 400, "invalid_grant")
    assert oauth.exchange(http, web, value, verifier).status_code == 200


def test_foreign_client_gets_nothing_and_burns_nothing(http, web, asking, spa, code):
    value, verifier = code
    refused(oauth.exchange(http, asking, value, verifier), 400, "invalid_grant")
    refused(oauth.exchange(http, spa, value, verifier, redirect_uri=CALLBACK), 400, "invalid_grant")
    assert oauth.exchange(http, web, value, verifier).status_code == 200


@pytest.mark.parametrize("value", ["x", "", "é", "a" * 4000])
def test_unknown_code_is_refused(http, web, value):
    answer = oauth.exchange(http, web, value, "v" * 43)
    refused(answer, 400, "invalid_request" if value == "" else "invalid_grant")


def test_missing_code_is_invalid_request(http, web):
    refused(oauth.exchange(http, web, None, "v" * 43), 400, "invalid_request")


def test_second_use_is_invalid_grant_and_kills_what_the_first_gave(http, web, code):
    first = oauth.exchange(http, web, *code).json()
    assert oauth.userinfo(http, first["access_token"]).status_code == 200
    refused(oauth.exchange(http, web, *code), 400, "invalid_grant")
    assert oauth.userinfo(http, first["access_token"]).status_code == 401
    refused(oauth.refresh(http, web, first["refresh_token"]), 400, "invalid_grant")
    assert oauth.introspect(http, web, first["access_token"]).json() == {"active": False}


def test_code_of_a_person_disabled_since_is_invalid_grant(http, service, browser, web):
    person = service.add_user()
    value, verifier = browser.code(web, person)
    service.verb("user", "disable", person.id)
    refused(oauth.exchange(http, web, value, verifier), 400, "invalid_grant")


def test_verifier_without_a_challenge_is_refused(http, service, browser, user):
    old = service.add_client("web", redirect_uri=[CALLBACK], require_pkce="false",
                             require_consent="false")
    callback = browser.finish(browser.authorize(old, code_challenge=None), user)
    refused(oauth.exchange(http, old, callback.params["code"], "v" * 43), 400, "invalid_grant")


def test_code_dies_after_its_minute(http, service, web, code):
    service.sql("UPDATE grants SET code_expires_at = ?", int(time.time()) - 1)
    refused(oauth.exchange(http, web, *code), 400, "invalid_grant")


# What is given.

def test_answer_is_complete_and_not_cached(http, web, code):
    answer = oauth.exchange(http, web, *code)
    assert "no-store" in answer.headers["cache-control"]
    body = answer.json()
    assert body["token_type"] == "Bearer" and body["expires_in"] == 600
    assert body["scope"] == "openid"
    assert {"access_token", "id_token", "refresh_token"} <= body.keys()


def test_id_token_says_what_the_specification_asks(http, service, signed_in, user, web):
    value, verifier = signed_in.code(web, user, nonce="n-0S6", scope="openid email")
    body = oauth.exchange(http, web, value, verifier).json()
    header, claims = oauth.parts(body["id_token"])
    now = time.time()
    assert header["alg"] == "RS256" and header["kid"]
    assert claims["iss"] == service.issuer and claims["aud"] in (web["client_id"],
                                                                 [web["client_id"]])
    assert claims["sub"] == user.id or claims["sub"]
    assert claims["nonce"] == "n-0S6"
    assert now - 60 < claims["iat"] <= now + 1 < claims["exp"]
    assert claims["auth_time"] <= claims["iat"]
    assert claims["amr"] == ["pwd"] and claims["acr"] == "urn:tessera:acr:1fa"
    assert claims["sid"]
    import hashlib
    left = hashlib.sha256(body["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == oauth.b64url(left)


def test_nonce_is_optional(grant):
    assert "nonce" not in oauth.parts(grant()["id_token"])[1]


def test_without_openid_there_is_no_id_token(grant):
    assert "id_token" not in grant(scope="api.read")


def test_access_token_is_an_rfc_9068_jwt(service, grant, web, user):
    header, claims = oauth.parts(grant(scope="openid api.read")["access_token"])
    assert header["typ"] == "at+jwt" and header["alg"] == "ES256" and header["kid"]
    assert claims["iss"] == service.issuer and claims["sub"] and claims["jti"]
    assert claims["aud"] == "https://api.example.com"
    assert claims["client_id"] == web["client_id"]
    assert claims["scope"].split() == ["openid", "api.read"]
    assert claims["exp"] - claims["iat"] == 600
    assert {"auth_time", "acr", "amr"} <= claims.keys()


def test_audience_is_the_issuer_without_api_scope(service, grant):
    assert oauth.parts(grant()["access_token"])[1]["aud"] == service.issuer


def test_roles_are_a_list_when_the_scope_is_granted(grant):
    body = grant(scope="openid roles")
    assert oauth.parts(body["id_token"])[1]["roles"] == ["auditor"]
    assert oauth.parts(body["access_token"])[1]["roles"] == ["auditor"]
    assert "roles" not in oauth.parts(grant()["access_token"])[1]


def test_two_tokens_are_never_the_same(grant):
    first, second = grant(), grant()
    for name in ("access_token", "refresh_token", "id_token"):
        assert first[name] != second[name]


def test_codes_and_tokens_are_not_in_the_database(service, http, web, signed_in, user, grant):
    body = grant(scope="openid offline_access")
    held = b"".join(path.read_bytes() for path in service.data.glob("tessera.db*"))
    for name in ("access_token", "refresh_token", "id_token"):
        assert body[name].encode() not in held
