"""Refresh tokens: one rotation, one live leaf (RFC 6749 6, RFC 9700 4.14.2, RFC 8707 2.2)."""
import time

import pytest

import browser as pages
import oauth
import tessera
from conftest import API, CALLBACK, refused


def test_each_use_gives_a_new_token_and_the_successor_works(http, web, grant):
    first = grant(scope="openid offline_access")
    second = oauth.refresh(http, web, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    third = oauth.refresh(http, web, second["refresh_token"])
    assert third.status_code == 200
    assert "no-store" in third.headers["cache-control"]


def test_lost_answer_is_repeated_with_the_same_successor(http, web, grant):
    first = grant()["refresh_token"]
    answers = [oauth.refresh(http, web, first).json() for _ in range(3)]
    assert len({answer["refresh_token"] for answer in answers}) == 1
    assert oauth.refresh(http, web, answers[0]["refresh_token"]).status_code == 200


def test_reuse_of_an_older_token_revokes_the_family(http, web, grant):
    first = grant()
    second = oauth.refresh(http, web, first["refresh_token"]).json()
    third = oauth.refresh(http, web, second["refresh_token"]).json()
    refused(oauth.refresh(http, web, first["refresh_token"]), 400, "invalid_grant")
    refused(oauth.refresh(http, web, third["refresh_token"]), 400, "invalid_grant")
    for body in (first, second, third):
        assert oauth.userinfo(http, body["access_token"]).status_code == 401


def test_foreign_client_gets_nothing_and_does_not_revoke(http, web, asking, spa, grant):
    token = grant()["refresh_token"]
    for other in (asking, spa):
        refused(oauth.refresh(http, other, token), 400, "invalid_grant")
    assert oauth.refresh(http, web, token).status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b", "é" * 10, "A" * 5000, "AAAA" * 16])
def test_malformed_token_is_invalid_grant(http, web, token):
    refused(oauth.refresh(http, web, token), 400, "invalid_grant")


def test_missing_token_is_invalid_request(http, web):
    refused(oauth.refresh(http, web, None), 400, "invalid_request")


def test_every_changed_character_is_noticed(http, web, grant):
    token = grant()["refresh_token"]
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1:]
        refused(oauth.refresh(http, web, changed), 400, "invalid_grant")
    assert oauth.refresh(http, web, token).status_code == 200


def test_scope_may_be_narrowed_but_not_widened(http, web, grant):
    token = grant(scope="openid email api.read")["refresh_token"]
    refused(oauth.refresh(http, web, token, scope="openid api.write"), 400, "invalid_scope")
    narrow = oauth.refresh(http, web, token, scope="openid").json()
    assert narrow["scope"] == "openid"
    whole = oauth.refresh(http, web, narrow["refresh_token"]).json()
    assert whole["scope"].split() == ["openid", "email", "api.read"]


def test_resource_narrows_the_audience(http, web, grant):
    token = grant(scope="openid api.read other")["refresh_token"]
    body = oauth.refresh(http, web, token, resource=API).json()
    claims = oauth.parts(body["access_token"])[1]
    assert claims["aud"] == API and "other" not in claims["scope"].split()
    refused(oauth.refresh(http, web, body["refresh_token"], resource="https://x.example.com"), 400,
            "invalid_target")


def test_refusal_of_a_parameter_does_not_spend_the_token(http, web, grant):
    token = grant()["refresh_token"]
    refused(oauth.refresh(http, web, token, scope="openid email"), 400, "invalid_scope")
    assert oauth.refresh(http, web, token).status_code == 200


def test_id_token_keeps_auth_time_and_subject_and_drops_the_nonce(http, web, grant):
    first = grant(nonce="once")
    second = oauth.refresh(http, web, first["refresh_token"]).json()
    before, after = (oauth.parts(body["id_token"])[1] for body in (first, second))
    for claim in ("iss", "sub", "aud", "auth_time", "sid"):
        assert before[claim] == after[claim]
    assert before["nonce"] == "once" and after.get("nonce") in (None, "once")


def test_spa_refreshes_without_a_secret(http, signed_in, spa, user):
    code, verifier = signed_in.code(spa, user)
    token = oauth.exchange(http, spa, code, verifier).json()["refresh_token"]
    assert oauth.refresh(http, spa, token).status_code == 200


def test_disabling_the_person_ends_the_family(http, service, browser, web):
    person = service.add_user()
    code, verifier = browser.code(web, person)
    body = oauth.exchange(http, web, code, verifier).json()
    service.verb("user", "disable", person.id)
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")
    assert oauth.userinfo(http, body["access_token"]).status_code == 401
    service.verb("user", "enable", person.id)
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")


def test_new_password_ends_the_family(http, service, browser, web):
    person = service.add_user()
    code, verifier = browser.code(web, person)
    body = oauth.exchange(http, web, code, verifier).json()
    service.verb("user", "set-password", person.id, "--password-stdin",
                 stdin="another fine battery\n")
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")


@pytest.fixture(scope="module")
def strict():
    """A service without forgiveness."""
    with tessera.Dev({"refresh.retry_s": 0}) as running:
        yield running


@pytest.fixture
def strict_grant(strict):
    user = strict.add_user()
    client = strict.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
    with pages.Browser(strict) as browser, strict.http() as http:
        yield http, client, lambda: browser.code(client, user)


def test_without_forgiveness_a_repeat_revokes_the_family(strict_grant):
    http, client, new_code = strict_grant
    first = oauth.exchange(http, client, *new_code()).json()
    second = oauth.refresh(http, client, first["refresh_token"]).json()
    refused(oauth.refresh(http, client, first["refresh_token"]), 400, "invalid_grant")
    refused(oauth.refresh(http, client, second["refresh_token"]), 400, "invalid_grant")


def test_forgiveness_ends_in_time(http, service, web, grant):
    first = grant()["refresh_token"]
    second = oauth.refresh(http, web, first).json()["refresh_token"]
    service.sql("UPDATE grants SET refresh_rotated_at = refresh_rotated_at - 11")
    refused(oauth.refresh(http, web, first), 400, "invalid_grant")
    refused(oauth.refresh(http, web, second), 400, "invalid_grant")


def test_idle_token_dies(http, service, web, grant):
    token = grant()["refresh_token"]
    service.sql("UPDATE grants SET refresh_expires_at = ?", int(time.time()) - 1)
    refused(oauth.refresh(http, web, token), 400, "invalid_grant")


def test_family_has_an_absolute_end(http, service, web, grant):
    body = grant()
    service.sql("UPDATE grants SET expires_at = ?", int(time.time()) - 1)
    refused(oauth.refresh(http, web, body["refresh_token"]), 400, "invalid_grant")
    assert oauth.userinfo(http, body["access_token"]).status_code == 401


def test_no_use_of_a_token_outlives_the_absolute_end(http, service, web, grant):
    token = grant()["refresh_token"]
    end = int(time.time()) + 50
    service.sql("UPDATE grants SET expires_at = ?", end)
    body = oauth.refresh(http, web, token).json()
    assert oauth.introspect(http, web, body["refresh_token"]).json()["exp"] <= end
