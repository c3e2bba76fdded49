"""Says what was measured."""
import cases
import goals
from runs import IDLE_CONNECTIONS

ENGINES = ("sqlite", "postgresql")


def case_row(name, figures, crypto):
    one = figures[name]
    raw = sum(crypto[part] for part in cases.CASES[name][2])
    return (f"  {name:26} {one['cpu_us']:10.1f} {raw:10.1f} {one['cpu_us'] - raw:10.1f} "
            f"{one['p50_us']:10.0f} {one['p99_us']:10.0f}")


def raw_row(name, one):
    return f"  raw {name:22} {one['cpu_us']:10.1f} {'':21} {one['p50_us']:10.0f} {one['p99_us']:10.0f}"


def engine_text(engine, figures, crypto):
    raw = figures["raw"]
    lines = [engine, f"  {'CPU us a request':26} {'all':>10} {'crypto':>10} {'rest':>10} {'p50 us':>10} "
                     f"{'p99 us':>10}"]
    lines += [case_row(name, figures, crypto) for name in cases.CASES if name in figures]
    lines += [raw_row(name, one) for name, one in raw.items() if name != "start_s"]
    return lines + [
        f"  memory MiB: idle {figures['rss_idle_mib']:.1f}, loaded {figures['rss_loaded_mib']:.1f}, "
        f"at {IDLE_CONNECTIONS} connections {figures['rss_connections_mib']:.1f}, "
        f"with TLS {figures['rss_tls_connections_mib']:.1f}",
        f"  start to first token: {figures['first_token_s'] * 1000:.0f} ms, "
        f"raw to first answer: {raw['start_s'] * 1000:.0f} ms"]


def nodes_text(figures):
    return ["two nodes over one PostgreSQL, CPU us a request"] + [
        f"  {name:26} one {one:.1f}, two {two:.1f}" for name, (one, two) in figures.items()]


def peer_text(name, figures):
    lines = [name]
    lines += [f"  {case:26} {figures[case]['cpu_us']:10.1f} {'':21} {figures[case]['p50_us']:10.0f} "
              f"{figures[case]['p99_us']:10.0f}" for case in cases.CASES if case in figures]
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
        lines += ["", *peer_text(name, one)]
    return "\n".join([*lines, "", *goals.text(figures["goals"])])
