"""Reading pages as a browser without JavaScript does: text, forms and what they send."""

import html
import re
from html.parser import HTMLParser
from typing import Any

import httpx2
import sqlalchemy as sa

from tests.desk import Desk


def shown(page: httpx2.Response) -> str:
    """The words of a page, on one line."""
    assert page.status_code < 500, page.text
    body = re.sub(r"<(head|script).*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",").replace(" .", ".")


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, Any]] = {}
        self._now: dict[str, Any] | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._now = {}
            self.forms.setdefault(given["action"], self._now)
        if self._now is None:
            return
        name = given.get("name", "")
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self._now.setdefault(name, []).append(given["value"])
        elif tag == "input":
            self._now[name] = given.get("value", "")
        elif tag == "select":
            self._select, self._now[name] = name, ""
        elif tag == "option" and "selected" in given:
            self._now[self._select] = given["value"]
        elif tag == "textarea":
            self._area, self._now[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._now is not None:
            self._now[self._area] += data


def form(page: httpx2.Response, action: str) -> dict[str, Any]:
    """What the form with this action would send as it stands."""
    assert page.status_code < 500, page.text
    reader = _Forms()
    reader.feed(page.text)
    assert action in reader.forms, (page.status_code, list(reader.forms))
    return reader.forms[action]


def send(desk: Desk, by: str, path: str, **typed: Any) -> httpx2.Response:
    """Open the page at `path`, fill in its form and send it; the answer, not followed."""
    client = desk.as_(by)
    fields = form(client.get(path), path) | typed
    return client.post(path, data=fields, follow_redirects=False)


def counted(desk: Desk, by: str, path: str) -> int:
    """How many statements this page takes."""
    client, said = desk.as_(by), []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    sa.event.listen(desk.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        sa.event.remove(desk.engine, "before_cursor_execute", note)
    return len(said)
