"""Whether each measurement works, with few requests, on whatever build."""
import subprocess

import cases
import goals
import raw
import report
import runs
from measure import Load
from server import Server

CONNECTIONS, REQUESTS = 8, 8
SHARE = 500


def run_case(server, ports, pids, name):
    return cases.CASES[name][0](server, Load(ports, pids, CONNECTIONS // 2), REQUESTS)


def on_two_nodes(server):
    with server.beside() as other:
        pids = server.pids() + [other.process.pid]
        return {name: (run_case(server, server.port, pids, name)["cpu_us"] or 1,
                       run_case(server, [server.port, other.port], pids, name)["cpu_us"])
                for name in runs.NODE_CASES}


def parts(engine, server, names, figures):
    """(name, what is tried, what it measures) in this order: the last ones stop the server."""
    for name in names:
        yield name, lambda name=name: {name: run_case(server, server.port, server.pids(), name)}
    yield "memory", lambda: {
        "rss_idle_mib": server.rss_mib(), "rss_loaded_mib": server.rss_mib(),
        "rss_connections_mib": runs.rss_at_connections(server, server.paths["jwks"], CONNECTIONS)}
    if engine == "postgresql":
        yield "nodes", lambda: {"nodes": on_two_nodes(server)}
    yield "stop", lambda: server.stop() or {}
    yield "memory with TLS", lambda: {
        "rss_tls_connections_mib": runs.rss_at_tls_connections(server, CONNECTIONS)}
    yield "raw program", lambda: {"raw": raw.measure(
        runs.raw_database(server), runs.database_pid(engine), SHARE)}
    yield "start", lambda: start(server, figures["raw"])
    yield "report", lambda: say(engine, figures)


def start(server, raw_figures):
    ours, raw_figures["start_s"] = runs.measure_start(server, runs.raw_database(server))
    return {"first_token_s": ours}


def say(engine, figures):
    """That the report stands on nothing that is not measured."""
    everything = {"crypto_us": dict.fromkeys(raw.CRYPTO, 1.0), engine: figures}
    everything |= {"nodes": figures["nodes"]} if "nodes" in figures else {}
    assert report.text(everything | {"goals": goals.table(everything)})
    return {}


def attempt(part, figures):
    """What went wrong, or None."""
    try:
        figures.update(part())
    except (AssertionError, OSError, subprocess.CalledProcessError, KeyError) as error:
        return error
    return None


def run(engines, names):
    """The exit code."""
    errors = []
    for engine in engines:
        figures = {}
        with Server(runs.database(engine)).start() as server:
            server.fill()
            for name, part in parts(engine, server, names, figures):
                errors.append(attempt(part, figures))
                if errors[-1]:
                    print(f"{engine}: {name}: {errors[-1]!r}")
    failed = sum(error is not None for error in errors)
    print(f"{len(errors) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0
