"""What was damaged, or is sealed with another key, is not served: it says so and touches nothing."""
import base64
import os
import sqlite3

import pytest

import tessera

CONFIGURATION, UNAVAILABLE = 3, 7
PAGE = 4096


@pytest.fixture
def stopped(tmp_path):
    """The folder of a service that ran once."""
    with tessera.Dev(folder=tmp_path) as service:
        service.add_user()
        service.stop()
    return tmp_path


def start(folder):
    return tessera.run("dev", "--data", folder / "data", "--listen", "localhost:0", limit_s=30)


def assert_refused(folder, code, *words):
    done = start(folder)
    assert done.code == code, done
    assert all(word in done.err for word in words), done
    return done


def overwrite(folder, offset, data):
    with open(folder / "data/tessera.db", "r+b") as file:
        file.seek(offset)
        file.write(data)


def root_page(folder, table):
    with sqlite3.connect(folder / "data/tessera.db") as database:
        return database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?",
                                (table,)).fetchone()[0]


def test_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    tessera_db = tmp_path / "data/tessera.db"
    tessera_db.write_bytes(os.urandom(10 * PAGE))
    tessera_db.chmod(0o600)
    before = tessera_db.read_bytes()
    assert_refused(tmp_path, UNAVAILABLE, "damaged")
    assert tessera_db.read_bytes() == before


def test_overwritten_header_is_refused_and_healed_by_its_bytes(stopped):
    header = (stopped / "data/tessera.db").read_bytes()[:100]
    overwrite(stopped, 0, b"\0" * 100)
    assert_refused(stopped, UNAVAILABLE, "damaged")
    done = tessera.run("user", "list", "--data", stopped / "data")
    assert done.code == UNAVAILABLE and "damaged" in done.err, done
    overwrite(stopped, 0, header)
    with tessera.Dev(folder=stopped) as service:
        assert len(service.verb("user", "list", "--json").json["items"]) == 1


def test_overwritten_page_is_refused_though_nothing_reads_it_at_start(stopped):
    overwrite(stopped, (root_page(stopped, "users") - 1) * PAGE, os.urandom(PAGE))
    assert_refused(stopped, UNAVAILABLE, "damaged")


def test_another_sealing_key_is_refused_and_the_right_one_still_opens(stopped):
    key = stopped / "data/sealing.key"
    right = key.read_bytes()
    key.write_bytes(base64.b64encode(os.urandom(32)) + b"\n")
    assert_refused(stopped, CONFIGURATION, "the sealing key does not open")
    key.write_bytes(right)
    with tessera.Dev(folder=stopped) as service, service.http() as http:
        assert http.get("/oauth2/jwks").status_code == 200


def test_sealing_key_of_another_length_is_refused(stopped):
    key = stopped / "data/sealing.key"
    for length in (0, 16, 31, 33, 64):
        key.write_bytes(base64.b64encode(os.urandom(length)) + b"\n")
        assert_refused(stopped, CONFIGURATION, "sealing key")
