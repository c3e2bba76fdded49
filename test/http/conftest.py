"""One `tessera dev` for the whole run, people and clients to use it, and what most tests need."""
import json

import pytest

import browser as pages
import oauth
import peer as peers
import tessera

API = "https://api.example.com"
CALLBACK = "https://app.example.com/callback"
STANDARD = "openid profile email phone address roles groups offline_access"


@pytest.fixture(scope="session")
def peer(tmp_path_factory):
    """A server of the clients, for the addresses that they register."""
    with peers.Peer(tmp_path_factory.mktemp("peer")) as running:
        yield running


@pytest.fixture(scope="session")
def service(peer):
    # All tests come from one address; the tests of throttling have a service of their own.
    with tessera.Dev({"throttle.address_tries": 100000} | peer.settings) as running:
        running.verb("scope", "add", "--name", "api.read", "--audience", API, "--description", "Read")
        running.verb("scope", "add", "--name", "api.write", "--audience", API)
        running.verb("scope", "add", "--name", "other", "--audience", "https://other.example.com")
        yield running


@pytest.fixture(scope="session")
def http(service):
    with service.http() as client:
        yield client


@pytest.fixture(scope="session")
def user(service):
    return service.add_user(email="ada@example.com", roles=["auditor"])


@pytest.fixture(scope="session")
def web(service):
    """A confidential client that need not ask for consent."""
    return service.add_client("web", name="Web shop", redirect_uri=[CALLBACK],
                              post_logout_redirect_uri=["https://app.example.com/bye"],
                              require_consent="false",
                              scope=STANDARD + " api.read api.write other")


@pytest.fixture(scope="session")
def asking(service):
    """A confidential client whose users are asked for consent."""
    return service.add_client("web", name="Asking app", redirect_uri=[CALLBACK],
                              scope=STANDARD + " api.read")


@pytest.fixture(scope="session")
def spa(service):
    return service.add_client("spa", name="Single page", redirect_uri=["https://spa.example.com/cb"],
                              require_consent="false")


@pytest.fixture(scope="session")
def machine(service):
    return service.add_client("machine", name="Nightly job", scope="api.read api.write")


@pytest.fixture(scope="session")
def api(service):
    """The resource server of the scopes api.read and api.write."""
    return service.add_client("resource", name="The API", scope="api.read api.write")


@pytest.fixture(scope="session")
def stranger(service):
    """A resource server for another audience."""
    return service.add_client("resource", name="Another API", scope="other")


@pytest.fixture(scope="session")
def opaque(service, tmp_path_factory):
    """A client whose access tokens are opaque."""
    metadata = tmp_path_factory.mktemp("metadata") / "opaque.json"
    metadata.write_text(json.dumps({"access_token_format": "opaque"}))
    return service.add_client("web", name="Opaque", redirect_uri=[CALLBACK], require_consent="false",
                              scope=STANDARD + " api.read", metadata_file=metadata)


@pytest.fixture
def browser(service):
    with pages.Browser(service) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def signed_in(service, user, web):
    """A browser in which `user` is signed in; nobody may sign out of it."""
    with pages.Browser(service) as one:
        one.code(web, user)
        yield one


@pytest.fixture
def code(signed_in, web, user):
    """A fresh (code, verifier) for `web`."""
    return signed_in.code(web, user)


@pytest.fixture
def grant(http, signed_in, user, web):
    """Makes tokens: grant(scope=..., client=...) is the token response."""
    def make(client=web, **params):
        fresh, verifier = signed_in.code(client, user, **params)
        response = oauth.exchange(http, client, fresh, verifier)
        assert response.status_code == 200, response.text
        return response.json()
    return make


def refused(response, status, error):
    """An OAuth error answer: RFC 6749 5.2, never cached, readable."""
    assert response.status_code == status, (response.status_code, response.text)
    assert response.headers["content-type"].split(";")[0] == "application/json"
    assert "no-store" in response.headers["cache-control"]
    assert response.json()["error"] == error, response.text
    return response
