"""The outbox: what it keeps and for how long, what an operator sees, and dead letters."""
import pytest

import browser as pages
import nodes
import tessera
from conftest import CALLBACK
from tessera import eventually

TRIES = 2
VALUES = {"throttle.account_tries": TRIES, "throttle.lock_s": 60, "throttle.address_tries": 100000}


def lock(service, client, person):
    """Wrong passwords until the owner is told by mail."""
    with pages.Browser(service) as stranger:
        for _ in range(TRIES + 1):
            stranger.sign_in(stranger.authorize(client), person, "wrong wrong wrong")


def messages(service, *options):
    return service.verb("outbox", "list", "--json", *options).json["items"]


@pytest.fixture(scope="module")
def dev():
    with tessera.Dev(VALUES) as running:
        running.client = running.add_client("web", redirect_uri=[CALLBACK])
        yield running


@pytest.fixture(scope="module")
def cluster():
    """A server for real use without any gateway."""
    with nodes.Cluster(values=VALUES) as running:
        running.client = running.add_client("web", redirect_uri=[CALLBACK])
        yield running


def test_development_server_catches_and_shows_mail(dev):
    person = dev.add_user()
    lock(dev, dev.client, person)
    [mail] = dev.outbox(to=person.email)
    assert mail["kind"] == "mail" and person.email in mail["text"] and mail["html"]
    [row] = eventually(lambda: [item for item in messages(dev, "--state", "delivered", "--unmasked")
                                if item["to"] == person.email])
    assert row["tries"] == 1 and row["settled_at"] and row["last_error"] is None
    assert dev.outbox(to=person.email) == [mail]  # delivered or not, it is shown


def test_text_stands_in_the_database_sealed(dev):
    person = dev.add_user()
    lock(dev, dev.client, person)
    [(sealed,)] = dev.rows("SELECT sealed FROM outbox_messages WHERE recipient = ?", person.email)
    assert person.email.encode() not in sealed and b"subject" not in sealed


def test_operator_sees_masked_recipients_and_no_text(dev):
    person = dev.add_user(email="masked@example.com")
    lock(dev, dev.client, person)
    listed = dev.verb("outbox", "list").out
    assert person.email not in listed and "m***@example.com" in listed
    item = messages(dev, "--unmasked")[-1]
    assert item["to"] == person.email and item["user_id"] == person.id
    shown = dev.verb("outbox", "show", item["id"], "--json").json
    assert shown["to"] == "m***@example.com" and not {"text", "html", "code"} & shown.keys()
    assert person.email not in dev.log


def test_delivered_message_is_not_sent_again_and_can_be_dropped(dev):
    lock(dev, dev.client, dev.add_user())
    eventually(lambda: messages(dev)[-1]["state"] == "delivered")
    last = messages(dev)[-1]
    dev.verb("outbox", "retry", last["id"], expect=6)
    dev.verb("outbox", "drop", last["id"])
    dev.verb("outbox", "show", last["id"], expect=4)


def test_without_a_gateway_mail_becomes_a_dead_letter_that_says_why(cluster):
    person = cluster.add_user()
    lock(cluster, cluster.client, person)
    [dead] = eventually(lambda: messages(cluster, "--state", "dead"))
    assert "mail" in dead["last_error"] and dead["user_id"] == person.id
    [(reason,)] = eventually(lambda: cluster.rows(
        "SELECT reason FROM audit_events WHERE event = 'message.dead' AND user_id = ?", person.id))
    assert reason == f"mail {dead['id']}: {dead['last_error']}"
    log = cluster.nodes[0].log
    assert "message.dead" in log and person.email not in log


def test_dead_letter_is_tried_again_on_demand(cluster):
    lock(cluster, cluster.client, cluster.add_user())
    dead = eventually(lambda: messages(cluster, "--state", "dead"))[-1]
    assert cluster.verb("outbox", "retry", dead["id"], "--json").json["state"] in ("pending", "dead")
    eventually(lambda: messages(cluster, "--state", "dead")[-1]["settled_at"] >= dead["settled_at"])


def test_sign_in_does_not_wait_for_delivery_to_be_possible(cluster):
    person = cluster.add_user()
    lock(cluster, cluster.client, person)
    # The answer was there before the message was judged: it is in the table either way.
    assert cluster.rows("SELECT 1 FROM outbox_messages WHERE recipient = ?", person.email)
