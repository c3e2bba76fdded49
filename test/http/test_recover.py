"""A forgotten password: nobody learns who is here, a link or a code works once, and everything else
that was open ends."""
import concurrent.futures
import re
import statistics
import time

import pytest

import browser as pages
import tessera
from browser import Callback
from conftest import CALLBACK

NEW = "an entirely different passphrase"


@pytest.fixture(scope="module")
def running():
    values = {"throttle.account_tries": 3, "throttle.address_tries": 100000, "throttle.lock_s": 600}
    with tessera.Dev(values) as service:
        yield service


@pytest.fixture(scope="module")
def app(running):
    return running.add_client("web", redirect_uri=[CALLBACK], require_consent="false")


@pytest.fixture(autouse=True)
def unlimited(running):
    """All tests ask from one place; its own test looks at the limits."""
    running.sql("DELETE FROM throttles")


@pytest.fixture
def person(running):
    return running.add_user()


@pytest.fixture
def browser(running):
    with pages.Browser(running) as one:
        yield one


def ask(browser, email, path="/ui/recover"):
    return browser.submit(browser.get(browser.service.issuer + path), {"email": email})


def letters(running, email, template="reset_password"):
    return [letter for letter in running.outbox(to=email) if letter["template"] == template]


def letter_of(running, email):
    return tessera.eventually(lambda: letters(running, email))[-1]


def finish(browser, page, password=NEW, **values):
    return browser.submit(page, values | {"password": password})


def signs_in(running, app, person, password):
    with pages.Browser(running) as other:
        return isinstance(other.sign_in(other.authorize(app), person, password), Callback)


def alike(page, email):
    return re.sub(r"[A-Za-z0-9_-]{20,}", "TOKEN", page.response.text.replace(email, "ADDRESS"))


# What nobody learns.

def test_known_unknown_and_disabled_are_answered_with_the_same_bytes(running, person):
    disabled = running.add_user()
    running.verb("user", "disable", disabled.email)
    answers = []
    for email in (person.email, "nobody@recover.example.com", disabled.email):
        with pages.Browser(running) as browser:
            page = ask(browser, email)
            assert page.status == 200 and page.path == "/ui/reset"
            answers.append(alike(page, email))
            wrong = finish(browser, page, code="000000")
            assert (wrong.status, wrong.error) == (422, "code_wrong")
            answers[-1] += alike(wrong, email)
    assert answers[0] == answers[1] == answers[2]
    assert letter_of(running, person.email)
    assert not letters(running, "nobody@recover.example.com")
    assert not letters(running, disabled.email)


def test_unknown_address_takes_as_long_as_a_known_one(running):
    known = [running.add_user().email for _ in range(15)]
    took = {True: [], False: []}
    for number, email in enumerate(known):
        for one in (email, f"nobody-{number}@time.example.com"):
            running.sql("DELETE FROM throttles")
            with pages.Browser(running) as browser:
                page = browser.get(running.issuer + "/ui/recover")
                form = page.form("email")
                begun = time.perf_counter()
                browser.http.post(running.issuer + "/ui/recover",
                                  data=dict(form.fields) | {"email": one},
                                  headers={"Sec-Fetch-Site": "same-origin"})
                took[one == email].append(time.perf_counter() - begun)
    assert abs(statistics.median(took[True]) - statistics.median(took[False])) < 0.01


def test_no_address_is_told_before_anything_is_looked_up(running, browser):
    page = ask(browser, "no address")
    assert (page.status, page.error) == (422, "email_invalid")


def test_asking_again_at_once_is_429_for_known_and_unknown(running, browser, person):
    for email in (person.email, "nobody-again@recover.example.com"):
        assert ask(browser, email).path == "/ui/reset"
        page = ask(browser, email)
        assert (page.status, page.error) == (429, "throttled")
        assert 1 <= int(page.headers["retry-after"]) <= 60


# What is refused.

def test_post_of_another_site_or_without_the_forms_token_does_nothing(running, browser, person):
    page = browser.get(running.issuer + "/ui/recover")
    action = running.issuer + "/ui/recover"
    assert browser.post(action, {"email": person.email}).status == 403
    crossed = browser.post(action, dict(page.form("email").fields) | {"email": person.email},
                           headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status == 403
    assert not letters(running, person.email)


def test_look_at_the_link_changes_nothing_and_the_token_leaves_the_address(
        running, app, browser, person):
    ask(browser, person.email)
    link = letter_of(running, person.email)["links"][0]
    assert link.startswith(running.issuer + "/ui/reset?token=")
    for _ in range(3):  # a scanner of mail
        with pages.Browser(running) as scanner:
            page = scanner.get(link)
            assert page.status == 200 and "token" not in page.url
            assert link.split("token=")[1] not in page.response.text
    assert signs_in(running, app, person, person.password)


def test_link_works_once_and_an_older_one_not_at_all(running, app, browser, person):
    ask(browser, person.email)
    older = letter_of(running, person.email)["links"][0]
    running.sql("DELETE FROM throttles")
    ask(browser, person.email)
    tessera.eventually(lambda: len(letters(running, person.email)) == 2)
    newer = next(link for letter in letters(running, person.email) for link in letter["links"][:1]
                 if link != older)
    with pages.Browser(running) as other:
        assert (other.get(older).status, other.get(older).error) == (410, "recovery_over")
        page = other.get(newer)
        assert finish(other, page).status == 200
        assert other.get(newer).status == 410
        again = other.post(running.issuer + "/ui/reset", dict(page.form("password").fields) |
                           {"password": "yet another long passphrase"})
        assert again.status in (403, 410)
    assert signs_in(running, app, person, NEW)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "%00", "A" * 3000])
def test_link_that_is_none_says_so(running, browser, token):
    assert browser.get(f"{running.issuer}/ui/reset?token={token}").status in (400, 410, 414)


def test_five_tries_and_the_right_code_is_over(running, app, browser, person):
    page = ask(browser, person.email)
    code = letter_of(running, person.email)["code"]
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    for _ in range(4):
        page = finish(browser, page, code=wrong)
        assert page.error == "code_wrong"
    page = finish(browser, page, code=wrong)
    assert page.error == "recovery_over"
    assert finish(browser, page, code=code).error == "recovery_over"
    assert not signs_in(running, app, person, NEW)


@pytest.mark.parametrize("password, error", [("short", "password_too_short"),
                                             ("x" * 257, "password_too_long")])
def test_password_that_is_refused_costs_no_try(running, browser, person, password, error):
    page = ask(browser, person.email)
    code = letter_of(running, person.email)["code"]
    for _ in range(6):
        page = finish(browser, page, password, code=code)
        assert (page.status, page.error) == (422, error)
    assert finish(browser, page, code=code).status == 200


def test_person_who_was_disabled_meanwhile_stays_so(running, app, browser, person):
    page = ask(browser, person.email)
    code = letter_of(running, person.email)["code"]
    running.verb("user", "disable", person.email)
    assert finish(browser, page, code=code).error == "recovery_over"


def test_code_is_void_after_a_change_of_the_address(running, browser, person):
    page = ask(browser, person.email)
    code = letter_of(running, person.email)["code"]
    running.verb("user", "update", person.email, "--email", "moved-" + person.email)
    assert finish(browser, page, code=code).error == "recovery_over"


def test_of_sixteen_with_one_link_one_wins(running, app, person):
    with pages.Browser(running) as browser:
        ask(browser, person.email)
    link = letter_of(running, person.email)["links"][0]

    def one(number):
        with pages.Browser(running) as mine:
            page = mine.get(link)
            if page.status != 200:
                return False
            while True:
                done = finish(mine, page, f"{NEW} number {number}")
                if done.status != 503:
                    return done.path == "/ui/reset" and "done=1" in done.url and number
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        won = [number for number in pool.map(one, range(1, 17)) if number]
    assert len(won) == 1
    assert signs_in(running, app, person, f"{NEW} number {won[0]}")


# What it does.

def test_code_ends_everything_else_and_is_told_by_mail(running, app, browser, person):
    with pages.Browser(running) as before:
        assert isinstance(before.sign_in(before.authorize(app), person), Callback)
        assert isinstance(before.authorize(app), Callback)
        page = ask(browser, person.email)
        done = finish(browser, page, code=letter_of(running, person.email)["code"])
        assert done.status == 200 and "done=1" in done.url
        assert before.authorize(app).path == "/ui/sign-in"
    assert not signs_in(running, app, person, person.password)
    assert signs_in(running, app, person, NEW)
    assert tessera.eventually(lambda: letters(running, person.email, "password_changed"))


def test_recovery_opens_the_lock(running, app, browser, person):
    for _ in range(4):
        with pages.Browser(running) as stranger:
            stranger.sign_in(stranger.authorize(app), person, "wrong wrong wrong")
    assert not signs_in(running, app, person, person.password)
    page = ask(browser, person.email)
    finish(browser, page, code=letter_of(running, person.email)["code"])
    assert signs_in(running, app, person, NEW)


def test_from_within_a_flow_the_person_returns_to_the_application(running, app, browser, person):
    page = browser.authorize(app)
    url = re.search(r'href="([^"]*/ui/recover[^"]*)"', page.response.text).group(1)
    page = ask(browser, person.email, url.replace("&amp;", "&"))
    done = finish(browser, page, code=letter_of(running, person.email)["code"])
    onward = re.search(r'href="([^"]*/ui/sign-in[^"]*)"', done.response.text).group(1)
    back = browser.get(running.issuer + onward.replace("&amp;", "&"))
    assert back.path == "/ui/sign-in"
    assert isinstance(browser.sign_in(back, person, NEW), Callback)


def test_unverified_address_is_verified_by_it(running, app, browser):
    person = running.add_user(verified=False)
    page = ask(browser, person.email)
    finish(browser, page, code=letter_of(running, person.email)["code"])
    assert signs_in(running, app, person, NEW)
