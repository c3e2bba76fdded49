"""The account API: applications that may act for a person, and the end of that."""
import pytest

import browser as pages
import oauth
from test_account_api import (Account, OWN, account, person,  # noqa: F401 (fixtures)
                              refused, signed_in_browser)
from test_account_api import API as ACCOUNT_API

SCOPE = "openid profile offline_access api.read"


@pytest.fixture
def tokens(http, account, asking, person):  # noqa: F811
    """The person has allowed `asking` some scopes, which it holds tokens for."""
    code, verifier = account.browser.code(asking, person, scope=SCOPE)
    return oauth.exchange(http, asking, code, verifier).json()


def grants(account):  # noqa: F811
    response = account.get("/grants")
    assert response.status_code == 200, response.text
    return {item["client"]["client_id"]: item for item in response.json()["items"]}


def test_stranger_sees_and_revokes_nothing(http, asking):
    refused(http.get(ACCOUNT_API + "/grants", headers=OWN), 401, "sign_in_required")
    refused(http.delete(ACCOUNT_API + "/grants/" + asking["client_id"], headers=OWN), 401,
            "sign_in_required")


@pytest.mark.parametrize("headers,error", [({"X-Tessera-CSRF": ""}, "csrf_invalid"),
                                           ({"Sec-Fetch-Site": "cross-site"}, "cross_site")])
def test_revocation_comes_from_our_own_page(http, account, asking, tokens, headers, error):  # noqa: F811
    refused(account.send("DELETE", "/grants/" + asking["client_id"], headers=headers), 403, error)
    assert oauth.refresh(http, asking, tokens["refresh_token"]).status_code == 200


def test_what_another_person_allowed_is_not_found_and_stays(service, http, web, account,  # noqa: F811
                                                            asking, tokens):
    with signed_in_browser(service, web, service.add_user()) as browser:
        other = Account(browser)
        assert asking["client_id"] not in grants(other)
        for client_id in (asking["client_id"], "nothing", "x" * 200):
            refused(other.send("DELETE", "/grants/" + client_id), 404, "not_found")
    assert oauth.refresh(http, asking, tokens["refresh_token"]).status_code == 200


def test_grants_are_listed_with_their_scopes(account, asking, web, tokens):  # noqa: F811
    found = grants(account)
    assert set(found) == {asking["client_id"]}, "the code of the other was never spent"
    item = found[asking["client_id"]]
    assert item["client"] == {"client_id": asking["client_id"], "name": "Asking app", "uri": None}
    scopes = {scope["name"]: scope["description"] for scope in item["scopes"]}
    assert scopes == {"openid": None, "profile": None, "offline_access": None, "api.read": "Read"}
    assert item["active"] is True and item["last_used_at"] >= item["since"]


def test_application_that_need_not_ask_is_listed_too(http, account, web, person):  # noqa: F811
    code, verifier = account.browser.code(web, person)
    oauth.exchange(http, web, code, verifier)
    assert grants(account)[web["client_id"]]["active"] is True


def test_revocation_ends_tokens_and_consent(http, account, asking, tokens):  # noqa: F811
    assert account.send("DELETE", "/grants/" + asking["client_id"]).status_code == 204
    assert grants(account) == {}
    assert oauth.refresh(http, asking, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert oauth.introspect(http, asking, tokens["access_token"]).json() == {"active": False}
    page = account.browser.authorize(asking, scope=SCOPE)
    assert isinstance(page, pages.Page) and page.path == "/ui/consent"
    refused(account.send("DELETE", "/grants/" + asking["client_id"]), 404, "not_found")


def test_grants_come_in_pages(http, account, web, person, tokens):  # noqa: F811
    code, verifier = account.browser.code(web, person)
    oauth.exchange(http, web, code, verifier)
    first = account.get("/grants", params={"limit": 1}).json()
    rest = account.get("/grants", params={"limit": 1, "after": first["next"]}).json()
    assert rest["next"] is None
    assert len({item["client"]["client_id"] for item in first["items"] + rest["items"]}) == 2
