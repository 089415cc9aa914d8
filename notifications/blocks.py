"""The text of a letter as headings, paragraphs and lists, so that a page and a PDF can show what it is made of."""

import re
from dataclasses import dataclass
from typing import Any

HEADING, PARAGRAPH, LIST = "kop", "alinea", "lijst"
_GUARD = "\x02"
"""stands before a line that somebody typed, so that it cannot become a heading or a list; nobody can type it"""
_MARKER = re.compile(r"^(?=\s*(?:## |- ))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter: a heading or a paragraph of one part, or the parts of a list."""

    kind: str
    parts: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The same to be read as it stands."""
        return "\n".join(f"- {part}" for part in self.parts) if self.kind == LIST else self.parts[0]


def guarded(value: Any) -> Any:
    """A value on its way into a template: text with its markers made harmless."""
    return _MARKER.sub(_GUARD, value.replace(_GUARD, "")) if isinstance(value, str) else value


def blocks(text: str) -> tuple[Block, ...]:
    """What a template made, in blocks: blank lines part them, `## ` begins a heading and `- ` a part of a list."""
    return tuple(_block(part.strip("\n")) for part in re.split(r"\n\s*\n", text) if part.strip())


def _block(text: str) -> Block:
    lines = [line.rstrip() for line in text.splitlines()]
    if lines[0].startswith("## "):
        return Block(HEADING, (_bare(lines[0][3:]),))
    if lines[0].startswith("- "):
        parts = "\n".join(lines)[2:].split("\n- ")
        return Block(LIST, tuple(_bare(" ".join(part.split())) for part in parts))
    return Block(PARAGRAPH, (_bare("\n".join(line.strip() for line in lines)),))


def _bare(text: str) -> str:
    return text.replace(_GUARD, "").strip()
