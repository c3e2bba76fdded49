"""`tessera serve` nodes over one database, as a cluster has them: one issuer, one sealing key, one
certificate, an address each.
"""
import base64
import contextlib
import datetime
import ipaddress
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile
import urllib.parse

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import tessera


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_private(path, data):
    path.write_bytes(data)
    path.chmod(0o600)


def make_certificate(folder):
    """A certificate for localhost that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256()))
    write_private(folder / "key.pem", key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


class Node(tessera.Service):
    def __init__(self, cluster, port):
        super().__init__(cluster.where)
        self.folder, self.port = cluster.folder, port
        self.issuer, self.ca_file = cluster.issuer, cluster.ca_file
        self.spawn(["serve", *cluster.where, "--set", f"listen=127.0.0.1:{port}"],
                   cluster.folder / f"log-{port}")
        self.wait_until(self.answers)

    def http(self, **options):
        """To this node, as a proxy would pass on what is for the issuer."""
        host = urllib.parse.urlsplit(self.issuer).netloc
        return httpx.Client(base_url=f"https://127.0.0.1:{self.port}", headers={"Host": host},
                            verify=self.tls, trust_env=False, timeout=30, **options)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        except OSError:
            return False


def fresh_database(url):
    """A new, empty database on the same PostgreSQL server."""
    name = "tessera_" + os.urandom(6).hex()
    subprocess.run(["psql", "-q", "-d", url, "-c", f"CREATE DATABASE {name}"], check=True)
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path="/" + name))


class Cluster(tessera.Service):
    """`count` nodes over a database of their own: on the PostgreSQL server at `url`, or, without one,
    a single node on SQLite. Verbs work on the same configuration."""

    def __init__(self, url=None, count=2, values=None):
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-")
        self.folder = pathlib.Path(self.holder.name)
        super().__init__(["--config", str(self.folder / "config.json")])
        make_certificate(self.folder)
        write_private(self.folder / "sealing.key", base64.b64encode(os.urandom(32)) + b"\n")
        ports = [free_port() for _ in range(count if url else 1)]
        self.issuer = f"https://localhost:{ports[0]}"
        self.ca_file = str(self.folder / "cert.pem")
        self.database = fresh_database(url) if url else f"sqlite:{self.folder / 'tessera.db'}"
        self.write_config(self.database, values or {})
        self.verb("migrate", "up")
        with contextlib.ExitStack() as started:
            self.nodes = [started.enter_context(Node(self, port)) for port in ports]
            self.running = started.pop_all()

    def write_config(self, url, values):
        config = {"issuer": self.issuer, "database": {"url": url},
                  "tls": {"cert_file": self.ca_file, "key_file": str(self.folder / "key.pem")},
                  "keys": {"sealing_key_file": str(self.folder / "sealing.key")},
                  "management": {"listen": ""}}
        for key, value in values.items():
            section, name = key.split(".")
            config.setdefault(section, {})[name] = value
        write_private(self.folder / "config.json", json.dumps(config).encode())

    def rows(self, statement, *values):
        """What a query of the database answers; PostgreSQL's values as text."""
        if self.database.startswith("sqlite:"):
            with contextlib.closing(sqlite3.connect(self.folder / "tessera.db")) as database:
                return database.execute(statement, values).fetchall()
        assert not values
        done = subprocess.run(["psql", "-qAt", "-F", "\t", "-d", self.database, "-c", statement],
                              check=True, capture_output=True, text=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    @property
    def addresses(self):
        return [("127.0.0.1", node.port) for node in self.nodes]

    def __exit__(self, *what):
        self.running.__exit__(*what)
        self.holder.cleanup()
