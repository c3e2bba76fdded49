"""What must not be written, and what is written about must exist."""
import json
import posixpath
import re

from lint import check

# Spelled apart, so that this file does not contain them.
FORBIDDEN = tuple(re.compile(pattern) for pattern in (
    r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b", r"\b[Ff]or " + r"now\b", r"/wo" + r"rk/",
    r"/home/[a-z]+/", r"/ro" + r"ot/", r"registry\.npm" + r"js\.org", r"py" + r"pi\.org/simple",
    r"lorem ip" + r"sum", r"<<<<" + r"<<< "))

TEXT_FILES = ("*.c", "*.h", "*.py", "*.md", "*.mjs", "*.js", "*.ts", "*.tsx", "*.css", "*.html",
              "*.sql", "*.txt", "*.cmake", "*.json", "*.yaml", "*.sample", "tools/*", ".ci/*",
              "test/*/run")


@check("nothing half-finished and no path of a machine",
       bad=[{"server/x.c": "/* TO" + "DO later */"}, {"docs/x.md": "This is enough for " + "now."},
            {"tools/run": "cd /wo" + "rk/main"}],
       good={"docs/x.md": "The method stood in the workshop."})
def words(tree):
    for path in tree.find(*TEXT_FILES):
        for line, text in tree.lines(path):
            for pattern in FORBIDDEN:
                if pattern.search(text):
                    yield f"{path}:{line}: {pattern.search(text).group()}"


@check("links between documents lead somewhere",
       bad=[{"README.md": "[how](docs/none.md)"}, {"docs/a.md": "[up](../none.md#part)"}],
       good={"README.md": "[how](docs/a.md#part) [folder](docs) [out](https://example.com)",
             "docs/a.md": "[up](../README.md) [here](#part)"})
def links(tree):
    folders = {posixpath.dirname(path) for path in tree.paths}
    folders |= {posixpath.dirname(folder) for folder in folders}
    for path in tree.find("*.md"):
        for line, text in tree.lines(path):
            for target in re.findall(r"\]\(([^)\s]+)\)", text):
                target = target.split("#")[0]
                if not target or re.match(r"[a-z]+:", target):
                    continue
                where = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if where not in tree.paths and where not in folders:
                    yield f"{path}:{line}: {target} does not exist"


@check("foreign packages are pinned and no registry is named",
       bad=[{"test/requirements.txt": "pytest>=9\n", "a/package-lock.json": '{"packages": {}}'},
            {"test/requirements.txt": "pytest==9\n",
             "a/package-lock.json": '{"packages": {"node_modules/x": {"resolved": "https://r/x"}}}'},
            {"test/requirements.txt": "pytest==9\n",
             "a/package-lock.json": '{"packages": {"node_modules/x": {"version": "1.0.0"}}}'}],
       good={"test/requirements.txt": "pytest==9.0.1\n",
             "a/package-lock.json":
                 '{"packages": {"": {}, "node_modules/x": {"version": "1.0.0", "integrity": "s"}}}'})
def packages(tree):
    for path in tree.find("test/requirements.txt"):
        for line, text in tree.lines(path):
            if not re.fullmatch(r"[\w.-]+==[\w.]+", text):
                yield f"{path}:{line}: {text} is not pinned"
    for path in tree.find("*package-lock.json"):
        for name, package in json.loads(tree.text(path))["packages"].items():
            if "resolved" in package:
                yield f"{path}: {name} names its registry"
            if name and "integrity" not in package and not package.get("link"):
                yield f"{path}: {name} has no digest"


@check("scripts stop at the first failure",
       bad=[{"tools/x": "#!/bin/bash\nfalse\n"}, {"tools/x": "#!/bin/sh\nset -eu\n"}],
       good={"tools/x": "#!/bin/bash\n# Does it.\nset -euo pipefail\n"})
def scripts(tree):
    found = [path for path in tree.find("tools/*", ".ci/*", "test/*")
             if re.match(r"#!.*\b(ba)?sh\n", tree.text(path))]
    for path in found:
        if not tree.text(path).startswith("#!/bin/bash\n"):
            yield f"{path}: begins without #!/bin/bash"
        if "\nset -euo pipefail\n" not in tree.text(path):
            yield f"{path}: runs on after a failure"
