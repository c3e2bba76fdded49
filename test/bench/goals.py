"""Each goal beside what was measured. The goals were set on a machine on which the cryptography alone
cost REFERENCE_US; those that are a time are scaled to the machine of this run.
"""
import math

REFERENCE_US = {"es256_sign": 41, "es256_verify": 123, "rs256_sign": 1303, "rs256_verify": 20,
                "eddsa_sign": 28}
CPU_US = {"client_credentials": 90, "refresh": 120, "code_exchange": 190, "introspection": 30,
          "jwks": 10, "discovery": 10}
OURS_US = 40       # beyond signatures and commit
SIGN_IN_TIMES = 1.05
P99_TIMES = 2
START_TIMES = 3
NODES_TIMES = 1.05
MEMORY_MIB = {"rss_idle_mib": ("resident memory idle", 20),
              "rss_connections_mib": ("resident memory, plain connections", 64),
              "rss_tls_connections_mib": ("resident memory, TLS connections", 110)}
# case: what the raw program does that signs and commits the same (raw.py)
RAW = {"client_credentials": "1", "code_exchange": "2+commit", "refresh": "2+commit"}


def cost_us(one):
    """Of a request, the database included."""
    return one["cpu_us"] + one["database_us"]


def slowness(crypto):
    """How many times as slow as the reference this machine is: the geometric mean."""
    ratios = [math.log(crypto[name] / cost) for name, cost in REFERENCE_US.items()]
    return math.exp(sum(ratios) / len(ratios))


def commit_us(raw, name):
    """What the commit of a case costs, beside many others."""
    return cost_us(raw["0+commit"]) - cost_us(raw["0"]) if RAW[name].endswith("commit") else 0


def row(name, unit, goal, measured, scale=1):
    scaled = goal * scale
    return {"goal": name, "unit": unit, "set": goal, "scaled": scaled, "measured": measured,
            "met": measured <= scaled}


def of_engine(engine, figures, crypto):
    scale, raw = slowness(crypto), figures["raw"]
    rows = [row(f"{engine}: {name}", "us", goal, cost_us(figures[name]), scale)
            for name, goal in CPU_US.items() if name in figures]
    for name in RAW:
        if name in figures:
            ours = (cost_us(figures[name]) - commit_us(raw, name)
                    - int(RAW[name][0]) * crypto["es256_sign"])
            rows.append(row(f"{engine}: {name} beyond signatures and commit", "us", OURS_US, ours,
                            scale))
    if "sign_in" in figures:
        rows.append(row(f"{engine}: sign_in to Argon2id", "times", SIGN_IN_TIMES,
                        figures["sign_in"]["cpu_us"] / crypto["argon2id"]))
    rows += [row(f"{engine}: {name} p99 to raw", "times", P99_TIMES,
                 figures[name]["p99_us"] / raw[RAW[name]]["p99_us"])
             for name in RAW if name in figures]
    rows += [row(f"{engine}: {words}", "MiB", goal, figures[name])
             for name, (words, goal) in MEMORY_MIB.items()]
    return rows + [row(f"{engine}: start to first token, to raw", "times", START_TIMES,
                       figures["first_token_s"] / raw["start_s"])]


def table(figures):
    """The rows of all that was measured."""
    rows = [one for engine in ("sqlite", "postgresql") if engine in figures
            for one in of_engine(engine, figures[engine], figures["crypto_us"])]
    return rows + [row(f"two nodes to one: {name}", "times", NODES_TIMES, two / one)
                   for name, (one, two) in figures.get("nodes", {}).items()]


def number(value, unit):
    return f"{value:.2f}" if unit == "times" else f"{value:.1f} {unit}"


def text(rows):
    lines = [f"{'goal':60} | {'set':>10} | {'scaled':>10} | {'measured':>10} | met"]
    return lines + [
        f"{one['goal']:60} | {number(one['set'], one['unit']):>10} | "
        f"{number(one['scaled'], one['unit']):>10} | {number(one['measured'], one['unit']):>10} | "
        f"{'yes' if one['met'] else 'no'}" for one in rows]
