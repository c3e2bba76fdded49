"""Clients on their own behalf (RFC 6749 4.4)."""
import oauth
from conftest import API, refused


def test_token_names_the_client_as_subject_and_the_api_as_audience(http, service, machine):
    body = oauth.token(http, machine, "client_credentials", scope="api.read").json()
    header, claims = oauth.parts(body["access_token"])
    assert header["typ"] == "at+jwt"
    assert claims["iss"] == service.issuer
    assert claims["sub"] == claims["client_id"] == machine["client_id"]
    assert claims["aud"] == API and claims["scope"] == "api.read"
    assert body["token_type"] == "Bearer" and body["expires_in"] == 600


def test_no_refresh_token_and_no_id_token(http, machine):
    body = oauth.token(http, machine, "client_credentials").json()
    assert not {"refresh_token", "id_token"} & body.keys()


def test_without_scope_all_registered_ones_are_granted(http, machine):
    body = oauth.token(http, machine, "client_credentials").json()
    assert set(body["scope"].split()) == {"api.read", "api.write"}


def test_scopes_that_speak_of_a_person_are_refused(http, machine):
    for scope in ("openid", "email", "api.read profile", "offline_access"):
        refused(oauth.token(http, machine, "client_credentials", scope=scope), 400, "invalid_scope")


def test_unregistered_scope_is_refused(http, machine):
    for scope in ("other", "unheard-of", "api.read  api.write", ' '):
        refused(oauth.token(http, machine, "client_credentials", scope=scope), 400, "invalid_scope")


def test_resource_must_be_one_of_the_scopes(http, machine):
    good = oauth.token(http, machine, "client_credentials", resource=API).json()
    assert oauth.parts(good["access_token"])[1]["aud"] == API
    refused(oauth.token(http, machine, "client_credentials", resource="https://other.example.com"),
            400, "invalid_target")


def test_public_client_has_no_credentials(http, spa):
    refused(oauth.token(http, spa, "client_credentials"), 400, "unauthorized_client")


def test_resource_server_gets_no_token(http, api):
    refused(oauth.token(http, api, "client_credentials"), 400, "unauthorized_client")


def test_client_secret_post_is_for_those_who_registered_it(http, service):
    client = service.add_client("machine", scope="api.read", auth_method="client_secret_post")
    assert oauth.token(http, client, "client_credentials").status_code == 200
    basic = client | {"token_endpoint_auth_method": "client_secret_basic"}
    refused(oauth.token(http, basic, "client_credentials"), 401, "invalid_client")


def test_userinfo_is_not_for_machines(http, machine):
    token = oauth.token(http, machine, "client_credentials").json()["access_token"]
    answer = oauth.userinfo(http, token)
    assert answer.status_code in (401, 403)
    assert answer.headers["www-authenticate"].startswith("Bearer")
