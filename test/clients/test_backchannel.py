"""Back-channel logout with relying parties that sign people in with Authlib and judge Logout Tokens
with joserfc (docs/connect/logout.md)."""
import json
import re
import secrets
import time

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwe, jwk, jwt

import browser as pages
import nodes
import oauth
import tessera
from conftest import CALLBACK
from key_server import KeyServer
from tessera import eventually

EVENT = "http://schemas.openid.net/event/backchannel-logout"
BYE = "https://app.example.com/bye"


@pytest.fixture(scope="module")
def servers():
    with KeyServer() as shop, KeyServer() as wiki:
        yield shop, wiki


@pytest.fixture(scope="module")
def bundle(servers, tmp_path_factory):
    """Both servers' authorities in one file."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_text("".join(open(server.ca_file).read() for server in servers))
    return path


@pytest.fixture(scope="module")
def service(servers, bundle):
    ports = ",".join(f"localhost:{server.port}" for server in servers)
    with tessera.Dev({"fetch.allow_hosts": ports, "fetch.ca_file": bundle, "outbox.retry_s": 1,
                      "outbox.retry_max_s": 2, "outbox.tries": 4}) as running:
        yield running


class Party:
    """A relying party: a server for Logout Tokens, a client, and people who are signed in there."""

    def __init__(self, service, server, **options):
        self.service, self.server = service, server
        self.path = "/logout?party=" + secrets.token_hex(4)
        server.statuses, server.status, server.delay_s = [], 200, 0
        self.client = service.add_client(
            "web", redirect_uri=[CALLBACK], post_logout_redirect_uri=[BYE], require_consent="false",
            backchannel_logout_uri=server.url(self.path), **options)

    @property
    def posts(self):
        return [form for path, form in self.server.posts if path == self.path]

    def sign_in(self, browser, user, scope="openid offline_access", **params):
        """The tokens of a whole sign-in by Authlib."""
        with self.service.http() as http, OAuth2Client(
                self.client["client_id"], self.client["client_secret"], scope=scope,
                redirect_uri=CALLBACK, code_challenge_method="S256", verify=self.service.tls) as party:
            metadata = http.get("/.well-known/openid-configuration").json()
            verifier = "v" * 50
            url, state = party.create_authorization_url(metadata["authorization_endpoint"],
                                                        code_verifier=verifier, **params)
            callback = browser.finish(browser.get(url), user)
            answer = f"{callback.url}?code={callback.params['code']}&state={state}"
            return party.fetch_token(metadata["token_endpoint"], authorization_response=answer,
                                     code_verifier=verifier)

    def judge(self, body):
        """What Back-Channel Logout 1.0, section 2.6, demands of a relying party; the claims."""
        assert body.keys() == {"logout_token"} and len(body["logout_token"]) == 1
        with self.service.http() as http:
            metadata = http.get("/.well-known/openid-configuration").json()
            keys = jwk.KeySet.import_key_set(http.get(metadata["jwks_uri"]).json())
        token = jwt.decode(body["logout_token"][0], keys, algorithms=["RS256", "ES256"])
        assert token.header["typ"] == "logout+jwt"
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": self.client["client_id"]},
            iat={"essential": True}, exp={"essential": True}, jti={"essential": True},
        ).validate(token.claims)
        assert token.claims["exp"] - token.claims["iat"] <= 120
        assert token.claims["events"] == {EVENT: {}} and "nonce" not in token.claims
        return token.claims

    def told(self, n=1):
        """The claims of the first `n` Logout Tokens that came."""
        eventually(lambda: len(self.posts) >= n)
        return [self.judge(body) for body in self.posts]

    def states(self):
        items = self.service.verb("outbox", "list", "--json", "--kind", "logout").json["items"]
        return [item for item in items if item["to"] == self.client["client_id"]]

    def ends(self, state):
        return eventually(lambda: [item for item in self.states() if item["state"] == state])[0]


def id_claims(tokens):
    return oauth.parts(tokens["id_token"])[1]


def sign_out(browser, tokens):
    browser.get("/oauth2/logout", params={"id_token_hint": tokens["id_token"]})


@pytest.fixture
def shop(service, servers):
    return Party(service, servers[0])


@pytest.fixture
def wiki(service, servers):
    return Party(service, servers[1])


# What is refused at registration.

@pytest.mark.parametrize("uri", ["http://shop.example/bye", "https://shop.example/bye#x",
                                 "https://u:p@shop.example/bye", "shop.example/bye", "/bye"])
def test_address_that_is_not_https_is_refused(service, uri):
    done = service.verb("client", "add", "--type", "web", "--name", "x", "--redirect-uri", CALLBACK,
                        "--backchannel-logout-uri", uri, "--json", expect=2)
    assert done.error["key"] == "backchannel_logout_uri"


def test_machine_has_no_sessions_to_be_told_of(service):
    done = service.verb("client", "add", "--type", "machine", "--name", "x",
                        "--backchannel-logout-uri", "https://shop.example/bye", "--json", expect=2)
    assert done.error["key"] == "backchannel_logout_uri"


def test_discovery_says_so(service):
    with service.http() as http:
        metadata = http.get("/.well-known/openid-configuration").json()
    assert metadata["backchannel_logout_supported"] is True
    assert metadata["backchannel_logout_session_supported"] is True


# What is told, and when.

def test_one_sign_out_reaches_every_relying_party_of_the_session(service, browser, shop, wiki):
    user = service.add_user()
    first, second = shop.sign_in(browser, user), wiki.sign_in(browser, user)
    assert id_claims(first)["sid"] == id_claims(second)["sid"]
    sign_out(browser, first)
    for party, tokens in ((shop, first), (wiki, second)):
        [claims] = party.told()
        assert claims["sub"] == user.id and claims["sid"] == id_claims(tokens)["sid"]
        party.ends("delivered")
        with service.http() as http:
            refreshed = oauth.refresh(http, party.client, tokens["refresh_token"])
            assert refreshed.json()["error"] == "invalid_grant"
            assert oauth.introspect(http, party.client, tokens["access_token"]).json() == {
                "active": False}
            assert oauth.userinfo(http, tokens["access_token"]).status_code == 401


def test_signing_in_again_keeps_the_session_that_relying_parties_know(service, browser, shop, wiki):
    user = service.add_user()
    first = shop.sign_in(browser, user)
    second = wiki.sign_in(browser, user, prompt="login")
    assert id_claims(first)["sid"] == id_claims(second)["sid"]
    sign_out(browser, second)
    assert shop.told()[0]["sid"] == wiki.told()[0]["sid"] == id_claims(first)["sid"]


def test_other_sessions_and_other_people_are_not_told(service, browser, shop):
    user, other = service.add_user(), service.add_user()
    with pages.Browser(service) as elsewhere, pages.Browser(service) as theirs:
        tokens = shop.sign_in(browser, user)
        shop.sign_in(elsewhere, user)
        shop.sign_in(theirs, other)
        sign_out(browser, tokens)
        assert [claims["sid"] for claims in shop.told()] == [id_claims(tokens)["sid"]]
        time.sleep(1.5)
        assert len(shop.posts) == 1


@pytest.mark.parametrize("act", ["disable", "delete", "set-password"])
def test_administrator_ends_all_sessions_everywhere(service, browser, shop, act):
    user = service.add_user()
    with pages.Browser(service) as elsewhere:
        here, there = shop.sign_in(browser, user), shop.sign_in(elsewhere, user)
    if act == "set-password":
        service.verb("user", act, user.id, "--password-stdin", stdin="another long password\n")
    else:
        service.verb("user", act, user.id)
    assert {claims["sid"] for claims in shop.told(2)} == {id_claims(here)["sid"],
                                                         id_claims(there)["sid"]}
    with service.http() as http:
        for tokens in (here, there):
            assert oauth.introspect(http, shop.client, tokens["access_token"]).json() == {
                "active": False}
            assert oauth.refresh(http, shop.client, tokens["refresh_token"]).status_code == 400


def test_another_person_in_the_same_browser_signs_the_first_one_out(service, browser, shop):
    user, other = service.add_user(), service.add_user()
    tokens = shop.sign_in(browser, user)
    shop.sign_in(browser, other, prompt="login")
    [claims] = shop.told()
    assert claims["sub"] == user.id and claims["sid"] == id_claims(tokens)["sid"]


def test_signed_as_the_clients_id_tokens_are(service, browser, servers, tmp_path):
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"id_token_signed_response_alg": "ES256",
                                    "backchannel_logout_session_required": True}))
    party = Party(service, servers[0], metadata_file=metadata)
    sign_out(browser, party.sign_in(browser, service.add_user()))
    [claims] = party.told()
    header, _ = oauth.parts(party.posts[0]["logout_token"][0])
    assert header["alg"] == "ES256" and claims["sid"]


def test_encrypted_as_the_clients_id_tokens_are(service, browser, servers, tmp_path):
    key = jwk.ECKey.generate_key("P-256")
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({
        "id_token_encrypted_response_alg": "ECDH-ES", "id_token_encrypted_response_enc": "A128GCM",
        "jwks": {"keys": [key.as_dict(private=False) | {"use": "enc"}]}}))
    party = Party(service, servers[0], metadata_file=metadata)
    user = service.add_user()
    party.sign_in(browser, user)
    service.verb("user", "disable", user.id)
    eventually(lambda: party.posts)
    outer = party.posts[0]["logout_token"][0]
    inner = jwe.decrypt_compact(outer, key,
                                algorithms=["ECDH-ES", "A128GCM"]).plaintext
    assert party.judge({"logout_token": [inner.decode()]})["sub"] == user.id


def test_pairwise_client_hears_the_name_that_it_knows(service, browser, servers, tmp_path):
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"subject_type": "pairwise"}))
    party = Party(service, servers[0], metadata_file=metadata)
    user = service.add_user()
    tokens = party.sign_in(browser, user)
    sign_out(browser, tokens)
    [claims] = party.told()
    assert claims["sub"] == id_claims(tokens)["sub"] != user.id


# Relying parties that are not well.

def test_trouble_that_passes_is_tried_again_with_a_new_token(service, browser, shop):
    shop.server.statuses = [500, 503]
    sign_out(browser, shop.sign_in(browser, service.add_user()))
    delivered = shop.ends("delivered")
    assert delivered["tries"] == 3
    claims = shop.told(3)
    assert len({one["jti"] for one in claims}) == 3 and len({one["sid"] for one in claims}) == 1


def test_refusal_is_final(service, browser, shop):
    shop.server.status = 400
    sign_out(browser, shop.sign_in(browser, service.add_user()))
    dead = shop.ends("dead")
    assert dead["tries"] == 1 and "400" in dead["last_error"]
    assert len(shop.posts) == 1


def test_redirect_is_not_followed(service, browser, shop, wiki):
    shop.server.status, shop.server.headers = 307, {"Location": wiki.server.url("/logout")}
    try:
        sign_out(browser, shop.sign_in(browser, service.add_user()))
        assert shop.ends("dead")["tries"] == 1
        assert not wiki.posts
    finally:
        shop.server.headers = {}


def test_party_that_hangs_holds_up_neither_the_person_nor_the_others(service, browser, shop, wiki):
    user = service.add_user()
    tokens = shop.sign_in(browser, user)
    wiki.sign_in(browser, user)
    shop.server.delay_s = 5
    started = time.monotonic()
    sign_out(browser, tokens)
    assert time.monotonic() - started < 3
    wiki.told()
    waits = eventually(lambda: [item for item in shop.states() if item["last_error"]])[0]
    assert waits["last_error"] == "no whole answer in time"
    service.verb("outbox", "drop", waits["id"])


def test_party_that_was_down_is_told_when_it_is_back(service, browser, shop):
    tokens = shop.sign_in(browser, service.add_user())
    shop.server.stop()
    try:
        sign_out(browser, tokens)
        eventually(lambda: [item for item in shop.states() if item["last_error"]])
    finally:
        shop.server.start()
    shop.ends("delivered")
    assert shop.told()[0]["sid"] == id_claims(tokens)["sid"]


def test_private_address_is_asked_only_where_the_operator_allows_it(servers, browser):
    with tessera.Dev() as closed, pages.Browser(closed) as home:
        party = Party(closed, servers[0])
        sign_out(home, party.sign_in(home, closed.add_user()))
        eventually(lambda: [item for item in party.states() if item["last_error"]])
        assert not party.posts


def test_client_that_is_gone_is_no_dead_letter(service, browser, shop):
    shop.server.status = 500
    sign_out(browser, shop.sign_in(browser, service.add_user()))
    eventually(lambda: shop.posts)
    service.verb("client", "delete", shop.client["client_id"])
    assert shop.ends("delivered")["tries"] == len(shop.posts) + 1


def test_page_of_the_documentation_judges_as_we_do(service, browser, shop):
    page = (tessera.ROOT / "docs/connect/logout.md").read_text()
    names = {}
    exec(re.search(r"^```python\n(.*?)^```$", page, re.M | re.S).group(1), names)  # noqa: S102
    tokens = shop.sign_in(browser, service.add_user())
    sign_out(browser, tokens)
    shop.told()
    [token] = shop.posts[0]["logout_token"]
    with service.http() as http:
        jwks = http.get("/oauth2/jwks").json()
    claims = id_claims(tokens)
    assert names["ended"](token, jwks, service.issuer, shop.client["client_id"]) == (
        claims["sub"], claims["sid"])
    for wrong in (tokens["id_token"], token[:-4] + "AAAA"):
        with pytest.raises(Exception):
            names["ended"](wrong, jwks, service.issuer, shop.client["client_id"])


def test_server_for_real_use_tells_too(servers, bundle):
    values = {"fetch.allow_hosts": [f"localhost:{servers[0].port}"], "fetch.ca_file": str(bundle)}
    with nodes.Cluster(values=values) as cluster, pages.Browser(cluster) as home:
        party = Party(cluster, servers[0])
        sign_out(home, party.sign_in(home, cluster.add_user()))
        assert len(party.told()) == 1
