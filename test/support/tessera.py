"""A running Tessera for black-box tests: `tessera dev` over a folder of its own, or `tessera serve`
nodes over one database. The program is build/test/tessera unless TESSERA_PROGRAM names another.
"""
import contextlib
import dataclasses
import json
import os
import pathlib
import secrets
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import time

import httpx

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(pathlib.Path(os.environ.get("TESSERA_PROGRAM") or ROOT / "build/test/tessera").resolve())
START_LIMIT_S = 60
STOP_LIMIT_S = 30


@dataclasses.dataclass(frozen=True)
class Done:
    """What a verb left behind."""
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        return json.loads(self.err)


@dataclasses.dataclass(frozen=True)
class User:
    id: str
    email: str
    password: str


def run(*arguments, stdin="", environment=None, limit_s=60):
    """One verb of the program, whatever it ends with."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, timeout=limit_s, env=os.environ | (environment or {}))
    return Done(done.returncode, done.stdout, done.stderr)


def settings(values):
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def eventually(fact, limit_s=20):
    """Waits for what another thread or process does; the fact, once it is true."""
    deadline = time.monotonic() + limit_s
    while not (found := fact()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)
    return found


class Service:
    """What dev and serve have in common: a process, its issuer, and verbs that work beside it."""

    def __init__(self, where):
        self.where = where  # the arguments by which a verb finds the same data
        self.process = None
        self.issuer = None
        self.ca_file = None

    def verb(self, *arguments, stdin="", expect=0):
        done = run(*arguments, *self.where, stdin=stdin)
        if expect is not None and done.code != expect:
            raise AssertionError(f"tessera {' '.join(map(str, arguments))}: {done}")
        return done

    def add_user(self, email=None, password=None, verified=True, roles=(), given_name="Ada",
                 family_name="Lovelace"):
        email = email or f"user-{secrets.token_hex(6)}@example.com"
        password = password or "correct horse " + secrets.token_hex(6)
        words = ["user", "add", "--json", "--email", email, "--given-name", given_name,
                 "--family-name", family_name, "--password-stdin"]
        words += ["--verified"] if verified else []
        for role in roles:
            words += ["--role", role]
        return User(self.verb(*words, stdin=password + "\n").json["id"], email, password)

    def add_client(self, type_, name="An application", **options):
        """Options are the verb's, with lists for what may be repeated: redirect_uri=[...]."""
        words = ["client", "add", "--json", "--type", type_, "--name", name]
        for option, value in options.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                words += ["--" + option.replace("_", "-"), str(one)]
        return self.verb(*words).json

    @property
    def tls(self):
        return ssl.create_default_context(cafile=self.ca_file)

    def http(self, **options):
        """A client that follows nothing and trusts this service alone."""
        return httpx.Client(base_url=self.issuer, verify=self.tls, trust_env=False, timeout=30,
                            **options)

    def spawn(self, arguments, log_path, environment=None):
        self.log_path = log_path
        with open(log_path, "ab") as log:
            self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, cwd=self.folder,
                                            env=os.environ | (environment or {}))

    def wait_until(self, ready):
        deadline = time.monotonic() + START_LIMIT_S
        while not ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop(check=False)
                raise AssertionError("tessera did not start:\n" + self.log[-4000:])
            time.sleep(0.02)

    @property
    def log(self):
        return pathlib.Path(self.log_path).read_text(errors="replace")

    def stop(self, check=True, how=signal.SIGTERM):
        """Ends the process. A crash or a sanitizer's report is a failure of the test."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            code = self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = "not ending"
        if check and how == signal.SIGTERM and code != 0:
            raise AssertionError(f"tessera ended with {code}:\n{self.log[-6000:]}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.stop(check=kind is None)


class Dev(Service):
    """`tessera dev` on a free port, its data in a folder that goes away with it."""

    def __init__(self, values=None, folder=None, environment=None):
        self.holder = None if folder else tempfile.TemporaryDirectory(prefix="tessera-")
        self.folder = pathlib.Path(folder or self.holder.name)
        self.data = self.folder / "data"
        super().__init__(["--data", str(self.data)])
        self.values = {"log.level": "info"} | (values or {})
        self.environment = environment
        self.start()

    def start(self, listen="localhost:0"):
        self.spawn(["dev", "--data", self.data, "--listen", listen, *settings(self.values)],
                   self.folder / "log", self.environment)
        ready_file = self.data / "ready.json"
        self.wait_until(ready_file.exists)
        self.ready = json.loads(ready_file.read_text())
        self.issuer = self.ready["issuer"]
        self.ca_file = self.ready["ca_file"]
        return self

    def sql(self, statement, *values):
        """Writes into the database beside the service: how a test lets time pass."""
        with contextlib.closing(sqlite3.connect(self.data / "tessera.db", timeout=30)) as database:
            with database:
                database.execute(statement, values)

    def rows(self, statement, *values):
        with contextlib.closing(sqlite3.connect(self.data / "tessera.db", timeout=30)) as database:
            return database.execute(statement, values).fetchall()

    def outbox(self, **query):
        with self.http() as http:
            return http.get("/dev/outbox.json", params=query).raise_for_status().json()["items"]

    def __exit__(self, kind, value, trace):
        super().__exit__(kind, value, trace)
        if self.holder:
            self.holder.cleanup()
