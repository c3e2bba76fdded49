"""`tessera serve` over plain HTTP on loopback, with a database of its own that outlives the process:
what is measured, and what is killed.
"""
import base64
import contextlib
import os
import pathlib
import tempfile

import httpx

import nodes
import tessera


class Plain(tessera.Service):
    def __init__(self, postgres=None, values=None):
        """On SQLite, or in a fresh database of the server at the URL `postgres`."""
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-")
        self.folder = pathlib.Path(self.holder.name)
        self.port = nodes.free_port()
        self.host = f"localhost:{self.port}"
        key = self.folder / "sealing.key"
        nodes.write_private(key, base64.b64encode(os.urandom(32)))
        url = nodes.fresh_database(postgres) if postgres else f"sqlite:{self.folder}/tessera.db"
        self.database_url = url
        super().__init__(tessera.settings({
            "issuer": f"http://{self.host}", "listen": f"127.0.0.1:{self.port}",
            "database.url": url, "keys.sealing_key_file": key, "management.listen": "",
            "log.level": "warn", "throttle.enabled": "false"} | (values or {})))
        self.issuer = f"http://{self.host}"

    def http(self, **options):
        return httpx.Client(base_url=self.issuer, trust_env=False, timeout=30, **options)

    def start(self):
        self.spawn(["serve", *self.where], self.folder / "log")
        self.wait_until(self.answers)
        return self

    def answers(self):
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(self.issuer + "/oauth2/jwks", trust_env=False).status_code == 200
        return False

    def __exit__(self, kind, value, trace):
        super().__exit__(kind, value, trace)
        self.holder.cleanup()
