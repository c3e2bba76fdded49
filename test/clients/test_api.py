"""An API that trusts access tokens: PyJWT and joserfc over the published keys, and introspection
(docs/connect/api.md)."""
import json

import joserfc.errors
import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as jose

import oauth
from conftest import API


@pytest.fixture(scope="session")
def machine(service):
    return service.add_client("machine", name="Nightly job", scope="orders.read")


@pytest.fixture(scope="session")
def api(service):
    return service.add_client("resource", name="Orders API", scope="orders.read")


@pytest.fixture
def http(service):
    with service.http() as client:
        yield client


@pytest.fixture
def token(http, machine):
    answer = oauth.token(http, machine, "client_credentials", scope="orders.read")
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


@pytest.fixture
def keys(service):
    return jwt.PyJWKClient(service.issuer + "/oauth2/jwks", ssl_context=service.tls)


def decode(service, keys, token, audience=API):
    return jwt.decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=["ES256"],
                      audience=audience, issuer=service.issuer,
                      options={"require": ["exp", "iat", "sub", "jti"]})


def test_pyjwt_accepts_our_token(service, keys, token, machine):
    claims = decode(service, keys, token)
    assert claims["client_id"] == claims["sub"] == machine["client_id"]
    assert claims["scope"] == "orders.read"


def test_pyjwt_refuses_a_changed_token_and_another_audience(service, keys, token):
    head, body, tail = token.split(".")
    changed = f"{head}.{body}.{'A' if tail[0] != 'A' else 'B'}{tail[1:]}"
    with pytest.raises(jwt.InvalidSignatureError):
        decode(service, keys, changed)
    with pytest.raises(jwt.InvalidAudienceError):
        decode(service, keys, token, audience="https://other.example.com")


def test_joserfc_accepts_it_by_type_and_refuses_other_keys(http, token):
    published = http.get("/oauth2/jwks").json()
    found = jose.decode(token, jwk.KeySet.import_key_set(published), algorithms=["ES256"])
    assert found.header["typ"] == "at+jwt" and found.claims["aud"] == API
    others = jwk.KeySet([jwk.ECKey.generate_key("P-256", {"kid": found.header["kid"]})])
    with pytest.raises(joserfc.errors.JoseError):
        jose.decode(token, others, algorithms=["ES256"])


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "EdDSA"])
def test_joserfc_verifies_every_algorithm_that_is_published(service, http, tmp_path, alg):
    published = http.get("/oauth2/jwks").json()
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"access_token_signed_response_alg": alg}))
    machine = service.add_client("machine", scope="orders.read", metadata_file=metadata)
    token = oauth.token(http, machine, "client_credentials").json()["access_token"]
    found = jose.decode(token, jwk.KeySet.import_key_set(published), algorithms=[alg])
    assert found.header["alg"] == alg and found.claims["client_id"] == machine["client_id"]


def test_framework_that_knows_one_typ_and_algorithm_is_served(service, http):
    there = "https://framework.example.com"
    service.verb("scope", "add", "--name", "framework", "--audience", there)
    service.verb("resource", "update", there, "--token-typ", "JWT", "--token-alg", "RS256")
    job = service.add_client("machine", scope="framework")
    token = oauth.token(http, job, "client_credentials").json()["access_token"]
    published = jwk.KeySet.import_key_set(http.get("/oauth2/jwks").json())
    found = jose.decode(token, published, algorithms=["RS256"])
    assert found.header["typ"] == "JWT" and found.claims["aud"] == there


def test_introspection_says_what_is_alive(http, api, machine, token):
    said = oauth.introspect(http, api, token).json()
    assert said["active"] is True and said["client_id"] == machine["client_id"]
    assert oauth.introspect(http, api, token[:-4] + "AAAA").json() == {"active": False}
