"""The account API: who may ask, what it refuses, and that each resource does what openapi.yaml says."""
import json

import pytest

import browser as pages

API = "/api/account/v1"
OWN = {"Sec-Fetch-Site": "same-origin"}


class Account:
    """A person's browser on the account's pages."""

    def __init__(self, browser):
        self.browser, self.http = browser, browser.http
        self.csrf = self.get("/me").json().get("csrf", "")

    def get(self, path, **options):
        headers = OWN | options.pop("headers", {})
        return self.http.get(API + path, headers=headers, **options)

    def send(self, method, path, body=None, headers=None, **options):
        sent = OWN | {"X-Tessera-CSRF": self.csrf} | (headers or {})
        if body is not None:
            sent = {"Content-Type": "application/json"} | sent
            options["content"] = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.http.request(method, API + path, headers={k: v for k, v in sent.items() if v},
                                 **options)


def signed_in_browser(service, web, person, **options):
    browser = pages.Browser(service, **options)
    browser.code(web, person)
    return browser


@pytest.fixture
def person(service):
    return service.add_user()


@pytest.fixture
def account(service, web, person):
    with signed_in_browser(service, web, person) as browser:
        yield Account(browser)


def refused(response, status, error, key=None):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert body["error"] == error and body["message"] and body.get("key") == key
    return body


CHANGES = [("PATCH", "/me", {"given_name": "Grace"}), ("DELETE", "/sessions", None),
           ("PUT", "/password", {"password": "a new one of some length"}),
           ("DELETE", "/sessions/any", None)]
READS = ["/me", "/sessions"]


@pytest.mark.parametrize("path", READS)
def test_stranger_is_sent_to_the_sign_in(http, path):
    body = refused(http.get(API + path, headers=OWN), 401, "sign_in_required")
    assert body["url"] == "/ui/sign-in?to=account"


@pytest.mark.parametrize("method,path,body", CHANGES)
def test_stranger_changes_nothing(http, method, path, body):
    refused(http.request(method, API + path, headers=OWN, json=body), 401, "sign_in_required")


@pytest.mark.parametrize("method,path,body", CHANGES)
@pytest.mark.parametrize("token", ["", "x", "A" * 43])
def test_change_needs_the_token(account, method, path, body, token):
    refused(account.send(method, path, body, {"X-Tessera-CSRF": token}), 403, "csrf_invalid")
    assert account.get("/me").json()["given_name"] == "Ada"


def test_token_of_another_person_is_refused(service, web, account):
    with signed_in_browser(service, web, service.add_user()) as other:
        token = Account(other).csrf
    refused(account.send("PATCH", "/me", {"given_name": "Eve"}, {"X-Tessera-CSRF": token}),
            403, "csrf_invalid")


@pytest.mark.parametrize("method,path,body", CHANGES + [("GET", path, None) for path in READS])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                                     {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}])
def test_request_of_another_site_is_refused(account, method, path, body, headers):
    refused(account.send(method, path, body, headers), 403, "cross_site")


@pytest.mark.parametrize("path,allow", [("/me", "GET, HEAD, PATCH, OPTIONS"),
                                        ("/sessions", "GET, HEAD, DELETE, OPTIONS"),
                                        ("/sessions/x", "DELETE, OPTIONS"),
                                        ("/password", "PUT, OPTIONS")])
def test_other_methods_are_refused(account, path, allow):
    response = account.send("POST", path, {})
    refused(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allow


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/me/", "/Me"])
def test_unknown_address_is_refused_in_json(account, path):
    refused(account.get(path), 404, "not_found")


@pytest.mark.parametrize("body,key", [
    ({"email": "eve@example.com"}, "email"), ({"roles": "owner"}, "roles"),
    ({"given_name": "Grace", "enabled": "1"}, "enabled"), ({"given_name": 1}, "given_name"),
    ({"given_name": None}, "given_name"), ({"family_name": ["Hopper"]}, "family_name"),
    ({"locale": False}, "locale"), ({"": ""}, "")])
def test_member_that_there_is_not_is_refused(account, body, key):
    refused(account.send("PATCH", "/me", body), 400, "invalid_request", key)
    assert account.get("/me").json()["given_name"] == "Ada"


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"given_name": "A"} x', '"given_name"',
                                  '{"given_name": "A", "given_name": "B"}',
                                  '{"given_name": "A\\u0000"}', b'{"given_name": "\xff"}',
                                  '{"locale":' * 40 + "1" + "}" * 40])
def test_body_that_is_no_object_is_refused(account, body):
    refused(account.send("PATCH", "/me", body), 400, "invalid_request")


def test_large_body_and_other_types_are_refused(account):
    large = {"given_name": "x" * 17000}
    refused(account.send("PATCH", "/me", large), 413, "too_large")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        refused(account.send("PATCH", "/me", {}, {"Content-Type": kind}), 415,
                "unsupported_media_type")


@pytest.mark.parametrize("body,error,key", [
    ({"given_name": ""}, "name_invalid", "given_name"),
    ({"given_name": "x" * 101}, "name_invalid", "given_name"),
    ({"family_name": "a\nb"}, "name_invalid", "family_name"),
    ({"locale": "english language"}, "locale_invalid", "locale"),
    ({"locale": "en_GB"}, "locale_invalid", "locale"),
    ({"zoneinfo": "../etc/passwd"}, "zoneinfo_invalid", "zoneinfo"),
    ({"zoneinfo": ""}, "zoneinfo_invalid", "zoneinfo")])
def test_value_that_is_not_taken_changes_nothing(account, body, error, key):
    before = account.get("/me").json()
    refused(account.send("PATCH", "/me", body | {"locale": "fr"} | body), 422, error, key)
    assert account.get("/me").json() == before


def test_me_shows_the_account(account, person):
    me = account.get("/me").json()
    assert me["id"] == person.id and me["email"] == person.email and me["email_verified"] is True
    assert me["phone"] is None and me["locale"] is None and me["roles"] == []
    assert me["fresh_until"] > me["signed_in_at"]


def test_names_language_and_zone_change_and_the_rest_stays(account, person):
    wish = {"given_name": " Grace ", "locale": "de-CH", "zoneinfo": "Europe/Zurich"}
    answer = account.send("PATCH", "/me", wish)
    assert answer.status_code == 200, answer.text
    me = account.get("/me").json()
    assert me == answer.json()
    assert (me["given_name"], me["family_name"]) == ("Grace", "Lovelace")
    assert (me["locale"], me["zoneinfo"], me["email"]) == ("de-CH", "Europe/Zurich", person.email)
    me = account.send("PATCH", "/me", {"locale": None}).json()
    assert (me["locale"], me["zoneinfo"]) == (None, "Europe/Zurich")


def test_disabled_person_is_a_stranger(service, account, person):
    service.verb("user", "disable", person.id)
    refused(account.get("/me"), 401, "sign_in_required")


AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def second(service, web, person, account):
    with signed_in_browser(service, web, person, headers={"User-Agent": AGENT}) as browser:
        yield Account(browser)


def sessions(account, **params):
    response = account.get("/sessions", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_sessions_are_listed_with_device_and_the_current_one_marked(account, second):
    items = sessions(second)["items"]
    assert [item["current"] for item in sorted(items, key=lambda item: item["current"])] == [False, True]
    mine = next(item for item in items if item["current"])
    assert (mine["browser"], mine["system"], mine["address"]) == ("Firefox", "Linux", "127.0.0.1")
    other = next(item for item in items if not item["current"])
    assert (other["browser"], other["system"]) == (None, None)


def test_sessions_come_in_pages(account, second):
    whole = sessions(account)
    assert whole["next"] is None and len(whole["items"]) == 2
    first = sessions(account, limit=1)
    rest = sessions(account, limit=1, after=first["next"])
    assert rest["next"] is None
    assert [item["id"] for item in first["items"] + rest["items"]] == [
        item["id"] for item in whole["items"]]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "after=",
                                   "after=1", "after=x.y", "after=1.", "offset=1"])
def test_page_that_there_is_not_is_refused(account, query):
    response = account.get("/sessions?" + query)
    assert response.status_code == 400 and response.json()["error"] == "invalid_request"


def test_session_of_another_person_is_not_found_and_stays(service, web, account):
    with signed_in_browser(service, web, service.add_user()) as browser:
        other = Account(browser)
        foreign = sessions(other)["items"][0]["id"]
        for one in (foreign, "nothing", "%2e%2e", "x" * 200):
            refused(account.send("DELETE", "/sessions/" + one), 404, "not_found")
        assert other.get("/me").status_code == 200


def test_one_session_is_signed_out(account, second):
    ended = next(item["id"] for item in sessions(account)["items"] if not item["current"])
    assert account.send("DELETE", "/sessions/" + ended).status_code == 204
    refused(second.get("/me"), 401, "sign_in_required")
    refused(account.send("DELETE", "/sessions/" + ended), 404, "not_found")
    assert [item["current"] for item in sessions(account)["items"]] == [True]


def test_own_session_may_end_too(account):
    assert account.send("DELETE", "/sessions/" + sessions(account)["items"][0]["id"]).status_code == 204
    refused(account.get("/me"), 401, "sign_in_required")


def test_all_others_are_signed_out(account, second):
    assert account.send("DELETE", "/sessions").status_code == 204
    refused(second.get("/me"), 401, "sign_in_required")
    assert account.get("/me").status_code == 200


NEW = "quite another battery staple"


def change_password(account, password=NEW, **members):
    return account.send("PUT", "/password", {"password": password} | members)


def can_sign_in(service, web, person, password):
    with pages.Browser(service) as browser:
        page = browser.sign_in(browser.authorize(web), person, password)
        return not isinstance(page, pages.Page)


@pytest.fixture
def stale(service, account):
    """The sign-in was more than five minutes ago."""
    service.sql("UPDATE sessions SET auth_time = auth_time - 301 WHERE user_id = ?",
                account.get("/me").json()["id"])
    return account


def test_stale_sign_in_does_not_change_the_password(service, web, person, stale):
    body = refused(change_password(stale), 403, "reauthentication_required")
    assert body["url"] == "/ui/sign-in?to=account&fresh=1"
    assert can_sign_in(service, web, person, person.password)


def test_wrong_current_password_changes_nothing_however_fresh(service, web, person, account):
    refused(change_password(account, current_password="not the one at all"), 422, "password_wrong",
            "current_password")
    refused(change_password(account, current_password=""), 422, "password_wrong", "current_password")
    assert can_sign_in(service, web, person, person.password)


@pytest.mark.parametrize("password,error", [("", "password_too_short"), ("short", "password_too_short"),
                                            ("x" * 257, "password_too_long"),
                                            ("Lovelace and her engine", "password_personal"),
                                            ("a tab\tin a password\u0001", "password_not_text")])
def test_new_password_is_judged(account, person, password, error):
    refused(change_password(account, password, current_password=person.password), 422, error, "password")


def test_current_password_changes_it_and_ends_the_others(service, web, person, stale, second, http):
    answer = change_password(stale, current_password=person.password)
    assert answer.status_code == 204 and answer.content == b""
    assert stale.get("/me").status_code == 200
    refused(second.get("/me"), 401, "sign_in_required")
    assert not can_sign_in(service, web, person, person.password)
    assert can_sign_in(service, web, person, NEW)
    mail = http.get("/dev/outbox.json", params={"to": person.email}).json()["items"]
    assert [item["template"] for item in mail] == ["password_changed"]


def test_fresh_sign_in_changes_it(service, web, person, account):
    assert change_password(account).status_code == 204
    assert can_sign_in(service, web, person, NEW)


def test_guesses_at_the_current_password_are_counted_like_sign_ins(service, account, person):
    answers = [change_password(account, current_password=f"wrong number {n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    body = refused(answers[-1], 429, "throttled")
    assert "url" not in body and int(answers[-1].headers["retry-after"]) >= 1
    refused(change_password(account, current_password=person.password), 429, "throttled")
