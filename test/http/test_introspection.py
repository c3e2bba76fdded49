"""Introspection (RFC 7662): who may ask, what each sees, and that revocation is seen at once."""
import pytest

import oauth
from conftest import API, refused

INACTIVE = {"active": False}


def test_nobody_asks_without_authentication(http, web, grant):
    token = grant()["access_token"]
    refused(oauth.introspect(http, None, token), 401, "invalid_client")
    refused(oauth.introspect(http, web | {"client_secret": "wrong"}, token), 401, "invalid_client")


def test_public_client_may_not_ask(http, spa, grant):
    refused(oauth.introspect(http, spa, grant()["access_token"]), 401, "invalid_client")


def test_bearer_token_is_no_authentication(http, grant):
    token = grant()["access_token"]
    answer = oauth.introspect(http, None, token, headers={"Authorization": "Bearer " + token})
    assert answer.status_code == 401


def test_missing_token_is_invalid_request(http, api):
    refused(oauth.introspect(http, api, None), 400, "invalid_request")


@pytest.mark.parametrize("token", ["x", "", "a.b.c", "é", "A" * 5000, "e30.e30.e30"])
def test_unknown_token_is_inactive(http, api, token):
    answer = oauth.introspect(http, api, token)
    assert answer.status_code in (200, 400)
    assert answer.json() == INACTIVE or answer.json()["error"] == "invalid_request"


def test_resource_server_sees_only_what_is_for_it(http, api, stranger, grant):
    token = grant(scope="openid api.read")["access_token"]
    assert oauth.introspect(http, api, token).json()["active"] is True
    assert oauth.introspect(http, stranger, token).json() == INACTIVE
    alone = grant()["access_token"]
    assert oauth.introspect(http, api, alone).json() == INACTIVE


def test_another_client_sees_nothing(http, asking, grant):
    assert oauth.introspect(http, asking, grant()["access_token"]).json() == INACTIVE


def test_refresh_token_is_shown_to_its_client_only(http, web, asking, api, grant):
    token = grant(scope="openid api.read")["refresh_token"]
    assert oauth.introspect(http, web, token).json()["active"] is True
    for other in (asking, api):
        assert oauth.introspect(http, other, token).json() == INACTIVE


def test_id_token_is_inactive(http, web, api, grant):
    token = grant()["id_token"]
    assert oauth.introspect(http, web, token).json() == INACTIVE
    assert oauth.introspect(http, api, token).json() == INACTIVE


@pytest.mark.parametrize("kind", ["jwt", "opaque"])
def test_answer_says_who_what_and_until_when(http, service, api, user, web, opaque, grant, kind):
    client = {"jwt": web, "opaque": opaque}[kind]
    token = grant(client=client, scope="openid email api.read")["access_token"]
    answer = oauth.introspect(http, api, token)
    assert "no-store" in answer.headers["cache-control"]
    said = answer.json()
    assert said["active"] is True
    assert said["client_id"] == client["client_id"]
    assert said["iss"] == service.issuer
    assert said["aud"] in (API, [API])
    assert "api.read" in said["scope"].split()
    assert said["sub"] and said["username"] == user.email and said["email"] == user.email
    assert said["exp"] - said["iat"] == 600
    assert said["token_type"] == "Bearer"


def test_machine_token_has_the_client_as_subject(http, api, machine):
    token = oauth.token(http, machine, "client_credentials", scope="api.read").json()
    said = oauth.introspect(http, api, token["access_token"]).json()
    assert said["active"] is True and said["sub"] == machine["client_id"]


@pytest.mark.parametrize("kind", ["jwt", "opaque"])
def test_revocation_is_seen_at_once(http, api, web, opaque, grant, kind):
    client = {"jwt": web, "opaque": opaque}[kind]
    body = grant(client=client, scope="openid api.read")
    assert oauth.revoke(http, client, body["refresh_token"]).status_code == 200
    assert oauth.introspect(http, api, body["access_token"]).json() == INACTIVE


def test_revoked_machine_token_is_inactive_and_others_live(http, api, machine):
    first, second = (oauth.token(http, machine, "client_credentials", scope="api.read").json()
                     ["access_token"] for _ in range(2))
    oauth.revoke(http, machine, first)
    assert oauth.introspect(http, api, first).json() == INACTIVE
    assert oauth.introspect(http, api, second).json()["active"] is True


def test_spent_refresh_token_is_inactive(http, web, grant):
    token = grant()["refresh_token"]
    oauth.refresh(http, web, token)
    assert oauth.introspect(http, web, token).json() == INACTIVE
