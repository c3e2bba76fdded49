"""Revocation (RFC 7009)."""
import oauth
from conftest import refused


def ended(answer):
    """200, nothing to read, and no Content-Type that promises something."""
    assert answer.status_code == 200 and answer.content == b""
    assert "content-type" not in answer.headers


def test_needs_the_client(http, web, grant):
    token = grant()["refresh_token"]
    refused(oauth.revoke(http, None, token), 401, "invalid_client")
    refused(oauth.revoke(http, web | {"client_secret": "wrong"}, token), 401, "invalid_client")
    assert oauth.refresh(http, web, token).status_code == 200


def test_missing_and_repeated_token_are_invalid_request(http, web):
    refused(oauth.revoke(http, web, None), 400, "invalid_request")
    refused(oauth.revoke(http, web, ["a", "b"]), 400, "invalid_request")


def test_unknown_token_is_fine(http, web):
    for token in ("x", "a.b.c", "A" * 4000):
        ended(oauth.revoke(http, web, token))


def test_foreign_token_lives_on(http, web, asking, grant):
    body = grant()
    for name in ("refresh_token", "access_token"):
        answer = oauth.revoke(http, asking, body[name])
        assert answer.status_code in (200, 400)
    assert oauth.userinfo(http, body["access_token"]).status_code == 200
    assert oauth.refresh(http, web, body["refresh_token"]).status_code == 200


def test_refresh_token_ends_the_grant(http, web, grant):
    body = grant()
    ended(oauth.revoke(http, web, body["refresh_token"]))
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")
    assert oauth.userinfo(http, body["access_token"]).status_code == 401


def test_spent_refresh_token_ends_the_grant_too(http, web, grant):
    first = grant()["refresh_token"]
    second = oauth.refresh(http, web, first).json()["refresh_token"]
    ended(oauth.revoke(http, web, first))
    refused(oauth.refresh(http, web, second), 400, "invalid_grant")


def test_access_token_ends_alone(http, web, opaque, grant):
    for client in (web, opaque):
        body = grant(client=client)
        ended(oauth.revoke(http, client, body["access_token"], token_type_hint="access_token"))
        assert oauth.userinfo(http, body["access_token"]).status_code == 401
        assert oauth.refresh(http, client, body["refresh_token"]).status_code == 200


def test_wrong_hint_does_not_hinder(http, web, grant):
    body = grant()
    ended(oauth.revoke(http, web, body["refresh_token"], token_type_hint="access_token"))
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")
    ended(oauth.revoke(http, web, "x", token_type_hint="pigeon"))


def test_public_client_revokes_its_own(http, signed_in, spa, user):
    code, verifier = signed_in.code(spa, user)
    token = oauth.exchange(http, spa, code, verifier).json()["refresh_token"]
    ended(oauth.revoke(http, spa, token))
    refused(oauth.refresh(http, spa, token), 400, "invalid_grant")
