"""Client assertions as Authlib and joserfc make them (docs/connect/key.md)."""
import json
import secrets
import time

import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT
from joserfc import jwk, jwt

KEYS = {"RS256": lambda: jwk.RSAKey.generate_key(2048), "PS256": lambda: jwk.RSAKey.generate_key(2048),
        "ES256": lambda: jwk.ECKey.generate_key("P-256"), "EdDSA": lambda: jwk.OKPKey.generate_key("Ed25519")}


@pytest.fixture
def register(service, tmp_path):
    def add(key, **metadata):
        (tmp_path / "jwks.json").write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
        (tmp_path / "metadata.json").write_text(json.dumps(metadata))
        return service.add_client("machine", auth_method="private_key_jwt", scope="orders.read",
                                  jwks_file=tmp_path / "jwks.json",
                                  metadata_file=tmp_path / "metadata.json")
    return add


def authlib(service, client, key, alg, audience=None):
    session = OAuth2Client(client["client_id"], key, token_endpoint_auth_method="private_key_jwt",
                           scope="orders.read", verify=service.tls)
    session.register_client_auth_method(PrivateKeyJWT(audience or service.issuer, alg=alg))
    return session


@pytest.mark.parametrize("alg", KEYS)
def test_authlib_authenticates_with_a_key(service, register, alg):
    key = KEYS[alg]()
    client = register(key, token_endpoint_auth_signing_alg=alg)
    with authlib(service, client, key, alg) as session:
        url = service.issuer + "/oauth2/token"
        tokens = {session.fetch_token(url, grant_type="client_credentials")["access_token"] for _ in range(3)}
    assert len(tokens) == 3


def test_authlib_s_own_audience_must_be_allowed(service, register):
    key, url = KEYS["ES256"](), service.issuer + "/oauth2/token"
    with authlib(service, register(key), key, "ES256", url) as session:
        with pytest.raises(OAuthError, match="invalid_client"):
            session.fetch_token(url, grant_type="client_credentials")
    client = register(key, accept_token_endpoint_audience=True)
    with authlib(service, client, key, "ES256", url) as session:
        assert session.fetch_token(url, grant_type="client_credentials")["access_token"]


@pytest.mark.parametrize("alg", KEYS)
def test_joserfc_s_assertions_are_taken_once(service, register, alg):
    key = KEYS[alg]()
    client, now = register(key), int(time.time())
    claims = {"iss": client["client_id"], "sub": client["client_id"], "aud": service.issuer,
              "exp": now + 60, "iat": now, "jti": secrets.token_urlsafe(16)}
    form = {"grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode({"alg": alg}, claims, key, algorithms=[alg])}
    with service.http() as http:
        assert http.post("/oauth2/token", data=form).status_code == 200
        assert http.post("/oauth2/token", data=form).json()["error"] == "invalid_client"


def test_authlib_authenticates_by_a_mac(service):
    client = service.add_client("machine", auth_method="client_secret_jwt", scope="orders.read")
    url = service.issuer + "/oauth2/token"
    for secret, right in ((client["client_secret"], True), ("x" * 43, False)):
        with OAuth2Client(client["client_id"], secret, token_endpoint_auth_method="client_secret_jwt",
                          scope="orders.read", verify=service.tls) as session:
            session.register_client_auth_method(ClientSecretJWT(service.issuer))
            if right:
                assert session.fetch_token(url, grant_type="client_credentials")["access_token"]
            else:
                with pytest.raises(OAuthError, match="invalid_client"):
                    session.fetch_token(url, grant_type="client_credentials")
