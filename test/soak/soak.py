#!/usr/bin/env python3
"""A soak: a steady load for a while, and nothing that keeps growing.

    test/soak/soak.py [SECONDS]

SECONDS of load for each engine (default 20): SQLite, and a PostgreSQL (TESSERA_TEST_POSTGRES, set by
test/support/with-postgres). In the database time passes quickly, so that rows come to their end
while it runs. Resident memory, the size of the database and, when there is time to see it, the tables
may not grow from the middle of the run to its end; and when the load has stopped, every row that came
must go.
"""
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import clients  # noqa: E402
import database  # noqa: E402
import plain  # noqa: E402

MIB = 1024 * 1024
DRAINED_S = 3 * database.LIFE_S
STEADY_S = 6 * database.LIFE_S  # so long a run shows whether tables hold their size
SETTINGS = database.SETTINGS | {
    "throttle.enabled": "true", "throttle.address_tries": 100000, "throttle.account_tries": 100,
    "password.argon2_memory_kib": 8192, "password.argon2_ops": 1,
    # Few threads are warm soon.
    "http.workers": 4, "http.connections": 400}
# A figure may grow by this share and this much on top: what jitters, and a log that is cut at times.
MEMORY, SIZE, ROWS = (0.06, 4 * MIB), (0.25, 8 * MIB), (0.25, 40)
WARMING = (0.3, 16 * MIB)  # memory in a short run


def grows(series, allowance):
    """Whether the last third of a run is above the one before; the first is for warming up."""
    share, more = allowance
    third = len(series) // 3
    before, last = max(series[third:2 * third]), max(series[2 * third:])
    return last > before * (1 + share) + more


def check_the_check():
    """A check that cannot fail shows nothing."""
    assert grows([10 * MIB + MIB * i for i in range(60)], MEMORY)
    assert grows([100 * i for i in range(60)], ROWS)
    assert not grows([60 * MIB + MIB * (i % 3) for i in range(60)], MEMORY)
    assert not grows([10 * i for i in range(20)] + [200] * 40, ROWS)


def resident(pid):
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def soak(service, base, seconds):
    """(samples, whole cycles)"""
    samples, callers = [], clients.load(service.world)
    until = time.monotonic() + seconds
    while time.monotonic() < until and not any(caller.trouble for caller in callers):
        time.sleep(database.TICK_S)
        base.pass_time()
        samples.append({"memory": resident(service.process.pid), "size": base.size(),
                        **base.rows()})
    return samples, clients.stop(callers)


def drain(base, before):
    """The tables that still hold more than before the load, and how much more."""
    until = time.monotonic() + DRAINED_S
    while True:
        base.pass_time()
        left = {table: n - before[table] for table, n in base.rows().items() if n > before[table]}
        if not left or time.monotonic() > until:
            return left
        time.sleep(database.TICK_S)


def judge(samples, seconds):
    """What kept growing."""
    allowances = {"memory": WARMING, "size": SIZE}
    if seconds >= STEADY_S:
        allowances = dict.fromkeys(samples[0], ROWS) | {"memory": MEMORY, "size": SIZE}
    return [f"{name}: {[sample[name] for sample in samples]}"
            for name, allowance in allowances.items()
            if grows([sample[name] for sample in samples], allowance)]


def tell(name, seconds, cycles, samples, came, wrong):
    last = samples[-1]
    print(f"{'NOT OK' if wrong else 'ok'} {name}: {cycles} cycles in {seconds} s; at the end "
          f"{last['memory'] / MIB:.0f} MiB resident, {last['size'] / MIB:.1f} MiB of database; "
          "at most " + ", ".join(f"{n} {table}" for table, n in sorted(came.items())), flush=True)
    for line in wrong:
        print("  " + line, flush=True)


def measure(name, service, base, seconds):
    before = base.rows()
    samples, cycles = soak(service, base, seconds)
    wrong, left = judge(samples, seconds), drain(base, before)
    most = {table: max(sample[table] for sample in samples) for table in before}
    came = {table: n - before[table] for table, n in most.items() if n > before[table]}
    if left:
        wrong.append(f"rows that stayed: {left}")
    if not cycles or not came:
        wrong.append("nothing was done")
    tell(name, seconds, cycles, samples, came, wrong)
    return not wrong


def run(name, postgres, seconds):
    with plain.Plain(postgres, SETTINGS).start() as service:
        service.world = clients.World(service)
        base = (database.Postgres if postgres else database.Sqlite)(service)
        try:
            return measure(name, service, base, seconds)
        except AssertionError as trouble:
            print(f"NOT OK {name}: {trouble}\n{service.log[-2000:]}", flush=True)
            return False


def main(seconds):
    check_the_check()
    # What a sanitizer keeps of freed memory is no memory of ours.
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=2"
    postgres = os.environ["TESSERA_TEST_POSTGRES"]
    results = [run("sqlite", None, seconds), run("postgresql", postgres, seconds)]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed, 0 skipped")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
