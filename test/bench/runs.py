"""The measurements of Tessera: cases, memory, start, and two nodes over one database."""
import contextlib
import os
import pathlib
import shutil
import socket
import ssl

import cases
import goals
import peers
import raw
from measure import Load, request
from server import Server

IDLE_CONNECTIONS = 2000
STARTS = 3
# Both ways in turn, so that what else the machine does meets both alike.
ROUNDS = 3
NODE_CASES = ("client_credentials", "code_exchange", "refresh", "introspection")


def database(engine):
    """Where a PostgreSQL is; None for SQLite."""
    return os.environ["TESSERA_TEST_POSTGRES"] if engine == "postgresql" else None


def database_pid(engine):
    """The parent of PostgreSQL's processes; None for SQLite."""
    if engine != "postgresql":
        return None
    control = pathlib.Path(os.environ["TESSERA_TEST_POSTGRES_CONTROL"])
    return int((control.parent / "data/postmaster.pid").read_text().split()[0])


def first_token(server):
    return cases.token_request(server, server.machine, grant_type="client_credentials",
                               scope="api.read")


def connect(node, tls):
    connection = socket.create_connection(("127.0.0.1", node.port), timeout=30)
    return tls.wrap_socket(connection, server_hostname="localhost") if tls else connection


def rss_at_connections(node, path, n, ca_file=None):
    """Resident memory while n connections are open, each of which asked once."""
    tls = ssl.create_default_context(cafile=ca_file) if ca_file else None
    ask = request("GET", path, node.host)
    with contextlib.ExitStack() as open_:
        connections = [open_.enter_context(connect(node, tls)) for _ in range(n)]
        for connection in connections:
            connection.sendall(ask)
        for connection in connections:
            connection.recv(65536)
        return node.rss_mib()


def rss_at_tls_connections(server, n):
    with server.with_tls() as node:
        return rss_at_connections(node, server.paths["jwks"], n, server.folder / "cert.pem")


def raw_database(server):
    """What a raw program opens where Tessera has its database: a copy of the file, or the same one."""
    if not server.database_url.startswith("sqlite:"):
        return server.database_url
    copy = server.folder / "raw.db"
    shutil.copy(server.database_url.removeprefix("sqlite:"), copy)
    return copy


def measure_start(server, database_):
    """(Tessera to its first token, the raw program to its first answer) in seconds, the best of some:
    both over the database that is there."""
    ours, theirs = [], []
    for _ in range(STARTS):
        ours.append(server.start_until(first_token(server)))
        server.stop()
        theirs.append(raw.start_s(database_))
    return min(ours), min(theirs)


def measure_cases(server, names, share, behind):
    load = Load(server.port, server.pids(), database_pid=behind)
    figures = {}
    for name in names:
        case, n, _ = cases.CASES[name]
        case(server, load, max(n // share // 10, 20))  # warm
        figures[name] = case(server, load, max(n // share, 50))
    return figures


def measure_engine(engine, names, share, connections=IDLE_CONNECTIONS):
    behind = database_pid(engine)
    with Server(database(engine)).start() as server:
        server.fill()
        idle = server.rss_mib()
        figures = measure_cases(server, names, share, behind)
        figures |= {"rss_idle_mib": idle, "rss_loaded_mib": server.rss_mib(),
                    "rss_connections_mib": rss_at_connections(
                        server, server.paths["jwks"], connections)}
        server.stop()
        figures["rss_tls_connections_mib"] = rss_at_tls_connections(server, connections)
        where = raw_database(server)
        figures["raw"] = raw.measure(where, behind, share)
        figures["first_token_s"], figures["raw"]["start_s"] = measure_start(server, where)
    return figures


def measure_nodes(names, share):
    """{case: (CPU on one node, CPU on two)} with that of the one PostgreSQL; the mean of the rounds."""
    behind = database_pid("postgresql")
    with Server(database("postgresql")).start() as server:
        server.fill()
        with server.beside() as other:
            loads = (Load(server.port, server.pids(), database_pid=behind),
                     Load([server.port, other.port], server.pids() + [other.process.pid],
                          database_pid=behind))
            return {name: on_each(server, loads, cases.CASES[name], share)
                    for name in NODE_CASES if name in names}


def on_each(server, loads, case, share):
    measured, n, _ = case
    for load in loads:
        measured(server, load, max(n // share // 10, 20))  # warm
    rounds = [[goals.cost_us(measured(server, load, max(n // share, 50))) for load in loads]
              for _ in range(ROUNDS)]
    return [sum(way) / ROUNDS for way in zip(*rounds)]


def measure(engines, names, quick, with_peers):
    share = 10 if quick else 1
    figures = {"crypto_us": raw.crypto()}
    for engine in engines:
        figures[engine] = measure_engine(engine, names, share)
    if "postgresql" in engines:
        figures["nodes"] = measure_nodes(names, share)
    if with_peers:
        figures["peers"] = peers.measure(names, share)
    return figures
