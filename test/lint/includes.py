"""Dependencies point one way: #include lines against the table of allowed edges, and no circles."""
import posixpath
import re

from lint import check

CORE = {"oauth", "oidc", "authn", "account"}

# Which folders of server/ a folder may include. Beside these: its own, and for adapters the ports.h
# of any folder that they implement.
ALLOWED = {
    "base": set(),
    "crypto": {"base"},
    "config": {"base"},
    "oauth": {"base"},
    "oidc": {"base", "oauth"},
    "authn": {"base", "oauth"},
    "account": {"base", "oauth", "authn"},
    "jose": {"base", "crypto"},
    "store": {"base", "crypto"},
    "fetch": {"base", "config"},
    "notify": {"base", "crypto"},
    "audit": {"base"},
    "metrics": {"base", "audit"},
    "plugin": {"base", "crypto"},
    "http": {"base", "config", "crypto"} | CORE,
    "cli": {"base", "config", "crypto"} | CORE,
}
# app/ and main.c put everything together.
COMPOSITION = {"app"}
ADAPTERS = {"jose", "store", "fetch", "notify", "audit", "metrics", "plugin", "crypto"}
# Pure functions of bytes, which the core may call.
CORE_EXTRA_FILES = {"crypto/digest.h"}

# Foreign libraries, and the only folders that may know them.
LIBRARIES = {
    r"(ulfius|u_map|microhttpd)\.h": {"http"},
    r"(yder|orcania)\.h": {"http", "jose"},
    r"rhonabwy\.h": {"jose"},
    r"(gnutls|nettle)/.*": {"jose", "http/tls", "app/dev_certificate", "crypto/password_list",
                           "crypto/stored_hash/"},
    r"crypt\.h": {"crypto/stored_hash/"},
    r"sodium\.h|sodium/.*": {"crypto"},
    r"sqlite3\.h": {"store"},
    r"(postgresql/)?libpq-fe\.h": {"store"},
    r"zxcvbn\.h": {"account/password_rules"},
    r"curl/.*": {"fetch", "notify"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def includes_of(tree, path):
    """(line, ours or None, foreign or None) of each include."""
    for line, text in tree.lines(path):
        found = INCLUDE.match(text)
        if found:
            yield line, found.group(1), found.group(2)


def ours(tree, path, name):
    """An include as a path of the tree: from server/, or beside the file."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    for candidate in ("server/" + name, beside, "plugins/include/" + name):
        if candidate in tree.paths:
            return candidate
    return None


def may_include(folder, name):
    target = name.split("/")[0]
    if target == folder or target in ALLOWED[folder]:
        return True
    if folder in CORE and name in CORE_EXTRA_FILES:
        return True
    return folder in ADAPTERS and name.endswith("/ports.h")


@check("includes point one way",
       bad=[{"server/base/str.c": '#include "oauth/error.h"\n'},
            {"server/oauth/token.c": '#include "oidc/claims.h"\n'},
            {"server/oauth/token.c": '#include "crypto/seal.h"\n'},
            {"server/store/grant.c": '#include "oauth/error.h"\n'},
            {"server/authn/flow.c": '#include "account/setup.h"\n'},
            {"server/misc/thing.c": '#include "base/str.h"\n'},
            {"server/oauth/token.c": '#include "../store/db.h"\n'}],
       good={"server/oauth/token.c": '#include "base/str.h"\n#include "crypto/digest.h"\n',
             "server/store/grant.c": '#include "oauth/ports.h"\n#include "store/db.h"\n',
             "server/main.c": '#include "store/db.h"\n#include "http/server.h"\n'})
def edges(tree):
    for path in tree.find("server/*.c", "server/*.h"):
        folder = path.split("/")[1]
        if path == "server/main.c" or folder in COMPOSITION:
            continue
        if folder not in ALLOWED:
            yield f"{path}: {folder} is not in the table of allowed edges"
            continue
        for line, name, foreign in includes_of(tree, path):
            if name and not name.startswith("tessera/") and not may_include(folder, name):
                yield f"{path}:{line}: {folder} may not include {name}"


@check("a foreign library has one home",
       bad=[{"server/oauth/x.c": "#include <ulfius.h>\n"},
            {"server/http/x.c": "#include <rhonabwy.h>\n"},
            {"server/oauth/x.c": "#include <gnutls/crypto.h>\n"},
            {"server/main.c": "#include <sqlite3.h>\n"},
            {"server/oidc/x.c": "#include <curl/curl.h>\n"},
            {"plugins/password/x.c": "#include <sodium.h>\n"}],
       good={"server/store/db_postgres.c": "#include <libpq-fe.h>\n",
             "server/http/tls.c": "#include <gnutls/gnutls.h>\n"})
def libraries(tree):
    for path in tree.find("server/*.[ch]", "plugins/*.[ch]"):
        home = path.removeprefix("server/")
        for line, _, foreign in includes_of(tree, path):
            for pattern, homes in LIBRARIES.items():
                if foreign and re.fullmatch(pattern, foreign) and not home.startswith(tuple(homes)):
                    yield f"{path}:{line}: <{foreign}> belongs to {' and '.join(sorted(homes))}"


@check("our own headers are included with quotes and exist",
       bad=[{"server/oauth/x.c": "#include <base/str.h>\n", "server/base/str.h": ""},
            {"server/oauth/x.c": '#include "base/strings.h"\n'}])
def existing(tree):
    for path in tree.find("server/*.[ch]"):
        for line, name, foreign in includes_of(tree, path):
            if foreign and "server/" + foreign in tree.paths:
                yield f"{path}:{line}: write \"{foreign}\""
            if name and ours(tree, path, name) is None:
                yield f"{path}:{line}: {name} does not exist"


def circles(graph):
    """Each circle once, as the list of its members."""
    state = {}
    found = []

    def visit(node, way):
        state[node] = "open"
        for following in sorted(graph.get(node, ())):
            if state.get(following) == "open":
                found.append(way[way.index(following):] + [following])
            elif following not in state:
                visit(following, way + [following])
        state[node] = "closed"

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])
    return found


def unit_of(path):
    """A source and its header are one: what either of them needs, both stand on."""
    return path[:-2] if path.endswith((".c", ".h")) else path


@check("units stand on each other without circles",
       bad=[{"server/base/a.h": '#include "base/b.h"\n', "server/base/b.h": '#include "base/a.h"\n'},
            {"server/base/a.h": '#include "base/b.h"\n', "server/base/b.h": '#include "base/c.h"\n',
             "server/base/c.h": '#include "base/a.h"\n'},
            {"server/base/a.h": "", "server/base/a.c": '#include "base/a.h"\n#include "base/b.h"\n',
             "server/base/b.h": "", "server/base/b.c": '#include "base/b.h"\n#include "base/a.h"\n'},
            {"server/base/a.h": "", "server/base/a.c": '#include "base/a_inside.h"\n',
             "server/base/a_inside.h": '#include "base/a.h"\n'}],
       good={"server/base/a.c": '#include "base/a.h"\n#include "base/b.h"\n', "server/base/a.h": "",
             "server/base/b.c": '#include "base/b.h"\n', "server/base/b.h": ""})
def no_circles(tree):
    """What has to be read to understand a unit never leads back to it."""
    graph = {}
    for path in tree.find("server/*.c", "server/*.h"):
        for _, name, _ in includes_of(tree, path):
            target = name and ours(tree, path, name)
            if target and unit_of(target) != unit_of(path):
                graph.setdefault(unit_of(path), set()).add(unit_of(target))
    for circle in circles(graph):
        yield " -> ".join(circle)
