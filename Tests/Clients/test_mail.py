"""Notices about tokens by mail, with a real SMTP server on loopback."""
import email
import email.policy
import socket
import sqlite3
import ssl
import time

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tessera_server import Server, run

SECONDS = 60


class Mailbox:
    """Keeps every mail, or refuses all of them while it is told to."""

    def __init__(self):
        self.mails, self.refusal = [], None

    async def handle_DATA(self, server, session, envelope):
        if self.refusal:
            return self.refusal
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail, session.ssl is not None, session.authenticated))
        return "250 taken"

    def wait(self, count):
        until(lambda: len(self.mails) >= count)
        return self.mails


def until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def check_password(server, session, envelope, mechanism, data):
    return AuthResult(success=isinstance(data, LoginPassword) and data == LoginPassword(b"tessera", b"postal secret"))


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def smtp(mailbox, tmp_path):
    """A server that wants STARTTLS and a login; gives the flags that lead to it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    (tmp_path / "password").write_text("postal secret\n")
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
                            authenticator=check_password, auth_required=True)
    controller.start()
    port = controller.server.sockets[0].getsockname()[1]
    yield ["--mail-host", "localhost", "--mail-port", str(port), "--mail-from", "tessera@example.com", "--mail-user", "tessera",
           "--mail-password-file", str(tmp_path / "password"), "--mail-ca-file", str(tmp_path / "ca.pem"), "--mail-interval-seconds", "1"]
    controller.stop()


@pytest.fixture
def server(smtp, tmp_path):
    running = Server(tmp_path / "data").start_demo(*smtp)
    yield running
    running.stop()


def create(server, description):
    made = run("token", "create", "--data", server.data, "--user", server.email, "--description", description)
    return made.stdout.strip()


def test_each_notice_is_mailed_once_encrypted_and_without_the_secret(server, mailbox):
    mailbox.wait(1)
    secret = create(server, "Umsätze für Zürich")
    sender, recipients, mail, was_encrypted, was_authenticated = mailbox.wait(2)[1]
    assert (sender, recipients, was_encrypted, was_authenticated) == ("tessera@example.com", [server.email], True, True)
    assert mail["Subject"] == "Tessera: token created: Umsätze für Zürich"
    assert mail["Message-ID"].endswith("@example.com>") and mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "Umsätze für Zürich" in text and secret[:20] in text and secret[21:64] not in text
    assert server.url + "/profile/tokens/" in text
    create(server, "Another report")
    mailbox.wait(3)
    # The fourth would have come before the third: everything of a turn goes at once.
    assert [mail["Subject"].split(": ")[-1] for _, _, mail, _, _ in mailbox.mails[1:]] == ["Umsätze für Zürich", "Another report"]
    assert len({mail["Message-ID"] for _, _, mail, _, _ in mailbox.mails}) == 3


def test_a_broken_mail_server_delays_mail_and_loses_none(server, mailbox):
    mailbox.wait(1)
    mailbox.refusal = "451 try again later"
    create(server, "Late news")
    database = sqlite3.connect(server.data / "tessera.sqlite", timeout=30)

    def waiting():
        return database.execute("SELECT last_error FROM outbox WHERE done_at IS NULL AND last_error IS NOT NULL").fetchall()
    until(waiting)
    assert waiting() == [("the mail server refused the text: 451 try again later",)]
    assert "Mail is late" in server.tail(50)
    assert len(mailbox.mails) == 1
    mailbox.refusal = None
    # As if the minute before the next try had passed.
    with database:
        database.execute("UPDATE outbox SET due_at = 0 WHERE done_at IS NULL")
    mailbox.wait(2)
    assert "Late news" in mailbox.mails[1][2]["Subject"]
    until(lambda: not waiting())


def test_a_server_without_the_wanted_encryption_gets_no_mail(mailbox, tmp_path):
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        port = controller.server.sockets[0].getsockname()[1]
        server = Server(tmp_path / "data").start_demo(
            "--mail-host", "127.0.0.1", "--mail-port", str(port), "--mail-from", "t@example.com", "--mail-interval-seconds", "1")
        until(lambda: "does not offer STARTTLS" in server.tail(100))
        server.stop()
        assert mailbox.mails == []
        server.start_demo("--mail-host", "127.0.0.1", "--mail-port", str(port), "--mail-from", "t@example.com",
                          "--mail-security", "none", "--mail-interval-seconds", "1")
        with sqlite3.connect(server.data / "tessera.sqlite", timeout=30) as database:
            database.execute("UPDATE outbox SET due_at = 0 WHERE done_at IS NULL")
        mailbox.wait(1)
        server.stop()
    finally:
        controller.stop()


@pytest.mark.parametrize("flags, said", [
    (["--mail-host", "mail.example.com"], "mail.from"),
    (["--mail-host", "mail.example.com", "--mail-from", "a b@c"], "mail.from"),
    (["--mail-host", "mail.example.com", "--mail-from", "a@b.c", "--mail-security", "none"], "mail.security"),
    (["--mail-host", "mail.example.com", "--mail-from", "a@b.c", "--mail-user", "u"], "mail.password-file"),
    (["--mail-host", "mail.example.com", "--mail-from", "a@b.c", "--mail-user", "u", "--mail-password-file", "/nowhere/x"], "/nowhere/x"),
])
def test_settings_that_cannot_work_stop_the_start(flags, said, tmp_path):
    done = run("serve", "--data", tmp_path / "data", "--port", "0", *flags, check=False, timeout=60)
    assert done.returncode != 0 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1
