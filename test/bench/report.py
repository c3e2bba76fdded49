"""Says what was measured."""
import cases
import goals
from runs import IDLE_CONNECTIONS

ENGINES = ("sqlite", "postgresql")


def line(name, *values):
    """Figures in columns; None leaves one empty."""
    return f"  {name:26}" + "".join(f"{'' if value is None else format(value, '.1f'):>11}"
                                    for value in values)


def case_row(name, one, crypto):
    raw = sum(crypto[part] for part in cases.CASES[name][2])
    return line(name, one["cpu_us"], one["database_us"], raw, one["cpu_us"] - raw, one["p50_us"],
                one["p99_us"])


def raw_row(name, one):
    return line(f"raw {name}", one["cpu_us"], one["database_us"], None, None, one["p50_us"],
                one["p99_us"])


def head(*columns):
    return f"  {'CPU us a request':26}" + "".join(f"{column:>11}" for column in columns)


def engine_text(engine, figures, crypto):
    raw = figures["raw"]
    lines = [engine, head("process", "database", "crypto", "rest", "p50 us", "p99 us")]
    lines += [case_row(name, figures[name], crypto) for name in cases.CASES if name in figures]
    lines += [raw_row(name, one) for name, one in raw.items() if name != "start_s"]
    return lines + [
        f"  memory MiB: idle {figures['rss_idle_mib']:.1f}, loaded {figures['rss_loaded_mib']:.1f}, "
        f"at {IDLE_CONNECTIONS} connections {figures['rss_connections_mib']:.1f}, "
        f"with TLS {figures['rss_tls_connections_mib']:.1f}",
        f"  start to first token: {figures['first_token_s'] * 1000:.0f} ms, "
        f"raw to first answer: {raw['start_s'] * 1000:.0f} ms"]


def nodes_text(figures):
    return ["nodes over one PostgreSQL, which is included", head("one", "two")] + [
        line(name, one, two) for name, (one, two) in figures.items()]


def peer_text(name, figures, ours):
    """Beside `ours`, Tessera's figures on SQLite, where it was measured."""
    measured = [case for case in cases.CASES if case in figures]
    lines = [name, head("process", "to ours", "", "", "p50 us", "p99 us")]
    for case in measured:
        one = figures[case]
        times = one["cpu_us"] / ours[case]["cpu_us"] if case in ours else None
        lines.append(line(case, one["cpu_us"], times, None, None, one["p50_us"], one["p99_us"]))
    lines += [f"  memory MiB: idle {figures['rss_idle_mib']:.1f}, loaded "
              f"{figures['rss_loaded_mib']:.1f}; start {figures['start_s'] * 1000:.0f} ms"]
    return lines + [f"  not measured: {case}: {why}" for case, why in figures["left_out"].items()]


def text(figures):
    crypto = figures["crypto_us"]
    lines = ["raw cryptography, CPU us: " + ", ".join(f"{k} {v:.1f}" for k, v in crypto.items()),
             f"this machine: {goals.slowness(crypto):.2f} times as slow as that of the goals"]
    for engine in ENGINES:
        if engine in figures:
            lines += ["", *engine_text(engine, figures[engine], crypto)]
    if "nodes" in figures:
        lines += ["", *nodes_text(figures["nodes"])]
    for name, one in figures.get("peers", {}).items():
        lines += ["", *peer_text(name, one, figures.get("sqlite", {}))]
    return "\n".join([*lines, "", *goals.text(figures["goals"])])
