"""The lint checks' frame: a tree of files, a registry of checks, and the proof that each check bites.

A check is a generator of problems over a tree. It carries bad samples, small trees in which it must
find something; run_all shows that first, and that a tree without the check's input is a failure too.
"""
import dataclasses
import fnmatch
import functools
import pathlib
import re
import subprocess
import tempfile


class MissingInput(Exception):
    """A check that finds nothing to look at has not passed."""


class Tree:
    def __init__(self, root, paths):
        self.root = pathlib.Path(root)
        self.paths = sorted(paths)

    @classmethod
    def of_git(cls, root):
        """What is or would be committed: build results and installed packages are not ours."""
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, check=True,
                                capture_output=True, text=True).stdout.splitlines()
        return cls(root, {path for path in listed if (pathlib.Path(root) / path).is_file()})

    @classmethod
    def of_sample(cls, root, files):
        for path, text in files.items():
            target = pathlib.Path(root) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        return cls(root, files)

    def find(self, *patterns):
        """Paths that match one of the patterns; * crosses slashes. Never nothing."""
        found = [path for path in self.paths if any(fnmatch.fnmatch(path, p) for p in patterns)]
        if not found:
            raise MissingInput(f"nothing matches {' '.join(patterns)}")
        return found

    @functools.cache
    def text(self, path):
        return (self.root / path).read_text(errors="replace")

    @functools.cache
    def code(self, path):
        """C without comments and the contents of strings; line numbers stay."""
        def blank(match):
            token = match.group()
            if token.startswith(("//", "/*")):
                return re.sub(r"[^\n]", " ", token)
            return token[0] * 2
        return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank,
                      self.text(path), flags=re.DOTALL)

    def lines(self, path):
        return enumerate(self.text(path).splitlines(), 1)

    def code_lines(self, path):
        return enumerate(self.code(path).splitlines(), 1)


@dataclasses.dataclass(frozen=True)
class Check:
    name: str
    problems: callable
    bad: tuple
    good: dict


CHECKS = []


def check(name, bad, good=None):
    """Registers a check; `bad` are trees (path: text) that must be refused, `good` one that passes."""
    def register(function):
        CHECKS.append(Check(name, function, tuple(bad), good))
        return function
    return register


def found_in(check_, tree):
    try:
        return list(check_.problems(tree))
    except (MissingInput, OSError) as missing:
        return [f"cannot find its input: {missing}"]
    except subprocess.CalledProcessError as error:
        return [f"cannot run: {error}"]


def found_in_sample(check_, files):
    with tempfile.TemporaryDirectory() as folder:
        return found_in(check_, Tree.of_sample(folder, files))


def proofs(check_):
    """(what is shown, whether it holds) of the check itself."""
    yield "needs its input", bool(found_in_sample(check_, {}))
    for number, sample in enumerate(check_.bad, 1):
        found = found_in_sample(check_, sample)
        yield (f"refuses bad sample {number}",
               bool(found) and not any("cannot find its input" in problem for problem in found))
    if check_.good is not None:
        yield "accepts the good sample", not found_in_sample(check_, check_.good)


def run_all(root):
    """Prints a line a test and the closing count. True if all passed."""
    passed = failed = 0
    tree = Tree.of_git(root)
    for one in CHECKS:
        results = [(text, holds, ()) for text, holds in proofs(one)]
        problems = found_in(one, tree)
        results.append(("holds for the tree", not problems, problems))
        for text, holds, details in results:
            passed, failed = passed + holds, failed + (not holds)
            print(f"{'ok' if holds else 'NOT OK'} {one.name}: {text}")
            for detail in details:
                print(f"    {detail}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed == 0
