"""Signing keys on two nodes: the same everywhere, rotated without a restart, published before they
sign and as long as a token of theirs may live."""
import time

import jwt
import pytest

import oauth

PUBLISH_S = 6
SEEN_S = 5  # within which every node takes over what was changed


@pytest.fixture(scope="module")
def pair(cluster):
    """Two nodes, an HTTP client for each, and a client that asks for tokens."""
    service = cluster({"keys.publish_s": PUBLISH_S})
    service.machine = service.add_client("machine")
    service.https = [node.http() for node in service.nodes]
    yield service
    for http in service.https:
        http.close()


def published(http):
    return {key["kid"]: key for key in http.get("/oauth2/jwks").json()["keys"]}


def states(service):
    return {key["kid"]: key["state"] for key in service.verb("keys", "list", "--json").json["items"]}


def token(service, http):
    answer = oauth.token(http, service.machine, "client_credentials")
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def kid(token):
    return jwt.get_unverified_header(token)["kid"]


def verify(http, token):
    """As an API would: by the key set of this node."""
    key = jwt.PyJWK(published(http)[kid(token)])
    return jwt.decode(token, key.key, algorithms=["ES256"], options={"verify_aud": False})


def accepted(service, http, token):
    return oauth.introspect(http, service.machine, token).json()["active"]


def until(condition, limit_s=SEEN_S):
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)


def new_key(service, before):
    (made,) = states(service).keys() - before
    return made


def test_nodes_publish_the_same_keys_and_take_each_others_tokens(pair):
    first, second = pair.https
    assert published(first) == published(second)
    assert kid(token(pair, first)) == kid(token(pair, second))
    assert verify(second, token(pair, first)) and accepted(pair, second, token(pair, first))


def test_new_key_is_published_everywhere_before_it_signs_anywhere(pair):
    before = states(pair).keys()
    old = kid(token(pair, pair.https[0]))
    begun = time.monotonic()
    pair.verb("keys", "rotate", "--alg", "ES256")
    made = new_key(pair, before)
    assert states(pair)[made] == "pending"
    for http in pair.https:
        until(lambda: made in published(http))
        assert kid(token(pair, http)) == old
    assert time.monotonic() - begun < PUBLISH_S
    for http in pair.https:
        until(lambda: kid(token(pair, http)) == made, PUBLISH_S + SEEN_S)
    assert time.monotonic() - begun > PUBLISH_S - 1  # its times are whole seconds
    assert states(pair)[made] == "active" and states(pair)[old] == "retiring"


def test_token_of_a_retiring_key_is_good_to_its_end(pair):
    old = token(pair, pair.https[0])
    before = states(pair).keys()
    pair.verb("keys", "rotate", "--alg", "ES256", "--now")
    made = new_key(pair, before)
    for http in pair.https:
        until(lambda: kid(token(pair, http)) == made)
        assert kid(old) in published(http)
        assert verify(http, old) and accepted(pair, http, old)


def test_token_of_a_key_that_another_node_just_took_is_good_at_once(pair):
    first, second = pair.https
    before = states(pair).keys()
    pair.verb("keys", "rotate", "--alg", "ES256", "--now")
    made = new_key(pair, before)
    until(lambda: made in (kid(token(pair, first)), kid(token(pair, second))))
    fresh = next(one for one in (token(pair, first), token(pair, second)) if kid(one) == made)
    assert accepted(pair, first, fresh) and accepted(pair, second, fresh)


def test_rotation_of_all_makes_one_key_of_each_algorithm(pair):
    before = states(pair)
    pair.verb("keys", "rotate")
    made = states(pair).keys() - before.keys()
    for http in pair.https:
        until(lambda: made <= published(http).keys())
        assert sorted(published(http)[one]["alg"] for one in made) == ["ES256", "EdDSA", "PS256", "RS256"]


def test_private_members_are_published_nowhere(pair):
    for http in pair.https:
        for key in published(http).values():
            assert not {"d", "p", "q", "dp", "dq", "qi", "oth", "k"} & key.keys()
