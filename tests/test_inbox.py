"""The development inbox: real mail over real SMTP, kept as files and shown as they came."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from notifications.inbox import message, messages
from tests.ports import free_ports


def start(home: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "notifications.inbox"],
        env=os.environ | {"MAS_HOME": str(home), "MAS_SMTP_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running_inbox(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    with start(home, port) as inbox:
        until = time.monotonic() + 30
        while not answers(port) and time.monotonic() < until and inbox.poll() is None:
            time.sleep(0.05)
        try:
            yield inbox
        finally:
            inbox.kill()


def send(port: int, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "post@voorbeeld.invalid", "anna@voorbeeld.invalid"
    mail["Date"] = "Mon, 16 Nov 2026 10:00:00 +0100"
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.send_message(mail)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_mail_is_kept_shown_newest_first_and_survives_a_restart(tmp_path: Path, stop: signal.Signals) -> None:
    port, home = free_ports(1)[0], tmp_path / "var"
    with running_inbox(home, port) as inbox:
        for number in range(3):
            send(port, f"Bericht {number}", f"Goedendag, één en {number}.\n.\n..punt")
        began = time.monotonic()
        inbox.send_signal(stop)
        assert inbox.wait(10) == 0
        assert time.monotonic() - began < 4
        assert inbox.stderr is not None
        assert inbox.stderr.read() == ""

    with running_inbox(home, port):
        send(port, "Bericht 3", "nog een")
    assert [mail.subject for mail in messages(home, 3)] == ["Bericht 3", "Bericht 2", "Bericht 1"]
    mail = message(home, messages(home, 10)[-1].key)
    assert mail is not None
    assert (mail.subject, mail.to) == ("Bericht 0", "anna@voorbeeld.invalid")
    assert mail.text.replace("\r\n", "\n") == "Goedendag, één en 0.\n.\n..punt\n"
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-11-16T10:00:00+01:00"


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(tmp_path, port) as inbox:
            _, said = inbox.communicate(timeout=30)
    assert inbox.returncode == 1
    assert said == f"Poort {port} is al in gebruik; kies een andere met MAS_SMTP_PORT.\n"


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("geen map")
    with start(tmp_path / "var", free_ports(1)[0]) as inbox:
        _, said = inbox.communicate(timeout=30)
    assert inbox.returncode == 1
    assert said == f"De map {tmp_path / 'var' / 'inbox'} is niet te beschrijven.\n"


def test_an_empty_inbox_and_an_unknown_key_are_no_errors(tmp_path: Path) -> None:
    assert messages(tmp_path, 10) == []
    assert message(tmp_path, "1.M1P1Q1.x") is None
    (tmp_path / "inbox" / "new").mkdir(parents=True)
    (tmp_path / "inbox" / "cur").mkdir()
    (tmp_path / "secret").write_text("Subject: nee\n\n")
    assert message(tmp_path, "../../secret") is None


def test_a_mail_that_is_not_one_is_still_shown(tmp_path: Path) -> None:
    for folder in ("new", "cur"):
        (tmp_path / "inbox" / folder).mkdir(parents=True)
    (tmp_path / "inbox" / "new" / "raar").write_bytes(b"Date: gisteren\nContent-Type: image/png\n\n\xff\xfe")
    assert [(mail.key, mail.subject, mail.date, mail.text) for mail in messages(tmp_path, 5)] == [
        ("raar", "", None, "")
    ]
