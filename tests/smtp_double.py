"""A real SMTP server that does as it is told, one instruction per mail, and keeps what it accepted."""

import os
import signal
import ssl
from asyncio import WriteTransport
from collections import deque
from typing import NoReturn, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_ports

ACCEPT = "250"
DROP_AT_RCPT = "drop at rcpt"
DROP_UNACCEPTED = "drop before accepting"  # after the final dot, the mail is not kept
DROP_ACCEPTED = "drop after accepting"  # after the final dot, the mail is kept
KILL_AT_RCPT = "kill at rcpt"  # the sending process, `victim`
KILL_ACCEPTED = "kill after accepting"


class SmtpDouble:
    """`with SmtpDouble("451 later") as server`: the first mail gets 451, every further mail 250.

    Instructions: ACCEPT, a DROP_ constant, or a reply to the final dot; `rcpt 550 unknown` and
    `mail 530 no` reply to that command instead.
    """

    def __init__(
        self,
        *script: str,
        port: int | None = None,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        require_tls: bool = False,
    ) -> None:
        self.script = deque(script)
        self.port = port or free_ports(1)[0]
        self.raw: list[bytes] = []
        """everything accepted, as it came"""
        self.message_ids: list[str] = []
        """of every mail whose final dot was seen, accepted or not"""
        self.encrypted: list[bool] = []
        self.connections = 0
        self.victim = 0
        self._login = login
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            server_hostname="localhost",
            tls_context=tls,
            require_starttls=require_tls,
            authenticator=self._authenticate if login else None,
            auth_require_tls=False,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        self.connections = 0  # the controller knocks once itself
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert self._login
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._login, handled=False)

    async def handle_EHLO(  # noqa: N802  (aiosmtpd)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += session.ssl is None
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.script and self.script[0].startswith("mail "):
            return self.script.popleft().removeprefix("mail ")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.script and self.script[0] in (DROP_AT_RCPT, KILL_AT_RCPT):
            self._vanish(server, self.script.popleft())
        if self.script and self.script[0].startswith("rcpt "):
            return self.script.popleft().removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.script.popleft() if self.script else ACCEPT
        raw = envelope.original_content or b""
        headers = raw.partition(b"\r\n\r\n")[0].decode().splitlines()
        self.message_ids += [line.split(": ")[1] for line in headers if line.startswith("Message-ID")]
        self.encrypted.append(session.ssl is not None)
        if answer in (ACCEPT, DROP_ACCEPTED, KILL_ACCEPTED):
            self.raw.append(raw)
        if answer in (DROP_ACCEPTED, DROP_UNACCEPTED, KILL_ACCEPTED):
            self._vanish(server, answer)
        return "250 OK" if answer == ACCEPT else answer

    def _vanish(self, server: SMTP, how: str) -> NoReturn:
        if how in (KILL_AT_RCPT, KILL_ACCEPTED):
            os.kill(self.victim, signal.SIGKILL)
        assert isinstance(server.transport, WriteTransport)
        server.transport.abort()
        raise ConnectionResetError
