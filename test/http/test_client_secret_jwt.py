"""Client authentication by a MAC with the secret: client_secret_jwt (OpenID Connect Core 9)."""
import json

import pytest

import assertions
import oauth
from conftest import refused


@pytest.fixture(scope="module")
def client(service):
    return service.add_client("machine", auth_method="client_secret_jwt", scope="api.read")


@pytest.fixture
def ask(http, service, client):
    def request(header=None, signer=None, client=client, form=None, **changes):
        claims = assertions.claims(client["client_id"], service.issuer, **changes)
        signer = signer or assertions.Secret(client["client_secret"])
        return oauth.token(http, None, "client_credentials",
                           **assertions.form(assertions.token(signer, claims, header), **(form or {})))
    return request


def no_client(response):
    refused(response, 401, "invalid_client")
    assert response.json()["error_description"] == "client authentication failed"


def test_secret_proves_the_client_without_travelling(ask):
    assert ask().status_code == 200
    assert ask(form={}).status_code == 200


def test_other_secrets_are_refused(ask, client):
    secret = client["client_secret"]
    for other in ("x" * 43, secret + "x", secret[:-1], "", secret.upper(), client["client_id"],
                  "client_secret"):
        no_client(ask(signer=assertions.Secret(other)))


@pytest.mark.parametrize("alg", ["none", "hs256", "HS384", "HS512", "RS256", "ES256", ""], ids=repr)
def test_other_algorithms_are_refused(ask, alg):
    no_client(ask(header={"alg": alg}))


def test_claims_are_judged_as_for_keys(ask, service):
    for changes in ({"aud": "https://other.example.com"}, {"aud": [service.issuer, "x"]}, {"exp": 1},
                    {"exp": None}, {"exp": 1.5}, {"jti": None}, {"iss": "nobody"}, {"sub": "nobody"}):
        no_client(ask(**changes))


def test_mac_is_taken_once(ask):
    assert ask(jti="mac once").status_code == 200
    no_client(ask(jti="mac once"))
    no_client(ask(jti="mac unspent", signer=assertions.Secret("x" * 43)))
    assert ask(jti="mac unspent").status_code == 200


def test_key_is_no_mac_and_a_mac_is_no_key(service, ask, client, tmp_path):
    key = assertions.Key("ES256", kid="one")
    no_client(ask(signer=key))
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [key.jwk]}))
    by_key = service.add_client("machine", auth_method="private_key_jwt", scope="api.read",
                                jwks_file=tmp_path / "jwks.json")
    no_client(ask(client=by_key, signer=assertions.Secret(client["client_secret"])))


def test_secret_itself_is_no_longer_taken(http, client):
    for method in ("client_secret_basic", "client_secret_post"):
        no_client(oauth.token(http, client | {"token_endpoint_auth_method": method}, "client_credentials"))


def test_rotated_secret_is_dead_at_once(service, ask):
    client = service.add_client("machine", auth_method="client_secret_jwt", scope="api.read")
    assert ask(client=client).status_code == 200
    fresh = service.verb("client", "rotate-secret", client["client_id"], "--json").json
    no_client(ask(client=client))
    assert ask(client=client | fresh).status_code == 200


def test_secret_stands_nowhere_in_the_open(service, client):
    for file in service.data.glob("tessera.db*"):
        assert client["client_secret"].encode() not in file.read_bytes()
    assert client["client_secret"] not in service.verb("client", "show", client["client_id"], "--json").out
    assert client["client_secret"] not in service.log


def test_sealed_secret_of_another_client_does_not_open(service, http, ask):
    """A row that was copied onto another is no secret of that one."""
    one, other = (service.add_client("machine", auth_method="client_secret_jwt") for _ in range(2))
    service.sql("UPDATE clients SET sealed_secret = (SELECT sealed_secret FROM clients WHERE client_id = ?) "
                "WHERE client_id = ?", one["client_id"], other["client_id"])
    answer = ask(client=other, signer=assertions.Secret(one["client_secret"]))
    assert answer.status_code >= 400 and "access_token" not in answer.text


def test_discovery_lists_the_method(http):
    document = http.get("/.well-known/openid-configuration").json()
    assert "client_secret_jwt" in document["token_endpoint_auth_methods_supported"]
    assert "HS256" in document["token_endpoint_auth_signing_alg_values_supported"]
