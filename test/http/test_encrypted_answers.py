"""Answers encrypted to the client's key: ID Token, UserInfo and introspection, nested where they are
signed, and never in the clear where they cannot be encrypted."""
import json
import time

import joserfc.jwe
import joserfc.jwk
import joserfc.jws
import pytest

import oauth
from browser import Page
from conftest import CALLBACK, STANDARD, refused

JWT_TYPE = "application/token-introspection+jwt"
KINDS = ("id_token", "userinfo", "introspection")
ALGS = ("RSA-OAEP-256", "ECDH-ES")
ENCS = ("A128GCM", "A256GCM")


@pytest.fixture(scope="module")
def keys():
    """The client's private keys by the algorithm that they are for."""
    return {"RSA-OAEP-256": joserfc.jwk.RSAKey.generate_key(2048, {"kid": "rsa", "use": "enc"}),
            "ECDH-ES": joserfc.jwk.ECKey.generate_key("P-256", {"kid": "ec", "use": "enc"})}


def key_set(*keys):
    return {"keys": [key.as_dict(private=False) for key in keys]}


def encrypted(kind, alg="ECDH-ES", enc="A256GCM"):
    """The members of a registration that ask for it."""
    return {f"{kind}_encrypted_response_alg": alg, f"{kind}_encrypted_response_enc": enc}


@pytest.fixture
def registered(service, tmp_path):
    """Makes a client whose registration has these members."""
    def make(kind="web", **members):
        file = tmp_path / "metadata.json"
        file.write_text(json.dumps(members))
        options = {"metadata_file": file, "name": "Encrypted", "scope": "api.read api.write"}
        if kind == "web":
            options |= {"redirect_uri": [CALLBACK], "require_consent": "false",
                        "scope": STANDARD + " api.read"}
        return service.add_client(kind, **options)
    return make


@pytest.fixture
def update(service, tmp_path):
    def change(client, **members):
        file = tmp_path / "changes.json"
        file.write_text(json.dumps(members))
        service.verb("client", "update", client["client_id"], "--metadata-file", file)
    return change


@pytest.fixture
def exchange(http, signed_in, user):
    """(code, verifier) of a client, and what the token endpoint says of it."""
    def make(client, **params):
        code, verifier = signed_in.code(client, user, **params)
        return lambda: oauth.exchange(http, client, code, verifier)
    return make


@pytest.fixture
def signed(http):
    """(header, claims) of a token that one of the published keys signed."""
    def verify(token, alg="RS256"):
        published = joserfc.jwk.KeySet.import_key_set(http.get("/oauth2/jwks").json())
        found = joserfc.jws.deserialize_compact(token, published, algorithms=[alg])
        return found.headers(), json.loads(found.payload)
    return verify


def decrypted(token, key, alg, enc="A256GCM"):
    """(header, content)"""
    found = joserfc.jwe.decrypt_compact(token, key, algorithms=[alg, enc])
    assert found.protected["kid"] == key.kid
    return found.protected, found.plaintext.decode()


def soon(ask, status):
    """What is answered when a change of the client is seen, at the latest after five seconds."""
    deadline = time.monotonic() + 5
    while (answer := ask()).status_code != status and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answer.status_code == status, answer.text
    return answer


# --- the three answers ---

@pytest.mark.parametrize("enc", ENCS)
@pytest.mark.parametrize("alg", ALGS)
def test_id_token_is_signed_within(exchange, registered, keys, signed, user, alg, enc):
    client = registered(jwks=key_set(*keys.values()), **encrypted("id_token", alg, enc))
    body = exchange(client, nonce="n-1")().json()
    header, inner = decrypted(body["id_token"], keys[alg], alg, enc)
    assert header["cty"] == "JWT" and header["alg"] == alg and header["enc"] == enc
    header, claims = signed(inner)
    assert header["typ"] == "JWT"
    assert claims["aud"] == client["client_id"] and claims["nonce"] == "n-1"


def test_refreshed_id_token_is_encrypted_as_well(http, exchange, registered, keys, signed):
    client = registered(jwks=key_set(keys["ECDH-ES"]), **encrypted("id_token"))
    body = oauth.refresh(http, client, exchange(client)().json()["refresh_token"]).json()
    _, inner = decrypted(body["id_token"], keys["ECDH-ES"], "ECDH-ES")
    assert signed(inner)[1]["aud"] == client["client_id"]


def test_tokens_without_openid_need_no_key(http, exchange, registered, peer):
    client = registered(jwks_uri=peer.url("/nowhere"), **encrypted("id_token"))
    body = exchange(client, scope="api.read")().json()
    assert "id_token" not in body and body["access_token"]


@pytest.mark.parametrize("alg", ALGS)
def test_userinfo_without_a_signature_is_encrypted_json(http, exchange, registered, keys, user, alg):
    client = registered(jwks=key_set(*keys.values()), **encrypted("userinfo", alg))
    token = exchange(client, scope="openid email")().json()["access_token"]
    answer = oauth.userinfo(http, token)
    assert answer.headers["content-type"] == "application/jwt"
    header, content = decrypted(answer.text, keys[alg], alg)
    assert "cty" not in header
    claims = json.loads(content)
    assert claims["email"] == user.email and "iss" not in claims and "aud" not in claims


@pytest.mark.parametrize("alg", ALGS)
def test_userinfo_is_signed_within(http, service, exchange, registered, keys, signed, alg):
    client = registered(jwks=key_set(*keys.values()), userinfo_signed_response_alg="ES256",
                        **encrypted("userinfo", alg))
    answer = oauth.userinfo(http, exchange(client)().json()["access_token"])
    header, inner = decrypted(answer.text, keys[alg], alg)
    assert header["cty"] == "JWT"
    _, claims = signed(inner, "ES256")
    assert claims["iss"] == service.issuer and claims["aud"] == client["client_id"]


@pytest.mark.parametrize("alg", ALGS)
def test_introspection_is_signed_within(http, registered, keys, signed, grant, alg):
    api = registered("resource", jwks=key_set(*keys.values()), **encrypted("introspection", alg))
    token = grant(scope="openid api.read")["access_token"]
    answer = oauth.introspect(http, api, token, headers={"Accept": JWT_TYPE})
    assert answer.headers["content-type"] == JWT_TYPE
    header, inner = decrypted(answer.text, keys[alg], alg)
    assert header["cty"] == "JWT"
    header, claims = signed(inner)
    assert header["typ"] == "token-introspection+jwt"
    assert claims["token_introspection"]["active"] is True


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_introspection_to_be_encrypted_is_never_json(http, registered, keys, grant, accept):
    api = registered("resource", jwks=key_set(keys["ECDH-ES"]), **encrypted("introspection"))
    token = grant(scope="openid api.read")["access_token"]
    answer = oauth.introspect(http, api, token, headers={"Accept": accept})
    refused(answer, 400, "invalid_request")
    assert JWT_TYPE in answer.json()["error_description"]


# --- which key ---

def test_key_for_encryption_is_taken_before_others(exchange, registered, keys):
    plain = joserfc.jwk.ECKey.generate_key("P-256", {"kid": "plain"})
    signing = joserfc.jwk.ECKey.generate_key("P-256", {"kid": "signing", "use": "sig"})
    client = registered(jwks=key_set(signing, plain, keys["ECDH-ES"]), **encrypted("id_token"))
    decrypted(exchange(client)().json()["id_token"], keys["ECDH-ES"], "ECDH-ES")


def test_changed_keys_are_used_from_then_on(exchange, registered, update, keys):
    client = registered(jwks=key_set(keys["ECDH-ES"]), **encrypted("id_token"))
    decrypted(exchange(client)().json()["id_token"], keys["ECDH-ES"], "ECDH-ES")
    new = joserfc.jwk.ECKey.generate_key("P-256", {"kid": "new", "use": "enc"})
    update(client, jwks=key_set(new))
    deadline = time.monotonic() + 5
    kid = None
    while kid != "new" and time.monotonic() < deadline:
        token = exchange(client)().json()["id_token"]
        kid = json.loads(oauth.unb64url(token.split(".")[0]))["kid"]
    decrypted(token, new, "ECDH-ES")


def test_keys_are_fetched_and_kept(exchange, registered, keys, peer):
    uri = peer.put("/kept", key_set(keys["ECDH-ES"]), cache_control="max-age=60")
    client = registered(jwks_uri=uri, **encrypted("id_token"))
    for _ in range(3):
        decrypted(exchange(client)().json()["id_token"], keys["ECDH-ES"], "ECDH-ES")
    assert peer.requests.count("/kept") == 1


def test_fetched_keys_that_are_of_no_use_are_passed_over(exchange, registered, keys, peer):
    document = key_set(keys["ECDH-ES"])
    document["keys"][:0] = [{"kty": "EC"}, {"kty": "new"}, 7,
                            document["keys"][0] | {"y": document["keys"][0]["x"]}]
    client = registered(jwks_uri=peer.put("/mixed", document), **encrypted("id_token"))
    decrypted(exchange(client)().json()["id_token"], keys["ECDH-ES"], "ECDH-ES")


# --- no key, no answer, and nothing spent ---

def test_unreachable_keys_spend_no_code(exchange, registered, update, keys, peer):
    client = registered(jwks_uri=peer.put("/away", {}, status=500), **encrypted("id_token"))
    ask = exchange(client)
    for _ in range(2):
        refused(ask(), 503, "temporarily_unavailable")
    update(client, jwks_uri=peer.put("/back", key_set(keys["ECDH-ES"])))
    decrypted(soon(ask, 200).json()["id_token"], keys["ECDH-ES"], "ECDH-ES")


def test_set_without_a_fitting_key_spends_no_refresh_token(
        http, exchange, registered, update, keys, peer):
    good = peer.put("/good", key_set(keys["ECDH-ES"]))
    bad = peer.put("/bad", key_set(keys["RSA-OAEP-256"]))
    client = registered(jwks_uri=good, **encrypted("id_token"))
    token = exchange(client)().json()["refresh_token"]
    update(client, jwks_uri=bad)
    soon(lambda: exchange(client)(), 500)
    for _ in range(2):
        refused(oauth.refresh(http, client, token), 500, "server_error")
    update(client, jwks_uri=good)
    answer = soon(lambda: oauth.refresh(http, client, token), 200)
    assert answer.json()["refresh_token"] != token


@pytest.mark.parametrize("document", [{}, {"keys": []}, {"keys": {}}, [], "x", {"keys": [{}] * 40}])
def test_what_is_no_key_set_gives_no_answer(exchange, registered, peer, document):
    uri = peer.put(f"/wrong-{abs(hash(json.dumps(document)))}", document)
    client = registered(jwks_uri=uri, **encrypted("id_token"))
    refused(exchange(client)(), 500, "server_error")


def test_userinfo_and_introspection_fail_closed(http, exchange, registered, grant, peer):
    gone = peer.url("/gone")
    client = registered(jwks_uri=gone, **encrypted("userinfo"))
    answer = oauth.userinfo(http, exchange(client, scope="openid email")().json()["access_token"])
    refused(answer, 503, "temporarily_unavailable")
    assert "www-authenticate" not in answer.headers
    api = registered("resource", jwks_uri=gone, **encrypted("introspection"))
    token = grant(scope="openid api.read")["access_token"]
    refused(oauth.introspect(http, api, token, headers={"Accept": JWT_TYPE}), 503,
            "temporarily_unavailable")


# --- an encrypted ID Token as a hint ---

@pytest.fixture
def hints(exchange, registered, keys):
    """(client, encrypted ID Token, the signed one within)"""
    client = registered(jwks=key_set(keys["ECDH-ES"]), **encrypted("id_token"))
    outer = exchange(client)().json()["id_token"]
    return client, outer, decrypted(outer, keys["ECDH-ES"], "ECDH-ES")[1]


def test_encrypted_hint_is_refused_with_a_word_why(signed_in, hints):
    client, outer, _ = hints
    page = signed_in.get("/oauth2/logout?id_token_hint=" + outer)
    assert isinstance(page, Page) and page.status == 400
    callback = signed_in.authorize(client, id_token_hint=outer, prompt="none")
    assert callback.params["error"] == "invalid_request"
    assert "decrypt it" in callback.params["error_description"]


def test_the_signed_token_within_is_a_hint(signed_in, hints):
    client, _, inner = hints
    assert "code" in signed_in.authorize(client, id_token_hint=inner, prompt="none").params


# --- registration and discovery ---

BAD = [
    ({"ALG": "ECDH-ES"}, "enc"),
    ({"ENC": "A128GCM"}, "alg"),
    ({"ALG": "ECDH-ES", "ENC": "A128CBC-HS256"}, "enc"),
    ({"ALG": "ECDH-ES", "ENC": "A192GCM"}, "enc"),
    ({"ALG": "RSA1_5", "ENC": "A128GCM"}, "alg"),
    ({"ALG": "RSA-OAEP", "ENC": "A128GCM"}, "alg"),
    ({"ALG": "ECDH-ES+A128KW", "ENC": "A128GCM"}, "alg"),
    ({"ALG": "dir", "ENC": "A128GCM"}, "alg"),
    ({"ALG": "none", "ENC": "none"}, "alg"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("members, at_fault", BAD)
def test_pair_that_is_not_served_is_not_registered(service, tmp_path, keys, kind, members, at_fault):
    names = {"ALG": f"{kind}_encrypted_response_alg", "ENC": f"{kind}_encrypted_response_enc"}
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps({names[name]: value for name, value in members.items()}
                               | {"jwks": key_set(*keys.values())}))
    done = service.verb("client", "add", "--type", "web", "--name", "X", "--redirect-uri", CALLBACK,
                        "--metadata-file", file, expect=None)
    assert done.code != 0 and f"{kind}_encrypted_response_{at_fault}" in done.err


@pytest.mark.parametrize("jwks", [None, "RSA-OAEP-256", "signing"])
def test_encryption_needs_a_key_that_fits(service, tmp_path, keys, jwks):
    signing = joserfc.jwk.ECKey.generate_key("P-256", {"use": "sig"})
    given = {"signing": signing}.get(jwks) or keys.get(jwks)
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps(encrypted("id_token")
                               | ({"jwks": key_set(given)} if given else {})))
    done = service.verb("client", "add", "--type", "web", "--name", "X", "--redirect-uri", CALLBACK,
                        "--metadata-file", file, expect=None)
    assert done.code != 0 and "id_token_encrypted_response_alg" in done.err


def test_keys_that_are_needed_cannot_be_taken_away(service, registered, keys, tmp_path):
    client = registered(jwks=key_set(keys["ECDH-ES"]), **encrypted("id_token"))
    file = tmp_path / "changes.json"
    for change in ({"jwks": None}, {"jwks": key_set(keys["RSA-OAEP-256"])},
                   {"id_token_encrypted_response_enc": None}):
        file.write_text(json.dumps(change))
        done = service.verb("client", "update", client["client_id"], "--metadata-file", file,
                            expect=None)
        assert done.code != 0 and "id_token_encrypted_response" in done.err
    shown = service.verb("client", "show", client["client_id"], "--json").json
    assert shown["id_token_encrypted_response_alg"] == "ECDH-ES"
    assert shown["id_token_encrypted_response_enc"] == "A256GCM"


def test_discovery_lists_what_is_served(http):
    metadata = http.get("/.well-known/openid-configuration").json()
    for kind in KINDS:
        assert metadata[kind + "_encryption_alg_values_supported"] == list(ALGS)
        assert metadata[kind + "_encryption_enc_values_supported"] == list(ENCS)
