"""Measures everything, and says it."""
import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time

import httpx

import cases
import nodes
import oauth
import peers
from measure import BUILD, Load, request
from server import Server

IDLE_CONNECTIONS = 2000
ARGON2 = ("19456", "2")  # the defaults of password.argon2_*


def raw_crypto():
    done = subprocess.run([BUILD / "bench_crypto", *ARGON2], check=True, capture_output=True)
    return json.loads(done.stdout)


@contextlib.contextmanager
def raw_server():
    with tempfile.TemporaryDirectory() as folder:
        port = nodes.free_port()
        started = time.monotonic()
        process = subprocess.Popen([BUILD / "bench_raw_server", str(port), "32", f"{folder}/raw.db"])
        try:
            while not accepts(port):
                time.sleep(0.001)
            yield process, port, time.monotonic() - started
        finally:
            process.terminate()
            process.wait(10)


def accepts(port):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def measure_raw(share):
    with raw_server() as (process, port, start_s):
        load = Load(port, [process.pid])
        host = f"127.0.0.1:{port}"
        return {
            "start_s": start_s,
            "get": load.send([request("GET", "/", host)], 20000 // share)[0],
            "sign": load.send([request("POST", "/sign", host)], 10000 // share)[0],
            "commit": load.send([request("POST", "/commit", host)], 5000 // share)[0],
        }


def start_to_first_token(server):
    """Of a program that has its database and keys already."""
    started = time.monotonic()
    server.spawn(["serve", *server.where], server.folder / "log")
    while True:
        with contextlib.suppress(httpx.HTTPError):
            answer = httpx.post(server.issuer + "/oauth2/token", trust_env=False, headers={
                "Authorization": oauth.basic(server.machine["client_id"],
                                             server.machine["client_secret"])},
                data={"grant_type": "client_credentials", "scope": "api.read"})
            if answer.status_code == 200:
                return time.monotonic() - started
        time.sleep(0.001)


def rss_at_connections(server, n):
    """Resident memory while n connections are open, each of which asked once."""
    ask = request("GET", "/oauth2/jwks", server.host)
    open_ = []
    try:
        for _ in range(n):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            connection.sendall(ask)
            open_.append(connection)
        for connection in open_:
            connection.recv(65536)
        return server.rss_mib()
    finally:
        for connection in open_:
            connection.close()


def database(engine):
    """Where a PostgreSQL is; None for SQLite."""
    return os.environ["TESSERA_TEST_POSTGRES"] if engine == "postgresql" else None


def measure_engine(engine, names, share):
    figures = {}
    with Server(database(engine)).start() as server:
        server.fill()
        figures["rss_idle_mib"] = server.rss_mib()
        load = Load(server.port, server.pids())
        for name in names:
            case, n, _ = cases.CASES[name]
            case(server, load, max(n // share // 10, 20))  # warm
            figures[name] = case(server, load, max(n // share, 50))
        figures["rss_loaded_mib"] = server.rss_mib()
        figures["rss_2000_connections_mib"] = rss_at_connections(server, IDLE_CONNECTIONS)
        server.stop()
        figures["first_token_s"] = min(restart(server) for _ in range(3))
    return figures


def restart(server):
    seconds = start_to_first_token(server)
    server.stop()
    return seconds


def measure(engines, names, quick, with_peers):
    share = 10 if quick else 1
    figures = {"crypto_us": raw_crypto(), "raw": measure_raw(share)}
    for engine in engines:
        figures[engine] = measure_engine(engine, names, share)
    if with_peers:
        figures["peers"] = peers.measure(names, share)
    return figures


def check(engines, names):
    """Each case with a few requests, on whatever build; the exit code."""
    failed = 0
    for engine in engines:
        with Server(database(engine)).start() as server:
            server.fill()
            for name in names:
                try:
                    cases.CASES[name][0](server, Load(server.port, server.pids(), 4), 8)
                except (AssertionError, subprocess.CalledProcessError) as error:
                    failed += 1
                    print(f"{engine}: {name}: {error}")
    print(f"{len(engines) * len(names) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


def row(name, figures, crypto):
    one = figures[name]
    raw = sum(crypto[part] for part in cases.CASES[name][2])
    return (f"  {name:22} {one['cpu_us']:10.1f} {raw:10.1f} {one['cpu_us'] - raw:10.1f} "
            f"{one['p50_us']:10.0f} {one['p99_us']:10.0f}")


def text(figures):
    crypto, raw = figures["crypto_us"], figures["raw"]
    lines = ["Raw cost, CPU us: " + ", ".join(f"{k} {v:.0f}" for k, v in crypto.items()),
             "Raw libmicrohttpd, CPU us (p99 us): " + ", ".join(
                 f"{k} {raw[k]['cpu_us']:.1f} ({raw[k]['p99_us']:.0f})"
                 for k in ("get", "sign", "commit")) + f"; start {raw['start_s'] * 1000:.0f} ms"]
    for engine in figures.keys() & {"sqlite", "postgresql"}:
        one = figures[engine]
        lines += ["", engine, f"  {'CPU us a request':22} {'all':>10} {'crypto':>10} {'rest':>10} "
                              f"{'p50 us':>10} {'p99 us':>10}"]
        lines += [row(name, one, crypto) for name in cases.CASES if name in one]
        lines += [f"  memory MiB: idle {one['rss_idle_mib']:.1f}, loaded {one['rss_loaded_mib']:.1f}, "
                  f"at {IDLE_CONNECTIONS} connections {one['rss_2000_connections_mib']:.1f}",
                  f"  start to first token: {one['first_token_s'] * 1000:.0f} ms"]
    for name, one in figures.get("peers", {}).items():
        lines += ["", f"{name}: " + ", ".join(
            f"{case} {one[case]['cpu_us']:.0f} us" for case in cases.CASES if case in one)
            + f"; memory MiB: idle {one['rss_idle_mib']:.0f}, loaded {one['rss_loaded_mib']:.0f}"]
    return "\n".join(lines)
