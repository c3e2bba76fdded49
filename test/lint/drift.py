"""What is generated from a table, or describes one, says what the table says."""
import os
import pathlib
import re
import subprocess

from lint import check

PROGRAM = os.environ.get("TESSERA_PROGRAM") or str(
    pathlib.Path(__file__).resolve().parents[2] / "build/test/tessera")


def ask(*arguments):
    """What the built program prints; its absence is a failure of the check."""
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL).stdout


@check("the sample configuration is what the program prints",
       bad=[{"config.json.sample": "{}\n"}])
def sample(tree):
    path = tree.find("config.json.sample")[0]
    if tree.text(path) != ask("config", "sample"):
        yield f"{path}: run tessera config sample > {path}"


@check("the page about settings is what the program prints",
       bad=[{"docs/config.md": "# Settings\n"}])
def settings_page(tree):
    path = tree.find("docs/config.md")[0]
    if tree.text(path) != ask("config", "doc"):
        yield f"{path}: run tessera config doc > {path}"


ROUTE = re.compile(r'^\s*\{.*?"(/[^"]*)"', re.MULTILINE)


@check("every route is documented",
       bad=[{"server/http/routes.c": '    {GET, "/oauth2/unheard-of", answer},\n',
             "docs/endpoints.md": "`/oauth2/token`\n"}],
       good={"server/http/routes.c": '    {GET, "/oauth2/token", answer},\n',
             "docs/endpoints.md": "`/oauth2/token`\n"})
def routes(tree):
    listed = ROUTE.findall(tree.text(tree.find("server/http/routes.c")[0]))
    written = "\n".join(tree.text(path) for path in tree.find("docs/*.md", "README.md"))
    if not listed:
        yield "server/http/routes.c: no route was recognised"
    for path in sorted(set(listed)):
        if path != "/" and path not in written:
            yield f"{path} stands in routes.c and in no document"


API_ROUTE = re.compile(r'^\s*\{([A-Z_ |]+),\s*"(/api/[^"]+)",\s*endpoint_\w+,\s*([A-Z_ |]+),', re.MULTILINE)
API_PATH = re.compile(r"^  (/\S+):\n((?:    .*\n|\n)+)", re.MULTILINE)
API_SERVER = re.compile(r"^  - url: (/\S+)$", re.MULTILINE)
API_METHOD = re.compile(r"^    (get|put|post|patch|delete):$", re.MULTILINE)


def served(tree):
    """(method, path) of each route of the API; what follows a prefix stands as {}."""
    for methods, path, flags in API_ROUTE.findall(tree.text(tree.find("server/http/routes.c")[0])):
        for method in re.findall(r"HTTP_(\w+)", methods):
            yield method, path + ("{}" if "HTTP_ROUTE_PREFIX" in flags else "")


def described(tree):
    text = tree.text(tree.find("schemas/openapi.yaml")[0])
    server = API_SERVER.search(text)
    for path, operations in API_PATH.findall(text):
        for method in API_METHOD.findall(operations):
            yield method.upper(), server.group(1) + re.sub(r"\{\w+\}", "{}", path)


API_SAMPLE = "servers:\n  - url: /api/v1\npaths:\n  /things/{id}:\n    delete:\n      summary: x\n"


@check("the API's description and its routes say the same",
       bad=[{"server/http/routes.c": '    {HTTP_DELETE, "/api/v1/other", endpoint_other, API_JSON, 0},\n',
             "schemas/openapi.yaml": API_SAMPLE},
            {"server/http/routes.c": '    {HTTP_GET | HTTP_DELETE, "/api/v1/things/", endpoint_thing, '
                                     'API_JSON | HTTP_ROUTE_PREFIX, 0},\n',
             "schemas/openapi.yaml": API_SAMPLE},
            {"server/http/routes.c": "", "schemas/openapi.yaml": API_SAMPLE}],
       good={"server/http/routes.c": '    {HTTP_DELETE, "/api/v1/things/", endpoint_thing, '
                                     'API_JSON | HTTP_ROUTE_PREFIX, 0},\n',
             "schemas/openapi.yaml": API_SAMPLE})
def api(tree):
    routes, paths = set(served(tree)), set(described(tree))
    if not routes or not paths:
        yield "no route or no path was recognised"
    for method, path in sorted(routes - paths):
        yield f"{method} {path} stands in routes.c and not in openapi.yaml"
    for method, path in sorted(paths - routes):
        yield f"{method} {path} stands in openapi.yaml and is not served"


TOLD = re.compile(r'STR_INIT\("(\w+\.\w+)"\)')


@check("the acts that people are told of stand in the API's description",
       bad=[{"server/account/history.c": '    STR_INIT("sign_in.success"),\n',
             "schemas/openapi.yaml": "            - sign_in.failure\n"},
            {"server/account/history.c": "", "schemas/openapi.yaml": ""}],
       good={"server/account/history.c": '    STR_INIT("sign_in.success"),\n',
             "schemas/openapi.yaml": "            - sign_in.success\n"})
def told(tree):
    named = TOLD.findall(tree.text(tree.find("server/account/history.c")[0]))
    described = re.findall(r"^ +- (\w+\.\w+)$", tree.text(tree.find("schemas/openapi.yaml")[0]),
                           re.MULTILINE)
    if not named:
        yield "server/account/history.c: no act was recognised"
    for name in sorted(set(named) ^ set(described)):
        yield f"{name} stands in only one of account/history.c and openapi.yaml"


@check("every library's hazard has its test",
       bad=[{"docs/library-hazards.md": "| a crash | `test_no_crash` |\n", "test/http/test_x.py": ""},
            {"docs/library-hazards.md": "| a crash | our word |\n", "test/http/test_x.py": ""}],
       good={"docs/library-hazards.md": "| a crash | `no_crash`, `test_none` |\n",
             "test/unit/x/test_x.c": "static void no_crash(void **state)\n",
             "test/http/test_x.py": "def test_none():\n"})
def hazards(tree):
    tests = "\n".join(tree.text(path) for path in tree.find("test/*.c", "test/*.py"))
    path = tree.find("docs/library-hazards.md")[0]
    for line, text in tree.lines(path):
        if not text.startswith("|") or text.startswith(("| what", "| ---")):
            continue
        named = re.findall(r"`(\w+)`", text.split("|")[2])
        if not named:
            yield f"{path}:{line}: names no test"
        for name in named:
            if not re.search(rf"\b(void|def) {name}\(", tests):
                yield f"{path}:{line}: there is no test {name}"


REFUSAL = re.compile(r'\{"((?:email|name|password)_\w+)"')


@check("what a person may be refused for, the pages can say",
       bad=[{"server/account/refusal.c": '    [A] = {"password_unheard_of", "No", KIND},\n',
             "webapp/src/auth/views.ts": '  | "password_weak"\n'}],
       good={"server/account/refusal.c": '    [A] = {"password_weak", "No", KIND},\n'
                                         '    [B] = {"role_unknown", "No", KIND},\n',
             "webapp/src/auth/views.ts": '  | "password_weak"\n'})
def refusals(tree):
    codes = REFUSAL.findall(tree.text(tree.find("server/account/refusal.c")[0]))
    said = tree.text(tree.find("webapp/src/auth/views.ts")[0])
    if not codes:
        yield "server/account/refusal.c: no refusal was recognised"
    for code in codes:
        if f'"{code}"' not in said:
            yield f"{code} stands in account/refusal.c and is no code of a page"
