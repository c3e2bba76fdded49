"""Signing in: what failures tell (nothing), how they are counted, and who is locked out (strangers)."""
import re
import statistics
import time

import pytest

import browser as pages
import tessera
from browser import Callback, Page
from conftest import CALLBACK

TRIES = 3
LOCK_S = 60  # longer than any test takes


@pytest.fixture(scope="module")
def guarded():
    values = {"throttle.account_tries": TRIES, "throttle.address_tries": 100000,
              "throttle.lock_s": LOCK_S}
    with tessera.Dev(values) as running:
        yield running


@pytest.fixture(scope="module")
def app(guarded):
    return guarded.add_client("web", redirect_uri=[CALLBACK], require_consent="false")


@pytest.fixture
def attempt(guarded, app):
    """One attempt to sign in from a fresh browser."""
    def make(email, password):
        with pages.Browser(guarded) as browser:
            page = browser.authorize(app)
            return browser.submit(page, {"email": email, "password": password})
    return make


def same_bytes(page, address):
    """The page without what differs for everyone: flow, tokens, the address that was typed."""
    text = page.response.text.replace(address, "ADDRESS")
    text = re.sub(r'(value|flow|action|href)=("?)[\w%&;=?./-]*[A-Za-z0-9_-]{20,}[\w%&;=./-]*', r"\1=",
                  text)
    return re.sub(r"[A-Za-z0-9_-]{20,}", "TOKEN", text)


def test_unknown_address_is_answered_like_a_wrong_password(attempt, guarded):
    known = guarded.add_user(email="known-1@example.com")
    wrong = attempt(known.email, "not the password")
    unknown = attempt("nobody-1@example.com", "not the password")
    for page in (wrong, unknown):
        assert page.status == 401 and page.error
        assert page.ids["error-summary"]["role"] == "alert"
    assert wrong.error == unknown.error
    assert same_bytes(wrong, known.email) == same_bytes(unknown, "nobody-1@example.com")
    ignored = {"date", "set-cookie", "content-length", "content-security-policy",
               "x-request-id"}
    assert ({name: value for name, value in wrong.headers.items() if name not in ignored}
            == {name: value for name, value in unknown.headers.items() if name not in ignored})


def test_unknown_address_takes_as_long_as_a_wrong_password(guarded, app):
    def seconds(email):
        with pages.Browser(guarded) as browser:
            page = browser.authorize(app)
            begun = time.perf_counter()
            browser.submit(page, {"email": email, "password": "not the password"})
            return time.perf_counter() - begun
    people = [guarded.add_user().email for _ in range(9)]
    nobodies = [f"nobody-{number}@timing.example.com" for number in range(9)]
    # By turns: whatever else this machine does meets both.
    known, unknown = zip(*[(seconds(one), seconds(other))
                           for one, other in zip(people, nobodies)])
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_address_stays_after_a_failure_and_the_password_does_not(attempt):
    page = attempt("typed@example.com", "secret-typed-password")
    assert ("email", "typed@example.com") in page.form("email", "password").fields
    assert "secret-typed-password" not in page.response.text


@pytest.mark.parametrize("email", ["ADA.Case@Example.COM", " ada.case@example.com ",
                                   "ada.case@EXAMPLE.com"])
def test_spelling_of_the_address_does_not_matter(attempt, guarded, email):
    if guarded.verb("user", "show", "ada.case@example.com", expect=None).code == 4:
        guarded.add_user(email="ada.case@example.com", password="an even longer password")
    assert isinstance(attempt(email, "an even longer password"), Callback)


def test_lock_is_alike_for_known_and_unknown_and_the_right_password_learns_nothing(
        attempt, guarded):
    known = guarded.add_user(email="locked@example.com")
    for email, right in ((known.email, known.password), ("unknown@example.com", "x" * 20)):
        for _ in range(TRIES):
            assert attempt(email, "wrong " + right).status in (401, 429)
    wrong = attempt(known.email, "wrong again, surely")
    right = attempt(known.email, known.password)
    unknown = attempt("unknown@example.com", "wrong again, surely")
    for page in (wrong, right, unknown):
        assert page.status == 429
        assert 1 <= int(page.headers["retry-after"]) <= LOCK_S
    assert wrong.error == right.error == unknown.error


def test_lock_holds_for_every_spelling(attempt, guarded):
    person = guarded.add_user(email="spelling@example.com")
    for _ in range(TRIES):
        attempt(person.email, "wrong wrong wrong")
    assert attempt("SPELLING@example.com ", person.password).status == 429


def test_lock_ends_and_a_success_clears_the_count(attempt, guarded):
    person = guarded.add_user()
    for _ in range(TRIES):
        attempt(person.email, "wrong wrong wrong")
    locked = attempt(person.email, person.password)
    assert locked.status == 429
    passed = int(locked.headers["retry-after"])
    guarded.sql("UPDATE throttles SET locked_until = locked_until - ?, expires_at = expires_at - ?",
                passed, passed)
    assert isinstance(attempt(person.email, person.password), Callback)
    for _ in range(TRIES - 1):
        assert attempt(person.email, "wrong wrong wrong").status == 401
    assert isinstance(attempt(person.email, person.password), Callback)


def test_unlock_opens_the_account_and_the_browsers_of_its_person(attempt, guarded, app):
    person = guarded.add_user()
    with pages.Browser(guarded) as own:
        def again(password):
            return own.submit(own.authorize(app, prompt="login"),
                              {"email": person.email, "password": password})
        assert isinstance(own.sign_in(own.authorize(app), person), Callback)
        for _ in range(TRIES):
            attempt(person.email, "wrong wrong wrong")
            again("wrong wrong wrong")
        assert attempt(person.email, person.password).status == 429
        assert again(person.password).status == 429
        guarded.verb("user", "unlock", "nobody@example.com", expect=4)
        guarded.verb("user", "unlock", person.email.upper())
        assert isinstance(attempt(person.email, person.password), Callback)
        assert isinstance(again(person.password), Callback)


def test_unlock_does_not_enable(attempt, guarded):
    person = guarded.add_user()
    guarded.verb("user", "disable", person.email)
    guarded.verb("user", "unlock", person.email)
    assert attempt(person.email, person.password).error == "account_disabled"


def test_known_device_is_not_locked_out_by_strangers(attempt, guarded, app):
    person = guarded.add_user()
    with pages.Browser(guarded) as home:
        home.code(app, person)
        for _ in range(TRIES + 1):
            stranger = attempt(person.email, "wrong wrong wrong")
        assert stranger.status == 429
        page = home.authorize(app, prompt="login")
        assert isinstance(home.sign_in(page, person), Callback)


def test_known_device_has_its_own_count(attempt, guarded, app):
    person = guarded.add_user()
    with pages.Browser(guarded) as home:
        home.code(app, person)
        for _ in range(TRIES + 1):
            page = home.sign_in(home.authorize(app, prompt="login"), person, "wrong wrong wrong")
        assert page.status == 429
        page = home.sign_in(home.authorize(app, prompt="login"), person)
        assert isinstance(page, Page) and page.status == 429


def test_owner_is_told_of_the_lock_by_mail(attempt, guarded):
    person = guarded.add_user()
    for _ in range(TRIES + 1):
        attempt(person.email, "wrong wrong wrong")
    mails = guarded.outbox(to=person.email)
    assert len(mails) == 1
    assert mails[0]["kind"] == "mail" and mails[0]["subject"] and mails[0]["text"]
    assert "localhost" not in re.sub(re.escape(guarded.issuer), "", mails[0]["html"])


def test_unverified_and_disabled_show_only_after_the_right_password(attempt, guarded):
    unverified = guarded.add_user(verified=False)
    disabled = guarded.add_user()
    guarded.verb("user", "disable", disabled.id)
    plain = attempt("nobody-2@example.com", "wrong wrong wrong").error
    for person in (unverified, disabled):
        assert attempt(person.email, "wrong wrong wrong").error == plain
        page = attempt(person.email, person.password)
        assert isinstance(page, Page) and page.error != plain


def test_disabling_ends_the_session_at_once(guarded, app):
    person = guarded.add_user()
    with pages.Browser(guarded) as browser:
        browser.code(app, person)
        guarded.verb("user", "disable", person.id)
        assert browser.authorize(app, prompt="none").params["error"] == "login_required"


@pytest.mark.parametrize("password", ["", "x" * 257, "x" * 100_000, "a\0b"])
def test_hostile_passwords_are_a_failure_like_any_other(attempt, password):
    page = attempt(f"hostile-{len(password)}@example.com", password)
    assert isinstance(page, Page) and page.status in (400, 401, 413)


def test_password_is_compared_after_normalisation(attempt, guarded):
    person = guarded.add_user(password="Ångström units of length")
    assert isinstance(attempt(person.email, "A\u030angstro\u0308m units of length"), Callback)


@pytest.fixture(scope="module")
def crowded():
    with tessera.Dev({"throttle.account_tries": 100, "throttle.address_tries": 4,
                      "throttle.lock_s": 60}) as running:
        yield running


def test_one_address_cannot_try_many_accounts(crowded):
    app = crowded.add_client("web", redirect_uri=[CALLBACK])
    statuses = []
    for number in range(6):
        with pages.Browser(crowded) as browser:
            page = browser.authorize(app)
            statuses.append(browser.submit(page, {"email": f"a{number}@example.com",
                                                  "password": "x" * 20}).status)
    assert statuses[:3] == [401] * 3 and statuses[-1] == 429


@pytest.fixture(scope="module")
def house():
    with tessera.Dev({"throttle.account_tries": 100, "throttle.address_tries": 4,
                      "throttle.lock_s": 60}) as running:
        yield running


def test_signing_in_from_one_address_does_not_lock_it(house):
    app = house.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
    person = house.add_user()
    for number in range(7):
        with pages.Browser(house) as browser:
            assert isinstance(browser.finish(browser.authorize(app), person), Callback), number


def test_one_good_account_does_not_buy_guesses_at_others(house):
    app = house.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
    person = house.add_user()
    statuses = []
    for number in range(5):
        with pages.Browser(house) as browser:
            page = browser.authorize(app)
            page = browser.submit(page, {"email": f"b{number}@example.com", "password": "x" * 20})
            statuses.append(page.status)
            if page.status == 401 and number < 3:
                assert isinstance(browser.sign_in(page, person), Callback)
    assert statuses == [401] * 4 + [429]


def test_passwords_and_tokens_are_not_in_the_log(guarded, attempt):
    person = guarded.add_user(password="visible only to its owner")
    callback = attempt(person.email, person.password)
    attempt(person.email, "nearly visible only")
    for secret in (person.password, "nearly visible", callback.params["code"]):
        assert secret not in guarded.log
