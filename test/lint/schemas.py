"""Migrations come in pairs that say the same."""
import posixpath
import re

from lint import check

ENGINES = ("sqlite", "postgresql")
TABLE = re.compile(r"^CREATE TABLE (\w+) \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
ADDED = re.compile(r"^ALTER TABLE (\w+) ADD COLUMN (\w+) ", re.MULTILINE)
COLUMN = re.compile(r"^  ([a-z]\w*) ", re.MULTILINE)
INDEX = re.compile(r"^CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+ \([^)]*\))", re.MULTILINE)


def folder(engine):
    return f"schemas/migrations/{engine}/"


def names(tree, engine):
    return [posixpath.basename(path) for path in tree.find(folder(engine) + "*.sql")]


@check("migrations are numbered, each number once, alike for both engines",
       bad=[{folder("sqlite") + "0001_a.sql": "", folder("postgresql") + "0001_b.sql": ""},
            {folder("sqlite") + "1_a.sql": "", folder("postgresql") + "1_a.sql": ""},
            {folder(engine) + name: "" for engine in ENGINES for name in ("0001_a.sql", "0001_b.sql")}],
       good={folder("sqlite") + "0001_a.sql": "", folder("postgresql") + "0001_a.sql": ""})
def numbered(tree):
    sqlite, postgresql = (names(tree, engine) for engine in ENGINES)
    for name in sorted(set(sqlite) ^ set(postgresql)):
        yield f"{name} exists for one engine only"
    for name, after in zip(sqlite, sqlite[1:] + ["9999_"]):
        if not re.match(r"\d{4}_", name):
            yield f"{name} does not begin with a number of four digits"
        if name[:4] == after[:4]:
            yield f"{name} and {after} have the same number"


def shape(text):
    """What a migration makes, without the engine's types."""
    tables = {name: COLUMN.findall(body) for name, body in TABLE.findall(text)}
    for name, column in ADDED.findall(text):
        tables.setdefault(name, []).append(column)
    return tables, dict(INDEX.findall(text))


SAMPLE = "CREATE TABLE a (\n  id TEXT PRIMARY KEY,\n  at INTEGER\n) STRICT;\n"


@check("migrations of both engines make the same tables, columns and indexes",
       bad=[{folder("sqlite") + "0001_a.sql": SAMPLE,
             folder("postgresql") + "0001_a.sql": SAMPLE.replace("at INTEGER", "on_ INTEGER")},
            {folder("sqlite") + "0001_a.sql": SAMPLE + "ALTER TABLE a ADD COLUMN b TEXT;\n",
             folder("postgresql") + "0001_a.sql": SAMPLE + "ALTER TABLE a ADD COLUMN c TEXT;\n"},
            {folder("sqlite") + "0001_a.sql": SAMPLE + "CREATE INDEX i ON a (at);\n",
             folder("postgresql") + "0001_a.sql": SAMPLE}],
       good={folder("sqlite") + "0001_a.sql": SAMPLE,
             folder("postgresql") + "0001_a.sql": SAMPLE.replace("INTEGER", "BIGINT")})
def same(tree):
    for name in names(tree, "sqlite"):
        (tables, indexes), (other_tables, other_indexes) = (
            shape(tree.text(folder(engine) + name)) for engine in ENGINES)
        for table in sorted(tables.keys() | other_tables.keys()):
            if tables.get(table) != other_tables.get(table):
                yield f"{name}: {table}: {tables.get(table)} against {other_tables.get(table)}"
        for index in sorted(indexes.keys() | other_indexes.keys()):
            if indexes.get(index) != other_indexes.get(index):
                yield f"{name}: index {index} differs"
