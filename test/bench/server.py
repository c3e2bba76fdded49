"""The release build as an operator runs it, on plain HTTP over loopback, with clients and a person."""
import base64
import contextlib
import os
import pathlib
import re
import tempfile

import httpx

import nodes
import oauth
import tessera
from cases import REDIRECT
from measure import rss_mib

API = "https://api.example.com"


class Server(tessera.Service):
    def __init__(self, engine, url=None):
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-bench-")
        self.folder = pathlib.Path(self.holder.name)
        self.port = nodes.free_port()
        self.host = f"localhost:{self.port}"
        self.engine = engine
        key = self.folder / "sealing.key"
        nodes.write_private(key, base64.b64encode(os.urandom(32)))
        super().__init__(tessera.settings({
            "issuer": f"http://{self.host}", "listen": f"127.0.0.1:{self.port}",
            "database.url": nodes.fresh_database(url) if url else f"sqlite:{self.folder}/tessera.db",
            "keys.sealing_key_file": key, "management.listen": "", "log.level": "warn",
            "throttle.enabled": "false", "password.argon2_queue": "1000"}))
        self.issuer = f"http://{self.host}"

    def start(self):
        self.spawn(["serve", *self.where], self.folder / "log")
        self.wait_until(self.answers)
        return self

    def answers(self):
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(self.issuer + "/oauth2/jwks", trust_env=False).status_code == 200
        return False

    def fill(self):
        self.verb("scope", "add", "--name", "api.read", "--audience", API)
        self.machine = self.add_client("machine", scope=["api.read"])
        es256 = self.folder / "es256.json"
        es256.write_text('{"id_token_signed_response_alg": "ES256"}')
        opaque = self.folder / "opaque.json"
        opaque.write_text('{"access_token_format": "opaque"}')
        web = {"redirect_uri": [REDIRECT], "require_consent": "false"}
        self.web = self.add_client("web", metadata_file=es256, **web)
        self.web_rs256 = self.add_client("web", **web)
        self.opaque = self.add_client("web", metadata_file=opaque, **web)
        self.user = self.add_user()
        self._session = None
        return self

    def session(self):
        """The cookies of the person, who is signed in once."""
        if self._session is None:
            with httpx.Client(base_url=self.issuer, trust_env=False) as http:
                jar = {}

                def go(method, url, **options):
                    answer = http.request(method, url, headers={
                        "Cookie": "; ".join(f"{n}={v}" for n, v in jar.items())}, **options)
                    for line in answer.headers.get_list("set-cookie"):
                        name, value = line.split(";")[0].split("=", 1)
                        jar[name] = value
                    return answer

                start = go("GET", oauth.authorize_url("", self.web))
                page = go("GET", start.headers["location"])
                csrf = re.search(r'name="csrf"[^>]*value="([^"]*)"', page.text)[1]
                done = go("POST", start.headers["location"], data={
                    "csrf": csrf, "email": self.user.email, "password": self.user.password})
                assert done.status_code == 303, done.text
                self._session = jar
        return self._session

    def pids(self):
        return [self.process.pid]

    def rss_mib(self):
        return rss_mib(self.process.pid)

    def __exit__(self, kind, value, trace):
        super().__exit__(kind, value, trace)
        self.holder.cleanup()
