"""The process: what dev makes, what serve refuses, and what a stranger can do to the socket."""
import json
import signal
import socket
import stat
import time

import pytest

import browser as pages
import oauth
import tessera
from conftest import CALLBACK


def refuses_to_start(*arguments, code, words):
    done = tessera.run(*arguments, limit_s=30)
    assert done.code == code, done
    for word in words:
        assert word in done.err, done
    return done


# What dev makes.

def test_ready_file_says_what_is_promised(service):
    assert service.ready.keys() == {"issuer", "listen", "pid", "setup_url", "demo_client_id",
                                    "ca_file"}
    port = service.issuer.rsplit(":", 1)[1]
    assert service.issuer == f"https://localhost:{port}"
    assert service.ready["pid"] == service.process.pid
    assert service.ready["setup_url"].startswith(service.issuer + "/ui/setup?")


def test_both_loopback_addresses_answer(service):
    port = int(service.issuer.rsplit(":", 1)[1])
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as plain:
            plain.connect((address, port))


def test_both_kinds_of_address_reach_the_log_whole(service):
    port = int(service.issuer.rsplit(":", 1)[1])
    for host in ("127.0.0.1", "::1"):
        with socket.create_connection((host, port)) as plain:
            with service.tls.wrap_socket(plain, server_hostname="localhost") as channel:
                channel.sendall(f"GET /from-{host} HTTP/1.1\r\nHost: localhost:{port}\r\n"
                                "Connection: close\r\n\r\n".encode())
                while channel.recv(4096):
                    pass
        lines = [line for line in service.log.splitlines() if f"/from-{host}" in line]
        assert lines and all(f'address="{host}"' in line for line in lines), lines


def test_secrets_in_files_are_for_their_owner_only(service):
    for path in service.data.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.name in ("key.pem", "sealing.key") or path.name.startswith("tessera.db"):
            assert mode & 0o077 == 0, f"{path.name} {mode:o}"
        else:
            assert mode & 0o022 == 0, f"{path.name} {mode:o}"


def test_ready_file_goes_with_the_process_and_data_stays(tmp_path):
    with tessera.Dev(folder=tmp_path) as first:
        person = first.add_user()
        app = first.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
        keys = first.http().get("/oauth2/jwks").json()
        first.stop()
        assert not (first.data / "ready.json").exists()
    with tessera.Dev(folder=tmp_path) as second, pages.Browser(second) as browser:
        assert browser.code(app, person)
        assert browser.http.get("/oauth2/jwks").json() == keys


def test_killed_process_keeps_what_it_acknowledged(tmp_path):
    with tessera.Dev(folder=tmp_path) as first, pages.Browser(first) as browser, first.http() as http:
        person = first.add_user()
        app = first.add_client("web", redirect_uri=[CALLBACK], require_consent="false")
        port = first.issuer.rsplit(":", 1)[1]
        code, verifier = browser.code(app, person)
        body = oauth.exchange(http, app, code, verifier).json()
        first.stop(how=signal.SIGKILL)
        first.data.joinpath("ready.json").unlink()
        first.start(listen=f"localhost:{port}")
        with first.http() as again:
            assert oauth.refresh(again, app, body["refresh_token"]).status_code == 200
            assert oauth.exchange(again, app, code, verifier).json()["error"] == "invalid_grant"


def test_dev_refuses_an_issuer_that_is_not_loopback(tmp_path):
    for issuer in ("https://login.example.com", "https://192.0.2.1"):
        refuses_to_start("dev", "--data", tmp_path / "d", "--listen", "localhost:0", "--set",
                         f"issuer={issuer}", code=3, words=["issuer"])
    refuses_to_start("dev", "--data", tmp_path / "d", "--listen", "0.0.0.0:0", code=3,
                     words=["listen"])


def test_a_port_in_use_is_said(service, tmp_path):
    port = service.issuer.rsplit(":", 1)[1]
    done = tessera.run("dev", "--data", tmp_path / "d", "--listen", f"localhost:{port}", limit_s=30)
    assert done.code in (1, 3) and port in done.err


# What serve refuses.

@pytest.fixture
def serving(service, tmp_path):
    """Arguments of a serve that would start, for tests to spoil one."""
    key = tmp_path / "sealing.key"
    key.write_bytes((service.data / "sealing.key").read_bytes())
    key.chmod(0o600)
    tls_key = tmp_path / "key.pem"
    tls_key.write_bytes((service.data / "key.pem").read_bytes())
    tls_key.chmod(0o600)

    def arguments(**changes):
        config = {"issuer": "https://login.example.com", "listen": ["127.0.0.1:0"],
                  "tls": {"cert_file": str(service.data / "cert.pem"), "key_file": str(tls_key)},
                  "database": {"url": f"sqlite:{tmp_path}/t.db"},
                  "keys": {"sealing_key_file": str(key)}} | changes
        file = tmp_path / "config.json"
        file.write_text(json.dumps(config))
        return ["serve", "--config", file]
    arguments.key, arguments.tls_key = key, tls_key
    return arguments


def test_serve_refuses_an_http_issuer(serving):
    refuses_to_start(*serving(issuer="http://login.example.com"), code=3, words=["issuer"])


def test_serve_refuses_keys_that_others_may_read(serving):
    for path, word in ((serving.key, "sealing"), (serving.tls_key, "key_file")):
        path.chmod(0o640)
        refuses_to_start(*serving(), code=3, words=[word])
        path.chmod(0o600)


def test_serve_refuses_a_sealing_key_that_is_an_example(serving):
    for text in ("A" * 43 + "=", "c2hvcnQ=", "not base64", ""):
        serving.key.write_text(text + "\n")
        refuses_to_start(*serving(), code=3, words=["seal"])


def test_serve_refuses_what_is_not_set(serving):
    for name in ("issuer", "database", "keys"):
        refuses_to_start(*serving(**{name: "" if name == "issuer" else {}}), code=3, words=[name])


def test_serve_refuses_plain_http_on_the_network(serving):
    refuses_to_start(*serving(tls={}, listen=["0.0.0.0:0"]), code=3, words=["proxy.trusted"])


def test_database_of_a_later_version_does_not_start(tmp_path):
    import sqlite3
    with tessera.Dev(folder=tmp_path) as first:
        first.stop()
    with sqlite3.connect(tmp_path / "data/tessera.db") as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema "
                                                     "WHERE type = 'table' AND name LIKE '%migr%'")]
        assert len(tables) == 1, tables
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({tables[0]})")]
        row = database.execute(f"SELECT * FROM {tables[0]} ORDER BY 1 DESC").fetchone()
        later = [9999 if number == 0 else value for number, value in enumerate(row)]
        database.execute(f"INSERT INTO {tables[0]} VALUES ({','.join('?' * len(columns))})", later)
    done = tessera.run("dev", "--data", tmp_path / "data", "--listen", "localhost:0", limit_s=30)
    assert done.code not in (0, 70), done


# The socket.

def tls_socket(service):
    host, port = "localhost", int(service.issuer.rsplit(":", 1)[1])
    raw = socket.create_connection(("127.0.0.1", port), timeout=10)
    return service.tls.wrap_socket(raw, server_hostname=host)


def answer_to(service, text):
    with tls_socket(service) as channel:
        channel.sendall(text.replace("\n", "\r\n").encode("latin-1"))
        channel.settimeout(10)
        received = b""
        try:
            while part := channel.recv(65536):
                received += part
                if b"\r\n\r\n" in received:
                    break
        except (TimeoutError, ConnectionError):
            pass
        return received


@pytest.mark.parametrize("head", [
    "POST /oauth2/token HTTP/1.1\nHost: HOST\nHost: HOST\nContent-Length: 0\n\n",
    "POST /oauth2/token HTTP/1.1\nContent-Length: 0\n\n",
    "POST /oauth2/token HTTP/1.1\nHost: HOST\nContent-Length: 3\nContent-Length: 3\n\na=b",
    "POST /oauth2/token HTTP/1.1\nHost: HOST\nContent-Length: 3\nTransfer-Encoding: chunked\n\n"
    "0\n\n",
    "POST /oauth2/token HTTP/1.1\nHost: HOST\nContent-Length: -1\n\n",
    "POST /oauth2/token HTTP/1.1\nHost: HOST\nContent-Length: 9999999999\n\n"])
def test_ambiguous_requests_are_refused(service, head):
    host = service.issuer.split("//")[1]
    received = answer_to(service, head.replace("HOST", host))
    assert received == b"" or received.split()[1] in (b"400", b"411", b"413", b"421"), received[:300]


def test_idle_connections_do_not_stop_the_others(service, http):
    held = [tls_socket(service) for _ in range(100)]
    begun = time.monotonic()
    assert http.get("/oauth2/jwks").status_code == 200
    assert time.monotonic() - begun < 5
    for channel in held:
        channel.close()


def test_path_cannot_leave_the_static_files(service, http):
    for path in ("/ui/../../etc/passwd", "/ui/%2e%2e/%2e%2e/etc/passwd", "/assets/../tessera.db",
                 "/ui/static/..%2f..%2fetc%2fpasswd"):
        answer = answer_to(service, f"GET {path} HTTP/1.1\nHost: {service.issuer.split('//')[1]}\n"
                                    "Connection: close\n\n")
        assert answer.split()[1] in (b"400", b"404"), answer[:200]
