"""What loads the server: people and programs at a steady pace, each act leaving rows behind."""
import secrets
import threading
import time

import httpx

import browser
import oauth
import tessera

CALLBACK = "https://app.example.com/callback"
CALLERS, CYCLE_S = 4, 0.8  # a cycle of each caller begins so often, or as soon as it can


class World:
    def __init__(self, service):
        self.service = service
        self.user = service.add_user()
        self.web = service.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
        self.machine = service.add_client("machine")


class Caller(threading.Thread):
    """Works until it is told to stop. `cycles` were whole; `trouble` ended it."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world = world
        self.over = threading.Event()
        self.cycles, self.trouble = 0, None

    def run(self):
        try:
            while not self.over.is_set():
                began = time.monotonic()
                with browser.Browser(self.world.service) as person:
                    self.cycle(person)
                self.cycles += 1
                self.over.wait(max(0, CYCLE_S - (time.monotonic() - began)))
        except (AssertionError, httpx.HTTPError, KeyError) as trouble:
            self.trouble = trouble
            self.over.set()

    def cycle(self, person):
        self.sign_in_and_refresh(person)
        self.leave_things_open(person)
        self.fail(person)
        self.machine(person)

    def sign_in_and_refresh(self, person):
        """Every other family is revoked, the rest is left to its end."""
        answer = oauth.exchange(person.http, self.world.web,
                                *person.code(self.world.web, self.world.user))
        for _ in range(2):
            assert answer.status_code == 200, answer.text
            answer = oauth.refresh(person.http, self.world.web, answer.json()["refresh_token"])
        tokens = answer.json()
        assert oauth.userinfo(person.http, tokens["access_token"]).status_code == 200
        if self.cycles % 2:
            oauth.revoke(person.http, self.world.web, tokens["refresh_token"]).raise_for_status()

    def leave_things_open(self, person):
        """A code that nobody spends, a flow that nobody finishes, a request that was posted."""
        person.code(self.world.web, self.world.user)
        person.authorize(self.world.web, prompt="login")
        params = oauth.authorize_params(self.world.web, prompt="login")
        person.http.post("/oauth2/authorize", data=params)

    def fail(self, person):
        """Somebody who does not exist: their attempts are counted like those of others."""
        nobody = tessera.User("", f"{secrets.token_hex(8)}@example.com", "wrong horse battery")
        page = person.authorize(self.world.web, prompt="login")
        assert person.sign_in(page, nobody).error, "a stranger signed in"

    def machine(self, person):
        answer = oauth.token(person.http, self.world.machine, "client_credentials")
        assert answer.status_code == 200, answer.text
        access_token = answer.json()["access_token"]
        oauth.revoke(person.http, self.world.machine, access_token).raise_for_status()


def load(world):
    callers = [Caller(world) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    return callers


def stop(callers):
    """Whole cycles of all of them."""
    for caller in callers:
        caller.over.set()
    for caller in callers:
        caller.join(60)
        if caller.trouble:
            raise AssertionError(f"a caller was not served: {caller.trouble!r}") from caller.trouble
    return sum(caller.cycles for caller in callers)
