"""The server's database from outside: how time passes in it, and how large it is."""
import contextlib
import pathlib
import sqlite3
import subprocess
import time

LIFE_S, TICK_S = 20, 2  # what a row lives here, whatever the product says

# Each column that says an end, and the seconds that it gives a row; at each tick a part of them has
# passed. With one life for sessions, grants and flows (SETTINGS) no row is over before its time.
HOUR_S, DAY_S = 3600, 86400
SETTINGS = {f"lifetime.{name}": HOUR_S
            for name in ("refresh_idle_s", "refresh_absolute_s", "session_idle_s", "session_max_s")}
ENDS = (
    ("grants", "expires_at", HOUR_S, ""),
    ("grants", "revoked_at", DAY_S, ""),
    # Codes that somebody may still be about to spend are left alone.
    ("grants", "code_expires_at", HOUR_S, "WHERE code_used_at IS NULL AND created_at < {now} - 8"),
    ("sessions", "expires_at", HOUR_S, ""),
    ("flows", "expires_at", HOUR_S, ""),
    ("stored_requests", "expires_at", 600, ""),
    ("revoked_tokens", "expires_at", 600, ""),
    ("throttles", "expires_at", DAY_S, ""),
    ("devices", "seen_at", 400 * DAY_S, ""),
    ("audit_events", "at", 400 * DAY_S, ""),
    ("outbox_messages", "created_at", 30 * DAY_S, ""),
)


class Database:
    def __init__(self):
        self.passed = time.monotonic()

    def run(self, sql):
        """The rows of a query, or nothing."""
        raise NotImplementedError

    def pass_time(self):
        """What has passed here since the last time."""
        now = time.monotonic()
        share, self.passed = (now - self.passed) / LIFE_S, now
        self.run(";".join(
            f"UPDATE {table} SET {column} = {column} - {int(life * share)} "
            + where.format(now=int(time.time())) for table, column, life, where in ENDS))

    def rows(self):
        counts = self.run(" UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}"
                                             for table in self.tables))
        return {table: int(n) for table, n in counts}


class Sqlite(Database):
    def __init__(self, service):
        super().__init__()
        self.path = pathlib.Path(service.folder, "tessera.db")
        self.tables = [name for name, in self.run(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]

    def run(self, sql):
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection:
            if sql.startswith("SELECT"):
                return connection.execute(sql).fetchall()
            return connection.executescript("BEGIN IMMEDIATE;" + sql + ";COMMIT")

    def size(self):
        return sum(path.stat().st_size for path in self.path.parent.glob("tessera.db*"))


class Postgres(Database):
    def __init__(self, service):
        super().__init__()
        self.url = service.database_url
        self.run("ALTER SYSTEM SET autovacuum_naptime = '3s'")
        self.run("SELECT pg_reload_conf()")
        self.tables = [name for name, in self.run(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")]

    def run(self, sql):
        done = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", sql],
                              check=True, capture_output=True, text=True)
        return [line.split("|") for line in done.stdout.splitlines()]

    def size(self):
        return int(self.run("SELECT pg_database_size(current_database())")[0][0])
