"""Clients and scopes on two nodes: each keeps what it has read, and none goes on with what another
process has changed."""
import pytest

import oauth

AUDIENCE = "https://api.example.com"


@pytest.fixture(scope="module")
def pair(cluster):
    """Two nodes, and an HTTP client for each."""
    service = cluster()
    service.https = [node.http() for node in service.nodes]
    yield service
    for http in service.https:
        http.close()


def answers(service, client, **form):
    """The status at every node, twice: what was read first is kept for the second."""
    return [oauth.token(http, client, "client_credentials", **form).status_code
            for http in service.https * 2]


def test_disabled_client_is_refused_at_once_by_every_node(pair):
    client = pair.add_client("machine")
    assert answers(pair, client) == [200] * 4
    pair.verb("client", "update", client["client_id"], "--enabled", "false")
    assert answers(pair, client) == [401] * 4
    pair.verb("client", "update", client["client_id"], "--enabled", "true")
    assert answers(pair, client) == [200] * 4


def test_deleted_client_and_old_secret_are_refused_at_once(pair):
    client, other = pair.add_client("machine"), pair.add_client("machine")
    assert answers(pair, client) + answers(pair, other) == [200] * 8
    pair.verb("client", "delete", client["client_id"])
    pair.verb("client", "rotate-secret", other["client_id"])
    assert answers(pair, client) + answers(pair, other) == [401] * 8


def test_new_scope_and_new_client_work_at_once(pair):
    plain = pair.add_client("machine")
    assert answers(pair, plain) == [200] * 4
    pair.verb("scope", "add", "--name", "orders.read", "--audience", AUDIENCE)
    client = pair.add_client("machine", scope="orders.read")
    assert answers(pair, client, scope="orders.read") == [200] * 4
    pair.verb("scope", "delete", "orders.read")
    assert answers(pair, client, scope="orders.read") == [400] * 4
