"""The first administrator: a one-time link, owner at the end, and never again."""
import pytest

import browser as pages
import tessera
from browser import Page

OWNER = {"email": "owner@example.com", "given_name": "Olga", "family_name": "Owner",
         "password": "the first of all passwords"}


@pytest.fixture
def fresh():
    with tessera.Dev() as running:
        yield running


def finished(browser, answer):
    return not isinstance(answer, Page) or answer.status == 200 and not answer.error


def test_link_makes_the_owner_once(fresh):
    with pages.Browser(fresh) as browser, pages.Browser(fresh) as second:
        page = browser.get(fresh.ready["setup_url"])
        assert page.status == 200 and page.path == "/ui/setup"
        late = second.get(fresh.ready["setup_url"])
        assert late.status == 200, "looking spends nothing"
        assert finished(browser, browser.submit(page, OWNER))
        answer = second.submit(late, OWNER | {"email": "thief@example.com"})
        assert isinstance(answer, Page) and answer.status >= 400
        assert second.get(fresh.ready["setup_url"]).status >= 400
    shown = fresh.verb("user", "show", "owner@example.com", "--json").json
    assert shown["roles"] == ["owner"] and shown["email_verified"] is True
    assert fresh.verb("user", "show", "thief@example.com", expect=None).code == 4


def test_owner_can_sign_in(fresh):
    app = fresh.add_client("web", redirect_uri=["https://a.example.com/"], require_consent="false")
    with pages.Browser(fresh) as browser:
        browser.submit(browser.get(fresh.ready["setup_url"]), OWNER)
    with pages.Browser(fresh) as browser:
        owner = tessera.User("", OWNER["email"], OWNER["password"])
        assert browser.code(app, owner)


@pytest.mark.parametrize("change", [{"password": "short"}, {"email": "no address"}, {"email": ""},
                                    {"given_name": ""}, {"password": "owner@example.com"}])
def test_what_is_refused_can_be_corrected(fresh, change):
    with pages.Browser(fresh) as browser:
        page = browser.submit(browser.get(fresh.ready["setup_url"]), OWNER | change)
        assert isinstance(page, Page) and 400 <= page.status < 500 and page.error
        assert OWNER["password"] not in page.response.text
        assert ("family_name", "Owner") in page.form("email", "password").fields
        assert finished(browser, browser.submit(page, OWNER))


def test_wrong_links_are_refused(fresh):
    with pages.Browser(fresh) as browser:
        for url in ("/ui/setup", "/ui/setup?token=", "/ui/setup?token=" + "A" * 43,
                    fresh.ready["setup_url"][:-2] + "AA"):
            page = browser.get(url)
            assert page.status in (400, 403, 404, 410)
            assert not any("password" in form.names for form in page.forms)


def test_admin_verb_makes_another_link(fresh):
    done = fresh.verb("admin", "setup-link", expect=None)
    assert done.code == 0 and f"{fresh.issuer}/ui/setup?token=" in done.out
