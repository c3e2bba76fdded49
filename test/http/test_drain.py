"""SIGTERM: what has begun is answered, nothing new is taken, and who balances the load is told."""
import contextlib
import signal
import socket
import time

import httpx
import pytest

import nodes
import tessera

BODY = "grant_type=client_credentials&client_id=nobody&client_secret=nothing"


@pytest.fixture
def leaving():
    """A service of one test, with its management listener."""
    port = nodes.free_port()
    with tessera.Dev({"management.listen": f"127.0.0.1:{port}"}) as service:
        service.management = f"http://127.0.0.1:{port}"
        service.port = int(service.issuer.rsplit(":", 1)[1])
        yield service


def connect(service):
    raw = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    return service.tls.wrap_socket(raw, server_hostname="localhost")


def head(service):
    return (f"POST /oauth2/token HTTP/1.1\r\nHost: localhost:{service.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(BODY)}\r\n\r\n").encode()


def read_all(channel):
    received = b""
    with contextlib.suppress(ConnectionError):
        while part := channel.recv(65536):
            received += part
    return received


def ask(service, channel):
    """A whole request, and the answer up to its end."""
    channel.sendall(head(service) + BODY.encode())
    received = b""
    while not received.endswith(b"}"):
        received += channel.recv(65536)
    return received


def begin(service):
    """A connection whose request has arrived but for the end of its body."""
    channel = connect(service)
    channel.sendall(head(service) + BODY[:10].encode())
    time.sleep(0.3)
    return channel


def is_refused(service):
    try:
        socket.create_connection(("127.0.0.1", service.port), timeout=2).close()
    except OSError:
        return True
    return False


def wait_until(condition):
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def test_what_has_begun_is_answered_and_nothing_new_is_taken(leaving):
    channel = begin(leaving)
    leaving.process.send_signal(signal.SIGTERM)
    wait_until(lambda: is_refused(leaving))
    assert leaving.process.poll() is None, "it waits for the request"
    channel.sendall(BODY[10:].encode())
    answer = read_all(channel)
    assert answer.startswith(b"HTTP/1.1 401 ") and b"invalid_client" in answer
    assert b"connection: close" in answer.lower()
    assert leaving.process.wait(10) == 0


def test_connections_that_rest_do_not_hold_it_up(leaving):
    resting = connect(leaving)
    assert b"invalid_client" in ask(leaving, resting)
    begun = time.monotonic()
    leaving.stop()
    assert time.monotonic() - begun < 5
    assert read_all(resting) == b""


def test_readiness_goes_first_and_life_last(leaving):
    assert httpx.get(leaving.management + "/readyz", trust_env=False).status_code == 200
    channel = begin(leaving)
    leaving.process.send_signal(signal.SIGTERM)
    wait_until(lambda: is_refused(leaving))
    assert httpx.get(leaving.management + "/readyz", trust_env=False).status_code == 503
    assert httpx.get(leaving.management + "/healthz", trust_env=False).status_code == 200
    channel.sendall(BODY[10:].encode())
    read_all(channel)
    assert leaving.process.wait(10) == 0


def test_a_request_that_never_ends_does_not_keep_it(leaving):
    channel = begin(leaving)
    leaving.process.send_signal(signal.SIGTERM)
    assert leaving.process.wait(20) == 0
    assert b" 200 " not in read_all(channel)
