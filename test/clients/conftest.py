"""One `tessera dev` for all foreign clients, a person, and a browser that signs in."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import browser as pages  # noqa: E402
import tessera  # noqa: E402

API = "https://api.example.com"
CALLBACK = "https://app.example.com/callback"


@pytest.fixture(scope="session")
def service():
    with tessera.Dev() as running:
        running.verb("scope", "add", "--name", "orders.read", "--audience", API)
        yield running


@pytest.fixture(scope="session")
def user(service):
    return service.add_user(email="ada@example.com")


@pytest.fixture
def browser(service):
    with pages.Browser(service) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def web(service):
    return service.add_client("web", name="Web shop", redirect_uri=[CALLBACK],
                              post_logout_redirect_uri=["https://app.example.com/bye"])
