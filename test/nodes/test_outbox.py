"""The outbox on two nodes: each message goes out once, and a node that dies gives back what it held."""
import os
import signal
import time

import pytest

import browser as pages
import nodes
from key_server import KeyServer
from tessera import eventually

CALLBACK = "https://app.example.com/callback"
SESSIONS = 12
CLAIM_S = 5


@pytest.fixture
def party():
    with KeyServer() as server:
        yield server


@pytest.fixture
def cluster(party):
    values = {
        "fetch.allow_hosts": [f"localhost:{party.port}"], "fetch.ca_file": party.ca_file,
        "outbox.claim_s": CLAIM_S, "mail.timeout_s": 2, "outbox.retry_s": 1}
    with nodes.Cluster(os.environ["TESSERA_TEST_POSTGRES"], 2, values) as pair:
        yield pair


def sign_in(cluster, client):
    """A person with a session at the relying party."""
    person = cluster.add_user()
    with pages.Browser(cluster) as browser:
        browser.code(client, person)
    return person


def add_client(cluster, party):
    return cluster.add_client("web", redirect_uri=[CALLBACK], require_consent="false",
                              backchannel_logout_uri=party.url("/logout"))


def messages(cluster):
    return cluster.verb("outbox", "list", "--json", "--kind", "logout").json["items"]


def test_each_message_is_delivered_once(cluster, party):
    client = add_client(cluster, party)
    people = [sign_in(cluster, client) for _ in range(SESSIONS)]
    party.delay_s = 0.2  # so that both nodes take part
    for person in people:
        cluster.verb("user", "disable", person.id)
    eventually(lambda: [item["state"] for item in messages(cluster)] == ["delivered"] * SESSIONS)
    time.sleep(2)
    assert len(party.posts) == SESSIONS
    assert {item["tries"] for item in messages(cluster)} == {1}
    assert all("outbox.delivered" in node.log for node in cluster.nodes)


def test_message_of_a_node_that_was_killed_is_delivered_by_the_other(cluster, party):
    dying, living = cluster.nodes
    client = add_client(cluster, party)
    person = sign_in(cluster, client)
    living.stop()
    party.delay_s = 2.5
    cluster.verb("user", "disable", person.id)
    held = eventually(lambda: [item for item in messages(cluster) if item["claimed_by"]])[0]
    dying.stop(how=signal.SIGKILL)
    dying.stop = lambda **_: None  # that it did not end well is what this test is about
    party.delay_s = 0
    with nodes.Node(cluster, living.port):
        [item] = messages(cluster)
        assert item["state"] == "pending" and item["claimed_by"] == held["claimed_by"]
        done = eventually(lambda: [item for item in messages(cluster)
                                   if item["state"] == "delivered"])[0]
        assert done["tries"] == 2 and done["claimed_by"] is None
        # It came once more than it was acknowledged, each time as another token.
        tokens = [form["logout_token"][0] for _, form in party.posts]
        assert len(tokens) == len(set(tokens)) <= 2
