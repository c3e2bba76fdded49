"""Other servers that answer the same requests, measured in the same run."""
import contextlib
import pathlib
import shutil
import socket
import subprocess
import time

import nodes
from cases import FORM, authorization
from measure import Load, request, rss_mib

FOLDER = pathlib.Path(__file__).resolve().parent / "peers"
MACHINE = {"client_id": "machine", "client_secret": "a secret of the machine, long enough"}
START_LIMIT_S = 30


class NodeOidcProvider:
    """In memory, on one thread, ES256 access tokens for one API."""
    name = "node-oidc-provider"

    @staticmethod
    def command(port):
        return ["node", str(FOLDER / "node-oidc-provider.mjs"), str(port)]

    @staticmethod
    def is_installed():
        return shutil.which("node") and (FOLDER / "node_modules/oidc-provider").is_dir()

    @staticmethod
    def cases(host):
        return {
            "jwks": (request("GET", "/jwks", host), 5000),
            "discovery": (request("GET", "/.well-known/openid-configuration", host), 5000),
            "client_credentials": (request(
                "POST", "/token", host, FORM({"grant_type": "client_credentials",
                                              "scope": "api.read"}), [authorization(MACHINE)]),
                3000),
        }


PEERS = (NodeOidcProvider,)


@contextlib.contextmanager
def running(peer):
    port = nodes.free_port()
    process = subprocess.Popen(peer.command(port), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{peer.name} did not start")
            time.sleep(0.05)
        yield process, port
    finally:
        process.terminate()
        process.wait(10)


def measure(names, share):
    """{peer: {case: figures}} of those that are installed."""
    figures = {}
    for peer in PEERS:
        if not peer.is_installed():
            continue
        with running(peer) as (process, port):
            load = Load(port, [process.pid])
            cases = {name: case for name, case in peer.cases(f"localhost:{port}").items()
                     if name in names}
            idle = rss_mib(process.pid)
            figures[peer.name] = {}
            for name, (asked, n) in cases.items():
                load.send([asked], n // share // 10)  # warm
                figures[peer.name][name] = load.send([asked], n // share)[0]
            figures[peer.name]["rss_idle_mib"] = idle
            figures[peer.name]["rss_loaded_mib"] = rss_mib(process.pid)
    return figures
