"""A list of breached passwords, made by the verb and asked whenever a password is chosen."""
import pytest

import tessera

LISTED = "correct horse battery staple"


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("passwords")
    words = folder / "words"
    words.write_text(f"password123456789\n{LISTED}\n")
    made = tessera.run("passwords", "build-list", "--json", "--from", words, "--to", folder / "list")
    assert made.code == 0 and made.json == {"passwords": 2, "left_out": 0}
    return folder / "list"


def add(password, *settings, where):
    return tessera.run("user", "add", "--json", "--email", f"{abs(hash(password))}@example.com",
                       "--given-name", "Ada", "--family-name", "Lovelace", "--password-stdin",
                       "--data", where, *settings, stdin=password + "\n")


def test_password_on_the_list_is_refused_and_others_are_not(listed, tmp_path):
    setting = ("--set", f"password.breached_file={listed}")
    refused = add(LISTED, *setting, where=tmp_path / "data")
    assert refused.code == 6 and refused.error["error"] == "password_breached"
    assert add("another horse battery staple", *setting, where=tmp_path / "data").code == 0


def test_file_that_is_no_list_is_told_at_once(tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("password\n")
    done = add(LISTED, "--set", f"password.breached_file={wrong}", where=tmp_path / "data")
    assert done.code not in (0, 6) and "list of passwords" in done.error["message"]


@pytest.mark.parametrize("words", [[], ["--from", "x"], ["--to", "x"],
                                   ["--from", "x", "--to", "y", "--at-least", "0"],
                                   ["--from", "x", "--to", "y", "--at-least", "many"]])
def test_wrong_use_is_refused(words):
    assert tessera.run("passwords", "build-list", *words).code == 2


def test_source_that_cannot_be_read_makes_no_list(tmp_path):
    done = tessera.run("passwords", "build-list", "--from", tmp_path / "none", "--to", tmp_path / "l")
    assert done.code == 1 and "none cannot be read" in done.err
    assert not (tmp_path / "l").exists()
