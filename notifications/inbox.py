"""The development inbox: a real SMTP server that keeps every mail as a file, and reads them back.

`python -m notifications.inbox` listens on 127.0.0.1 at MAS_SMTP_PORT until TERM or INT.
"""

import asyncio
import email
import logging
import mailbox
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.settings import Settings

FOLDER = "inbox"
LARGEST_MAIL = 1_000_000  # bytes: ours are a few thousand

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InboxMail:
    """A mail as the page shows it."""

    key: str
    subject: str
    to: str
    date: datetime | None
    text: str


def messages(home: Path, limit: int) -> list[InboxMail]:
    """The last `limit` mails, the newest first."""
    box = _box(home)
    newest = sorted(box.keys(), key=_arrival, reverse=True)[:limit] if box is not None else []
    found = (message(home, key) for key in newest)
    return [mail for mail in found if mail is not None]


def message(home: Path, key: str) -> InboxMail | None:
    """One mail by its key, or None when there is no such mail."""
    box = _box(home)
    try:
        raw = box.get_bytes(key) if box is not None else None
    except KeyError:
        return None
    return None if raw is None else _parsed(key, raw)


def _parsed(key: str, raw: bytes) -> InboxMail:
    mail = email.message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    part = mail.get_body(("plain",))
    text = part.get_content() if part is not None else ""
    try:
        date = parsedate_to_datetime(str(mail["Date"]))
    except ValueError:
        date = None
    return InboxMail(key, str(mail["Subject"] or ""), str(mail["To"] or ""), date, str(text))


def _box(home: Path) -> mailbox.Maildir | None:
    folder = home / FOLDER
    return mailbox.Maildir(folder, create=False) if folder.is_dir() else None


def _arrival(key: str) -> tuple[int, int]:
    # Maildir names begin with seconds.M<microseconds>P<process>
    seconds, _, rest = key.partition(".")
    micros = rest[1:].partition("P")[0]
    return (int(seconds) if seconds.isdigit() else 0, int(micros) if micros.isdigit() else 0)


class Keeper:
    """What the server does with a mail: keep it."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._box = mailbox.Maildir(home / FOLDER, create=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd)
        """Write the mail down before saying that we have it."""
        self._box.add(envelope.original_content or b"")
        return "250 OK"


async def serve(home: Path, port: int) -> None:
    """Listen on 127.0.0.1 until TERM or INT. OSError when the port or the folder cannot be used."""
    keeper = Keeper(home)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", ident="Leerrecht", data_size_limit=LARGEST_MAIL, loop=loop),
        "127.0.0.1",
        port,
    )
    async with server:
        await stop.wait()


def main() -> None:
    """Run the inbox; what stands in its way is one Dutch sentence and exit code 1."""
    settings = Settings()
    try:
        asyncio.run(serve(settings.home, settings.smtp_port))
    except OSError as error:
        what = (
            f"De map {settings.home / FOLDER} is niet te beschrijven."
            if error.filename
            else f"Poort {settings.smtp_port} is al in gebruik; kies een andere met MAS_SMTP_PORT."
        )
        sys.exit(what)


if __name__ == "__main__":
    main()
