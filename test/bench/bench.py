"""What Tessera costs: CPU microseconds a request, beside the raw cost of the cryptography and of a
raw libmicrohttpd program in the same run; memory; time to the first token; two nodes beside one; and
each goal beside what was measured.

Run by test/bench/run, which builds what is measured: docs/performance.md.
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import cases  # noqa: E402
import check  # noqa: E402
import goals  # noqa: E402
import report  # noqa: E402
import runs  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description="What Tessera costs.")
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--case", action="append", choices=tuple(cases.CASES))
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peer", action="store_true",
                        help="other servers too, where they are installed")
    parser.add_argument("--check", action="store_true",
                        help="only whether each measurement works, with few requests")
    return parser.parse_args()


def main():
    options = arguments()
    engines = options.engine or list(report.ENGINES)
    names = options.case or list(cases.CASES)
    if options.check:
        sys.exit(check.run(engines, names))
    figures = runs.measure(engines, names, options.quick, options.peer)
    figures["goals"] = goals.table(figures)
    print(json.dumps(figures, indent=1) if options.json else report.text(figures))


if __name__ == "__main__":
    main()
