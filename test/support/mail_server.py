"""A real SMTP server (aiosmtpd) that keeps what it gets, and a scripted one that misbehaves."""
import contextlib
import email.policy
import pathlib
import socket
import ssl
import tempfile
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

import nodes

USER, PASSWORD = "mailer", "a mailer's password"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def plain_settings(port):
    return {"mail.url": f"smtp://127.0.0.1:{port}", "mail.from": "no-reply@example.com",
            "mail.starttls": "false", "mail.timeout_s": 1}


class Mail:
    def __init__(self, session, envelope):
        self.sender, self.recipients = envelope.mail_from, envelope.rcpt_tos
        self.options = envelope.mail_options
        self.raw = envelope.content
        self.tls = session.ssl is not None
        self.signed_in = bool(session.authenticated)
        self.host = session.host_name
        self.message = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)

    def part(self, kind):
        return self.message.get_body(("html" if kind == "html" else "plain",)).get_content()


class Handler:
    """Answers what `refuse` says, once each or always, and keeps the rest."""

    def __init__(self):
        self.mails, self.refuse, self.tries = [], {}, 0

    def answer(self, stage):
        answers = self.refuse.get(stage)
        if not answers:
            return None
        return answers.pop(0) if isinstance(answers, list) else answers

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.tries += 1
        if refused := self.answer("MAIL"):
            return refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refused := self.answer("RCPT"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if refused := self.answer("DATA"):
            return refused
        self.mails.append(Mail(session, envelope))
        return "250 2.0.0 Ok: queued as 4XYZ"


class MailServer(Handler):
    """`starttls`, `smtps` or neither; with `sign_in` nothing goes without it."""

    def __init__(self, starttls=True, smtps=False, sign_in=False, utf8=True, port=None):
        super().__init__()
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-mail-")
        folder = pathlib.Path(self.holder.name)
        nodes.make_certificate(folder)
        self.ca_file = str(folder / "cert.pem")
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(self.ca_file, folder / "key.pem")
        options = {"ssl_context": tls} if smtps else {"tls_context": tls if starttls else None,
                                                      "require_starttls": starttls}
        self.port = port or nodes.free_port()
        self.options = options | {
            "hostname": "127.0.0.1", "port": self.port, "enable_SMTPUTF8": utf8,
            "authenticator": authenticate, "auth_required": sign_in,
            "auth_require_tls": starttls and not smtps}
        self.url = f"{'smtps' if smtps else 'smtp'}://localhost:{self.port}"
        self.sign_in = sign_in

    @property
    def settings(self):
        values = {"mail.url": self.url, "mail.from": "Example <no-reply@example.com>",
                  "mail.ca_file": self.ca_file, "mail.timeout_s": 5}
        if self.sign_in:
            values |= {"mail.user": USER, "mail.password": PASSWORD}
        return values

    def start(self):
        self.controller = Controller(self, **self.options)
        self.controller.start()

    def stop(self):
        self.controller.stop()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *what):
        self.stop()
        self.holder.cleanup()


class Scripted:
    """Plays lines by turns: a text is said, None waits for a line, "DROP" hangs up, "HANG" stays."""

    def __init__(self, *script, port=0):
        self.script, self.heard, self.connections = script, [], 0
        self.socket = socket.create_server(("127.0.0.1", port))
        self.settings = plain_settings(self.socket.getsockname()[1])
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *what):
        self.ending.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self.socket.getsockname(), timeout=1).close()
        self.thread.join()
        self.socket.close()

    def run(self):
        while not self.ending.is_set():
            connection, _ = self.socket.accept()
            with connection, contextlib.suppress(OSError):
                if not self.ending.is_set():
                    self.connections += 1
                    self.play(connection)

    def play(self, connection):
        lines = connection.makefile("rwb")
        for step in self.script:
            if step is None:
                self.heard.append(lines.readline())
            elif step == "DROP":
                return
            elif step == "HANG":
                while not self.ending.is_set() and connection.fileno() >= 0:
                    time.sleep(0.05)
                    connection.setblocking(False)
                    with contextlib.suppress(BlockingIOError):
                        if not connection.recv(4096):
                            return
            else:
                lines.write(step.encode() + b"\r\n")
                lines.flush()
