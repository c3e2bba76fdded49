"""Glewlwyd as Debian 12 has it, unpacked by test/bench/run, over a SQLite of its own."""
import contextlib
import gzip
import json
import os
import pathlib
import sqlite3
import string

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cases import REDIRECT
from measure import BUILD, request
from peers.process import Peer

ROOT = BUILD / "glewlwyd"
SCHEMA = ROOT / "usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz"
CONFIG = pathlib.Path(__file__).resolve().parent / "glewlwyd.conf"
ADMIN = {"username": "admin", "password": "password"}  # of the schema
PERSON = {"username": "ada", "password": "correct horse battery"}
SECRET = "a-secret-of-the-clients-long-enough"  # it does not undo the encoding of RFC 6749 2.3.1


def plugin(issuer):
    """Its OpenID Connect: ES256, PKCE, rotation at every use, introspection by the token's client."""
    key = ec.generate_private_key(ec.SECP256R1())
    return {
        "iss": issuer, "jwt-type": "ecdsa", "jwt-key-size": "256", "jwks-show": True,
        "key": key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                 serialization.NoEncryption()).decode(),
        "cert": key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode(),
        "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 600,
        "refresh-token-rolling": True, "refresh-token-one-use": "always", "allow-non-oidc": True,
        "auth-type-code-enabled": True, "auth-type-client-enabled": True,
        "auth-type-refresh-enabled": True, "pkce-allowed": True,
        "introspection-revocation-allowed": True,
        "introspection-revocation-allow-target-client": True,
        "introspection-revocation-auth-scope": [], "scope": []}


def client(name):
    return {"client_id": name, "client_secret": SECRET, "redirect_uris": [REDIRECT]}


def sign_in(peer, load, n):
    """Its own API: name and password in, cookie out."""
    return load.send([request("POST", "/api/auth/", peer.host, json.dumps(PERSON),
                              media="application/json")], n)[0]


class Glewlwyd(Peer):
    name = "Glewlwyd"
    paths = {"jwks": "/api/oidc/jwks", "discovery": "/api/oidc/.well-known/openid-configuration",
             "authorize": "/api/oidc/auth", "token": "/api/oidc/token",
             "introspect": "/api/oidc/introspect"}
    ask = {"g_continue": ""}
    own_cases = {"sign_in": sign_in}
    left_out = {"code_exchange_rs256": "one of its instances signs with one algorithm, here ES256",
                "code_exchange_ecdh_es": "encryption is not set up here",
                "code_exchange_rsa_oaep_256": "encryption is not set up here"}
    # It has no opaque access tokens: what is introspected is a JWT, looked up in its database.
    machine, web, opaque = client("machine"), client("web"), client("web")

    @staticmethod
    def is_installed():
        return (ROOT / "usr/bin/glewlwyd").exists()

    def command(self):
        return [ROOT / "usr/bin/glewlwyd", f"--config-file={self.folder}/glewlwyd.conf"]

    def prepare(self):
        modules = self.folder / "modules"
        modules.mkdir()
        for kind in ("user", "client", "scheme", "plugin"):
            os.symlink(ROOT / "usr/lib/glewlwyd" / kind, modules / kind)
        (modules / "middleware").mkdir()
        (self.folder / "glewlwyd.conf").write_text(string.Template(CONFIG.read_text()).substitute(
            folder=self.folder, port=self.port))
        with sqlite3.connect(self.folder / "glewlwyd.db") as database:
            database.executescript(gzip.open(SCHEMA, "rt").read())
            database.execute(
                "INSERT INTO g_plugin_module_instance (gpmi_module, gpmi_name, gpmi_parameters)"
                " VALUES ('oidc', 'oidc', ?)", (json.dumps(plugin(self.issuer + "/api/oidc")),))
            database.execute(
                "INSERT INTO g_scope (gs_name, gs_password_required) VALUES ('api.read', 0)")
        database.close()

    @contextlib.contextmanager
    def http(self, who):
        """Signed in. The cookie goes by hand: its domain, localhost, is none to Python's jar."""
        with httpx.Client(base_url=self.issuer, trust_env=False, timeout=30) as http:
            answer = http.post("/api/auth/", json=who).raise_for_status()
            http.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
            yield http

    def fill(self):
        with self.http(ADMIN) as http:
            for name, grants, scope in (("machine", ["client_credentials"], ["api.read"]),
                                        ("web", ["code", "refresh_token"], [])):
                http.post("/api/client/", json={
                    "client_id": name, "name": name, "enabled": True, "confidential": True,
                    "client_secret": SECRET, "authorization_type": grants, "scope": scope,
                    "redirect_uri": [REDIRECT], "token_endpoint_auth_method": ["client_secret_basic"],
                }).raise_for_status()
            http.post("/api/user/", json=PERSON | {
                "name": "Ada", "email": "ada@example.com", "enabled": True,
                "scope": ["openid", "g_profile"]}).raise_for_status()
        with self.http(PERSON) as http:
            http.put("/api/auth/grant/web", json={"scope": "openid"}).raise_for_status()

    def session(self):
        with self.http(PERSON) as http:
            return dict([http.headers["Cookie"].split("=", 1)])
