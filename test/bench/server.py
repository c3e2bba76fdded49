"""The release build as an operator runs it, with clients and a person who is signed in."""
import contextlib
import json
import time

from cryptography.hazmat.primitives.asymmetric import ec, rsa

import browser
import nodes
import plain
import tessera
from cases import REDIRECT
from measure import accepts, first_answer, rss_mib
from oauth import b64url

API = "https://api.example.com"


def recipient(**members):
    return {"keys": [members | {"use": "enc", "kid": "recipient"}]}


def number(value, length):
    return b64url(value.to_bytes(length, "big"))


def ec_recipient():
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    return recipient(kty="EC", crv="P-256", x=number(point.x, 32), y=number(point.y, 32))


def rsa_recipient():
    key = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
    return recipient(kty="RSA", n=number(key.n, 256), e=number(key.e, 3))


def encrypted(alg):
    return {"id_token_signed_response_alg": "ES256", "id_token_encrypted_response_alg": alg,
            "id_token_encrypted_response_enc": "A256GCM",
            "jwks": ec_recipient() if alg == "ECDH-ES" else rsa_recipient()}


class Server(plain.Plain):
    """What the cases ask (cases.py), and Tessera's own ways of starting it."""
    paths = {"jwks": "/oauth2/jwks", "discovery": "/.well-known/openid-configuration",
             "authorize": "/oauth2/authorize", "token": "/oauth2/token",
             "introspect": "/oauth2/introspect"}
    ask = {"prompt": "none"}

    def __init__(self, postgres=None):
        super().__init__(postgres, {"password.argon2_queue": "1000"})

    def fill(self):
        self.verb("scope", "add", "--name", "api.read", "--audience", API)
        self.machine = self.add_client("machine", scope=["api.read"])
        self.web = self.add_web(id_token_signed_response_alg="ES256")
        self.web_rs256 = self.add_web()
        self.web_ecdh_es = self.add_web(**encrypted("ECDH-ES"))
        self.web_rsa_oaep_256 = self.add_web(**encrypted("RSA-OAEP-256"))
        self.opaque = self.add_web(access_token_format="opaque")
        self.user = self.add_user()
        self.cookies = None
        return self

    def add_web(self, **metadata):
        file = self.folder / "metadata.json"
        file.write_text(json.dumps(metadata))
        return self.add_client("web", metadata_file=file, redirect_uri=[REDIRECT],
                               require_consent="false")

    def session(self):
        """The cookies of the person, who signs in once."""
        if self.cookies is None:
            with browser.Browser(self) as one:
                one.code(self.web, self.user)
                self.cookies = {cookie.name: cookie.value for cookie in one.http.cookies.jar}
        return self.cookies

    def pids(self):
        return [self.process.pid]

    def rss_mib(self):
        return rss_mib(self.process.pid)

    def start_until(self, asked):
        """Starts again over the data that it has; the seconds until the first answer."""
        started = time.monotonic()
        self.spawn(["serve", *self.where], self.folder / "log")
        first_answer(self.port, asked, self.process)
        return time.monotonic() - started

    @contextlib.contextmanager
    def beside(self, values=None):
        """Another node over the same database."""
        with Beside(self, values or {}) as node:
            yield node

    @contextlib.contextmanager
    def with_tls(self):
        """The same data, served over TLS."""
        nodes.make_certificate(self.folder)
        with self.beside({"issuer": f"https://{self.host}",
                          "tls.cert_file": self.folder / "cert.pem",
                          "tls.key_file": self.folder / "key.pem"}) as node:
            yield node


class Beside(tessera.Service):
    def __init__(self, server, values):
        super().__init__(server.where)
        self.folder, self.port, self.host = server.folder, nodes.free_port(), server.host
        self.spawn(["serve", *self.where, *tessera.settings(
            {"listen": f"127.0.0.1:{self.port}"} | values)], self.folder / f"log-{self.port}")
        accepts(self.port, self.process)

    def rss_mib(self):
        return rss_mib(self.process.pid)
