"""The authorization endpoint: what shows a page, what goes to the client, and what each parameter
does (RFC 6749 4.1, RFC 7636, RFC 9207, RFC 8707, OpenID Connect Core 3.1.2)."""
import time
import urllib.parse

import pytest

import oauth
from browser import Callback, Page
from conftest import API, CALLBACK


def shows_page(answer, status=400):
    assert isinstance(answer, Page), answer
    assert answer.status == status, answer
    assert "location" not in answer.headers
    return answer


def sent_back(answer, error, service, client):
    assert isinstance(answer, Callback), answer
    assert answer.url == client["redirect_uris"][0]
    assert answer.params["error"] == error, answer.params
    assert answer.params["iss"] == service.issuer
    assert answer.params.get("state") == "state-1"
    assert "code" not in answer.params
    return answer


# Before client and redirect URI are proven good: a page, never a redirect.

@pytest.mark.parametrize("params", [
    {"client_id": None}, {"client_id": ""}, {"client_id": "nobody"}, {"client_id": "a\0b"},
    {"redirect_uri": "https://evil.example/callback"}, {"redirect_uri": CALLBACK + "/"},
    {"redirect_uri": CALLBACK + "?x=1"}, {"redirect_uri": CALLBACK + "#part"},
    {"redirect_uri": CALLBACK.upper()}, {"redirect_uri": "https://app.example.com"},
    {"redirect_uri": "javascript:alert(1)"}, {"redirect_uri": ""},
    {"redirect_uri": "http://app.example.com/callback"},
    {"redirect_uri": "https://app.example.com:443/callback"},
    {"redirect_uri": "https://user@app.example.com/callback"}])
def test_unproven_client_or_address_shows_a_page(browser, web, params):
    shows_page(browser.authorize(web, **params))


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_repeated_client_or_address_shows_a_page(browser, web, service, name):
    url = oauth.authorize_url(service.issuer, web) + f"&{name}=x"
    shows_page(browser.get(url))


def test_missing_redirect_uri_is_no_redirect_with_several_registered(browser, service):
    client = service.add_client("web", redirect_uri=[CALLBACK, CALLBACK + "2"])
    shows_page(browser.authorize(client, redirect_uri=None))


def test_machine_has_no_business_here(browser, machine):
    answer = browser.authorize(machine, redirect_uri=CALLBACK)
    shows_page(answer)


def test_disabled_client_shows_a_page(browser, service):
    client = service.add_client("web", redirect_uri=CALLBACK)
    service.verb("client", "update", client["client_id"], "--enabled", "false")
    shows_page(browser.authorize(client))


# After that: to the client, with iss and state.

@pytest.mark.parametrize("error, params", [
    ("unsupported_response_type", {"response_type": "token"}),
    ("unsupported_response_type", {"response_type": "code token"}),
    ("unsupported_response_type", {"response_type": "id_token"}),
    ("unsupported_response_type", {"response_type": "none of this"}),
    ("invalid_request", {"response_type": None}),
    ("invalid_request", {"code_challenge": None, "code_challenge_method": None}),
    ("invalid_request", {"code_challenge": "x" * 43, "code_challenge_method": "plain"}),
    ("invalid_request", {"code_challenge": "x" * 43, "code_challenge_method": None}),
    ("invalid_request", {"code_challenge": "too-short", "code_challenge_method": "S256"}),
    ("invalid_request", {"code_challenge": "!" * 43, "code_challenge_method": "S256"}),
    ("invalid_request", {"code_challenge": None, "code_challenge_method": "S256"}),
    ("invalid_scope", {"scope": 'openid "quoted"'}),
    ("invalid_target", {"resource": "https://unknown.example.com"}),
    ("invalid_target", {"resource": "not a uri"}),
    ("invalid_target", {"resource": API + "#part"}),
    ("invalid_request", {"prompt": "none login"}),
    ("invalid_request", {"prompt": "whatever"}),
    ("invalid_request", {"max_age": "-1"}),
    ("invalid_request", {"max_age": "1.5"}),
    ("request_not_supported", {"request": "eyJhbGciOiJub25lIn0.e30."}),
    ("request_uri_not_supported", {"request_uri": "https://app.example.com/r"}),
    ("registration_not_supported", {"registration": "{}"}),
    ("login_required", {"prompt": "none"})])
def test_error_goes_to_the_client_with_iss_and_state(browser, web, service, error, params):
    sent_back(browser.authorize(web, **params), error, service, web)


@pytest.mark.parametrize("name", ["response_type", "scope", "state", "nonce", "code_challenge",
                                  "prompt", "max_age", "login_hint", "claims"])
def test_repeated_parameter_is_invalid_request(browser, web, service, name):
    url = oauth.authorize_url(service.issuer, web, **{name: ["1", "1"]})
    answer = browser.get(url)
    assert isinstance(answer, Callback) and answer.params["error"] == "invalid_request"
    assert answer.params["iss"] == service.issuer


@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
def test_error_uses_the_response_mode(browser, web, service, mode):
    answer = sent_back(browser.authorize(web, prompt="none", response_mode=mode), "login_required",
                       service, web)
    assert answer.mode == mode


@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
@pytest.mark.parametrize("length", [4097, 12000])
def test_state_that_is_too_long_is_refused_with_iss_and_without_it(http, browser, service, web, mode,
                                                                   length):
    answer = cross_site_post(http, web, state="&" * length, response_mode=mode)
    callback = browser.follow(answer)
    assert callback.mode == mode and callback.params["error"] == "invalid_request"
    assert callback.params["iss"] == service.issuer and "state" not in callback.params


def test_longest_state_comes_back_whole(browser, http, service, web):
    callback = browser.follow(cross_site_post(http, web, state="&" * 4096, prompt="none"))
    assert callback.params["state"] == "&" * 4096 and callback.params["iss"] == service.issuer


def test_unknown_response_mode_is_an_error(browser, web):
    answer = browser.authorize(web, response_mode="pigeon")
    assert isinstance(answer, Callback), answer
    assert answer.params["error"] in ("unsupported_response_mode", "invalid_request")


def test_invalid_utf8_and_nul_are_refused(browser, web, service):
    for bad in ("%C0%AF", "%00", "%FF"):
        answer = browser.get(oauth.authorize_url(service.issuer, web, state=None) + "&state=" + bad)
        assert isinstance(answer, Page) and answer.status == 400 or (
            answer.params["error"] == "invalid_request")


def test_a_hundred_and_one_parameters_are_refused(browser, web, service):
    many = "".join(f"&p{number}=1" for number in range(101))
    answer = browser.get(oauth.authorize_url(service.issuer, web) + many)
    assert isinstance(answer, Page) and answer.status in (400, 413)


def test_unknown_parameters_are_ignored(signed_in, web, user):
    assert signed_in.code(web, user, foo="bar")


# What succeeds.

@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
def test_answer_has_code_state_and_iss_in_each_mode(signed_in, web, user, service, mode):
    callback = signed_in.finish(signed_in.authorize(web, response_mode=mode), user)
    assert callback.mode == mode
    assert callback.params.keys() == {"code", "state", "iss"}
    assert callback.params["iss"] == service.issuer and callback.params["state"] == "state-1"
    assert len(callback.params["code"]) >= 22


def test_no_state_is_not_made_up(signed_in, web, user):
    callback = signed_in.finish(signed_in.authorize(web, state=None), user)
    assert "state" not in callback.params


def test_hostile_state_comes_back_exactly(signed_in, web, user):
    state = "a&b=c d\"<script>'#?%/+ü\\"
    for mode in ("query", "fragment", "form_post"):
        callback = signed_in.finish(signed_in.authorize(web, state=state, response_mode=mode), user)
        assert callback.params["state"] == state


def cross_site_post(http, client, **params):
    return http.post("/oauth2/authorize", headers={
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site",
        "Origin": "https://app.example.com"},
        content=urllib.parse.urlencode(oauth.authorize_params(client, **params)))


def test_post_from_another_site_is_stored_and_answered_by_a_redirect(http, browser, web, user):
    answer = cross_site_post(http, web, state="only the client's business", login_hint="ada")
    location = answer.headers["location"]
    assert answer.status_code == 303 and len(location) < 120 and "business" not in location
    callback = browser.finish(browser.follow(answer), user)
    assert "code" in callback.params and callback.params["state"] == "only the client's business"


def test_posted_request_that_is_longer_than_an_address_goes_through(http, browser, web, user):
    callback = browser.finish(
        browser.follow(cross_site_post(http, web, unknown="x" * 40000)), user)
    assert "code" in callback.params


def test_posted_request_that_is_refused_is_not_stored(http, web):
    for params in ({"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"}):
        assert cross_site_post(http, web, **params).status_code == 400
    answer = cross_site_post(http, web, scope="openid nothing\"")
    assert answer.headers["location"].startswith(CALLBACK + "?error=invalid_scope")


@pytest.mark.parametrize("query", ["posted=unknown", "posted=a&client_id=b"])
def test_unknown_reference_to_a_posted_request_is_refused(http, query):
    assert http.get("/oauth2/authorize?" + query).status_code == 400


def test_only_registered_redirect_uri_may_be_left_out(signed_in, web, user, http):
    code, verifier = signed_in.code(web, user, redirect_uri=None, scope="api.read")
    assert oauth.exchange(http, web, code, verifier, redirect_uri=None).status_code == 200


def test_native_loopback_may_differ_in_port_only(service, browser, user):
    native = service.add_client("native", redirect_uri=["http://127.0.0.1/cb"],
                                require_consent="false")
    code, _ = browser.code(native, user, redirect_uri="http://127.0.0.1:49152/cb")
    assert code
    shows_page(browser.authorize(native, redirect_uri="http://127.0.0.1:49152/other"))
    shows_page(browser.authorize(native, redirect_uri="http://127.0.0.2:49152/cb"))
    shows_page(browser.authorize(native, redirect_uri="http://localhost:49152/cb"))


def test_client_may_be_allowed_to_go_without_pkce(service, browser, user, http):
    old = service.add_client("web", redirect_uri=[CALLBACK], require_pkce="false",
                             require_consent="false")
    callback = browser.finish(browser.authorize(old, code_challenge=None), user)
    assert oauth.exchange(http, old, callback.params["code"], None).status_code == 200


def test_public_client_cannot_go_without_pkce(service):
    done = service.verb("client", "add", "--type", "spa", "--name", "x", "--redirect-uri",
                        "https://x.example.com/", "--require-pkce", "false", expect=None)
    assert done.code in (2, 6)


# Prompts, ages and hints.

def test_prompt_none_without_consent_is_consent_required(service, browser, asking, web, user):
    browser.code(web, user)
    sent_back(browser.authorize(asking, prompt="none", scope="openid phone"), "consent_required",
              service, asking)


def test_consent_to_nothing_is_a_denial(service, browser, asking):
    page = browser.sign_in(browser.authorize(asking, scope="api.read"), service.add_user())
    assert page.path == "/ui/consent"
    sent_back(browser.submit(page, action="allow", without=("scope",)), "access_denied", service,
              asking)


def test_prompt_none_succeeds_when_all_is_there(signed_in, web):
    callback = signed_in.authorize(web, prompt="none")
    assert isinstance(callback, Callback) and "code" in callback.params


def test_prompt_login_asks_again(signed_in, web):
    answer = signed_in.authorize(web, prompt="login")
    assert isinstance(answer, Page) and answer.path == "/ui/sign-in"


def test_prompt_select_account_asks(signed_in, web):
    answer = signed_in.authorize(web, prompt="select_account")
    assert isinstance(answer, Page) and answer.path == "/ui/sign-in"


def test_prompt_consent_asks_though_nothing_is_new(signed_in, web):
    answer = signed_in.authorize(web, prompt="consent")
    assert isinstance(answer, Page) and answer.path == "/ui/consent"


def test_max_age_forces_a_sign_in_and_auth_time_is_new(service, browser, http, web, user):
    browser.code(web, user)
    time.sleep(2.1)
    sent_back(browser.authorize(web, prompt="none", max_age="1"), "login_required", service, web)
    before = int(time.time()) - 1
    code, verifier = browser.code(web, user, max_age="1")
    claims = oauth.parts(oauth.exchange(http, web, code, verifier).json()["id_token"])[1]
    assert claims["auth_time"] >= before


def test_max_age_that_is_long_enough_asks_nothing(signed_in, web):
    assert "code" in signed_in.authorize(web, max_age="36000").params


def test_id_token_hint_of_another_person_is_login_required(service, browser, http, web, user, grant):
    hint = grant()["id_token"]
    other = service.add_user()
    browser.code(web, other)
    sent_back(browser.authorize(web, prompt="none", id_token_hint=hint), "login_required", service,
              web)


def test_id_token_hint_of_this_person_is_content(signed_in, web, grant):
    assert "code" in signed_in.authorize(web, prompt="none", id_token_hint=grant()["id_token"]).params


def test_forged_id_token_hint_is_refused(service, browser, web):
    forged = ".".join([oauth.b64url(b'{"alg":"none"}'), oauth.b64url(b'{"sub":"x"}'), ""])
    sent_back(browser.authorize(web, id_token_hint=forged), "invalid_request", service, web)


def test_login_hint_fills_the_address_in_as_text(browser, web):
    page = browser.authorize(web, login_hint='ada"><script>@example.com')
    assert ("email", 'ada"><script>@example.com') in page.form("email", "password").fields
    assert "<script>@" not in page.response.text


@pytest.mark.parametrize("language", ["de", "fr", "es", "en"])
def test_ui_locales_choose_the_language(browser, web, language):
    page = browser.authorize(web, ui_locales=f"xx {language} en")
    assert f'lang="{language}' in page.response.text


def test_resource_becomes_the_exact_audience(grant):
    claims = oauth.parts(grant(scope="openid api.read", resource=API)["access_token"])[1]
    assert claims["aud"] == API


def test_nine_resources_are_too_many(browser, web, service):
    answer = browser.authorize(web, resource=[API] * 9)
    sent_back(answer, "invalid_target" if answer.params["error"] == "invalid_target"
              else "invalid_request", service, web)


def test_answers_are_not_cached(http, web, service):
    for url in (oauth.authorize_url(service.issuer, web),
                oauth.authorize_url(service.issuer, web, prompt="none")):
        assert "no-store" in http.get(url).headers["cache-control"]
