"""Access tokens as an API wants them: typ, format and algorithm by resource; and what tells a token
that bears the typ of an ID Token from an ID Token (RFC 9068 5, RFC 8725 3.11)."""
import pytest

import oauth
from browser import Callback
from conftest import API, CALLBACK, STANDARD, refused

OLD = "https://old.example.com"
SECRET = "https://secret.example.com"
STRICT = "https://strict.example.com"


@pytest.fixture(scope="module", autouse=True)
def resources(service):
    for scope, audience in (("old.read", OLD), ("old.write", OLD), ("secret", SECRET),
                            ("strict", STRICT)):
        service.verb("scope", "add", "--name", scope, "--audience", audience)
    service.verb("resource", "update", OLD, "--token-typ", "JWT", "--token-alg", "RS256")
    service.verb("resource", "update", SECRET, "--token-format", "opaque")
    service.verb("resource", "update", STRICT, "--token-typ", "at+jwt")


@pytest.fixture(scope="module")
def party(service):
    return service.add_client("web", redirect_uri=[CALLBACK], require_consent="false",
                              post_logout_redirect_uri=["https://app.example.com/bye"],
                              scope=STANDARD + " old.read old.write secret strict api.read")


@pytest.fixture(scope="module")
def job(service):
    return service.add_client("machine", scope="old.read secret strict")


@pytest.fixture(scope="module")
def old_api(service):
    return service.add_client("resource", scope="old.read")


@pytest.fixture
def plain(grant, party, user):
    """Tokens whose access token bears the typ of an ID Token."""
    tokens = grant(client=party, scope="openid email offline_access old.read")
    assert oauth.parts(tokens["access_token"])[0]["typ"] == "JWT"
    return tokens


def test_unknown_resource_and_values_are_refused(service):
    assert service.verb("resource", "update", "https://nobody.example.com", "--token-typ", "JWT",
                        expect=None).code == 4
    for option, value in (("typ", "jwt"), ("typ", ""), ("format", "JWT"), ("alg", "HS256"),
                          ("alg", "none")):
        done = service.verb("resource", "update", OLD, "--json", f"--token-{option}", value,
                            expect=None)
        assert done.code == 2 and done.error["key"] == f"token-{option}", done


def test_resources_are_the_audiences_of_scopes(service):
    items = {item["audience"]: item
             for item in service.verb("resource", "list", "--json").json["items"]}
    assert items[OLD] == {"audience": OLD, "token_typ": "JWT", "token_alg": "RS256"}
    assert items["https://api.example.com"] == {"audience": "https://api.example.com"}


def test_settings_go_with_the_last_scope_and_by_default(service, http, job):
    there = "https://fleeting.example.com"
    for _ in range(2):
        service.verb("scope", "add", "--name", "fleeting", "--audience", there)
        listed = [item for item in service.verb("resource", "list", "--json").json["items"]
                  if item["audience"] == there]
        assert listed == [{"audience": there}]
        service.verb("resource", "update", there, "--token-typ", "JWT", "--token-format", "jwt")
        done = service.verb("resource", "update", there, "--token-typ", "default", "--json").json
        assert done == {"audience": there, "token_format": "jwt"}
        service.verb("scope", "delete", "fleeting")


def machine_token(http, job, scope):
    answer = oauth.token(http, job, "client_credentials", scope=scope)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def test_typ_and_algorithm_are_the_apis(http, job):
    header, claims = oauth.parts(machine_token(http, job, "old.read"))
    assert (header["typ"], header["alg"]) == ("JWT", "RS256") and claims["aud"] == OLD
    header, _ = oauth.parts(machine_token(http, job, "strict"))
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")


def test_opaque_is_for_whoever_asks(http, job, grant, party):
    assert "." not in machine_token(http, job, "secret")
    tokens = grant(client=party, scope="openid secret offline_access")
    fresh = oauth.refresh(http, party, tokens["refresh_token"]).json()
    for one in (tokens, fresh):
        assert "." not in one["access_token"] and oauth.userinfo(http, one["access_token"]).is_success


def test_apis_that_disagree_share_no_token(http, signed_in, party, user, job):
    refused(oauth.token(http, job, "client_credentials", scope="old.read strict"), 400,
            "invalid_target")
    code, verifier = signed_in.code(party, user, scope="openid old.read strict")
    refused(oauth.exchange(http, party, code, verifier), 400, "invalid_target")
    # The code is not spent by that: each is there for the asking.
    tokens = oauth.exchange(http, party, code, verifier, resource=OLD).json()
    assert oauth.parts(tokens["access_token"])[0]["typ"] == "JWT"
    refused(oauth.refresh(http, party, tokens["refresh_token"]), 400, "invalid_target")
    fresh = oauth.refresh(http, party, tokens["refresh_token"], resource=STRICT).json()
    assert oauth.parts(fresh["access_token"])[0]["typ"] == "at+jwt"


# A person sees each API that a token will be good for (RFC 8707 2, OpenID Connect Core 3.1.2.4).

@pytest.fixture(scope="module")
def asked_of(service):
    """A client whose users are asked for consent, and that may use several APIs."""
    return service.add_client("web", redirect_uri=[CALLBACK],
                              scope=STANDARD + " strict old.read old.write api.read")


@pytest.fixture
def at_consent(browser, service, asked_of):
    """A new person at the consent page: (page, verifier)."""
    person = service.add_user()

    def ask(**params):
        verifier, challenge = oauth.pkce()
        page = browser.authorize(asked_of, code_challenge=challenge, code_challenge_method="S256",
                                 **params)
        if not isinstance(page, Callback) and page.path == "/ui/sign-in":
            page = browser.sign_in(page, person)
        return page, verifier
    return ask


def test_consent_names_the_api_of_a_resource_without_a_scope(http, browser, at_consent, asked_of):
    page, verifier = at_consent(resource=STRICT)
    assert page.path == "/ui/consent" and STRICT in page.text and OLD not in page.text
    code = browser.submit(page, action="allow").params["code"]
    tokens = oauth.exchange(http, asked_of, code, verifier, resource=STRICT).json()
    assert oauth.parts(tokens["access_token"])[1]["aud"] == STRICT
    # It was allowed once, and the next API is asked for again.
    assert isinstance(at_consent(resource=STRICT)[0], Callback)
    page, _ = at_consent(resource=[STRICT, OLD])
    assert page.path == "/ui/consent" and STRICT in page.text and OLD in page.text


def test_consent_names_the_apis_of_scopes(at_consent):
    page, _ = at_consent(scope="openid strict old.read")
    assert STRICT in page.text and OLD in page.text and API not in page.text
    # A resource cuts the token to itself, whatever else is asked for.
    page, _ = at_consent(scope="openid strict old.read", resource=STRICT)
    assert STRICT in page.text and OLD not in page.text
    page, _ = at_consent(scope="openid email")
    assert "https://" not in page.text


def test_resource_whose_scopes_were_declined_was_declined(http, browser, at_consent, asked_of):
    page, verifier = at_consent(scope="openid strict old.read old.write", resource=[STRICT, OLD])
    code = browser.submit(page, {"scope": ["openid", "old.write"]}, action="allow").params["code"]
    refused(oauth.exchange(http, asked_of, code, verifier, resource=STRICT), 400, "invalid_target")
    tokens = oauth.exchange(http, asked_of, code, verifier).json()
    assert oauth.parts(tokens["access_token"])[1]["aud"] == OLD
    assert tokens["scope"] == "openid old.write"
    refused(oauth.refresh(http, asked_of, tokens["refresh_token"], resource=STRICT), 400,
            "invalid_target")
    # Nor is it remembered as allowed.
    assert at_consent(resource=STRICT)[0].path == "/ui/consent"
    assert isinstance(at_consent(scope="openid old.write", resource=OLD)[0], Callback)


def test_declining_every_api_leaves_none(http, browser, at_consent, asked_of, service):
    page, verifier = at_consent(scope="openid strict old.read", resource=STRICT)
    code = browser.submit(page, {"scope": ["openid", "old.read"]}, action="allow").params["code"]
    for resource in (STRICT, OLD):
        refused(oauth.exchange(http, asked_of, code, verifier, resource=resource), 400,
                "invalid_target")
    tokens = oauth.exchange(http, asked_of, code, verifier).json()
    assert oauth.parts(tokens["access_token"])[1]["aud"] == service.issuer
    assert tokens["scope"] == "openid"


def test_resource_beyond_the_grant_is_refused_everywhere(http, browser, at_consent, asked_of):
    answer, _ = at_consent(resource="https://other.example.com")
    assert answer.params["error"] == "invalid_target"
    page, verifier = at_consent(scope="openid strict")
    code = browser.submit(page, action="allow").params["code"]
    refused(oauth.exchange(http, asked_of, code, verifier, resource=OLD), 400, "invalid_target")
    tokens = oauth.exchange(http, asked_of, code, verifier, resource=STRICT).json()
    refused(oauth.refresh(http, asked_of, tokens["refresh_token"], resource=OLD), 400,
            "invalid_target")


# What an access token of typ JWT is good for, and what not.

def test_our_endpoints_know_it(http, plain, old_api, stranger, user, party):
    token = plain["access_token"]
    assert oauth.userinfo(http, token).json()["email"] == user.email
    said = oauth.introspect(http, old_api, token).json()
    assert said["active"] and said["aud"] == OLD and said["sub"] == user.id
    assert oauth.introspect(http, stranger, token).json() == {"active": False}
    assert oauth.revoke(http, party, token).status_code == 200
    assert oauth.introspect(http, old_api, token).json() == {"active": False}
    assert oauth.userinfo(http, token).status_code == 401


def test_id_token_is_no_access_token(http, plain, party, old_api):
    for client in (party, old_api):
        assert oauth.introspect(http, client, plain["id_token"]).json() == {"active": False}
    assert oauth.userinfo(http, plain["id_token"]).status_code == 401
    assert oauth.revoke(http, party, plain["id_token"]).status_code == 200
    assert oauth.introspect(http, party, plain["access_token"]).json()["active"]


def test_it_is_no_id_token(http, browser, signed_in, plain, party, service):
    claims = oauth.parts(plain["access_token"])[1]
    assert claims["token_use"] == "access" and "token_use" not in oauth.parts(plain["id_token"])[1]
    answer = signed_in.authorize(party, prompt="none", id_token_hint=plain["access_token"])
    assert isinstance(answer, Callback) and answer.params["error"] == "invalid_request"
    page = signed_in.get(f"{service.issuer}/oauth2/logout", params={
        "id_token_hint": plain["access_token"],
        "post_logout_redirect_uri": "https://app.example.com/bye"})
    assert page.status == 400 and page.error == "invalid_request"


def test_other_typs_bear_no_mark(http, job, grant):
    assert "token_use" not in oauth.parts(machine_token(http, job, "strict"))[1]
    assert "token_use" not in oauth.parts(grant()["access_token"])[1]
