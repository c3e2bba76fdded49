"""The log, at its most talkative: it has each request by its id, and no secret of any of them."""
import json
import re

import pytest

import browser as pages
import oauth
import tessera
from conftest import API, CALLBACK

OWNER = {"email": "owner@example.com", "given_name": "Olga", "family_name": "Owner",
         "password": "the first of all passwords"}
TEXT_LINE = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (debug|info|warn|error) [a-z_.]+'
                       r'( [a-z_]+=("([^"\\\x00-\x1f\x7f]|\\.)*"|-?\d+))*')
HOSTILE = 'a\r\n{"level":"error"}\x1b[31m\x7f\x85\u2028"\\ é'


class Watched:
    """A service, and what its log got since it was ready."""

    def __init__(self, service, form):
        self.service, self.form = service, form
        self.begin = len(service.log)

    @property
    def lines(self):
        return self.service.log[self.begin:].split("\n")[:-1]

    def lines_of(self, correlation_id):
        return [line for line in self.lines if correlation_id in line]

    def assert_well_formed(self):
        for line in self.lines:
            assert all(character.isprintable() for character in line), ascii(line)
            if self.form == "json":
                assert {"time", "level", "event"} <= json.loads(line).keys(), line
            else:
                assert TEXT_LINE.fullmatch(line), line


@pytest.fixture(scope="module", params=["json", "text"])
def watched(request):
    with tessera.Dev({"log.format": request.param, "log.level": "debug"}) as service:
        service.verb("scope", "add", "--name", "api.read", "--audience", API)
        service.wait_until(lambda: "Create the first administrator" in service.log)
        yield Watched(service, request.param)


class Secrets(dict):
    """{what: text} of everything that only the two ends of a channel may know."""

    def note_tokens(self, answer, of):
        for name in ("access_token", "refresh_token", "id_token"):
            if name in answer:
                self[f"{name} of {of}"] = answer[name]
                self[f"end of the {name} of {of}"] = answer[name][-20:]

    def note_client(self, client):
        name = client["client_name"]
        self[f"secret of {name}"] = client["client_secret"]
        self[f"Basic of {name}"] = oauth.basic(client["client_id"],
                                               client["client_secret"]).split()[1]

    def note_cookies(self, browser):
        for cookie in browser.http.cookies.jar:
            self[f"cookie {cookie.name} {len(self)}"] = cookie.value

    def note_form_tokens(self, page):
        for form in page.forms:
            for name, value in form.fields:
                if len(value) >= 16:
                    self[f"{name} of the form {form.action} {len(self)}"] = value


def make_owner(service, browser, secrets):
    url = service.ready["setup_url"]
    secrets["setup link"] = url.split("token=")[1]
    secrets["owner's password"] = OWNER["password"]
    page = browser.get(url)
    secrets.note_form_tokens(page)
    browser.submit(page, OWNER)
    return tessera.User("", OWNER["email"], OWNER["password"])


def sign_in(browser, client, owner, secrets):
    """Wrong once, then right, through consent: (code, verifier)."""
    verifier, challenge = oauth.pkce()
    page = browser.authorize(client, code_challenge=challenge, code_challenge_method="S256",
                             scope="openid email offline_access api.read")
    secrets.note_form_tokens(page)
    secrets.note_cookies(browser)
    secrets["wrong password"] = "an almost right password"
    page = browser.sign_in(page, owner, password=secrets["wrong password"])
    page = browser.sign_in(page, owner)
    secrets.note_form_tokens(page)
    callback = browser.submit(page, action="allow")
    secrets.note_cookies(browser)
    secrets["code"], secrets["verifier"] = callback.params["code"], verifier
    return callback.params["code"], verifier


def use_tokens(http, client, api, first, secrets):
    """Refresh, introspection, userinfo, revocation, and the refusals of what is dead or foreign."""
    second = oauth.refresh(http, client, first["refresh_token"]).json()
    secrets.note_tokens(second, "the refresh")
    oauth.introspect(http, api, second["access_token"])
    oauth.introspect(http, api, second["refresh_token"])
    oauth.userinfo(http, second["access_token"])
    oauth.userinfo(http, second["access_token"] + "x")
    http.get("/oauth2/userinfo", params={"access_token": second["access_token"]})
    oauth.revoke(http, client, second["refresh_token"])
    oauth.refresh(http, client, second["refresh_token"])
    oauth.userinfo(http, second["access_token"])
    return second


def use_everything(service):
    secrets = Secrets()
    client = service.add_client("web", name="Shop", redirect_uri=[CALLBACK],
                                scope="openid email offline_access api.read")
    machine = service.add_client("machine", name="Job", scope="api.read")
    api = service.add_client("resource", name="API", scope="api.read")
    for one in (client, machine, api):
        secrets.note_client(one)
    with pages.Browser(service) as browser, service.http() as http:
        owner = make_owner(service, browser, secrets)
        code, verifier = sign_in(browser, client, owner, secrets)
        first = oauth.exchange(http, client, code, verifier).json()
        secrets.note_tokens(first, "the code")
        oauth.exchange(http, client, code, verifier)
        fresh, verifier = browser.code(client, owner, scope="openid offline_access")
        secrets["second code"], secrets["second verifier"] = fresh, verifier
        tokens = oauth.exchange(http, client, fresh, verifier).json()
        secrets.note_tokens(tokens, "the second code")
        use_tokens(http, client, api, tokens, secrets)
        secrets.note_tokens(oauth.token(http, machine, "client_credentials").json(), "the machine")
        wrong = machine | {"client_secret": "guessed-" + "s" * 30}
        secrets["wrong secret"] = wrong["client_secret"]
        assert oauth.token(http, wrong, "client_credentials").status_code == 401
        browser.get(f"/oauth2/logout?id_token_hint={tokens['id_token']}")
        secrets.note_cookies(browser)
    return secrets


def test_no_secret_reaches_the_log(watched):
    secrets = use_everything(watched.service)
    text = "\n".join(watched.lines)
    assert len(secrets) > 35 and all(len(value) >= 16 for value in secrets.values()), secrets
    for event in ("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke", "/oauth2/logout"):
        assert event in text, "the log says nothing at all"
    assert [what for what, value in secrets.items() if value in text] == []
    watched.assert_well_formed()


def test_what_clients_say_is_escaped(watched):
    before = len(watched.lines)
    with watched.service.http() as http, pages.Browser(watched.service) as browser:
        quoted = "%0d%0a%7b%1b%7f%c2%85%e2%80%a8%22%5c%ff"
        http.get("/nothing/" + quoted)
        http.get("/nothing-here", headers={"User-Agent": b"\x85\xff \xc2\x85 \"quoted\" \\"})
        oauth.token(http, None, "client_credentials", client_id=HOSTILE, client_secret=HOSTILE)
        oauth.token(http, None, HOSTILE)
        client = {"client_id": HOSTILE, "redirect_uris": [CALLBACK]}
        http.get(oauth.authorize_url(watched.service.issuer, client, state=HOSTILE))
        app = watched.service.add_client("web", name="App", redirect_uri=[CALLBACK])
        browser.submit(browser.authorize(app), {"email": HOSTILE + "@example.com", "password": "it does not matter"})
    assert len(watched.lines) >= before + 7
    watched.assert_well_formed()


def test_each_request_has_an_id_in_answer_page_and_lines(watched):
    """Of failures, the page and the answer to a client lead to what the log says."""
    seen = set()
    with watched.service.http() as http:
        for answer in (http.get("/oauth2/jwks"), http.get("/nothing-here"),
                       http.get("/oauth2/authorize?client_id=unknown"),
                       oauth.token(http, None, "client_credentials", client_id="unknown"),
                       http.put("/oauth2/token"),
                       http.post("/oauth2/token", content="a" * 2_000_000)):
            correlation_id = answer.headers["x-request-id"]
            assert re.fullmatch(r"[A-Za-z0-9_-]{12,}", correlation_id) and correlation_id not in seen
            seen.add(correlation_id)
            if "text/html" in answer.headers.get("content-type", ""):
                assert correlation_id in answer.text
            lines = watched.lines_of(correlation_id)
            assert any("http.request" in line for line in lines), answer


def test_id_of_a_request_stands_in_each_of_its_lines(watched):
    """A wrong password has the audit's line and the request's, under the id of its answer alone."""
    person = watched.service.add_user()
    app = watched.service.add_client("web", name="App", redirect_uri=[CALLBACK])
    with pages.Browser(watched.service) as browser:
        page = browser.authorize(app)
        before = len(watched.lines)
        failed = browser.sign_in(page, person, password="it is another one")
    correlation_id = failed.headers["x-request-id"]
    added = [line for line in watched.lines[before:] if "http.library" not in line]
    assert len(added) == 2 and all(correlation_id in line for line in added), added


def test_what_a_client_calls_its_request_is_not_believed(watched):
    with watched.service.http() as http:
        answer = http.get("/oauth2/jwks", headers={"X-Request-Id": "mine-and-only-mine"})
    assert answer.headers["x-request-id"] != "mine-and-only-mine"
    assert not watched.lines_of("mine-and-only-mine")
