"""No room for a write: it is answered 503, reads and keys go on, and room again heals it. A limit of
the process stands for the disk: every write into a file fails from one moment to the next."""
import contextlib
import resource

import pytest

import browser as pages
import oauth
import tessera
from conftest import CALLBACK

WITHOUT_LIMIT = resource.RLIM_INFINITY


@pytest.fixture
def filling():
    with tessera.Dev() as service:
        yield service


@contextlib.contextmanager
def no_room(service):
    pid = service.process.pid
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, WITHOUT_LIMIT))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (WITHOUT_LIMIT, WITHOUT_LIMIT))


def test_writes_wait_for_room_and_reads_go_on(filling):
    person = filling.add_user()
    app = filling.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
    with filling.http() as http, pages.Browser(filling) as browser:
        code, verifier = browser.code(app, person)
        tokens = oauth.exchange(http, app, code, verifier).json()
        late, late_verifier = browser.code(app, person)
        with no_room(filling):
            for _ in range(5):
                begun = http.get(oauth.authorize_url(filling.issuer, app))
                assert begun.status_code == 503 and int(begun.headers["retry-after"]) > 0
                assert oauth.exchange(http, app, late, late_verifier).status_code == 503
            assert http.get("/oauth2/jwks").status_code == 200
            assert http.get("/.well-known/openid-configuration").status_code == 200
            assert oauth.userinfo(http, tokens["access_token"]).json()["sub"]
            assert oauth.introspect(http, app, tokens["access_token"]).json()["active"] is True
        assert oauth.exchange(http, app, late, late_verifier).status_code == 200, "not spent"
        assert browser.code(app, person)
