"""Metrics on the management listener: what happened is counted once, and nobody else sees it."""
import contextlib

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

import browser as pages
import nodes
import oauth
import tessera

CALLBACK = "https://app.example.com/callback"


@pytest.fixture(scope="module")
def observed():
    port = nodes.free_port()
    with tessera.Dev({"management.listen": f"127.0.0.1:{port}"}) as service:
        service.management = f"http://127.0.0.1:{port}"
        service.verb("scope", "add", "--name", "api.read", "--audience", "https://api.example.com")
        yield service


def scrape(service):
    """{(name, labels): value} of every sample; the text must be well-formed."""
    answer = httpx.get(service.management + "/metrics", trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation and family.type in ("counter", "gauge", "histogram")
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in samples, f"two samples of {key}"
            samples[key] = sample.value
    return samples


@contextlib.contextmanager
def moved(service):
    """What grew inside the block."""
    before, grew = scrape(service), {}
    yield grew
    grew.update({key: value - before.get(key, 0) for key, value in scrape(service).items()
                 if value > before.get(key, 0)})


def test_metrics_are_not_for_the_public(observed):
    with observed.http() as http:
        assert http.get("/metrics").status_code == 404


def test_other_methods_are_refused(observed):
    assert httpx.post(observed.management + "/metrics", trust_env=False).status_code == 405


def test_paths_that_do_not_exist_make_no_series(observed):
    with moved(observed) as grew, observed.http() as http:
        for path in ("/nothing-here", "/oauth2/nothing", '/"}{evil="1'):
            http.get(path)
    assert sum(value for (name, labels), value in grew.items()
               if name == "tessera_http_requests_total" and ("route", "none") in labels) == 3
    assert not [key for key in grew if "nothing" in str(key) or "evil" in str(key)]


def test_sign_in_and_tokens_are_counted_by_what_they_came_to(observed):
    user = observed.add_user()
    client = observed.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
    machine = observed.add_client("machine", scope=["api.read"])
    with moved(observed) as grew, pages.Browser(observed) as browser:
        browser.sign_in(browser.authorize(client), user, password="wrong")
        code, verifier = browser.code(client, user)
        tokens = oauth.exchange(browser.http, client, code, verifier).json()
        oauth.refresh(browser.http, client, tokens["refresh_token"])
        oauth.exchange(browser.http, client, code, verifier)
        oauth.token(browser.http, machine, "client_credentials")
    counted = {name.removeprefix("tessera_") + "".join(f" {value}" for _, value in labels): n
               for (name, labels), n in grew.items() if name.startswith("tessera_")}
    assert counted["sign_ins_total invalid"] == 1
    assert counted["sign_ins_total success"] == 1
    assert counted["tokens_total authorization_code"] == 1
    assert counted["tokens_total refresh_token"] == 1
    assert counted["tokens_total client_credentials"] == 1
    assert counted["reuse_total code"] == 1
    assert counted["http_requests_total /oauth2/token 200"] == 3
    assert counted["http_requests_total /oauth2/token 400"] == 1
    assert counted["http_request_seconds_count /oauth2/token"] == 4


def test_state_of_the_process_and_its_parts_is_there(observed):
    samples = {name for name, _ in scrape(observed)}
    assert {"process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds",
            "process_start_time_seconds", "tessera_build_info", "tessera_database_up",
            "tessera_password_hashes", "tessera_outbox_oldest_seconds",
            "tessera_signing_key_age_seconds"} <= samples
