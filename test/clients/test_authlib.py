"""Authlib as a relying party: discovery, code with PKCE, ID Token, userinfo, refresh, revocation,
introspection, client credentials, sign-out (docs/connect/authlib.md)."""
import json
import secrets

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from authlib.integrations.base_client.errors import OAuthError
from authlib.oauth2.rfc6749.errors import MismatchingStateException
from joserfc import jwk, jwt
from joserfc.errors import InvalidClaimError

from conftest import CALLBACK


@pytest.fixture
def metadata(service):
    with service.http() as http:
        return http.get("/.well-known/openid-configuration").json()


@pytest.fixture
def party(service, web):
    with OAuth2Client(web["client_id"], web["client_secret"], scope="openid email profile",
                      redirect_uri=CALLBACK, code_challenge_method="S256",
                      token_endpoint_auth_method="client_secret_basic",
                      verify=service.tls) as session:
        yield session


def sign_in(party, metadata, browser, user, **params):
    """The token response after a whole way through the pages."""
    verifier = secrets.token_urlsafe(48)
    url, state = party.create_authorization_url(metadata["authorization_endpoint"],
                                                code_verifier=verifier, **params)
    callback = browser.finish(browser.get(url), user)
    assert callback.params["state"] == state
    answer = f"{callback.url}?code={callback.params['code']}&state={state}"
    return party.fetch_token(metadata["token_endpoint"], authorization_response=answer,
                             code_verifier=verifier)


def test_person_signs_in_and_the_id_token_verifies(party, metadata, browser, user, service, web):
    token = sign_in(party, metadata, browser, user, nonce="n-0S6_WzA2Mj")
    with service.http() as http:
        keys = jwk.KeySet.import_key_set(http.get(metadata["jwks_uri"]).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(iss={"essential": True, "value": metadata["issuer"]},
                          aud={"essential": True, "value": web["client_id"]},
                          nonce={"essential": True, "value": "n-0S6_WzA2Mj"}).validate(claims)
    assert claims["sub"] == user.id
    person = party.get(metadata["userinfo_endpoint"]).json()
    assert person["sub"] == user.id and person["email"] == user.email


def test_claims_by_name_reach_id_token_and_userinfo(party, metadata, browser, user, service, web):
    party.scope = "openid"
    token = sign_in(party, metadata, browser, user, claims=json.dumps({
        "id_token": {"email": {"essential": True}, "acr": {"values": metadata["acr_values_supported"]}},
        "userinfo": {"given_name": None}}))
    with service.http() as http:
        keys = jwk.KeySet.import_key_set(http.get(metadata["jwks_uri"]).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        email={"essential": True, "value": user.email},
        acr={"essential": True, "values": metadata["acr_values_supported"]}).validate(claims)
    assert party.get(metadata["userinfo_endpoint"]).json() == {"sub": user.id, "given_name": "Ada"}


def test_id_token_of_another_sign_in_is_refused_by_its_nonce(party, metadata, browser, user, service):
    token = sign_in(party, metadata, browser, user, nonce="one")
    with service.http() as http:
        keys = jwk.KeySet.import_key_set(http.get(metadata["jwks_uri"]).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    with pytest.raises(InvalidClaimError):
        jwt.JWTClaimsRegistry(nonce={"essential": True, "value": "another"}).validate(claims)


def test_answer_with_a_foreign_state_is_refused(party, metadata, browser, user):
    url, _ = party.create_authorization_url(metadata["authorization_endpoint"],
                                            code_verifier="a" * 43)
    callback = browser.finish(browser.get(url), user)
    answer = f"{callback.url}?code={callback.params['code']}&state={callback.params['state']}"
    with pytest.raises(MismatchingStateException):
        party.fetch_token(metadata["token_endpoint"], authorization_response=answer,
                          state="another", code_verifier="a" * 43)


def test_refresh_rotates_and_revocation_ends_it(party, metadata, browser, user):
    token = sign_in(party, metadata, browser, user)
    fresh = party.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    assert fresh["refresh_token"] != token["refresh_token"]
    assert party.get(metadata["userinfo_endpoint"]).status_code == 200
    done = party.revoke_token(metadata["revocation_endpoint"], token=fresh["refresh_token"])
    assert done.status_code == 200
    with pytest.raises(OAuthError, match="invalid_grant"):
        party.refresh_token(metadata["token_endpoint"], refresh_token=fresh["refresh_token"])


def test_wrong_verifier_is_refused(party, metadata, browser, user):
    url, _ = party.create_authorization_url(metadata["authorization_endpoint"],
                                            code_verifier="a" * 43)
    code = browser.finish(browser.get(url), user).params["code"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        party.fetch_token(metadata["token_endpoint"], code=code, code_verifier="b" * 43)


def test_code_is_refused_on_second_use(party, metadata, browser, user):
    url, _ = party.create_authorization_url(metadata["authorization_endpoint"],
                                            code_verifier="a" * 43)
    code = browser.finish(browser.get(url), user).params["code"]
    party.fetch_token(metadata["token_endpoint"], code=code, code_verifier="a" * 43)
    with pytest.raises(OAuthError, match="invalid_grant"):
        party.fetch_token(metadata["token_endpoint"], code=code, code_verifier="a" * 43)


def test_wrong_secret_is_read_as_invalid_client(service, web, metadata):
    with OAuth2Client(web["client_id"], "wrong", verify=service.tls) as wrong:
        with pytest.raises(OAuthError, match="invalid_client"):
            wrong.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")


def test_machine_gets_a_token_which_an_api_introspects(service, metadata):
    machine = service.add_client("machine", scope="orders.read")
    api = service.add_client("resource", scope="orders.read")
    with (OAuth2Client(machine["client_id"], machine["client_secret"], verify=service.tls) as caller,
          OAuth2Client(api["client_id"], api["client_secret"], verify=service.tls) as asker):
        token = caller.fetch_token(metadata["token_endpoint"], grant_type="client_credentials",
                                   scope="orders.read")["access_token"]
        said = asker.introspect_token(metadata["introspection_endpoint"], token=token).json()
        assert said["active"] is True and said["sub"] == machine["client_id"]
        caller.revoke_token(metadata["revocation_endpoint"], token=token)
        said = asker.introspect_token(metadata["introspection_endpoint"], token=token).json()
        assert said == {"active": False}


def test_sign_out_returns_to_the_application(party, metadata, browser, user):
    token = sign_in(party, metadata, browser, user)
    answer = browser.get(metadata["end_session_endpoint"], params={
        "id_token_hint": token["id_token"], "state": "bye",
        "post_logout_redirect_uri": "https://app.example.com/bye"})
    assert answer.url == "https://app.example.com/bye" and answer.params == {"state": "bye"}
    assert party.get(metadata["userinfo_endpoint"]).status_code == 401
