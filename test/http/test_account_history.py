"""The account API: what happened to an account."""
import pytest

import browser as pages
from tessera import eventually
from test_account_api import (Account, OWN, account, person,  # noqa: F401 (fixtures)
                              refused, signed_in_browser)
from test_account_api import API as ACCOUNT_API


def events(account, **params):  # noqa: F811
    response = account.get("/history", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_stranger_sees_nothing(http):
    refused(http.get(ACCOUNT_API + "/history", headers=OWN), 401, "sign_in_required")


@pytest.mark.parametrize("after", ["", "x", "1.x", "1.", ".1", "1.2.3"])
def test_place_that_there_is_not_is_refused(account, after):  # noqa: F811
    refused(account.get("/history", params={"after": after}), 400, "invalid_request", "after")


def test_own_acts_are_told_and_nobody_elses(service, web, account, person):  # noqa: F811
    with signed_in_browser(service, web, service.add_user()) as other:
        Account(other).send("PATCH", "/me", {"given_name": "Eve"})
    with pages.Browser(service) as wrong:
        wrong.sign_in(wrong.authorize(web), person, "not the password")
    account.send("PATCH", "/me", {"given_name": "Grace"})
    # The log's rows follow its lines a moment later.
    items = eventually(lambda: [item for item in [events(account)["items"]]
                                if item[0]["event"] == "profile.changed"])[0]
    assert sorted(item["event"] for item in items) == [
        "code.issued", "profile.changed", "sign_in.failure", "sign_in.success", "user.added"]
    failure = next(item for item in items if item["event"] == "sign_in.failure")
    assert failure["success"] is False and failure["address"] == "127.0.0.1"
    issued = next(item for item in items if item["event"] == "code.issued")
    assert issued["client"]["name"] == "Web shop"
    assert set(failure) == {"id", "at", "event", "success", "address", "client"}


def test_history_comes_in_pages(account):  # noqa: F811
    account.send("PATCH", "/me", {"given_name": "Grace"})
    whole = eventually(lambda: [found for found in [events(account)["items"]] if len(found) >= 4])[0]
    found, after = [], None
    while True:
        page = events(account, limit=3, **({"after": after} if after else {}))
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    assert [item["id"] for item in found] == [item["id"] for item in whole]
