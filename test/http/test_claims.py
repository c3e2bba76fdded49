"""Claims that a client asks for one by one (OpenID Connect Core 5.5), and what ID Tokens say of the
sign-in: acr, auth_time, at_hash."""
import hashlib
import json
import time

import pytest

import oauth
from browser import Callback, Page
from conftest import CALLBACK, STANDARD

ONE_FACTOR = "urn:tessera:acr:1fa"
TWO_FACTORS = "urn:tessera:acr:2fa"


def asked(id_token=None, userinfo=None, **more):
    members = {"id_token": id_token, "userinfo": userinfo} | more
    return json.dumps({name: value for name, value in members.items() if value is not None})


def told(http, tokens):
    """(claims of the ID Token, userinfo)"""
    return (oauth.parts(tokens["id_token"])[1],
            oauth.userinfo(http, tokens["access_token"]).raise_for_status().json())


def refused(answer, error):
    assert isinstance(answer, Callback), answer
    assert answer.params["error"] == error, answer.params
    assert "code" not in answer.params and answer.params["state"] == "state-1"
    return answer.params["error_description"]


@pytest.fixture
def fresh_user(service):
    return service.add_user()


# Requests that are none.

@pytest.mark.parametrize("claims", [
    "x", "[]", "null", "{", '{"id_token":{}}x', '{"id_token":[]}', '{"id_token":null}',
    '{"userinfo":"email"}', '{"userinfo":{"email":true}}', '{"userinfo":{"email":[]}}',
    '{"userinfo":{"email":"yes"}}', '{"userinfo":{"email":{"essential":"true"}}}',
    '{"userinfo":{"email":{"essential":1}}}', '{"userinfo":{"email":{"values":"a"}}}',
    '{"userinfo":{"email":{"values":[]}}}', '{"userinfo":{"email":null,"email":null}}',
    '{"userinfo":{},"userinfo":{}}', '{"id_token":{"sub":{"value":1}}}',
    '{"id_token":{"sub":{"values":["a",null]}}}', '{"id_token":{"acr":{"values":[1]}}}',
    '{"userinfo":{"email\\u0000":null}}', '{"userinfo":' + '[' * 40 + ']' * 40 + '}',
    json.dumps({"userinfo": {f"claim{number}": None for number in range(65)}}),
    json.dumps({"userinfo": {"email": {"values": [str(number) for number in range(33)]}}}),
    json.dumps({"userinfo": {"c" * 129: None}}), json.dumps({"userinfo": {"email": {"x": "y" * 9000}}})])
def test_malformed_request_is_refused(signed_in, web, claims):
    assert "claims" in refused(signed_in.authorize(web, claims=claims), "invalid_request")


def test_repeated_parameter_is_refused(signed_in, web):
    refused(signed_in.authorize(web, claims=["{}", "{}"]), "invalid_request")


def test_what_is_not_understood_is_ignored(http, grant):
    tokens = grant(claims=asked(id_token={"email": {"purpose": "why", "essential": None}, "shoe_size": None,
                                          "__proto__": {"value": {}}, "nonce": {"essential": True}},
                                userinfo={"email#de": None, "iss": None}, other_member=[1, 2]))
    claims, person = told(http, tokens)
    assert claims["email"] == "ada@example.com" and "shoe_size" not in claims
    assert person == {"sub": claims["sub"]}


def test_without_openid_the_parameter_means_nothing(signed_in, web, user):
    assert signed_in.code(web, user, scope="api.read", claims="{")


# Where claims are told.

def test_claims_are_told_where_they_were_asked_for(http, grant, user):
    tokens = grant(claims=asked(id_token={"given_name": None}, userinfo={"email": {"essential": True}}))
    claims, person = told(http, tokens)
    assert claims["given_name"] == "Ada" and "email" not in claims
    assert person == {"sub": user.id, "email": user.email}


def test_claim_of_a_scope_is_told_in_the_id_token_when_asked_for_there(http, grant, user):
    claims, person = told(http, grant(scope="openid email", claims=asked(id_token={"email": None})))
    assert claims["email"] == person["email"] == user.email
    assert "email_verified" not in claims and person["email_verified"] is True


def test_every_supported_claim_of_a_person_can_be_asked_for(http, service, grant):
    supported = http.get("/.well-known/openid-configuration").json()["claims_supported"]
    claims, person = told(http, grant(claims=asked(userinfo={name: None for name in supported})))
    # A person without phone, address, language and time zone: such claims are left out.
    assert person.keys() == {"sub", "name", "given_name", "family_name", "preferred_username", "email",
                             "email_verified", "updated_at", "roles", "groups"}
    assert person["roles"] == ["auditor"] and person["groups"] == []


def test_language_tag_is_answered_by_the_one_form_there_is(http, grant):
    wanted = {"given_name#de-DE": None, "family_name#ja-Kana-JP": {"essential": True}}
    _, person = told(http, grant(claims=asked(userinfo=wanted)))
    assert person["given_name"] == "Ada" and person["family_name"] == "Lovelace"
    assert not any("#" in name for name in person)


@pytest.mark.parametrize("wanted, is_told", [
    ({"value": "ada@example.com"}, True), ({"value": "eve@example.com"}, False),
    ({"values": ["eve@example.com", "ada@example.com"]}, True), ({"values": ["eve@example.com"]}, False),
    ({"value": ["ada@example.com"]}, False), ({"value": {"deep": 1e300}}, False),
    ({"value": None, "values": None}, True),
    ({"value": "ada@example.com", "values": ["eve@example.com"], "essential": True}, False)])
@pytest.mark.parametrize("scope", ["openid", "openid email"])
def test_value_that_was_not_asked_for_is_left_out(http, grant, wanted, is_told, scope):
    claims, person = told(http, grant(scope=scope, claims=asked(id_token={"email": wanted},
                                                                userinfo={"email": wanted})))
    assert ("email" in claims, "email" in person) == (is_told, is_told)


def test_values_are_compared_with_their_type(http, grant):
    _, person = told(http, grant(claims=asked(userinfo={"email_verified": {"value": True}})))
    assert person["email_verified"] is True
    _, person = told(http, grant(claims=asked(userinfo={"email_verified": {"value": "true"}})))
    assert "email_verified" not in person


def test_claim_of_a_scope_that_the_client_may_not_have_is_not_given(service, http, browser, user):
    client = service.add_client("web", redirect_uri=[CALLBACK], require_consent="false",
                                scope="openid profile")
    code, verifier = browser.code(client, user, claims=asked(
        id_token={"email": {"essential": True}, "name": None}, userinfo={"email": None}))
    claims, person = told(http, oauth.exchange(http, client, code, verifier).json())
    assert "email" not in claims and "email" not in person and claims["name"] == "Ada Lovelace"


def test_refreshed_tokens_answer_the_same_claims(http, grant, web, user):
    tokens = grant(scope="openid email offline_access",
                   claims=asked(id_token={"email": None}, userinfo={"given_name": None}))
    fresh = oauth.refresh(http, web, tokens["refresh_token"], scope="openid").json()
    claims, person = told(http, fresh)
    assert claims["email"] == user.email and person == {"sub": user.id, "given_name": "Ada"}


def test_opaque_tokens_answer_them_too(http, grant, opaque, user):
    tokens = grant(client=opaque, claims=asked(userinfo={"email": None}))
    assert told(http, tokens)[1]["email"] == user.email


def test_claims_by_name_are_not_in_access_tokens(grant):
    token = grant(claims=asked(id_token={"roles": None, "email": None}, userinfo={"roles": None}))
    assert not {"roles", "email"} & oauth.parts(token["access_token"])[1].keys()


# Consent.

def consent_page(browser, client, user, **params):
    page = browser.sign_in(browser.authorize(client, **params), user)
    assert isinstance(page, Page) and page.path == "/ui/consent", page
    return page


def test_consent_shows_claims_in_words_and_marks_essential_ones(browser, asking, fresh_user):
    page = consent_page(browser, asking, fresh_user, claims=asked(
        userinfo={"phone_number": {"essential": True}, "shoe_size": None}, id_token={"zoneinfo": None}))
    assert "Your phone number" in page.text and "Your time zone" in page.text
    assert page.text.count("says that it needs this") == 1
    assert "shoe_size" not in page.text
    form = page.form("action")
    assert [value for name, value in form.fields if name == "claim"] == ["zoneinfo", "phone_number"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_every_claim_has_words_in_every_language(browser, http, asking, fresh_user, language):
    supported = http.get("/.well-known/openid-configuration").json()["claims_supported"]
    page = consent_page(browser, asking, fresh_user, ui_locales=language,
                        claims=asked(userinfo={name: None for name in supported}))
    ticks = [value for name, value in page.form("action").fields if name == "claim"]
    assert len(ticks) == 14
    # A claim without words would be shown by its name.
    assert not [name for name in ticks if f"<bdi>{name}</bdi>" in page.response.text]


def test_claims_that_a_scope_covers_are_not_asked_for_twice(browser, asking, fresh_user):
    page = consent_page(browser, asking, fresh_user, scope="openid email",
                        claims=asked(userinfo={"email": None, "email_verified": None}))
    assert not [value for name, value in page.form("action").fields if name == "claim"]


def tokens_of(http, client, callback, verifier):
    return oauth.exchange(http, client, callback.params["code"], verifier).json()


def test_unticked_claim_is_not_given(http, browser, asking, fresh_user):
    verifier, challenge = oauth.pkce()
    both = {"email": {"essential": True}, "given_name": None}
    page = consent_page(browser, asking, fresh_user, code_challenge=challenge,
                        code_challenge_method="S256", claims=asked(id_token=both, userinfo=both))
    callback = browser.submit(page, {"claim": "given_name"}, action="allow")
    claims, person = told(http, tokens_of(http, asking, callback, verifier))
    assert claims["given_name"] == person["given_name"] == "Ada"
    assert "email" not in claims and "email" not in person


def test_claim_that_nobody_asked_for_cannot_be_ticked(http, browser, asking, fresh_user):
    verifier, challenge = oauth.pkce()
    page = consent_page(browser, asking, fresh_user, code_challenge=challenge,
                        code_challenge_method="S256", claims=asked(userinfo={"given_name": None}))
    callback = browser.submit(page, {"claim": ["given_name", "email", "roles"]}, action="allow")
    assert told(http, tokens_of(http, asking, callback, verifier))[1] == {
        "sub": fresh_user.id, "given_name": "Ada"}


def test_claim_of_a_scope_that_was_unticked_is_not_given(http, browser, asking, fresh_user):
    verifier, challenge = oauth.pkce()
    page = consent_page(browser, asking, fresh_user, scope="openid email", code_challenge=challenge,
                        code_challenge_method="S256", claims=asked(id_token={"email": None}))
    callback = browser.submit(page, action="allow", without=("scope",))
    claims, person = told(http, tokens_of(http, asking, callback, verifier))
    assert "email" not in claims and "email" not in person


def test_consent_is_asked_again_when_claims_grow(browser, asking, fresh_user):
    first = asked(userinfo={"email": None})
    browser.code(asking, fresh_user, claims=first)
    assert "code" in browser.authorize(asking, prompt="none", claims=first).params
    refused(browser.authorize(asking, prompt="none", claims=asked(
        userinfo={"email": None}, id_token={"phone_number": None})), "consent_required")
    page = browser.authorize(asking, claims=asked(userinfo={"email": None, "address": None}))
    assert isinstance(page, Page) and page.path == "/ui/consent"


# The person.

def test_sub_of_this_person_is_content(signed_in, web, user):
    for wanted in ({"value": user.id}, {"values": ["someone", user.id]}, {"essential": True}, None):
        for member in ("id_token", "userinfo"):
            answer = signed_in.authorize(web, prompt="none", claims=asked(**{member: {"sub": wanted}}))
            assert "code" in answer.params, answer


@pytest.mark.parametrize("member", ["id_token", "userinfo"])
def test_sub_of_another_person_is_login_required(signed_in, web, user, fresh_user, member):
    refused(signed_in.authorize(web, prompt="none", claims=asked(
        **{member: {"sub": {"value": fresh_user.id}}})), "login_required")


def test_sub_of_another_person_must_sign_in(browser, http, web, user, fresh_user):
    browser.code(web, user)
    wanted = asked(id_token={"sub": {"value": fresh_user.id}})
    page = browser.authorize(web, claims=wanted)
    assert page.path == "/ui/sign-in"
    refused(browser.sign_in(page, user), "login_required")
    code, verifier = browser.code(web, fresh_user, claims=wanted)
    assert told(http, oauth.exchange(http, web, code, verifier).json())[0]["sub"] == fresh_user.id


def test_sub_against_the_hint_is_refused(signed_in, web, grant, fresh_user):
    refused(signed_in.authorize(web, id_token_hint=grant()["id_token"], claims=asked(
        id_token={"sub": {"value": fresh_user.id}})), "invalid_request")


# The sign-in: acr, auth_time, at_hash.

def test_reachable_classes_stand_in_discovery(http, grant):
    document = http.get("/.well-known/openid-configuration").json()
    assert document["claims_parameter_supported"] is True
    assert document["acr_values_supported"] == [ONE_FACTOR]
    assert oauth.parts(grant()["id_token"])[1]["acr"] in document["acr_values_supported"]


@pytest.mark.parametrize("wanted", [{"value": TWO_FACTORS}, {"values": [TWO_FACTORS, "gold"]},
                                    {"value": "gold"}, {"value": "two words"}])
def test_essential_class_that_cannot_be_reached_is_refused(signed_in, browser, web, user, wanted):
    claims = asked(id_token={"acr": {"essential": True} | wanted})
    for answer in (signed_in.authorize(web, claims=claims),
                   signed_in.authorize(web, claims=claims, prompt="none"),
                   browser.sign_in(browser.authorize(web, claims=claims), user)):
        refused(answer, "unmet_authentication_requirements")


@pytest.mark.parametrize("wanted", [None, {"essential": True}, {"value": TWO_FACTORS},
                                    {"essential": True, "value": ONE_FACTOR},
                                    {"essential": True, "values": [TWO_FACTORS, ONE_FACTOR]}])
def test_other_wishes_for_a_class_get_the_one_that_was_reached(http, grant, wanted):
    claims, _ = told(http, grant(claims=asked(id_token={"acr": wanted})))
    assert claims["acr"] == ONE_FACTOR


def test_class_that_is_essential_for_userinfo_alone_binds_nobody(grant):
    assert grant(claims=asked(userinfo={"acr": {"essential": True, "value": TWO_FACTORS}}))


@pytest.mark.parametrize("values", [TWO_FACTORS, "gold", TWO_FACTORS + " " + ONE_FACTOR])
def test_acr_values_are_a_wish(http, grant, values):
    assert told(http, grant(acr_values=values))[0]["acr"] == ONE_FACTOR


def at_hash(token, digest=hashlib.sha256):
    half = digest(token.encode()).digest()
    return oauth.b64url(half[:len(half) // 2])


@pytest.mark.parametrize("alg, digest", [("RS256", hashlib.sha256), ("ES256", hashlib.sha256),
                                         ("EdDSA", hashlib.sha512)])
def test_at_hash_is_of_the_token_beside_it(service, http, browser, user, tmp_path, alg, digest):
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"id_token_signed_response_alg": alg}))
    client = service.add_client("web", redirect_uri=[CALLBACK], require_consent="false",
                                metadata_file=metadata)
    code, verifier = browser.code(client, user, scope="openid offline_access")
    first = oauth.exchange(http, client, code, verifier).json()
    second = oauth.refresh(http, client, first["refresh_token"]).json()
    for tokens in (first, second):
        header, claims = oauth.parts(tokens["id_token"])
        assert header["alg"] == alg and claims["at_hash"] == at_hash(tokens["access_token"], digest)


def test_refreshed_id_token_keeps_what_it_must(http, service, browser, web, user):
    """Section 12.2."""
    code, verifier = browser.code(web, user, nonce="n-1", scope="openid offline_access")
    first = oauth.exchange(http, web, code, verifier).json()
    before = oauth.parts(first["id_token"])[1]
    time.sleep(1.1)
    browser.code(web, user, prompt="login")
    after = oauth.parts(oauth.refresh(http, web, first["refresh_token"]).json()["id_token"])[1]
    assert before["nonce"] == "n-1" and "nonce" not in after
    for name in ("iss", "sub", "aud", "auth_time", "acr", "amr"):
        assert after[name] == before[name], name
    assert after["iat"] > before["iat"] and after["exp"] > before["exp"]


def test_auth_time_is_that_of_the_sign_in(http, service, browser, web, user):
    code, verifier = browser.code(web, user)
    first = told(http, oauth.exchange(http, web, code, verifier).json())[0]
    time.sleep(1.1)
    code, verifier = browser.code(web, user, claims=asked(id_token={"auth_time": {"essential": True}}))
    again = told(http, oauth.exchange(http, web, code, verifier).json())[0]
    assert again["auth_time"] == first["auth_time"] <= first["iat"] < again["iat"]
    code, verifier = browser.code(web, user, prompt="login")
    fresh = told(http, oauth.exchange(http, web, code, verifier).json())[0]
    assert fresh["auth_time"] > first["auth_time"]


# Lists and settings.

def test_roles_and_groups_are_lists_everywhere(http, service, browser, grant, fresh_user, web, api):
    code, verifier = browser.code(web, fresh_user, scope="openid roles groups api.read")
    tokens = oauth.exchange(http, web, code, verifier).json()
    claims, person = told(http, tokens)
    introspected = oauth.introspect(http, api, tokens["access_token"]).json()
    for said in (claims, person, oauth.parts(tokens["access_token"])[1], introspected):
        assert said["roles"] == [] and said["groups"] == []


def test_roles_without_their_scope_are_told_nowhere(http, grant, api):
    tokens = grant(scope="openid profile api.read")
    claims, person = told(http, tokens)
    for said in (claims, person, oauth.parts(tokens["access_token"])[1],
                 oauth.introspect(http, api, tokens["access_token"]).json()):
        assert "roles" not in said and "groups" not in said


@pytest.mark.parametrize("everything", [False, True])
def test_claims_of_scopes_stand_in_the_id_token_by_setting(service, http, browser, user, tmp_path,
                                                           everything):
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"claims_in_id_token": everything}))
    client = service.add_client("web", redirect_uri=[CALLBACK], require_consent="false",
                                scope=STANDARD, metadata_file=metadata)
    code, verifier = browser.code(client, user, scope="openid email profile roles offline_access")
    tokens = oauth.exchange(http, client, code, verifier).json()
    for one in (tokens, oauth.refresh(http, client, tokens["refresh_token"]).json()):
        claims = oauth.parts(one["id_token"])[1]
        assert claims["roles"] == ["auditor"]
        assert ("email" in claims, "given_name" in claims) == (everything, everything)
