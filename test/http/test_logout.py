"""RP-Initiated Logout 1.0: proof or question, and back only to a registered address."""
import urllib.parse

import pytest

import oauth
from browser import Callback, Page
from conftest import refused

BYE = "https://app.example.com/bye"


@pytest.fixture
def session(service, http, browser, web):
    """(browser, tokens) of a person who has just signed in."""
    person = service.add_user()
    code, verifier = browser.code(web, person)
    return browser, oauth.exchange(http, web, code, verifier).json()


def logout(browser, **params):
    return browser.get("/oauth2/logout?" + urllib.parse.urlencode(params))


def is_signed_in(browser, web):
    return "code" in browser.authorize(web, prompt="none").params


def test_hint_ends_the_session_and_returns_with_state(session, web):
    browser, tokens = session
    answer = logout(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=BYE,
                    state="s 1")
    assert isinstance(answer, Callback) and answer.url == BYE and answer.params == {"state": "s 1"}
    assert not is_signed_in(browser, web)


def test_sessions_tokens_die_with_it(session, http, web):
    browser, tokens = session
    logout(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=BYE)
    refused(oauth.refresh(http, web, tokens["refresh_token"]), 400, "invalid_grant")
    assert oauth.userinfo(http, tokens["access_token"]).status_code == 401
    assert oauth.introspect(http, web, tokens["access_token"]).json() == {"active": False}


def test_without_a_hint_a_page_asks_and_get_changes_nothing(session, web):
    browser, _ = session
    page = logout(browser)
    assert isinstance(page, Page) and page.path == "/ui/logout"
    assert "Web shop" in page.text
    assert is_signed_in(browser, web)


def test_answer_of_the_question_signs_out(session, web):
    browser, _ = session
    page = browser.submit(logout(browser), action="logout")
    assert isinstance(page, Page) and page.status == 200
    assert not is_signed_in(browser, web)


def test_cancel_leaves_the_session(session, web):
    browser, _ = session
    browser.submit(logout(browser), action="cancel")
    assert is_signed_in(browser, web)


@pytest.mark.parametrize("uri", ["https://evil.example/", BYE + "/", BYE + "?x=1", "javascript:1"])
def test_unregistered_address_is_never_visited(session, uri):
    browser, tokens = session
    answer = logout(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=uri)
    assert isinstance(answer, Page)
    assert uri not in [attributes.get("href") for attributes in answer.ids.values()]


def test_address_without_a_client_is_never_visited(session):
    browser, _ = session
    answer = logout(browser, post_logout_redirect_uri=BYE)
    assert isinstance(answer, Page)
    assert isinstance(browser.submit(answer, action="logout"), Page) if answer.forms else True


def test_client_id_alone_asks_and_then_returns(session, web):
    browser, _ = session
    page = logout(browser, client_id=web["client_id"], post_logout_redirect_uri=BYE, state="z")
    assert isinstance(page, Page)
    answer = browser.submit(page, action="logout")
    assert isinstance(answer, Callback) and answer.url == BYE and answer.params == {"state": "z"}


def test_hint_of_another_client_than_client_id_is_no_proof(session, web, asking):
    browser, tokens = session
    answer = logout(browser, id_token_hint=tokens["id_token"], client_id=asking["client_id"])
    assert isinstance(answer, Page)
    assert is_signed_in(browser, web)


def test_hint_of_another_session_does_not_end_this_one(session, web, grant):
    browser, _ = session
    answer = logout(browser, id_token_hint=grant()["id_token"], post_logout_redirect_uri=BYE)
    assert isinstance(answer, Page)
    assert is_signed_in(browser, web)


def test_forged_hint_is_no_proof(session, web):
    browser, tokens = session
    header, claims, _ = tokens["id_token"].split(".")
    for forged in (f"{header}.{claims}.", f"{oauth.b64url(b'{}')}.{claims}.x", "x"):
        answer = logout(browser, id_token_hint=forged, post_logout_redirect_uri=BYE)
        assert isinstance(answer, Page)
        assert is_signed_in(browser, web)


def test_post_from_another_site_is_stored_and_answered_by_a_redirect(session, web):
    browser, tokens = session
    body = urllib.parse.urlencode({"id_token_hint": tokens["id_token"],
                                   "post_logout_redirect_uri": BYE})
    answer = browser.http.post("/oauth2/logout", content=body, headers={
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site",
        "Origin": "https://app.example.com"})
    assert answer.status_code == 303 and tokens["id_token"] not in answer.headers["location"]
    end = browser.follow(answer)
    assert isinstance(end, Callback) and end.url == BYE


def test_posted_request_without_a_hint_asks_on_a_page_that_knows_it(session, web):
    browser, _ = session
    answer = browser.http.post("/oauth2/logout", headers={
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"},
        content=urllib.parse.urlencode({"client_id": web["client_id"], "state": "s",
                                        "post_logout_redirect_uri": BYE}))
    page = browser.follow(answer)
    assert page.path == "/ui/logout" and is_signed_in(browser, web)
    end = browser.submit(page, action="logout")
    assert isinstance(end, Callback) and end.params == {"state": "s"}


def test_signed_out_browser_is_told_so_or_sent_back(browser, web, grant):
    token = grant()["id_token"]
    answer = logout(browser, id_token_hint=token, post_logout_redirect_uri=BYE)
    assert isinstance(answer, Callback) or answer.status == 200
    assert logout(browser).status == 200


def test_repeated_parameters_are_refused(browser):
    page = browser.get("/oauth2/logout?client_id=a&client_id=b")
    assert page.status == 400
