"""Answers as signed tokens: UserInfo (OpenID Connect Core 5.3.2) and introspection (RFC 9701)."""
import json
import time

import joserfc.jwk
import joserfc.jws
import pytest

import oauth
from conftest import CALLBACK, STANDARD, refused

JWT_TYPE = "application/token-introspection+jwt"
ALGS = ["RS256", "PS256", "ES256", "EdDSA"]


@pytest.fixture
def registered(service, tmp_path):
    """Makes a client whose registration has these members."""
    def make(kind="web", **members):
        file = tmp_path / "metadata.json"
        file.write_text(json.dumps(members))
        options = {"metadata_file": file, "name": "Signed"}
        if kind == "web":
            options |= {"redirect_uri": [CALLBACK], "require_consent": "false",
                        "scope": STANDARD + " api.read"}
        else:
            options |= {"scope": "api.read api.write"}
        return service.add_client(kind, **options)
    return make


@pytest.fixture
def verified(http):
    """(header, claims) of a token that one of the published keys signed with `alg`."""
    def verify(token, alg):
        keys = joserfc.jwk.KeySet.import_key_set(http.get("/oauth2/jwks").json())
        signed = joserfc.jws.deserialize_compact(token, keys, algorithms=[alg])
        return signed.headers(), json.loads(signed.payload)
    return verify


def as_jwt(http, client, token, accept=JWT_TYPE):
    return oauth.introspect(http, client, token, headers={"Accept": accept})


# --- userinfo ---

@pytest.mark.parametrize("alg", ALGS)
def test_userinfo_is_signed_as_registered(http, service, registered, grant, verified, user, alg):
    client = registered(userinfo_signed_response_alg=alg)
    body = grant(client=client, scope="openid email")
    answer = oauth.userinfo(http, body["access_token"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jwt"
    assert "no-store" in answer.headers["cache-control"]
    header, claims = verified(answer.text, alg)
    assert set(header) == {"alg", "kid"}
    assert claims == {"sub": oauth.parts(body["id_token"])[1]["sub"], "email": user.email,
                      "email_verified": True, "iss": service.issuer, "aud": client["client_id"]}


def test_signed_userinfo_is_no_token_of_any_other_kind(http, registered, grant, signed_in, api):
    client = registered(userinfo_signed_response_alg="RS256")
    token = oauth.userinfo(http, grant(client=client)["access_token"]).text
    assert oauth.userinfo(http, token).status_code == 401
    assert oauth.introspect(http, api, token).json() == {"active": False}
    answer = http.get("/oauth2/logout", params={"id_token_hint": token})
    assert answer.status_code == 400
    callback = signed_in.authorize(client, id_token_hint=token, prompt="none")
    assert callback.params["error"] == "invalid_request"


def test_errors_of_a_signed_userinfo_stay_challenges(http, registered, grant):
    client = registered(userinfo_signed_response_alg="RS256")
    token = grant(client=client, scope="api.read")["access_token"]
    answer = oauth.userinfo(http, token)
    assert answer.status_code == 403 and answer.json()["error"] == "insufficient_scope"


# --- introspection ---

@pytest.mark.parametrize("alg", [None, *ALGS])
def test_introspection_is_signed_when_asked_for(http, service, registered, grant, verified, alg):
    api = registered("resource", **({"introspection_signed_response_alg": alg} if alg else {}))
    token = grant(scope="openid email api.read")["access_token"]
    plain = oauth.introspect(http, api, token).json()
    answer = as_jwt(http, api, token)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == JWT_TYPE
    assert "no-store" in answer.headers["cache-control"]
    header, claims = verified(answer.text, alg or "RS256")
    assert header["typ"] == "token-introspection+jwt"
    assert set(claims) == {"iss", "aud", "iat", "token_introspection"}
    assert claims["iss"] == service.issuer and claims["aud"] == api["client_id"]
    assert abs(claims["iat"] - time.time()) < 60
    assert claims["token_introspection"] == plain and plain["active"] is True


@pytest.mark.parametrize("token", ["x", "e30.e30.e30"])
def test_unknown_token_is_inactive_and_nothing_else(http, api, verified, token):
    _, claims = verified(as_jwt(http, api, token).text, "RS256")
    assert claims["token_introspection"] == {"active": False}


def test_token_for_others_is_inactive_and_nothing_else(http, stranger, verified, grant):
    token = grant(scope="openid api.read")["access_token"]
    _, claims = verified(as_jwt(http, stranger, token).text, "RS256")
    assert claims["token_introspection"] == {"active": False}


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html",
                                    JWT_TYPE + ";q=0", "application/json, " + JWT_TYPE + ";q=0.9",
                                    "application/token-introspection", ""])
def test_json_is_answered_to_who_does_not_ask_for_a_token(http, api, accept):
    answer = as_jwt(http, api, "x", accept=accept)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"active": False}


@pytest.mark.parametrize("accept", ["Application/Token-Introspection+JWT", JWT_TYPE + ", */*",
                                    "application/json;q=0.5, " + JWT_TYPE])
def test_token_is_answered_to_who_asks_for_it(http, api, accept):
    assert as_jwt(http, api, "x", accept=accept).headers["content-type"] == JWT_TYPE


def test_who_proves_nothing_is_refused_as_rfc_9701_says(http, spa, api):
    for client in (None, spa):
        refused(as_jwt(http, client, "x"), 400, "invalid_request")
    refused(as_jwt(http, api | {"client_secret": "wrong"}, "x"), 401, "invalid_client")


def test_missing_token_is_invalid_request_in_json(http, api):
    refused(as_jwt(http, api, None), 400, "invalid_request")


def test_signed_introspection_is_no_access_token(http, api, grant):
    token = as_jwt(http, api, grant(scope="openid api.read")["access_token"]).text
    assert oauth.userinfo(http, token).status_code == 401
    assert oauth.introspect(http, api, token).json() == {"active": False}


# --- registration and discovery ---

@pytest.mark.parametrize("member", ["userinfo_signed_response_alg",
                                    "introspection_signed_response_alg",
                                    "id_token_signed_response_alg"])
@pytest.mark.parametrize("alg", ["none", "None", "HS256", "RS512", "rs256", ""])
def test_what_cannot_be_served_cannot_be_registered(service, tmp_path, member, alg):
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps({member: alg}))
    done = service.verb("client", "add", "--type", "web", "--name", "X", "--redirect-uri", CALLBACK,
                        "--metadata-file", file, expect=None)
    assert done.code != 0 and member in done.err


def test_discovery_lists_what_is_served(http):
    metadata = http.get("/.well-known/openid-configuration").json()
    for kind in ("id_token", "userinfo", "introspection"):
        assert metadata[kind + "_signing_alg_values_supported"] == ALGS
