"""Encrypted tokens are read by every library (see encrypted.py for the long form)."""
import pytest

import encrypted

COUNT = 5  # three hundred tokens
SOME = slice(None, None, 30)
PARTS = 5


@pytest.fixture(scope="module")
def keys():
    return encrypted.recipients()


@pytest.fixture(scope="module")
def strangers():
    return encrypted.recipients()


@pytest.fixture(scope="module")
def tokens(keys):
    return encrypted.written(keys, COUNT)


def with_part_changed(line, part):
    parts = line["token"].split(".")
    parts[part] = ("A" if parts[part][:1] != "A" else "B") + parts[part][1:]
    return line | {"token": ".".join(parts)}


@pytest.mark.parametrize("name", encrypted.READERS)
def test_every_token_is_read_and_verified(name, keys, tokens):
    signers, lines = tokens
    assert len(lines) == 300
    assert encrypted.READERS[name](keys, signers, lines) == []


@pytest.mark.parametrize("name", encrypted.READERS)
def test_nobody_else_reads_a_token(name, strangers, tokens):
    signers, lines = tokens
    assert len(encrypted.READERS[name](strangers, signers, lines[SOME])) == len(lines[SOME])


@pytest.mark.parametrize("name", encrypted.READERS)
def test_a_changed_part_is_noticed(name, keys, tokens):
    signers, lines = tokens
    changed = [with_part_changed(line, part) for line in lines[SOME] for part in range(PARTS)]
    assert len(encrypted.READERS[name](keys, signers, changed)) == len(changed)
