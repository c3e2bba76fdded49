"""People whom another program knew: their old password signs in once, and is hashed anew."""
import json
import re
import statistics
import time

import pytest

import browser as pages
import tessera
from browser import Callback
from conftest import CALLBACK
from pathlib import Path

VECTORS = re.findall(r'{"([^"]+)", "([^"]+)",\s*"([^"]+)"}', re.sub(
    r'"\s*\n\s*"', "", (Path(__file__).parents[1] / "unit/crypto/stored_hash_vectors.h").read_text()))
WEAK = "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/"


@pytest.fixture(scope="module")
def running():
    values = {"throttle.address_tries": 100000}
    with tessera.Dev(values) as service:
        yield service


@pytest.fixture(scope="module")
def app(running):
    return running.add_client("web", redirect_uri=[CALLBACK], require_consent="false")


def lines(*people):
    return "".join((person if isinstance(person, str) else json.dumps(person)) + "\n"
                   for person in people)


def imported(running, *people, options=(), expect=0):
    return running.verb("user", "import", "--json", *options, stdin=lines(*people), expect=expect)


def exported(running, *options):
    said = running.verb("user", "export", *options).out
    return {person["email"]: person for person in map(json.loads, said.splitlines())}


def sign_in(running, app, email, password):
    with pages.Browser(running) as browser:
        return browser.submit(browser.authorize(app), {"email": email, "password": password})


def test_refused_lines_are_told_and_the_others_are_there(running):
    done = imported(running, {"email": "good@import.example.com", "given_name": "Good"}, "{",
                    {"email": "colour@import.example.com", "colour": "red"},
                    {"email": "weak@import.example.com", "password_hash": WEAK},
                    {"email": "dear@import.example.com",
                     "password_hash": "$scrypt$ln=24,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43},
                    {"email": "GOOD@import.example.com"}, expect=2)
    said = done.json
    assert (said["added"], said["refused"]) == (1, 5)
    assert [(problem["line"], problem["error"]) for problem in said["problems"]] == [
        (2, "person_invalid"), (3, "person_invalid"), (4, "hash_refused"),
        (5, "hash_refused"), (6, "email_taken")]
    people = exported(running)
    assert "good@import.example.com" in people
    assert not {"colour@import.example.com", "weak@import.example.com",
                "dear@import.example.com"} & people.keys()


def test_existing_address_is_5_and_may_be_skipped_or_updated(running):
    person = {"email": "twice@import.example.com", "given_name": "One"}
    imported(running, person)
    assert imported(running, person, expect=5).error["error"] == "exists"
    assert imported(running, person, options=["--on-existing", "skip"]).json["skipped"] == 1
    imported(running, person | {"given_name": "Two"}, options=["--on-existing", "update"])
    assert exported(running)["twice@import.example.com"]["given_name"] == "Two"


def test_dry_run_writes_nothing(running):
    done = imported(running, {"email": "dry@import.example.com"}, options=["--dry-run"])
    assert done.json["added"] == 1
    assert "dry@import.example.com" not in exported(running)


def test_what_was_exported_is_imported_elsewhere(running, app):
    person = {"id": "f:1-2", "email": "moved@import.example.com"}
    imported(running, person, expect=2)
    person |= {"id": "keycloak-1-2", "email_verified": True, "given_name": "Ada",
               "phone": "+4930123456", "locale": "de", "roles": ["auditor"], "groups": ["staff"],
               "created_at": "2020-02-02T02:02:02Z", "password_hash": VECTORS[3][2]}
    imported(running, person)
    whole = exported(running, "--with-password-hashes")["moved@import.example.com"]
    assert whole.items() >= person.items()
    assert "password_hash" not in exported(running)["moved@import.example.com"]
    with tessera.Dev() as other:
        assert other.verb("user", "import", "--json", stdin=lines(whole)).json["added"] == 1
        assert exported(other, "--with-password-hashes")["moved@import.example.com"] == whole


@pytest.mark.parametrize("maker, password, kept", VECTORS)
def test_old_password_signs_in_and_is_hashed_anew(running, app, maker, password, kept):
    email = f"v{VECTORS.index((maker, password, kept))}@vectors.example.com"
    imported(running, {"email": email, "email_verified": True, "password_hash": kept})
    assert sign_in(running, app, email, password + "x").status == 401
    assert exported(running, "--with-password-hashes")[email]["password_hash"] == kept
    assert isinstance(sign_in(running, app, email, password), Callback)
    anew = exported(running, "--with-password-hashes")[email]["password_hash"]
    assert anew.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and anew != kept
    assert isinstance(sign_in(running, app, email, password), Callback)


def test_person_without_a_password_is_refused_like_an_unknown_one(running, app):
    imported(running, {"email": "none@import.example.com", "email_verified": True})
    assert sign_in(running, app, "none@import.example.com", "").status == 401
    assert sign_in(running, app, "none@import.example.com", "some password").status == 401


def test_unknown_address_still_takes_as_long_as_the_default_hash(running, app):
    imported(running, {"email": "slow@import.example.com", "password_hash":
                       "pbkdf2_sha256$1000000$saltsalt$" + "A" * 43 + "="})

    def seconds(email):
        with pages.Browser(running) as browser:
            page = browser.authorize(app)
            begun = time.perf_counter()
            browser.submit(page, {"email": email, "password": "not the password"})
            return time.perf_counter() - begun
    people = [running.add_user().email for _ in range(9)]
    known, unknown = zip(*[(seconds(one), seconds(f"nobody-{number}@timing.example.com"))
                           for number, one in enumerate(people)])
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_many_people_are_imported_in_bounded_time_and_listed_once(running):
    many = [{"email": f"p{number}@many.example.com"} for number in range(2500)]
    assert imported(running, *many).json["added"] == 2500
    assert sum(email.endswith("@many.example.com") for email in exported(running)) == 2500
