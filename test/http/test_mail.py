"""Mail over SMTP: what arrives, what is refused, and what a server's answers come to."""
import email
import email.header
import json
import re
import time

import pytest

import nodes
import tessera
from mail_server import MailServer, Scripted, plain_settings
from conftest import CALLBACK
from tessera import eventually
from test_outbox import VALUES, lock, messages

# A server with TLS from the start need not require it.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

ISSUER = {"issuer": "https://id.example.com"}


def send(server, *options, to="ada@example.com", values=None):
    """tessera mail test; what it left behind."""
    settings = ISSUER | server.settings | (values or {})
    return tessera.run("mail", "test", "--to", to, *options, *tessera.settings(settings))


# What is refused.

def test_server_without_starttls_gets_nothing():
    with MailServer(starttls=False) as server:
        done = send(server)
        assert done.code == 1 and not server.mails and server.tries == 0, done


def test_starttls_that_was_taken_out_of_the_answer_gets_nothing():
    with Scripted("220 x ESMTP", None, "250-x", "250 SIZE 1000", "HANG") as server:
        done = send(server, values={"mail.starttls": "true"})
        assert done.code == 1 and not any(b"MAIL" in line for line in server.heard), done


def test_certificate_that_nobody_vouches_for_is_refused():
    for options in ({"starttls": True}, {"smtps": True}):
        with MailServer(**options) as server:
            done = send(server, values={"mail.ca_file": ""})
            assert done.code == 1 and not server.mails and "certificate" in done.err.lower(), done


def test_certificate_of_another_host_is_refused():
    with MailServer() as server:
        port = server.port
        done = send(server, values={"mail.url": f"smtp://ip6-localhost:{port}"})
        assert done.code == 1 and not server.mails, done
        done = send(server, values={"mail.url": f"smtp://127.0.0.2:{port}"})
        assert done.code == 1 and not server.mails, done


def test_wrong_password_is_told_and_never_sent_in_the_clear():
    with MailServer(sign_in=True) as server:
        done = send(server, values={"mail.password": "wrong"})
        assert done.code == 1 and not server.mails and "535" in done.err, done
    done = send(server, values={"mail.starttls": "false", "mail.url": "smtp://mail.example.com"})
    assert done.code == 3 and "mail.starttls must be true" in done.err, done


@pytest.mark.parametrize("address", [
    "ada@example.com\r\nRCPT TO:<eve@example.com>", "ada@example.com>\nDATA", "ada", "a@b@c.de",
    "Ada <ada@example.com>", "ada@example.com,eve@example.com", "ada@[127.0.0.1]",
    "\"a b\"@example.com", "ada@exam ple.com", "ada@example.com SIZE=1", ""])
def test_address_that_says_more_than_an_address_is_refused(address):
    with MailServer() as server:
        done = send(server, to=address)
        assert done.code in (1, 2), done
        assert not server.mails and server.tries == 0


@pytest.mark.parametrize("changes, key", [
    ({"mail.url": "http://mail.example.com"}, "mail.url"),
    ({"mail.url": "smtp://user:secret@mail.example.com"}, "mail.url"),
    ({"mail.url": "smtp://mail.example.com/path"}, "mail.url"),
    ({"mail.url": "mail.example.com"}, "mail.url"),
    ({"mail.from": ""}, "mail.from"),
    ({"mail.from": "nobody"}, "mail.from"),
    ({"mail.from": "A <a@example.com> B"}, "mail.from"),
    ({"mail.from": "jürgen@example.com"}, "mail.from"),
    ({"mail.user": "me"}, "mail.user"),
    ({"mail.password": "secret"}, "mail.password"),
    ({"mail.timeout_s": 60}, "outbox.claim_s"),
    ({"mail.ca_file": "/nowhere"}, "mail.ca_file"),
    ({"mail.templates_dir": "/nowhere"}, "mail.templates_dir"),
])
def test_settings_that_cannot_work_are_refused(changes, key):
    values = {"mail.url": "smtp://mail.example.com", "mail.from": "a@example.com"} | changes
    done = tessera.run("mail", "test", "--to", "a@example.com", "--json",
                       *tessera.settings(ISSUER | values))
    assert done.code == 3 and done.error["key"] == key, done
    assert "secret" not in done.err


def test_without_a_server_there_is_nothing_to_test():
    done = tessera.run("mail", "test", "--to", "a@example.com", *tessera.settings(ISSUER))
    assert done.code == 3 and "mail.url" in done.err


# What a server's answers come to.

@pytest.fixture(scope="module")
def flaky():
    """A development server whose mail server is whoever listens at `mail_port`."""
    port = nodes.free_port()
    with tessera.Dev(VALUES | plain_settings(port) | {"outbox.retry_s": 1, "outbox.tries": 2}) as dev:
        dev.mail_port = port
        dev.client = dev.add_client("web", redirect_uri=[CALLBACK])
        yield dev


def notice(service):
    """A notice to a new person, on its way: what the operator sees of it."""
    person = service.add_user()
    lock(service, service.client, person)

    def see():
        return [item for item in messages(service) if item["user_id"] == person.id][0]
    see.email = person.email
    return see


def ends(see, state):
    return eventually(lambda: see() if see()["state"] == state else None, 20)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_refusal_for_good_is_a_dead_letter_at_once(flaky, stage):
    with MailServer(starttls=False, port=flaky.mail_port) as server:
        server.refuse[stage] = "550 5.1.1 no such mailbox"
        dead = ends(notice(flaky), "dead")
        assert dead["tries"] == 1 and "550 5.1.1 no such mailbox" in dead["last_error"]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_refusal_that_may_pass_is_tried_again(flaky, stage):
    with MailServer(starttls=False, port=flaky.mail_port) as server:
        server.refuse[stage] = ["451 4.7.1 greylisted, come back"]
        assert ends(notice(flaky), "delivered")["tries"] == 2
        assert len(server.mails) == 1


@pytest.mark.parametrize("script", [
    ("HANG",), ("220 x", None, "HANG"), ("554 go away",), ("DROP",), ("220 x", "DROP"),
    ("220 x", None, "250 x", None, "250 ok", None, "DROP"),
    ("220 x", None, "250 x", None, "250 ok", None, "250 ok", None, "354 go on", None, "DROP"),
    ("220 x", None, "250 x", None, "530 5.7.0 Authentication required", None),
    ("220 x", None, "250 x", None, "nonsense",), ("\0\0\0",), ("220 " + "x" * 100_000, "DROP"),
])
def test_server_that_misbehaves_is_tried_again_and_holds_nobody_up(flaky, script):
    with Scripted(*script, port=flaky.mail_port) as server:
        dead = ends(notice(flaky), "dead")
        assert dead["tries"] == 2 and dead["last_error"]
        assert server.connections >= 2


def test_server_that_comes_back_gets_what_waited(flaky):
    see = notice(flaky)
    eventually(lambda: see()["last_error"])
    with MailServer(starttls=False, port=flaky.mail_port) as server:
        # Refused if it went by itself by now.
        flaky.verb("outbox", "retry", see()["id"], expect=None)
        ends(see, "delivered")
        assert [mail.recipients for mail in server.mails] == [[see.email]]


def test_no_request_waits_and_neither_does_the_end_for_a_server_that_hangs():
    with Scripted("HANG") as server, tessera.Dev(
            VALUES | server.settings | {"mail.timeout_s": 50}) as service:
        service.client = service.add_client("web", redirect_uri=[CALLBACK])
        person = service.add_user()
        started = time.monotonic()
        lock(service, service.client, person)
        assert time.monotonic() - started < 10
        eventually(lambda: server.connections)
        started = time.monotonic()
        service.stop()
        assert time.monotonic() - started < 10


# What arrives.

def test_mail_arrives_over_tls_with_all_its_headers_and_parts():
    with MailServer() as server:
        done = send(server, "--json", values={"branding.name": "Beispiel & Söhne"})
        assert done.code == 0 and done.json == {"delivered": True,
                                                "answer": "250 2.0.0 Ok: queued as 4XYZ"}
        [mail] = server.mails
        assert mail.tls and not mail.signed_in and mail.host == "id.example.com"
        assert mail.sender == "no-reply@example.com" and mail.recipients == ["ada@example.com"]
        message = mail.message
        assert message["From"] == "Example <no-reply@example.com>"
        assert message["To"] == "ada@example.com"
        assert message["Subject"] == "Mail from https://id.example.com arrives"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "en" and message["MIME-Version"] == "1.0"
        assert re.fullmatch(r"<[\w-]{22}@id\.example\.com>", message["Message-ID"])
        assert abs(message["Date"].datetime.timestamp() - time.time()) < 60
        assert message.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain",
                                                                             "text/html"]
        assert "https://id.example.com arrives" in mail.part("text")
        assert "Beispiel &amp; Söhne" in mail.part("html")
        assert not message.defects and not any(part.defects for part in message.walk())
        for name in {name.lower() for name in message.keys()}:
            assert len(message.get_all(name)) == 1, name


def test_mail_is_lines_that_every_server_takes():
    for language in ("en", "ar", "de"):
        with MailServer() as server:
            assert send(server, "--lang", language).code == 0
            raw = server.mails[0].raw
            assert raw.isascii() and b"\0" not in raw
            for line in raw.split(b"\r\n"):
                assert b"\r" not in line and b"\n" not in line
                assert len(line) <= 78 or line.startswith(b"Content-Type: "), line


@pytest.mark.parametrize("language, direction, word", [
    ("en", "ltr", "arrives"), ("de", "ltr", "kommen an"), ("fr", "ltr", "arrivent"),
    ("es", "ltr", "llegan"), ("ar", "rtl", "تصل")])
def test_every_language_arrives_whole(language, direction, word):
    with MailServer() as server:
        assert send(server, "--lang", language).code == 0
        mail = server.mails[0]
        assert word in mail.message["Subject"] and mail.message["Content-Language"] == language
        assert f'lang="{language}" dir="{direction}"' in mail.part("html")
        assert word in mail.part("html")


def test_long_and_foreign_sender_is_folded_and_read_back():
    name = "Jürgen \"der Ältere\" Österreicher-Übermüller von und zu " + "ß" * 60
    quoted = name.replace('"', '\\"')
    with MailServer() as server:
        done = send(server, values={"mail.from": f'"{quoted}" <no-reply@bücher.example>'})
        assert done.code == 0, done
        mail = server.mails[0]
        raw = email.message_from_bytes(mail.raw)["From"]
        assert str(email.header.make_header(email.header.decode_header(raw))) == (
            f"{name} <no-reply@xn--bcher-kva.example>")
        assert mail.sender == "no-reply@xn--bcher-kva.example"


def test_address_beyond_ascii_travels_as_smtputf8():
    with MailServer() as server:
        done = send(server, to="jürgen@bücher.example")
        assert done.code == 0, done
        [mail] = server.mails
        assert mail.recipients == ["jürgen@xn--bcher-kva.example"]
        assert "SMTPUTF8" in mail.options


def test_domain_beyond_ascii_needs_no_smtputf8():
    with MailServer(utf8=False) as server:
        assert send(server, to="ada@bücher.example").code == 0
        assert server.mails[0].recipients == ["ada@xn--bcher-kva.example"]


def test_server_that_cannot_take_the_address_says_so():
    with MailServer(utf8=False) as server:
        done = send(server, to="jürgen@example.com")
        assert done.code == 1 and not server.mails


@pytest.mark.parametrize("options", [{"smtps": True, "starttls": False},
                                     {"sign_in": True}, {"smtps": True, "sign_in": True}])
def test_tls_from_the_start_and_sign_in(options):
    with MailServer(**options) as server:
        assert send(server).code == 0
        [mail] = server.mails
        assert mail.signed_in == options.get("sign_in", False)


def test_password_comes_from_a_file(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("a mailer's password\n")
    with MailServer(sign_in=True) as server:
        settings = ISSUER | server.settings
        del settings["mail.password"]
        done = tessera.run("mail", "test", "--to", "ada@example.com", *tessera.settings(settings),
                           "--set", f"mail.password_file={secret}")
        assert done.code == 0 and server.mails[0].signed_in, done


def test_plain_smtp_is_for_those_who_say_so():
    with MailServer(starttls=False) as server:
        assert send(server, values={"mail.starttls": "false"}).code == 0
        assert not server.mails[0].tls


def test_notice_of_a_lock_arrives_by_mail_and_its_text_is_wiped():
    with MailServer() as server, nodes.Cluster(values=VALUES | server.settings) as cluster:
        cluster.client = cluster.add_client("web", redirect_uri=[CALLBACK])
        person = cluster.add_user(given_name="Jürgen")
        lock(cluster, cluster.client, person)
        eventually(lambda: messages(cluster)[-1]["state"] == "delivered")
        [mail] = server.mails
        assert mail.recipients == [person.email] and "Hello Jürgen," in mail.part("text")
        assert "127.0.0.1" in mail.part("text") and "127.0.0.1" in mail.part("html")
        assert cluster.rows("SELECT sealed FROM outbox_messages") == [(None,)]
        log = cluster.nodes[0].log
        assert "outbox.delivered" in log and person.email not in log and "queued as" in log


# Letters of the operator's own.

def test_letter_of_the_operators_own_is_sent_and_read_again_on_sighup(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    letter = folder / "account_locked.en.txt"
    letter.write_text("Locked\n\nDear {{given_name}}, wait.\n")
    with tessera.Dev(VALUES | {"mail.templates_dir": str(folder)}) as service:
        client = service.add_client("web", redirect_uri=[CALLBACK])
        person = service.add_user()
        lock(service, client, person)
        [mail] = service.outbox(to=person.email)
        assert mail["subject"] == "Locked" and mail["text"] == "Dear Ada, wait.\n"
        for text, subject in (("Shut\n\nDear {{given_name}}\n", "Shut"),
                              ("Broken {{given_name\n", "Shut")):
            letter.write_text(text)
            service.process.send_signal(1)
            eventually(lambda: service.log.count("config.reloaded") == 1
                       if subject == "Shut" and "Broken" not in text
                       else "letters.reload_failed" in service.log)
            time.sleep(0.3)
            other = service.add_user()
            lock(service, client, other)
            assert service.outbox(to=other.email)[0]["subject"] == subject
        assert "account_locked.en.txt is malformed" in service.log


def test_broken_letter_is_told_before_anything_starts(tmp_path):
    letter = tmp_path / "account_locked.en.txt"
    letter.write_text("Locked\n\n{{given_nam}}\n")
    key = tmp_path.parent / "sealing.key"
    done = tessera.run("mail", "test", "--to", "a@example.com", *tessera.settings(
        ISSUER | {"mail.url": "smtp://x.example", "mail.from": "a@example.com",
                  "mail.templates_dir": str(tmp_path)}))
    assert done.code == 3 and "{{given_nam}}" in done.err, done
    with nodes.Cluster() as cluster:
        config = json.loads((cluster.folder / "config.json").read_text())
        config["mail"] = {"templates_dir": str(tmp_path)}
        (cluster.folder / "config.json").write_text(json.dumps(config))
        done = cluster.verb("config", "check", expect=3)
        assert "mail.templates_dir" in done.err and str(letter) in done.err
        del config["mail"]
        (cluster.folder / "config.json").write_text(json.dumps(config))
        assert "Note: mail.url is not set" in cluster.verb("config", "check").out
        assert "config.advice" in cluster.nodes[0].log
    assert not key.exists()
