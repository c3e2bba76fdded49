"""The language of the hosted pages: the person's switch, the application's wish, the browser's."""
import re

import pytest

import browser as pages
import oauth

LANGUAGES = ("en", "de", "fr", "es", "ar")


def language(page):
    return re.search(r'<html lang="([^"]*)" dir="([^"]*)"', page.response.text).groups()


def switch(browser, page, code):
    """Follows the link of the page's own switch."""
    link = re.search(rf'href="([^"]*ui_locales={code})"', page.response.text).group(1)
    return browser.get(link.replace("&amp;", "&"))


@pytest.fixture
def ask(service, browser, web):
    """An authorization request with this Accept-Language."""
    def go(accept=None, **params):
        headers = {"Accept-Language": accept} if accept else {}
        return browser.get(oauth.authorize_url(service.issuer, web, **params), headers=headers)
    return go


@pytest.fixture
def sign_in(browser, web):
    """The sign-in page, asked for with this Accept-Language and ui_locales."""
    def go(accept=None, ui_locales=None):
        params = {"ui_locales": ui_locales} if ui_locales else {}
        page = browser.authorize(web, **params)
        headers = {"Accept-Language": accept} if accept else {}
        return browser.get(page.url, headers=headers)
    return go


@pytest.mark.parametrize("accept, expected", [
    (None, "en"), ("", "en"), ("nl", "en"), ("de", "de"), ("de-AT", "de"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
    ("en;q=0.2, es;q=0.7, de;q=0.5", "es"), ("nl, ar", "ar"), ("DE", "de"), ("de;q=0", "en"),
    ("x" * 200, "en"), ("de;q=banana, fr", "fr")])
def test_browser_chooses(sign_in, accept, expected):
    assert language(sign_in(accept))[0] == expected


@pytest.mark.parametrize("wish, expected", [
    ("fr", "fr"), ("nl fr de", "fr"), ("fr-CH", "fr"), ("nl", "de"), ("  ", "de"), ("en", "en"),
    ("de;q=0,es", "de")])
def test_application_chooses_before_the_browser(sign_in, wish, expected):
    assert language(sign_in("de", ui_locales=wish))[0] == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_switch_stays(browser, web, sign_in, code):
    assert language(switch(browser, sign_in("es", ui_locales="de"), code))[0] == code
    page = browser.authorize(web, ui_locales="de")
    assert language(page)[0] == code and 'ui_locales=' + code not in page.url
    cookies = {cookie.name: cookie for cookie in browser.http.cookies.jar}
    assert cookies["__Host-lang"].value == code and cookies["__Host-lang"].expires


def test_arabic_runs_from_right_to_left(sign_in):
    assert language(sign_in("ar")) == ("ar", "rtl")
    assert language(sign_in("fr")) == ("fr", "ltr")


@pytest.mark.parametrize("cookie", ["xx", "en-XA", "../de", "de%00", "DE"])
def test_unknown_kept_choice_is_none(service, web, cookie):
    with pages.Browser(service) as browser:
        page = browser.authorize(web)
        page = browser.get(page.url, headers={"Cookie": f"__Host-lang={cookie}", "Accept-Language": "fr"})
        assert language(page)[0] in ("fr", "en")


def test_unknown_switch_changes_nothing(browser, sign_in):
    page = sign_in("fr")
    page = browser.get(page.url + "&ui_locales=xx", headers={"Accept-Language": "fr"})
    assert language(page)[0] == "fr"
    assert "__Host-lang" not in {cookie.name for cookie in browser.http.cookies.jar}


def test_application_cannot_turn_the_switch(browser, web, ask):
    ask(ui_locales="de")
    assert "__Host-lang" not in {cookie.name for cookie in browser.http.cookies.jar}


def test_failure_speaks_the_same_language(browser, sign_in, user):
    page = sign_in("de")
    form = page.form("email", "password")
    answer = browser.post(page.url, dict(form.fields) | {"email": user.email, "password": "wrong"},
                          headers={"Accept-Language": "de"})
    assert answer.status == 401 and language(answer)[0] == "de"
    assert answer.title.startswith("Fehler: ")


def test_error_page_speaks_the_language_that_was_asked_for(browser, ask):
    page = ask("fr", client_id="nobody")
    assert page.status == 400 and language(page)[0] == "fr"
    page = ask("fr", client_id="nobody", ui_locales="de")
    assert language(page)[0] == "de"


def test_error_page_of_ours_has_the_switch(browser):
    page = browser.get("/ui/sign-in?flow=nothing")
    assert page.error and language(switch(browser, page, "ar")) == ("ar", "rtl")


def test_page_and_its_cache_know_what_the_language_hangs_on(sign_in):
    vary = {name.strip().lower() for name in sign_in().headers["vary"].split(",")}
    assert {"accept-language", "cookie"} <= vary


def test_switch_keeps_the_flow(browser, sign_in, user):
    page = switch(browser, sign_in(), "de")
    assert isinstance(browser.sign_in(page, user), pages.Callback)
