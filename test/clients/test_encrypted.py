"""Encrypted tokens are read by every library (see encrypted.py for the long form)."""
import itertools
import json

import jwcrypto.jwk
import pytest

import encrypted
import oauth
from browser import Browser
from conftest import CALLBACK

COUNT = 5  # three hundred tokens
SOME = slice(None, None, 30)
PARTS = 5
ENCS = ("A128GCM", "A256GCM")


@pytest.fixture(scope="module")
def keys():
    return encrypted.recipients()


@pytest.fixture(scope="module")
def strangers(keys):
    """Others' keys under the right names."""
    others = [json.loads(key.export()) for key in keys[1:] + keys[:1]]
    return [jwcrypto.jwk.JWK(**(other | {"kid": key["kid"]})) for key, other in zip(keys, others)]


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


# --- what the running server answers ---

KINDS = ("id_token", "userinfo", "introspection")
JWT_TYPE = "application/token-introspection+jwt"


def registration(key, alg, enc, signature):
    members = {"jwks": {"keys": [json.loads(key.export_public())]}}
    for kind in KINDS:
        members |= {f"{kind}_signed_response_alg": signature, f"{kind}_encrypted_response_alg": alg,
                    f"{kind}_encrypted_response_enc": enc}
    return members


def answers_to(http, browser, client, user):
    """(token, claims that stand in it) of each kind."""
    code, verifier = browser.code(client, user, scope="openid email")
    body = oauth.exchange(http, client, code, verifier).json()
    access = body["access_token"]
    yield body["id_token"], {"aud": client["client_id"]}
    yield oauth.userinfo(http, access).text, {"email": user.email}
    said = oauth.introspect(http, client, access, headers={"Accept": JWT_TYPE})
    yield said.text, {"aud": client["client_id"]}


@pytest.fixture(scope="module")
def answers(service, user, keys, tmp_path_factory):
    """The published keys, and answers of every kind to every key, by every enc and signature."""
    found = []
    with service.http() as http, Browser(service) as browser:
        published = http.get("/oauth2/jwks").json()
        signers = {key["alg"]: key["kid"] for key in published["keys"]}
        forms = itertools.product(keys[:1] + keys[3:4], ENCS, encrypted.SIGNATURES)
        for key, enc, signature in forms:
            alg = "RSA-OAEP-256" if key["kty"] == "RSA" else "ECDH-ES"
            file = tmp_path_factory.mktemp("client") / "metadata.json"
            file.write_text(json.dumps(registration(key, alg, enc, signature)))
            client = service.add_client("web", redirect_uri=[CALLBACK], metadata_file=file)
            found += [{"token": token, "claims": claims, "kid": key["kid"], "alg": alg, "enc": enc,
                       "content": signature, "signer": signers[signature]}
                      for token, claims in answers_to(http, browser, client, user)]
        return published, found


@pytest.mark.parametrize("name", encrypted.READERS)
def test_every_answer_is_read_and_verified(name, keys, answers):
    published, lines = answers
    assert len(lines) == 48
    assert encrypted.READERS[name](keys, published, lines) == []
