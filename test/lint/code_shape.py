"""The shape of the C code: banned calls, format, sizes, guards, and tests that mirror sources."""
import pathlib
import re
import subprocess

from lint import check

C_FILES = ("server/*.[ch]", "plugins/*.[ch]", "test/*.[ch]")

BANNED = re.compile(r"\b(strcpy|strcat|strncat|sprintf|vsprintf|sscanf|atoi|atol|atoll|strtok|strtok_r|"
                    r"alloca|gets|rand|srand|random|tmpnam|mktemp|system|popen)\s*\(")
CLOCK = re.compile(r"\b(time|gettimeofday|clock_gettime|localtime|gmtime)\s*\(")
PURE = ("server/oauth/", "server/oidc/", "server/authn/", "server/account/")

FILE_MAX_LINES = 500
FUNCTION_MAX_LINES = 70


@check("no banned function is called",
       bad=[{"server/base/x.c": "void f(void)\n{\n    strcpy(a, b);\n}\n"},
            {"plugins/x/x.c": "int n = atoi (text);\n"},
            {"server/oauth/x.c": "int64_t now = time(NULL);\n"}],
       good={"server/base/x.c": '/* strcpy(a, b) */ const char *s = "atoi(x)"; snprintf(a, 2, "");\n'})
def banned(tree):
    for path in tree.find(*C_FILES):
        for line, text in tree.code_lines(path):
            found = BANNED.search(text)
            if found:
                yield f"{path}:{line}: {found.group(1)}"
            found = CLOCK.search(text)
            if found and path.startswith(PURE):
                yield f"{path}:{line}: {found.group(1)}: time comes through the context"


@check("clang-format has nothing to change",
       bad=[{".clang-format": "BasedOnStyle: LLVM\n", "server/base/x.c": "int  f( void ) ;\n"}],
       good={".clang-format": "BasedOnStyle: LLVM\n", "server/base/x.c": "int f(void);\n"})
def formatted(tree):
    tree.find(".clang-format")
    paths = tree.find(*C_FILES)
    done = subprocess.run(["clang-format-14", "--dry-run", "--Werror", "--style=file", *paths],
                          cwd=tree.root, capture_output=True, text=True)
    places = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.MULTILINE)))
    yield from (f"{place}: run clang-format-14 -i" for place in places)
    if done.returncode and not places:
        yield done.stderr.strip()


@check("no file is too long",
       bad=[{"server/base/x.c": "\n" * (FILE_MAX_LINES + 1)},
            {"test/http/x.py": "\n" * (FILE_MAX_LINES + 1)}],
       good={"server/base/x.c": "\n" * FILE_MAX_LINES})
def file_sizes(tree):
    for path in tree.find(*C_FILES, "*.py", "*.mjs", "webapp/src/*.ts", "webapp/src/*.tsx",
                          "webapp/src/*.css"):
        count = tree.text(path).count("\n")
        if count > FILE_MAX_LINES:
            yield f"{path}: {count} lines, {FILE_MAX_LINES} at most"


def functions(tree, path):
    """(name, first line, number of lines) of each function: its braces stand in the first column."""
    opened = signature = None
    previous = ""
    for line, text in tree.code_lines(path):
        if text == "{" and opened is None:
            opened, signature = line, previous
        elif text.startswith("}") and opened is not None:
            name = re.search(r"(\w+)\s*\(", signature)
            yield name.group(1) if name else signature.strip(), opened, line - opened + 1
            opened = None
        if text and not text.startswith((" ", "{", "}")):
            previous = text


@check("no function is too long",
       bad=[{"server/base/x.c": "int f(void)\n{\n" + "    x();\n" * FUNCTION_MAX_LINES + "}\n"}],
       good={"server/base/x.c": "int f(void)\n{\n" + "    x();\n" * (FUNCTION_MAX_LINES - 2) + "}\n"})
def function_sizes(tree):
    for path in tree.find(*C_FILES):
        for name, line, count in functions(tree, path):
            if count > FUNCTION_MAX_LINES:
                yield f"{path}:{line}: {name} has {count} lines, {FUNCTION_MAX_LINES} at most"


@check("a header has its contract and its guard",
       bad=[{"server/base/x.h": "/* What it is. */\n#ifndef X_H\n#define X_H\n#endif\n"},
            {"server/base/x.h": "#ifndef TESSERA_BASE_X_H\n#define TESSERA_BASE_X_H\n#endif\n"}],
       good={"server/base/x.h": "/* What it is. */\n#ifndef TESSERA_BASE_X_H\n"
                                "#define TESSERA_BASE_X_H\n#endif\n"})
def headers(tree):
    for path in tree.find("server/*.h"):
        guard = "TESSERA_" + re.sub(r"\W", "_", path.removeprefix("server/")).upper()
        if not tree.text(path).startswith("/*"):
            yield f"{path}: begins without saying what it is"
        if f"#ifndef {guard}\n#define {guard}\n" not in tree.text(path):
            yield f"{path}: the guard is not {guard}"


def names_of_sources(tree, folder):
    """Every name that a test of this folder may bear: a source's, alone or after its folder's."""
    names = set()
    for path in tree.paths:
        if path.startswith(folder + "/") and path.endswith((".c", ".h", ".def")):
            parts = pathlib.PurePosixPath(path.removeprefix(folder + "/")).with_suffix("").parts
            names |= {"_".join(parts[start:]) for start in range(len(parts))}
    return names


@check("a unit test mirrors a source",
       bad=[{"test/unit/base/test_strings.c": "", "server/base/str.c": ""}],
       good={"test/unit/oauth/test_pipeline.c": "", "server/oauth/authorize/pipeline.c": ""})
def mirrors(tree):
    for path in tree.find("test/unit/*/test_*.c"):
        parts = pathlib.PurePosixPath(path).relative_to("test/unit").parts
        name = parts[-1].removeprefix("test_").removesuffix(".c")
        homes = [f"server/{'/'.join(parts[:-1])}", f"plugins/{parts[-2]}", "plugins",
                 "/".join(parts[:-1])]
        if not any(name in names_of_sources(tree, home) for home in homes):
            yield f"{path}: {homes[0]} has no {name}"


@check("a fuzz target has a corpus",
       bad=[{"test/fuzz/fuzz_gate.c": "", "test/fuzz/corpus/other/a": ""},
            {"test/fuzz/fuzz_gate.c": "", "test/fuzz/corpus/gate/a": "", "test/fuzz/corpus/old/a": ""}],
       good={"test/fuzz/fuzz_gate.c": "", "test/fuzz/corpus/gate/a": ""})
def corpora(tree):
    targets = {pathlib.PurePosixPath(path).stem.removeprefix("fuzz_")
               for path in tree.find("test/fuzz/fuzz_*.c")}
    corpus = {path.split("/")[3] for path in tree.paths if path.startswith("test/fuzz/corpus/")}
    yield from (f"test/fuzz/fuzz_{name}.c has no corpus" for name in sorted(targets - corpus))
    yield from (f"test/fuzz/corpus/{name} has no target" for name in sorted(corpus - targets))
