"""Keys that a client publishes at its own address (jwks_uri), fetched under guard."""
import concurrent.futures
import itertools
import json
import time

import pytest

import assertions
import key_server
import oauth
import tessera
from conftest import refused

numbers = itertools.count()


@pytest.fixture(scope="module")
def peer():
    with key_server.KeyServer() as running:
        yield running


@pytest.fixture(autouse=True)
def as_before(peer):
    peer.status, peer.headers, peer.delay_s = 200, {}, 0
    peer.requests.clear()


@pytest.fixture(scope="module")
def service(peer):
    with tessera.Dev({"fetch.allow_hosts": "localhost", "fetch.ca_file": peer.ca_file}) as running:
        yield running


@pytest.fixture(scope="module")
def http(service):
    with service.http() as client:
        yield client


@pytest.fixture
def client(service, peer):
    """A client with an address of its own, of which nothing is kept yet."""
    return service.add_client("machine", auth_method="private_key_jwt",
                              jwks_uri=peer.url(f"/{next(numbers)}"))


@pytest.fixture
def ask(http, service, client):
    def request(key, client=client, header=None, **changes):
        claims = assertions.claims(client["client_id"], service.issuer, **changes)
        return oauth.token(http, None, "client_credentials",
                           **assertions.form(assertions.token(key, claims, header)))
    return request


def no_client(response):
    refused(response, 401, "invalid_client")
    assert response.json()["error_description"] == "client authentication failed"


def test_keys_are_fetched_once_and_kept(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    for _ in range(5):
        assert ask(key).status_code == 200
    assert len(peer.requests) == 1


def test_many_at_once_make_one_request(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    peer.delay_s = 0.5
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(lambda _: ask(key), range(8))} == {200}
    assert len(peer.requests) == 1


@pytest.mark.parametrize("kids", [("one", "two"), (None, None), ("same", "same"), ("one", None)], ids=repr)
def test_new_key_is_believed_at_once_and_the_old_one_no_more(ask, peer, kids):
    old, new = (assertions.Key("ES256", kid=kid) for kid in kids)
    peer.serve(old)
    assert ask(old).status_code == 200
    peer.serve(new)
    assert ask(new).status_code == 200
    no_client(ask(old))
    peer.serve(old, new)
    assert ask(old).status_code == 200
    assert ask(new).status_code == 200


def test_strangers_do_not_make_us_ask_at_every_request(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    assert ask(key).status_code == 200
    for number in range(20):
        no_client(ask(assertions.Key("EdDSA", kid=f"unheard-of-{number}")))
    assert len(peer.requests) < 10
    assert ask(key).status_code == 200


def test_claims_are_judged_before_anybody_is_asked(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    no_client(ask(key, aud="https://other.example.com"))
    no_client(ask(key, exp=1))
    no_client(ask(key, header={"alg": "none"}))
    assert peer.requests == []


def test_last_good_keys_serve_while_the_server_is_away(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    peer.headers = {"Cache-Control": "no-store"}
    assert ask(key).status_code == 200
    peer.status = 500
    time.sleep(10.5)  # the shortest time that an answer is kept for fresh
    assert ask(key).status_code == 200
    assert len(peer.requests) == 2


@pytest.mark.parametrize("status", [404, 500, 204, 301])
def test_keys_that_are_not_there_refuse_and_the_log_says_why(service, ask, peer, status):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    peer.status = status
    peer.headers = {"Location": peer.url("/elsewhere")}
    no_client(ask(key))
    assert len(peer.requests) == 1 and "fetch.failed" in service.log
    assert ("redirect" if status == 301 else "the status is not 200") in service.log
    no_client(ask(key))
    assert len(peer.requests) == 1


def test_keys_that_come_back_are_found_soon(ask, peer):
    key = assertions.Key("ES256", kid="one")
    peer.serve(key)
    peer.status = 503
    no_client(ask(key))
    peer.status = 200
    time.sleep(5.5)  # how long a failure is kept
    assert ask(key).status_code == 200


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"{}", b'{"keys":{}}', b'{"keys":[7]}', b"\xff",
                                  b'{"keys":[],"keys":[]}', b"[" * 5000, b'{"keys":[' + b"{}," * 20000],
                         ids=lambda body: repr(body)[:20])
def test_what_is_no_key_set_refuses(ask, peer, body):
    peer.body = body
    no_client(ask(assertions.Key("ES256", kid="one")))


def test_one_bad_key_does_not_spoil_the_set(ask, peer):
    key = assertions.Key("ES256", kid="one")
    private = {"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}
    peer.body = json.dumps({"keys": [7, {}, private, {"kty": "oct", "k": "AA"}, key.jwk]}).encode()
    assert ask(key).status_code == 200


def test_set_of_too_many_keys_is_none(ask, peer):
    key = assertions.Key("ES256", kid="one")
    other = assertions.Key("ES256", kid="two")
    peer.serve(key, *[other] * 32)
    no_client(ask(key))


def test_shared_secret_in_a_set_proves_nothing(ask, peer):
    secret = "x" * 32
    peer.body = json.dumps({"keys": [{"kty": "oct", "k": oauth.b64url(secret.encode())}]}).encode()
    no_client(ask(assertions.Secret(secret)))


def test_server_that_hangs_costs_three_seconds(ask, peer):
    peer.delay_s = 20
    started = time.monotonic()
    no_client(ask(assertions.Key("ES256", kid="one")))
    assert 2.5 < time.monotonic() - started < 6
    started = time.monotonic()
    no_client(ask(assertions.Key("ES256", kid="one")))
    assert time.monotonic() - started < 2


def test_inside_addresses_are_closed_unless_they_are_opened(http, service, peer, ask):
    for url in (f"https://127.0.0.1:{peer.port}/jwks", "https://169.254.169.254/jwks",
                f"https://[::1]:{peer.port}/jwks", "https://10.0.0.1/jwks"):
        closed = service.add_client("machine", auth_method="private_key_jwt", jwks_uri=url)
        no_client(ask(assertions.Key("ES256"), client=closed))
    assert peer.requests == []
    assert "the host is at no public address" in service.log


def test_address_of_keys_must_be_https(service):
    for url in ("http://example.com/jwks", "https://u:p@example.com/jwks", "file:///etc/passwd", "x"):
        done = service.verb("client", "add", "--json", "--type", "machine", "--name", "x",
                            "--auth-method", "private_key_jwt", "--jwks-uri", url, expect=2)
        assert done.error["key"] == "jwks_uri"
