"""The hosted pages' guard: headers, cookies, flows bound to their browser, cross-site requests."""
import re
import urllib.parse

import pytest

import browser as pages
import oauth
from browser import Callback, Page
from conftest import CALLBACK


@pytest.fixture
def sign_in_page(browser, web):
    page = browser.authorize(web)
    assert isinstance(page, Page) and page.path == "/ui/sign-in"
    return page


def policy(headers):
    return {part.split()[0]: part.split()[1:]
            for part in headers["content-security-policy"].split(";") if part.strip()}


# HEAD is safe (RFC 9110 9.3.2): it may not do what a GET does.

def test_head_issues_no_code_moves_no_flow_and_ends_no_session(service, browser, web, asking):
    person = service.add_user()
    browser.code(web, person)
    grants = service.rows("SELECT count(*) FROM grants")
    for url in (oauth.authorize_url(service.issuer, web), oauth.authorize_url(service.issuer, asking),
                service.issuer + "/oauth2/logout"):
        answer = browser.http.head(url)
        assert answer.status_code == 405 and answer.headers["allow"] == "GET, POST, OPTIONS"
        assert "location" not in answer.headers and "set-cookie" not in answer.headers
    assert service.rows("SELECT count(*) FROM grants") == grants
    page = browser.authorize(asking)
    flow = "SELECT state, session_id FROM flows ORDER BY created_at DESC, rowid DESC LIMIT 1"
    before = service.rows(flow)
    for path in ("/ui/consent", "/ui/sign-in"):
        assert browser.http.head(page.url.replace("/ui/consent", path)).status_code == 405
    assert service.rows(flow) == before
    assert isinstance(browser.authorize(web), Callback)


def test_head_is_answered_where_nothing_happens(http):
    for path in ("/oauth2/jwks", "/.well-known/openid-configuration", "/dev/app"):
        answer = http.head(path)
        assert answer.status_code == 200 and answer.content == b"", path


# Headers.

def test_policy_has_nothing_unsafe_and_no_frames(sign_in_page):
    rules = policy(sign_in_page.headers)
    assert "unsafe" not in sign_in_page.headers["content-security-policy"]
    assert rules["default-src"] == ["'none'"] or rules["default-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["require-trusted-types-for"] == ["'script'"]
    sources = rules.get("script-src", []) + rules.get("style-src", []) + rules.get("connect-src", [])
    assert all(re.fullmatch(r"'self'|'none'|'sha(256|384|512)-[\w+/=]+'|'nonce-[\w+/=]+'", source)
               for source in sources), sources


def test_form_action_names_the_redirect_origin_of_the_flow(sign_in_page):
    assert "https://app.example.com" in policy(sign_in_page.headers)["form-action"]


def test_form_action_names_the_private_scheme_of_a_native_app(service, browser):
    native = service.add_client("native", redirect_uri=["com.example.app:/callback"])
    page = browser.authorize(native)
    assert "com.example.app:" in policy(page.headers)["form-action"]


def test_pages_are_not_kept_leaked_or_sniffed(sign_in_page):
    headers = sign_in_page.headers
    assert "no-store" in headers["cache-control"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"].lower() == "text/html; charset=utf-8"
    assert "max-age" in headers["strict-transport-security"]


def test_direct_answers_have_the_guarding_headers_too(http, service):
    for path in ("/oauth2/jwks", "/.well-known/openid-configuration", "/nothing"):
        assert http.get(path).headers["x-content-type-options"] == "nosniff"


def test_server_does_not_say_what_it_is_made_of(sign_in_page):
    assert "server" not in sign_in_page.headers or not re.search(
        r"microhttpd|ulfius|\d", sign_in_page.headers["server"], re.IGNORECASE)


def test_page_refers_to_nothing_of_others(sign_in_page, service):
    found = re.findall(r'(?:src|href|action)="([^"]*)"', sign_in_page.response.text)
    assert found
    for url in found:
        whole = urllib.parse.urljoin(sign_in_page.url, url)
        assert whole.startswith(service.issuer + "/"), url


def test_scripts_and_styles_have_integrity_and_are_kept_for_long(http, sign_in_page):
    tags = re.findall(r"<(?:script|link)\b[^>]*>", sign_in_page.response.text)
    assets = [tag for tag in tags if "src=" in tag or 'rel="stylesheet"' in tag]
    assert assets
    for tag in assets:
        assert re.search(r'integrity="sha(256|384|512)-', tag), tag
        url = re.search(r'(?:src|href)="([^"]+)"', tag).group(1)
        answer = http.get(url, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers.get("content-encoding") == "br"


# Cookies.

def test_every_cookie_is_locked_to_the_host(browser, web, user):
    cookies = []
    browser.http.event_hooks = {"response": [
        lambda answer: cookies.extend(answer.headers.get_list("set-cookie"))]}
    browser.finish(browser.authorize(web), user)
    assert cookies
    for cookie in cookies:
        parts = [part.strip().lower() for part in cookie.split(";")]
        assert cookie.startswith("__Host-"), cookie
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= set(parts), cookie
        assert not any(part.startswith("domain=") for part in parts), cookie


def test_session_id_changes_at_sign_in(browser, web, user):
    def cookies():
        return {cookie.name: cookie.value for cookie in browser.http.cookies.jar}
    browser.code(web, user)
    first = cookies()
    page = browser.authorize(web, prompt="login")
    browser.finish(page, user)
    changed = [name for name in first if cookies().get(name) != first[name]]
    assert changed


def test_planted_session_cookie_is_not_adopted(service, web, user):
    with pages.Browser(service) as browser:
        browser.code(web, user)
        names = [cookie.name for cookie in browser.http.cookies.jar]
    planted = {name: "A" * 43 for name in names}
    with pages.Browser(service) as browser:
        header = "; ".join(f"{name}={value}" for name, value in planted.items())
        answer = browser.http.get(oauth.authorize_url(service.issuer, web, prompt="none"),
                                  headers={"Cookie": header})
        assert "error=login_required" in answer.headers["location"]


# The flow belongs to its browser and to its time.

def test_flow_of_another_browser_is_not_shown(service, sign_in_page):
    with pages.Browser(service) as thief:
        page = thief.get(sign_in_page.url)
        assert page.status in (400, 403, 404, 410)
        assert not any("password" in form.names for form in page.forms)


def test_post_from_another_browser_does_not_sign_in(service, sign_in_page, user, web):
    with pages.Browser(service) as victim:
        answer = victim.sign_in(sign_in_page, user)
        assert isinstance(answer, Page) and answer.status in (400, 403, 404, 410)
        assert "error" in victim.authorize(web, prompt="none").params


@pytest.mark.parametrize("flow", ["", "x", "A" * 22, "a\0b", "%C0%AF"])
def test_unknown_flow_shows_a_way_out(browser, flow):
    page = browser.get("/ui/sign-in?" + urllib.parse.urlencode({"flow": flow}))
    assert page.status in (400, 404, 410) and page.title


def test_finished_flow_does_not_give_a_second_code(browser, web, user, sign_in_page):
    first = browser.finish(sign_in_page, user)
    assert "code" in first.params
    again = browser.get(sign_in_page.url)
    assert isinstance(again, Page) or "code" not in again.params
    again = browser.sign_in(sign_in_page, user)
    assert isinstance(again, Page) or "code" not in again.params


def test_consent_cannot_be_reached_before_sign_in(browser, sign_in_page, asking):
    page = browser.authorize(asking)
    page = browser.get(page.url.replace("/ui/sign-in", "/ui/consent"))
    assert isinstance(page, Page)
    assert not any(("action", "allow") in form.buttons for form in page.forms)


def test_form_without_its_token_is_refused(browser, sign_in_page, user):
    form = sign_in_page.form("email", "password")
    hidden = [name for name, _ in form.fields if name not in form.names and name != "flow"]
    assert hidden
    for name in hidden:
        answer = browser.submit(sign_in_page, {"email": user.email, "password": user.password},
                                without=(name,))
        assert isinstance(answer, Page) and answer.status in (400, 403)


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.localhost"},
    {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}])
def test_cross_site_post_to_a_page_is_refused(browser, sign_in_page, user, headers):
    form = sign_in_page.form("email", "password")
    fields = [pair for pair in form.fields if pair[0] not in ("email", "password")]
    fields += [("email", user.email), ("password", user.password)]
    headers = {name: value for name, value in headers.items() if value}
    answer = browser.http.post(
        urllib.parse.urljoin(sign_in_page.url, form.action),
        content=urllib.parse.urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"} | headers)
    assert answer.status_code == 403


def test_right_post_is_answered_by_303(browser, sign_in_page, user):
    form = sign_in_page.form("email", "password")
    fields = dict(form.fields) | {"email": user.email, "password": user.password}
    answer = browser.http.post(
        urllib.parse.urljoin(sign_in_page.url, form.action), data=fields,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"})
    assert answer.status_code == 303


# Consent.

def test_consent_names_application_host_person_and_scopes(service, browser):
    client = service.add_client("web", name="<b>Bold & Co</b>", redirect_uri=[CALLBACK])
    person = service.add_user()
    page = browser.sign_in(browser.authorize(client, scope="openid email profile"), person)
    assert page.path == "/ui/consent"
    assert "<b>Bold" not in page.response.text and "<b>Bold & Co</b>" in page.text
    assert "app.example.com" in page.text and person.email in page.text
    scopes = [value for name, value in page.form("scope").fields if name == "scope"]
    assert {"email", "profile"} <= set(scopes)
    assert {("action", "allow"), ("action", "deny")} <= set(page.form("scope").buttons)


def test_denial_is_access_denied(browser, asking, service):
    page = browser.sign_in(browser.authorize(asking), service.add_user())
    callback = browser.submit(page, action="deny")
    assert isinstance(callback, Callback) and callback.params["error"] == "access_denied"
    assert callback.params["iss"] == service.issuer and callback.params["state"] == "state-1"


def test_unticked_scope_is_not_granted(browser, asking, service, http):
    verifier, challenge = oauth.pkce()
    page = browser.sign_in(browser.authorize(asking, scope="openid email profile",
                                             code_challenge=challenge,
                                             code_challenge_method="S256"), service.add_user())
    callback = browser.submit(page, {"scope": ["openid", "email"]}, action="allow")
    body = oauth.exchange(http, asking, callback.params["code"], verifier).json()
    assert set(body["scope"].split()) == {"openid", "email"}


def test_ticked_scope_beyond_the_request_is_not_granted(browser, asking, service, http):
    verifier, challenge = oauth.pkce()
    page = browser.sign_in(browser.authorize(asking, scope="openid email",
                                             code_challenge=challenge,
                                             code_challenge_method="S256"), service.add_user())
    callback = browser.submit(page, {"scope": ["openid", "email", "api.read", "roles"]},
                              action="allow")
    body = oauth.exchange(http, asking, callback.params["code"], verifier).json()
    assert set(body["scope"].split()) == {"openid", "email"}


@pytest.mark.parametrize("action", ["allow", "deny", "other"])
def test_consent_form_counts_for_the_session_it_was_shown_to(browser, asking, web, service, action):
    first, second = service.add_user(), service.add_user()
    page = browser.sign_in(browser.authorize(asking), first)
    assert page.path == "/ui/consent" and first.email in page.text
    browser.sign_in(browser.authorize(web, prompt="login"), second)
    answer = browser.submit(page, action=action)
    assert answer.status == 403 and answer.error == "form_expired"
    assert second.email in answer.text and first.email not in answer.text
    assert "code" in browser.submit(answer, action="allow").params


def test_consent_is_remembered_until_something_new_is_asked(browser, asking, service):
    person = service.add_user()
    browser.code(asking, person, scope="openid email")
    assert isinstance(browser.authorize(asking, scope="openid email"), Callback)
    assert isinstance(browser.authorize(asking, scope="openid"), Callback)
    page = browser.authorize(asking, scope="openid email phone")
    assert isinstance(page, Page) and page.path == "/ui/consent"


def test_another_account_can_be_used(browser, asking, service):
    page = browser.sign_in(browser.authorize(asking), service.add_user())
    page = browser.submit(page, action="other")
    assert isinstance(page, Page) and page.path == "/ui/sign-in"
    other = service.add_user()
    assert "code" in browser.finish(page, other).params
