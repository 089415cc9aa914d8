"""What stands around every request: headers that protect, a limit on size, a last resort for errors."""

import logging
import traceback

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.shell import answer
from api.problems import refusal_of

API_VERSION = "1.0.0"
DESCRIPTION = "/v1/openapi.json"
MEGABYTE = 1024 * 1024
UPLOADS = ("/v1/meldingbestanden", "/meldingbestanden", "/v1/inschrijvingscontroles", "/inschrijvingen")
ATTACHMENTS = "/bijlagen"

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
log = logging.getLogger(__name__)


class Headers:
    """Puts the security headers on every response, and the version of the API on those of the API."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.fixed = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers when the answer starts."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.fixed)
                headers.setdefault("Cache-Control", "no-store")
                if str(scope["path"]).startswith("/v1/"):
                    headers["API-Version"] = API_VERSION
                if scope["path"] == DESCRIPTION:  # public: tools of others read it
                    headers["Access-Control-Allow-Origin"] = "*"
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class LastResort:
    """Answers an error that nobody foresaw with a plain 500, and logs where it came from, without values."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer what comes back as an exception."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            # The text of an exception may hold what somebody typed: only its class and where it was raised.
            frames = traceback.extract_tb(error.__traceback__)[-12:]
            where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            extra = {"action": "onverwachte_fout", "error": type(error).__name__, "where": where}
            log.error("onverwachte fout: %s, %s", type(error).__name__, where[-1], extra=extra)
            if started:
                raise
            request = Request(scope, receive)
            refusal = refusal_of(error)
            try:
                response = answer(request, refusal)
            except Exception:  # the page about the error is what fails
                response = refusal.as_json()
            await response(scope, receive, send)


class BodyLimit:
    """Stops reading a body that is too large, whatever length it says it has: a 413 as any other refusal."""

    def __init__(self, app: ASGIApp, upload_max_mb: int, attachment_max_mb: int) -> None:
        self.app = app
        self.upload_max = (upload_max_mb + 1) * MEGABYTE  # a form adds a little to its file
        self.attachment_max = (attachment_max_mb + 1) * MEGABYTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self._most(str(scope["path"]))
        said = dict(scope["headers"]).get(b"content-length", b"0")
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most or (said.isdigit() and int(said) > most):
                raise HTTPException(413, f"Dit is te groot: hooguit {most // MEGABYTE} MB.")
            return message

        await self.app(scope, counted, send)

    def _most(self, path: str) -> int:
        if path in UPLOADS:
            return self.upload_max
        return self.attachment_max if path.endswith(ATTACHMENTS) else MEGABYTE
