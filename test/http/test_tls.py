"""TLS of the listener: which versions, which files, and how a certificate is replaced."""
import signal
import socket
import ssl
import time

import pytest

import nodes
import tessera


@pytest.fixture
def serving():
    """A `tessera serve` on SQLite whose files a test may change."""
    with nodes.Cluster() as cluster:
        yield cluster


def handshake(service, *versions):
    """A connection that has done it, with nothing believed about the other side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if versions:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = versions[0]
    port = int(service.issuer.rsplit(":", 1)[1])
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10),
                               server_hostname="localhost")


def certificate_of(service):
    with handshake(service) as channel:
        return ssl.DER_cert_to_PEM_cert(channel.getpeercert(True)).strip()


def ask(service, channel):
    host = service.issuer.split("//")[1]
    channel.sendall(f"GET /oauth2/jwks HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    received = b""
    while not received.endswith(b"]}"):
        received += channel.recv(65536)
    return received.split(b"\r\n")[0]


def hang_up(node, word):
    """SIGHUP, until the log has a line with `word` more than before."""
    before = node.log.count(word)
    node.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 10
    while node.log.count(word) == before:
        assert time.monotonic() < deadline, node.log[-2000:]
        time.sleep(0.02)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(service, version):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(service, version)


@pytest.mark.parametrize("version,name", [(ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
                                          (ssl.TLSVersion.TLSv1_3, "TLSv1.3")])
def test_versions_of_today_work(service, version, name):
    with handshake(service, version) as channel:
        assert channel.version() == name
        assert channel.cipher()[0].rsplit("-")[-1] != "SHA", "authenticated encryption alone"
        assert ask(service, channel) == b"HTTP/1.1 200 OK"


def start_with(cluster, tmp_path):
    return tessera.run("serve", *cluster.where, "--set", f"listen=127.0.0.1:{nodes.free_port()}",
                       "--set", f"tls.key_file={tmp_path / 'key.pem'}", limit_s=30)


def test_key_of_another_certificate_does_not_start(serving, tmp_path):
    nodes.make_certificate(tmp_path)
    done = start_with(serving, tmp_path)
    assert done.code == 3 and "the private key is not the certificate's" in done.err, done


def test_key_that_others_may_read_does_not_start(serving, tmp_path):
    key = tmp_path / "key.pem"
    key.write_bytes((serving.folder / "key.pem").read_bytes())
    for mode in (0o640, 0o604, 0o660):
        key.chmod(mode)
        done = start_with(serving, tmp_path)
        assert done.code == 3 and "tls.key_file" in done.err, done


@pytest.mark.parametrize("text", ["", "no key at all", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_key_that_is_none_does_not_start(serving, tmp_path, text):
    nodes.write_private(tmp_path / "key.pem", text.encode())
    done = start_with(serving, tmp_path)
    assert done.code == 3 and "key" in done.err, done


def test_new_certificate_is_shown_to_new_connections_and_drops_nobody(serving):
    node = serving.nodes[0]
    before = certificate_of(node)
    with handshake(node) as channel:
        assert ask(node, channel) == b"HTTP/1.1 200 OK"
        nodes.make_certificate(serving.folder)
        assert certificate_of(node) == before, "files alone change nothing"
        hang_up(node, "config.reloaded")
        assert ask(node, channel) == b"HTTP/1.1 200 OK"
    after = certificate_of(node)
    assert after != before and after == (serving.folder / "cert.pem").read_text().strip()
    with node.http() as http:
        assert http.get("/oauth2/jwks").status_code == 200


def test_broken_new_certificate_keeps_the_old_one(serving):
    node = serving.nodes[0]
    before, good = certificate_of(node), (serving.folder / "cert.pem").read_text()
    for broken in ("", "no certificate", good[:200], good.replace("A", "B")):
        (serving.folder / "cert.pem").write_text(broken)
        hang_up(node, "tls.reload_failed")
        assert certificate_of(node) == before
    (serving.folder / "cert.pem").write_text(good)


def test_key_that_does_not_match_after_a_reload_keeps_the_old_pair(serving, tmp_path):
    node = serving.nodes[0]
    before = certificate_of(node)
    nodes.make_certificate(tmp_path)
    (serving.folder / "cert.pem").write_bytes((tmp_path / "cert.pem").read_bytes())
    hang_up(node, "tls.reload_failed")
    assert "the private key is not the certificate's" in node.log
    assert certificate_of(node) == before


def test_log_level_follows_the_configuration(serving):
    node = serving.nodes[0]

    def lines_of_a_request():
        before = node.log.count("http.request")
        with node.http() as http:
            http.get("/oauth2/jwks")
        return node.log.count("http.request") - before

    assert lines_of_a_request() == 1
    serving.write_config(serving.database, {"log.level": "warn"})
    node.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 10
    while lines_of_a_request() != 0:
        assert time.monotonic() < deadline
    serving.write_config(serving.database, {"log.level": "no level"})
    hang_up(node, "config.problem")
    assert lines_of_a_request() == 0, "a mistake changes nothing"
    serving.write_config(serving.database, {"log.level": "info"})
    hang_up(node, "config.reloaded")
    assert lines_of_a_request() == 1
