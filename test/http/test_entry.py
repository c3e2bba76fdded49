"""The way to pages of our own: sign in, and come back to them, never anywhere else."""
import urllib.parse

import pytest

from browser import Browser, Page


def enter(browser, **query):
    return browser.get(f"{browser.service.issuer}/ui/sign-in?{urllib.parse.urlencode(query)}")


def location(browser, url):
    return browser.http.get(url).headers["location"]


@pytest.mark.parametrize("query", [
    {"to": "https://evil.example"}, {"to": "/account"}, {"to": "admin"}, {"to": "account", "section": ".."},
    {"to": "account", "section": "//evil.example"}, {"to": "account", "fresh": "0"},
])
def test_other_ways_are_refused(browser, query):
    page = enter(browser, **query)
    assert page.response.status_code == 400 and page.error == "invalid_request"


def test_repeated_way_is_refused(browser):
    page = browser.get(browser.service.issuer + "/ui/sign-in?to=account&to=account")
    assert page.response.status_code == 400


def test_unsafe_look_begins_no_flow(service, http):
    flows = service.rows("SELECT count(*) FROM flows")
    assert http.head("/ui/sign-in?to=account").status_code == 405
    assert service.rows("SELECT count(*) FROM flows") == flows


def test_flow_of_another_browser_is_not_taken(service, browser):
    page = enter(browser, to="account")
    with Browser(service) as other:
        answer = other.get(page.url)
        assert answer.response.status_code == 400 and answer.error in ("expired", "cookies")


def test_person_signs_in_and_comes_back(service, browser, user):
    page = enter(browser, to="account", section="password")
    assert isinstance(page, Page) and page.path == "/ui/sign-in"
    assert browser.sign_in(page, user).path == "/account/password"
    # The flow is over; who is signed in is sent on without one.
    assert browser.get(page.url).response.status_code == 410
    assert urllib.parse.urlsplit(
        location(browser, service.issuer + "/ui/sign-in?to=account")).path == "/account"


def test_wrong_password_shows_the_page_again(browser, user):
    page = enter(browser, to="account")
    again = browser.submit(page, {"email": user.email, "password": "wrong"})
    assert again.response.status_code == 401 and again.error == "invalid_credentials"


def test_fresh_sign_in_is_asked_of_whoever_signed_in_long_ago(service, browser, user):
    page = enter(browser, to="account")
    browser.sign_in(page, user)
    fresh = service.issuer + "/ui/sign-in?to=account&fresh=1"
    assert urllib.parse.urlsplit(location(browser, fresh)).path == "/account"
    service.sql("UPDATE sessions SET auth_time = auth_time - 301")
    page = browser.get(fresh)
    assert page.path == "/ui/sign-in"
    assert f'value="{user.email}"' in page.response.text
    assert browser.sign_in(page, user).path == "/account"


def test_page_of_our_own_flow_names_no_application_and_posts_to_nobody_else(browser):
    page = enter(browser, to="account")
    rule = [part for part in page.headers["content-security-policy"].split(";") if "form-action" in part]
    assert rule[0].split() == ["form-action", "'self'"]
