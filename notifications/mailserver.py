"""One conversation with the mail server, careful about what a lost connection means."""

import logging
import re
import smtplib
import ssl
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from cases import leases
from cases.settings import WrongSetting

TIMEOUT_S = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOST = (smtplib.SMTPException, OSError)  # ssl.SSLError and timeouts are OSErrors

logger = logging.getLogger(__name__)


class MailServer:
    """The server at `smtp://`, `smtp+starttls://` or `smtps://` [user:password@]host[:port].

    `smtp+starttls` and `smtps` demand a valid certificate, and so does a password. Plain `smtp` encrypts
    when the server offers it; without a password to lose any certificate is better than none.
    WrongSetting, a Dutch sentence, when the URL cannot be used.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        try:
            self.port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise WrongSetting(
                "Begin MAS_SMTP_URL met smtp://, smtp+starttls:// of smtps://, met een geldige poort."
            ) from None
        if not parts.hostname:
            raise WrongSetting("In MAS_SMTP_URL ontbreekt de naam van de mailserver.")
        self.scheme, self.host = parts.scheme, parts.hostname
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except LOST:
                self._drop()

    def ready(self) -> bool:
        """Connect unless connected. False when the server cannot be reached or will not have us."""
        if self._smtp is not None:
            return True
        try:
            self._smtp = self._connect()
        except LOST as error:
            logger.warning("mailserver niet bereikbaar", extra={"action": "post", "error": _code(error)})
        return self._smtp is not None

    def send(self, sender: str, recipient: str, message: bytes) -> tuple[str, str]:
        """Hand over one message (CRLF lines). Returns outcome and code for `cases.leases.settle`.

        Uncertain is only what was lost between the final dot and the answer to it.
        """
        if self._smtp is None:
            return leases.LATER, "geen_verbinding"
        dotted = re.sub(rb"(?m)^\.", b"..", message) + b".\r\n"
        try:
            refusal = self._offer(self._smtp, sender, recipient)
            if refusal:
                return refusal
            self._smtp.send(dotted)  # an error here means that the dot, the last of it, never left
        except LOST as error:
            self._drop()
            return leases.LATER, _code(error)
        try:
            code, _ = self._smtp.getreply()
        except LOST as error:
            self._drop()
            return leases.UNCERTAIN, _code(error)
        return self._verdict(code)

    def _offer(self, smtp: smtplib.SMTP, sender: str, recipient: str) -> tuple[str, str] | None:
        """The envelope, up to the permission to send data; what to settle when there is none."""
        code, _ = smtp.mail(sender)
        if code // 100 != 2:
            self._verdict(code)
            return leases.LATER, str(code)  # about our own address: not the fault of this notice
        code, _ = smtp.rcpt(recipient)
        if code // 100 == 2:
            code, _ = smtp.docmd("DATA")
            if code == 354:
                return None
        return self._verdict(code)

    def _verdict(self, code: int) -> tuple[str, str]:
        if code // 100 == 2:
            return leases.HANDED_OVER, ""
        try:
            if code == 421 or self._smtp is None:
                self._drop()
            else:
                self._smtp.rset()
        except LOST:
            self._drop()
        return (leases.FAILED if code // 100 == 5 else leases.LATER), str(code)

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        try:
            self._introduce(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        private = self.scheme == "smtps"
        if self.scheme == "smtp+starttls" or (self.scheme == "smtp" and smtp.has_extn("starttls")):
            smtp.starttls(context=self._context())
            smtp.ehlo()
            private = True
        if self.user:
            if not private and self.host not in LOOPBACK:
                raise smtplib.SMTPNotSupportedError("a password does not go over an open line")
            smtp.login(self.user, self.password)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.scheme == "smtp" and not self.user:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _code(error: Exception) -> str:
    """What may be written down of an error: its SMTP code or its class, never its text."""
    code = getattr(error, "smtp_code", None)
    return str(code) if isinstance(code, int) and code > 0 else type(error).__name__
