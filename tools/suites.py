"""The test suites: one table, how each is prepared and run, and how its tests are counted.

Called by tools/test once Debian's packages are there. Two suites run side by side; what each printed
stays in build/results/NAME.log.
"""
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build/results"
VENV = ROOT / "build/venv"
PROGRAM = ROOT / "build/test/tessera"
PARALLEL = 2
TIME_LIMIT_S = 900


@dataclasses.dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed,
                      self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def number(pattern, text):
    """The sum of a number over all matches: a suite may run several runners one after the other."""
    return sum(int(found) for found in re.findall(pattern, text, re.MULTILINE))


def count_ctest(log, junit):
    """Every cmocka test counts; a program that is no cmocka program counts once."""
    total = Counts()
    if not junit.is_file():
        return total
    for case in xml.parse(junit).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        passed = len(re.findall(r"^\[       OK \] ", output, re.MULTILINE))
        failed = len(re.findall(r"^\[  (?:FAILED|ERROR)   ?\] \S+$", output, re.MULTILINE))
        skipped = len(re.findall(r"^\[  SKIPPED \] \S+$", output, re.MULTILINE))
        status = case.get("status")
        if status == "run" and passed + failed == 0:
            passed = 1
        elif status in ("disabled", "notrun"):
            skipped += 1
        elif status != "run" and failed == 0:
            failed = 1
        total += Counts(passed, failed, skipped)
    return total


def count_plain(log, junit):
    """The closing line of our own runners."""
    return Counts(number(r"^(\d+) passed, \d+ failed", log),
                  number(r"^\d+ passed, (\d+) failed", log),
                  number(r"^\d+ passed, \d+ failed, (\d+) skipped", log))


def count_pytest(log, junit):
    closing = re.findall(r"^(?:=+ )?(\d+ \w+.* in [\d.]+s.*)$", log, re.MULTILINE)
    text = "\n".join(closing)
    return Counts(number(r"(\d+) passed", text), number(r"(\d+) (?:failed|errors?)", text),
                  number(r"(\d+) (?:skipped|xfailed|xpassed|deselected)", text))


def count_node(log, junit):
    return Counts(number(r"^# pass (\d+)$", log), number(r"^# (?:fail|cancelled) (\d+)$", log),
                  number(r"^# (?:skipped|todo) (\d+)$", log))


def count_mixed(log, junit):
    return count_pytest(log, junit) + count_node(log, junit)


@dataclasses.dataclass(frozen=True)
class Suite:
    name: str
    folder: str  # must hold something, or the suite fails
    commands: tuple
    count: callable
    needs_program: bool = True
    python: bool = False
    npm: bool = False

    @property
    def junit(self):
        return RESULTS / f"{self.name}.xml"


def ctest(name, *selection):
    return ("ctest", "--test-dir", "build/test", "--output-on-failure", "--timeout", "300",
            "--test-output-size-passed", "4000000", "--test-output-size-failed", "4000000",
            "--output-junit", str(RESULTS / f"{name}.xml"), *selection)


def node_test(*folders):
    """Each file by name: what a folder means to `node --test` differs between its versions."""
    files = sorted(str(path.relative_to(ROOT)) for folder in folders
                   for path in (ROOT / folder).rglob("*.test.mjs")
                   if "node_modules" not in path.parts)
    return ("node", "--test", "--test-reporter=tap", *files)


PYTEST = (str(VENV / "bin/python"), "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider")

# In the order in which they start: the long ones first, so that the two lanes end together.
SUITES = (
    Suite("http", "test/http", ((*PYTEST, "test/http"),), count_pytest, python=True),
    Suite("browser", "test/browser",
          (("node", "test/browser/with_browser.mjs", str(VENV / "bin/python"),
            "test/support/with_dev.py", *node_test("test/browser")),),
          count_node, python=True, npm=True),
    Suite("races", "test/races", (("test/support/with-postgres", str(VENV / "bin/python"), "test/races/run"),), count_plain,
          python=True),
    Suite("store", "test/store", (("test/support/with-postgres", *ctest("store", "-R", "^store_")),),
          count_ctest, needs_program=False),
    Suite("unit", "test/unit", (ctest("unit", "-E", "^store_"),), count_ctest,
          needs_program=False),
    Suite("clients", "test/clients",
          ((*PYTEST, "test/clients"),
           (str(VENV / "bin/python"), "test/support/with_dev.py", *node_test("test/clients"))),
          count_mixed, python=True, npm=True),
    Suite("bench", "test/bench",
          (("test/support/with-postgres", str(VENV / "bin/python"), "test/bench/bench.py", "--check"),),
          count_plain, python=True),
    Suite("webapp", "webapp",
          (("npm", "--prefix", "webapp", "run", "--silent", "check"),
           node_test("webapp/src", "webapp/build", "webapp/preview")),
          count_node, needs_program=False, npm=True),
    Suite("faults", "test/faults",
          (("test/support/with-postgres", str(VENV / "bin/python"), "test/faults/run"),), count_plain,
          python=True),
    Suite("soak", "test/soak",
          (("test/support/with-postgres", str(VENV / "bin/python"), "test/soak/soak.py"),),
          count_plain, python=True),
    Suite("nodes", "test/nodes", (("test/support/with-postgres", *PYTEST, "test/nodes"),),
          count_pytest, python=True),
    Suite("vectors", "test/vectors", ((str(VENV / "bin/python"), "test/vectors/run"),), count_plain,
          python=True),
    Suite("lint", "test/lint", (("/usr/bin/python3", "test/lint/run"),), count_plain),
)


def shell(script):
    """A function of tools/prepare.sh."""
    subprocess.run(["bash", "-euo", "pipefail", "-c", f"source tools/prepare.sh; {script}"],
                   cwd=ROOT, check=True, stdout=sys.stderr)


def prepare_python():
    wanted = (ROOT / "test/requirements.txt").read_bytes()
    stamp = VENV / "installed"
    if stamp.is_file() and stamp.read_bytes() == wanted:
        return
    print("Installing the tests' Python packages", file=sys.stderr, flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run(["/usr/bin/python3", "-m", "venv", VENV], check=True)
    subprocess.run([VENV / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r",
                    ROOT / "test/requirements.txt"], check=True)
    stamp.write_bytes(wanted)


def prepare(suites):
    if any(suite.python for suite in suites):
        prepare_python()
    for suite in suites:
        if suite.npm:
            shell(f"npm_install {suite.folder}")
    shell("build_preset test")


def run(suite):
    """Runs one suite. Returns its counts, its last lines when it failed, and its seconds."""
    started = time.monotonic()
    suite.junit.unlink(missing_ok=True)
    environment = os.environ | {
        "TESSERA_PROGRAM": str(PROGRAM),
        "PYTHONPATH": str(ROOT / "test/support"),
        "TESSERA_BENCH": str(ROOT / "build/test"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    log_path = RESULTS / f"{suite.name}.log"
    trouble = missing(suite)
    with open(log_path, "wb") as log:
        for command in () if trouble else suite.commands:
            trouble = execute(command, log, environment) or trouble
    text = log_path.read_text(errors="replace")
    counts = suite.count(text, suite.junit)
    if counts == Counts() and not trouble:
        trouble = "no test ran"
    if trouble and counts.failed == 0:
        counts += Counts(failed=1)
    if counts.failed:
        tail = "\n".join(text.splitlines()[-60:])
        trouble = f"{tail}\n{trouble or 'tests failed'}; all of it in {log_path.relative_to(ROOT)}"
    return counts, trouble, time.monotonic() - started


def missing(suite):
    if not (ROOT / suite.folder).is_dir():
        return f"{suite.folder} is missing"
    if suite.needs_program and not PROGRAM.is_file():
        return f"{PROGRAM.relative_to(ROOT)} is missing"
    return None


def execute(command, log, environment):
    """Runs one command into the log; what went wrong, or None."""
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                              stdout=log, stderr=subprocess.STDOUT, timeout=TIME_LIMIT_S)
    except OSError as error:
        return f"cannot run {command[0]}: {error.strerror}"
    except subprocess.TimeoutExpired:
        return f"{command[0]} took longer than {TIME_LIMIT_S} s"
    return f"{command[0]} ended with {done.returncode}" if done.returncode else None


def report(suite, counts, trouble, seconds):
    if trouble:
        print(f"--- {suite.name}\n{trouble}")
    print(f"{suite.name}: {counts} ({seconds:.0f} s)", flush=True)


def choose(names):
    known = {suite.name: suite for suite in SUITES}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"No suite {unknown[0]}; there are: {' '.join(known)}")
    return [known[name] for name in names] or list(SUITES)


def main(arguments):
    if arguments == ["--prepare-python"]:
        prepare_python()
        return 0
    if arguments == ["--list"]:
        print("\n".join(suite.name for suite in SUITES))
        return 0
    suites = choose(arguments)
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = Counts()
    try:
        prepare(suites)
    except subprocess.CalledProcessError as error:
        print(f"build: failed ({error.returncode})\n{Counts(failed=1)}")
        return 1
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as lanes:
        running = {lanes.submit(run, suite): suite for suite in suites}
        for done in concurrent.futures.as_completed(running):
            counts, trouble, seconds = done.result()
            report(running[done], counts, trouble, seconds)
            total += counts
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
