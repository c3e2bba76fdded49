"""Pairwise subjects (OpenID Connect Core 8) and sector_identifier_uri (Dynamic Registration 5)."""
import http.server
import json
import pathlib
import ssl
import threading

import pytest

import nodes
import oauth
import tessera
from browser import Browser, Callback, Page
from conftest import STANDARD


def register(service, folder, *hosts, type_="web", settings=(), expect=0, consent="false", **members):
    """A client with a redirect URI at each host and these members; what the verb printed."""
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps(members))
    words = ["client", "add", "--json", "--type", type_, "--name", "Pairwise",
             "--require-consent", consent, "--metadata-file", metadata]
    if "scope" not in members:
        words += [word for scope in (STANDARD + " api.read").split() for word in ("--scope", scope)]
    words += [word for host in hosts for word in ("--redirect-uri", f"https://{host}/cb")]
    done = service.verb(*words, *settings, expect=expect)
    return done.json if expect == 0 else done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pairwise")


@pytest.fixture(scope="module")
def shop(service, folder):
    return register(service, folder, "shop.example", subject_type="pairwise",
                    post_logout_redirect_uris=["https://shop.example/bye"])


@pytest.fixture(scope="module")
def shop_too(service, folder):
    """Another client of the same sector."""
    return register(service, folder, "SHOP.example:8443", subject_type="pairwise")


@pytest.fixture(scope="module")
def news(service, folder):
    return register(service, folder, "news.example", subject_type="pairwise")


@pytest.fixture
def tokens_of(http, signed_in, user):
    def make(client, **params):
        code, verifier = signed_in.code(client, user, **params)
        return oauth.exchange(http, client, code, verifier).json()
    return make


def sub(tokens):
    return oauth.parts(tokens["id_token"])[1]["sub"]


# Registration.

@pytest.mark.parametrize("hosts, type_, members, key", [
    (["a.example"], "web", {"subject_type": "secret"}, "subject_type"),
    (["a.example", "b.example"], "web", {"subject_type": "pairwise"}, "sector_identifier_uri"),
    ([], "native", {"subject_type": "pairwise", "redirect_uris": ["com.example.app:/cb"]},
     "sector_identifier_uri"),
    ([], "machine", {"subject_type": "pairwise", "scope": "api.read"}, "subject_type"),
    ([], "machine", {"sector_identifier_uri": "https://a.example/s", "scope": "api.read"},
     "sector_identifier_uri"),
    (["a.example"], "web", {"sector_identifier_uri": "http://a.example/s"}, "sector_identifier_uri"),
    (["a.example"], "web", {"sector_identifier_uri": "https://a.example/s#x"}, "sector_identifier_uri"),
    # Loopback is nobody's sector to reach.
    (["a.example"], "web", {"sector_identifier_uri": "https://127.0.0.1:1/s"}, "sector_identifier_uri")])
def test_registration_that_has_no_sector_is_refused(service, folder, hosts, type_, members, key):
    done = register(service, folder, *hosts, type_=type_, expect=2, **members)
    assert done.error["key"] == key, done


class Document(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.document.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


@pytest.fixture
def sector(tmp_path):
    """(what it answers, its address, settings that let a verb reach it)"""
    nodes.make_certificate(tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Document)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"localhost:{server.server_address[1]}"
    yield server, f"https://{place}/sector.json", tessera.settings({
        "fetch.allow_hosts": place, "fetch.ca_file": tmp_path / "cert.pem"})
    server.shutdown()


def test_sector_document_must_list_every_redirect_uri(service, folder, sector, tokens_of, news):
    server, url, settings = sector
    members = {"subject_type": "pairwise", "sector_identifier_uri": url}
    for document in ("", "{}", "[]", '["https://one.example/cb"]',
                     '["https://one.example/cb", "https://two.example/CB"]'):
        server.document = document
        done = register(service, folder, "one.example", "two.example", settings=settings, expect=2,
                        **members)
        assert done.error["key"] == "sector_identifier_uri", done
    server.document = json.dumps([f"https://{host}.example/cb" for host in ("two", "one", "three")])
    both = register(service, folder, "one.example", "two.example", settings=settings, **members)
    third = register(service, folder, "three.example", settings=settings, **members)
    assert sub(tokens_of(both)) == sub(tokens_of(third)) != sub(tokens_of(news))
    # It is asked again when the addresses change, and only then.
    server.document = "[]"
    service.verb("client", "update", both["client_id"], "--name", "Renamed", *settings)
    done = service.verb("client", "update", both["client_id"], "--redirect-uri",
                        "https://four.example/cb", "--json", *settings, expect=2)
    assert done.error["key"] == "sector_identifier_uri"


# What each client sees.

def test_discovery_offers_both(http):
    document = http.get("/.well-known/openid-configuration").json()
    assert sorted(document["subject_types_supported"]) == ["pairwise", "public"]


def test_subject_is_one_a_sector_and_never_the_id(shop, shop_too, news, web, user, tokens_of):
    ours, same, other, public = (sub(tokens_of(one)) for one in (shop, shop_too, news, web))
    assert public == user.id and ours == same
    assert len({ours, other, public}) == 3
    assert ours == sub(tokens_of(shop)), "it is the same each time"


def test_subject_is_of_the_person(service, http, shop, user, tokens_of):
    other = service.add_user()
    with Browser(service) as browser:
        code, verifier = browser.code(shop, other)
        theirs = sub(oauth.exchange(http, shop, code, verifier).json())
    assert theirs not in (sub(tokens_of(shop)), other.id)


def test_every_answer_tells_the_same_subject(http, shop, api, user, tokens_of):
    tokens = tokens_of(shop, scope="openid email offline_access api.read")
    fresh = oauth.refresh(http, shop, tokens["refresh_token"]).json()
    ours = sub(tokens)
    for one in (tokens, fresh):
        assert sub(one) == ours
        assert oauth.parts(one["access_token"])[1]["sub"] == ours
        assert oauth.userinfo(http, one["access_token"]).json()["sub"] == ours
        for asker in (shop, api):
            assert oauth.introspect(http, asker, one["access_token"]).json()["sub"] == ours
    assert oauth.introspect(http, shop, fresh["refresh_token"]).json()["sub"] == ours
    for one in (tokens, fresh):
        assert user.id not in json.dumps(oauth.parts(one["id_token"]) + oauth.parts(one["access_token"]))


def test_opaque_tokens_tell_it_too(service, http, folder, shop, tokens_of):
    client = register(service, folder, "shop.example", subject_type="pairwise",
                      access_token_format="opaque")
    tokens = tokens_of(client)
    assert oauth.userinfo(http, tokens["access_token"]).json()["sub"] == sub(tokens_of(shop))
    assert oauth.introspect(http, client, tokens["access_token"]).json()["sub"] == sub(tokens)


def test_introspection_tells_no_address_unasked(http, shop, web, api, user, tokens_of):
    def username(client, scope):
        return oauth.introspect(http, api, tokens_of(client, scope=scope)["access_token"]).json().get(
            "username")
    assert username(shop, "openid api.read") is None
    assert username(shop, "openid email api.read") == username(web, "openid api.read") == user.email


# The way back: hints and the claims parameter speak the client's names.

def test_hint_is_known_again(signed_in, shop, tokens_of):
    hint = tokens_of(shop)["id_token"]
    assert "code" in signed_in.authorize(shop, prompt="none", id_token_hint=hint).params


def test_hint_of_another_client_is_refused(signed_in, shop, shop_too, web, tokens_of):
    for mine, other in ((shop, shop_too), (shop, web), (web, shop)):
        answer = signed_in.authorize(mine, prompt="none", id_token_hint=tokens_of(other)["id_token"])
        assert isinstance(answer, Callback) and answer.params["error"] == "invalid_request"


def test_hint_of_another_person_is_login_required(service, http, browser, shop, user, tokens_of):
    other = service.add_user()
    browser.code(shop, other)
    answer = browser.authorize(shop, prompt="none", id_token_hint=tokens_of(shop)["id_token"])
    assert answer.params["error"] == "login_required"


def test_claims_parameter_takes_the_pairwise_subject_alone(signed_in, shop, user, tokens_of):
    def asked(value):
        return signed_in.authorize(shop, prompt="none", claims=json.dumps(
            {"id_token": {"sub": {"value": value}}})).params
    assert "code" in asked(sub(tokens_of(shop)))
    assert asked(user.id)["error"] == "login_required"


def test_sign_out_knows_the_person_by_hint(service, http, shop, user):
    with Browser(service) as browser:
        code, verifier = browser.code(shop, user)
        hint = oauth.exchange(http, shop, code, verifier).json()["id_token"]
        answer = browser.get(f"{service.issuer}/oauth2/logout", params={
            "id_token_hint": hint, "post_logout_redirect_uri": "https://shop.example/bye"})
        assert isinstance(answer, Callback) and answer.url == "https://shop.example/bye"
        # It was this session's: another one is asked.
        browser.code(shop, service.add_user())
        page = browser.get(f"{service.issuer}/oauth2/logout", params={"id_token_hint": hint})
        assert isinstance(page, Page) and page.path == "/ui/logout"


# Through the years.

def test_change_of_sector_leaves_running_grants_their_name(service, http, folder, user, signed_in):
    client = register(service, folder, "old.example", subject_type="pairwise")
    code, verifier = signed_in.code(client, user, scope="openid offline_access")
    before = oauth.exchange(http, client, code, verifier).json()
    service.verb("client", "update", client["client_id"], "--redirect-uri", "https://new.example/cb")
    moved = dict(client, redirect_uris=["https://new.example/cb"])
    fresh = oauth.refresh(http, client, before["refresh_token"]).json()
    assert sub(fresh) == sub(before)
    assert oauth.userinfo(http, fresh["access_token"]).json()["sub"] == sub(before)
    # A new sign-in is in the new sector.
    code, verifier = signed_in.code(moved, user)
    assert sub(oauth.exchange(http, moved, code, verifier).json()) != sub(before)


def test_name_survives_a_restart(user):
    with tessera.Dev() as service:
        person = service.add_user()
        client = register(service, pathlib.Path(service.folder), "shop.example", scope="openid",
                          subject_type="pairwise")

        def sign_in():
            with Browser(service) as browser, service.http() as http:
                code, verifier = browser.code(client, person)
                return sub(oauth.exchange(http, client, code, verifier).json())
        before = sign_in()
        listen = service.issuer.removeprefix("https://")
        service.stop()
        service.start(listen)
        assert sign_in() == before
