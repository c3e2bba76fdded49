"""What relying parties in the field demand: each line was seen with real software, which breaks in
its users' hands if the line does. The long tests of each behaviour are in the endpoints' own files.
"""
import json
import urllib.parse

import pytest

import browser as pages
import oauth
from conftest import API, CALLBACK, STANDARD, refused

ORIGIN = "https://app.example.com"  # of the redirect URI of `web`
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def metadata(http):
    return http.get("/.well-known/openid-configuration").json()


@pytest.fixture
def own(service, tmp_path):
    """Makes a web client with metadata of its own."""
    def make(type_="web", **metadata):
        file = tmp_path / "metadata.json"
        file.write_text(json.dumps({"redirect_uris": [CALLBACK], "scope": STANDARD + " api.read",
                                    "require_consent": False} | metadata))
        return service.add_client(type_, metadata_file=file)
    return make


# ID Tokens are RS256 by default, RS256 stands in discovery; the issuer is compared byte for byte.

def test_id_tokens_are_rs256_by_default_and_discovery_says_so(metadata, grant):
    assert "RS256" in metadata["id_token_signing_alg_values_supported"]
    assert oauth.parts(grant()["id_token"])[0]["alg"] == "RS256"


def test_issuer_is_the_same_bytes_everywhere(http, service, metadata, signed_in, web, user, grant, api):
    tokens = grant(scope="openid api.read")
    answer = signed_in.authorize(web, prompt="none")
    told = [metadata["issuer"], http.get("/.well-known/oauth-authorization-server").json()["issuer"],
            oauth.parts(tokens["id_token"])[1]["iss"], oauth.parts(tokens["access_token"])[1]["iss"],
            oauth.introspect(http, api, tokens["access_token"]).json()["iss"], answer.params["iss"]]
    assert set(told) == {service.issuer} and not service.issuer.endswith("/")


# Introspection answers for JWT access tokens too.

def test_introspection_of_a_jwt_names_the_person(http, api, grant, user):
    token = grant(scope="openid email api.read")["access_token"]
    assert token.count(".") == 2
    said = oauth.introspect(http, api, token).json()
    assert (said["sub"], said["username"], said["email"]) == (user.id, user.email, user.email)


def test_introspection_of_a_jwt_shows_email_only_in_scope(http, api, grant):
    said = oauth.introspect(http, api, grant(scope="openid api.read")["access_token"]).json()
    assert said["active"] and "email" not in said


def test_introspection_of_a_machines_jwt_has_sub(http, api, machine):
    token = oauth.token(http, machine, "client_credentials", scope="api.read").json()["access_token"]
    assert oauth.introspect(http, api, token).json()["sub"] == machine["client_id"]


# Claims where verifiers look for them, of the types that they expect.

def test_groups_and_roles_are_lists_in_the_id_token(grant):
    claims = oauth.parts(grant(scope="openid roles groups")["id_token"])[1]
    assert claims["roles"] == ["auditor"] and claims["groups"] == []


def test_email_verified_is_a_boolean(http, grant):
    body = grant(scope="openid email")
    assert oauth.userinfo(http, body["access_token"]).json()["email_verified"] is True


def test_claims_of_scopes_stand_in_the_id_token_for_clients_that_read_nothing_else(http, own, signed_in, user):
    client = own(claims_in_id_token=True)
    code, verifier = signed_in.code(client, user, scope="openid email profile")
    claims = oauth.parts(oauth.exchange(http, client, code, verifier).json()["id_token"])[1]
    assert claims["email"] == user.email and claims["email_verified"] is True
    assert claims["given_name"] == "Ada"


# Leniences of the wire.

@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "BeArEr"])
def test_bearer_is_accepted_in_any_case(http, grant, scheme):
    token = grant()["access_token"]
    answer = http.get("/oauth2/userinfo", headers={"Authorization": f"{scheme} {token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("scheme", ["basic", "BASIC"])
def test_basic_is_accepted_in_any_case(http, machine, scheme):
    value = oauth.basic(machine["client_id"], machine["client_secret"]).split()[1]
    answer = oauth.token(http, None, "client_credentials", {"Authorization": f"{scheme} {value}"})
    assert answer.status_code == 200


def test_reused_code_is_400_invalid_grant(http, web, code):
    assert oauth.exchange(http, web, *code).status_code == 200
    refused(oauth.exchange(http, web, *code), 400, "invalid_grant")


@pytest.mark.parametrize("path, form", [
    ("/oauth2/authorize", {}), ("/oauth2/logout", {"client_id": "x"})])
def test_post_works_at_authorize_and_end_session(http, web, path, form):
    fields = oauth.authorize_params(web) if path == "/oauth2/authorize" else {
        "client_id": web["client_id"], "post_logout_redirect_uri": "https://app.example.com/bye"}
    answer = http.post(path, headers=FORM | {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
                       content=urllib.parse.urlencode(fields))
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("params", [
    {}, {"max_age": "0"}, {"scope": "openid api.read"}, {"id_token_hint": "nonsense"}, {"nonce": "n"},
    {"ui_locales": "de"}, {"login_hint": "somebody"}, {"response_mode": "fragment"},
    {"response_mode": "form_post"}, {"max_age": "x"}, {"response_type": "token"},
    {"code_challenge": None, "code_challenge_method": None}])
@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_prompt_none_is_always_answered_to_the_client(service, signed_in, asking, params, who):
    with pages.Browser(service) as stranger:
        reader = {"nobody": stranger, "somebody": signed_in}[who]
        answer = reader.authorize(asking, prompt="none", **params)
        assert isinstance(answer, pages.Callback), answer
        assert answer.url == CALLBACK and answer.params["state"] == "state-1"
        assert answer.params["error"]


def test_nonce_is_optional_in_the_code_flow(grant):
    assert "nonce" not in oauth.parts(grant()["id_token"])[1]


def test_auth_time_and_at_hash_are_in_every_id_token(http, grant, web):
    tokens = grant(scope="openid offline_access")
    fresh = oauth.refresh(http, web, tokens["refresh_token"]).json()
    first, second = (oauth.parts(one["id_token"])[1] for one in (tokens, fresh))
    assert first["auth_time"] == second["auth_time"] <= first["iat"]
    assert first["at_hash"] != second["at_hash"]


# CORS: discovery and JWKS for everyone; token, userinfo and revocation for the origins of a
# client's redirect URIs, errors included.

@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/oauth2/jwks",
                                  "/.well-known/oauth-authorization-server"])
def test_discovery_and_keys_are_for_every_origin(http, path):
    assert http.get(path, headers={"Origin": "https://x.example"}).headers["access-control-allow-origin"] == "*"


def readable(answer):
    return answer.headers.get("access-control-allow-origin") == ORIGIN


@pytest.mark.parametrize("status, send", [
    (401, lambda http, web: oauth.refresh(http, web | {"client_secret": "x"}, "x", headers={"Origin": ORIGIN})),
    (400, lambda http, web: oauth.token(http, web, "nonsense", headers={"Origin": ORIGIN})),
    (400, lambda http, web: http.post("/oauth2/token", headers={"Origin": ORIGIN}, content="{}")),
    (400, lambda http, web: http.post("/oauth2/token", headers=FORM | {"Origin": ORIGIN}, content="a=%ff")),
    (413, lambda http, web: http.post("/oauth2/token", headers=FORM | {"Origin": ORIGIN}, content="a" * 300000)),
    (401, lambda http, web: http.get("/oauth2/userinfo", headers={"Origin": ORIGIN})),
    (401, lambda http, web: http.get("/oauth2/userinfo", headers={"Origin": ORIGIN, "Authorization": "Bearer x"})),
    (401, lambda http, web: oauth.revoke(http, web | {"client_secret": "x"}, "x", headers={"Origin": ORIGIN})),
    (200, lambda http, web: oauth.revoke(http, web, "x", headers={"Origin": ORIGIN})),
])
def test_every_answer_is_readable_for_a_clients_origin(http, web, status, send):
    answer = send(http, web)
    assert answer.status_code == status and readable(answer), answer.headers
    if status == 401:
        assert "www-authenticate" in answer.headers
        assert "www-authenticate" in answer.headers["access-control-expose-headers"].lower()


def test_revocation_is_200_without_body_and_content_type(http, web, grant):
    answer = oauth.revoke(http, web, grant()["refresh_token"])
    assert answer.status_code == 200 and answer.content == b"" and "content-type" not in answer.headers


# What can be allowed, one by one.

def test_client_without_pkce_and_with_client_secret_post_can_be_allowed(http, own, signed_in, user):
    client = own(require_pkce=False, token_endpoint_auth_method="client_secret_post")
    callback = signed_in.finish(signed_in.authorize(
        client, code_challenge=None, code_challenge_method=None), user)
    answer = oauth.exchange(http, client, callback.params["code"], None)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("registered, used", [
    ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"), ("http://[::1]/cb", "http://[::1]:1024/cb"),
    ("http://127.0.0.1:8080/cb", "http://127.0.0.1:65535/cb"),
    ("http://localhost:8080/cb", "http://localhost:8080/cb"), ("com.example.app:/cb", "com.example.app:/cb")])
def test_native_clients_come_back_to_loopback_and_private_schemes(service, http, signed_in, user, registered, used):
    client = service.add_client("native", redirect_uri=[registered], require_consent="false")
    code, verifier = signed_in.code(client, user, redirect_uri=used)
    assert oauth.exchange(http, client, code, verifier, redirect_uri=used).status_code == 200


# `resource` is the exact `aud`, at authorize, token and refresh.

def test_resource_is_the_exact_audience_at_authorize_token_and_refresh(http, signed_in, web, user):
    def audience(answer):
        assert answer.status_code == 200, answer.text
        return oauth.parts(answer.json()["access_token"])[1]["aud"]

    other = "https://other.example.com"
    code, verifier = signed_in.code(web, user, scope="openid api.read other", resource=[API, other])
    answer = oauth.exchange(http, web, code, verifier)
    assert audience(answer) == [API, other]
    assert audience(oauth.refresh(http, web, answer.json()["refresh_token"], resource=other)) == other
    code, verifier = signed_in.code(web, user, scope="openid api.read other", resource=[API, other])
    assert audience(oauth.exchange(http, web, code, verifier, resource=API)) == API
    code, verifier = signed_in.code(web, user, scope="openid api.read other", resource=API)
    assert audience(oauth.exchange(http, web, code, verifier)) == API


def test_resource_of_a_machine_is_the_exact_audience(http, service):
    machine = service.add_client("machine", scope="api.read other")
    answer = oauth.token(http, machine, "client_credentials", resource=API).json()
    assert oauth.parts(answer["access_token"])[1]["aud"] == API
