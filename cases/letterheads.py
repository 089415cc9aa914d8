"""The letterhead of a gemeente: what stands at the head and foot of its letters."""

import re
from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import Invalid, NotFound, Problem
from cases.places import known_codes
from cases.rows import new, table_of
from cases.tables import Letterhead

_HEADS = table_of(Letterhead)
LINE_MAX = 100
REQUIRED = ("straat", "postcode", "plaats", "telefoon", "email")
FIELDS = ("afdeling", "logo", *REQUIRED, "website")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def set_letterhead(session: Session, gemeente: str, values: Mapping[str, str]) -> None:
    """Write the letterhead of a gemeente, in the place of the one before. Letters that were sent keep theirs.

    `values` are the FIELDS by name. Raises NotFound for an unknown gemeente; Invalid names every field that is
    missing, too long or not writable.
    """
    if gemeente not in known_codes(session):
        raise NotFound
    given = {name: values.get(name, "").strip() for name in FIELDS}
    wrong = [Problem(name, f"{name.capitalize()} is nodig op een brief.") for name in REQUIRED if not given[name]]
    wrong += [
        Problem(name, f"{name.capitalize()} heeft hooguit {LINE_MAX} tekens op een regel.")
        for name, text in given.items()
        if len(text) > LINE_MAX or _UNWRITABLE.search(text)
    ]
    if wrong:
        raise Invalid(wrong)
    changed = session.connection().execute(sa.update(_HEADS).where(_HEADS.c.gemeente == gemeente).values(given))
    if changed.rowcount == 0:
        session.execute(sa.insert(_HEADS), [new(Letterhead, gemeente=gemeente, **given)])
