"""What Tessera is held against in the same run: the cryptography alone, and a libmicrohttpd program
that signs and commits the same.
"""
import contextlib
import json
import subprocess
import time

import nodes
from measure import BUILD, Load, accepts, first_answer, request

ARGON2 = ("19456", "2")  # the defaults of password.argon2_*
WORKERS = 32
CRYPTO = ("es256_sign", "es256_verify", "rs256_sign", "rs256_verify", "eddsa_sign", "ecdh_es",
          "rsa_oaep_256", "argon2id")  # what bench_crypto measures
# name: (path, requests); N signatures, and a commit
REQUESTS = {"0": ("/0", 20000), "1": ("/1", 10000), "2": ("/2", 5000),
            "0+commit": ("/0/commit", 5000), "2+commit": ("/2/commit", 5000)}


def crypto():
    """CPU microseconds an operation."""
    done = subprocess.run([BUILD / "bench_crypto", *ARGON2], check=True, capture_output=True)
    figures = json.loads(done.stdout)
    assert tuple(figures) == CRYPTO
    return figures


@contextlib.contextmanager
def server(database):
    """(process, port) of the raw program over a file of SQLite or a PostgreSQL."""
    port = nodes.free_port()
    process = subprocess.Popen([BUILD / "bench_raw_server", str(port), str(WORKERS), str(database)])
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(10)


def start_s(database):
    """From its start to its first answer."""
    started = time.monotonic()
    with server(database) as (process, port):
        first_answer(port, request("GET", "/0", f"127.0.0.1:{port}"), process)
        return time.monotonic() - started


def measure(database, database_pid, share):
    """{name: figures}"""
    with server(database) as (process, port):
        accepts(port, process)
        load = Load(port, [process.pid], database_pid=database_pid)
        return {name: load.send([request("POST", path, f"127.0.0.1:{port}")], n // share)[0]
                for name, (path, n) in REQUESTS.items()}
