"""SMS by webhook and by an API in Twilio's shape: what is sent, what is refused, what answers mean."""
import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
import urllib.parse

import pytest

import tessera

SECRET = "a secret of at least 32 characters"
NUMBER = "+491701234567"
ISSUER = {"issuer": "https://id.example.com", "branding.name": "Example & Co"}


class Gateway:
    """Keeps what is posted, and answers as told."""

    def __init__(self):
        self.posts, self.status, self.body, self.headers, self.delay_s = [], 200, b"{}", {}, 0
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.posts.append((self.path, dict(self.headers), body))
                time.sleep(owner.delay_s)
                self.send_response(owner.status)
                for name, value in owner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(owner.body)))
                self.end_headers()
                self.wfile.write(owner.body)

            do_GET = do_POST

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def webhook(self):
        return ISSUER | {"sms.kind": "webhook", "sms.url": self.url + "/sms?x=1", "sms.secret": SECRET}

    @property
    def twilio(self):
        return ISSUER | {"sms.kind": "twilio", "sms.url": self.url + "/", "sms.secret": "token",
                         "sms.account": "AC123", "sms.from": "+15005550006"}


@pytest.fixture
def gateway():
    running = Gateway()
    yield running
    running.server.shutdown()
    running.server.server_close()


def send(values, *options, to=NUMBER):
    return tessera.run("sms", "test", "--to", to, *options, *tessera.settings(values))


@pytest.mark.parametrize("number", ["0170 1234567", "491701234567", "+49", "+49170123456x", "",
                                    "+491701234567\r\nX: y", "+0491701234567", "+1234567890123456"])
def test_number_that_is_none_is_refused(gateway, number):
    done = send(gateway.webhook, to=number)
    assert done.code == 2 and not gateway.posts, done


@pytest.mark.parametrize("changes, key", [
    ({"sms.url": ""}, "sms.url"), ({"sms.url": "http://sms.example.com"}, "sms.url"),
    ({"sms.url": "ftp://sms.example.com"}, "sms.url"),
    ({"sms.url": "https://user:pass@sms.example.com"}, "sms.url"),
    ({"sms.secret": ""}, "sms.secret"), ({"sms.secret": "short"}, "sms.secret"),
    ({"sms.kind": "pigeon"}, "sms.kind"), ({"sms.kind": "off"}, "sms.kind"),
    ({"sms.kind": "twilio", "sms.from": "+15005550006"}, "sms.account"),
    ({"sms.kind": "twilio", "sms.account": "AC1"}, "sms.from"),
    ({"sms.kind": "twilio", "sms.account": "../x", "sms.from": "x"}, "sms.account"),
])
def test_settings_that_cannot_work_are_refused(gateway, changes, key):
    done = send(gateway.webhook | changes, "--json")
    assert done.code == 3 and done.error["key"] == key, done
    assert SECRET not in done.err and not gateway.posts


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 429, 500, 503])
def test_answer_that_is_no_success_is_told(gateway, status):
    gateway.status, gateway.headers = status, {"Location": gateway.url + "/elsewhere"}
    gateway.body = json.dumps({"message": "the gateway's own words"}).encode()
    done = send(gateway.webhook)
    assert done.code == 1 and f"status {status}: the gateway's own words" in done.err, done
    assert len(gateway.posts) == 1


def test_gateway_that_hangs_or_floods_is_left_in_time(gateway):
    gateway.delay_s = 6
    started = time.monotonic()
    assert send(gateway.webhook).code == 1
    assert time.monotonic() - started < 6
    gateway.delay_s, gateway.body = 0, b"x" * 200_000
    assert send(gateway.webhook).code == 1


def test_gateway_that_is_away_is_told(gateway):
    done = send(gateway.webhook | {"sms.url": "http://127.0.0.1:9/"})
    assert done.code == 1 and "connect" in done.err.lower(), done


def test_webhook_proves_who_calls_and_when(gateway):
    assert send(gateway.webhook, "--json").json == {"delivered": True, "answer": "status 200"}
    [(path, headers, body)] = gateway.posts
    assert path == "/sms?x=1" and headers["Content-Type"] == "application/json"
    parts = dict(part.split("=", 1) for part in headers["X-Tessera-Signature"].split(","))
    assert parts.keys() == {"t", "v1"} and abs(int(parts["t"]) - time.time()) < 30
    expected = hmac.new(SECRET.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256)
    assert parts["v1"] == expected.hexdigest()
    message = json.loads(body)
    assert message.keys() == {"id", "to", "text"} and len(message["id"]) >= 22
    assert message["to"] == NUMBER and "Example & Co" in message["text"]


def test_spelling_of_the_number_does_not_matter(gateway):
    assert send(gateway.webhook, to="+49 (170) 123-45 67").code == 0
    assert json.loads(gateway.posts[0][2])["to"] == NUMBER


@pytest.mark.parametrize("language, word", [("de", "kommen an"), ("fr", "arrivent"),
                                            ("es", "llegan"), ("ar", "تصل")])
def test_text_comes_in_the_language(gateway, language, word):
    assert send(gateway.webhook, "--lang", language).code == 0
    assert word in json.loads(gateway.posts[0][2])["text"]


def test_twilio_gets_a_form_with_basic_credentials(gateway):
    gateway.status, gateway.body = 201, b'{"sid": "SM1"}'
    assert send(gateway.twilio).code == 0
    [(path, headers, body)] = gateway.posts
    assert path == "/2010-04-01/Accounts/AC123/Messages.json"
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"AC123:token").decode()
    form = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
    assert form.keys() == {"To", "From", "Body"}
    assert form["To"] == [NUMBER] and form["From"] == ["+15005550006"]
    assert "Example & Co" in form["Body"][0]


def test_twilio_messaging_service_stands_in_its_own_field(gateway):
    assert send(gateway.twilio | {"sms.from": "MG0123"}).code == 0
    form = urllib.parse.parse_qs(gateway.posts[0][2].decode(), strict_parsing=True)
    assert form["MessagingServiceSid"] == ["MG0123"] and "From" not in form


def test_secret_comes_from_a_file(gateway, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    values = gateway.webhook
    del values["sms.secret"]
    assert send(values | {"sms.secret_file": secret}).code == 0
