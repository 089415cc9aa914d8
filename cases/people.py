"""Medewerkers as rows: who may log in, with which role, for which gemeenten, with which akte."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete
from sqlmodel import Session, col, select

from cases.errors import Invalid, NotFound, Problem
from cases.mandates import reach
from cases.places import known_codes
from cases.rights import ADM, LPA, ROLES, TL, Actor
from cases.tables import LoginSession, Officer, OfficerMunicipality

DEMO_PASSWORD = "leerrecht-demo"  # nosec B105 - shown on the login page of a demo, refused in productie
PASSWORD_MIN, PASSWORD_MAX = 12, 200
PEOPLE_MAX = 500

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

# OWASP's second choice of argon2id: 19 MiB, so that many people may log in at once on a small machine.
HASHER = Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str, demo: bool = False) -> str:
    """The argon2id hash of a password. Invalid when it is too short or too long.

    The password of the demo is for accounts of a demo only.
    """
    if password == DEMO_PASSWORD and not demo:
        raise Invalid([Problem("wachtwoord", "Dit wachtwoord is van de demo: kies een ander.")])
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        text = f"Een wachtwoord heeft {PASSWORD_MIN} tot en met {PASSWORD_MAX} tekens."
        raise Invalid([Problem("wachtwoord", text)])
    return _demo_hash() if demo and password == DEMO_PASSWORD else HASHER.hash(password)


@lru_cache(maxsize=1)
def _demo_hash() -> str:
    return HASHER.hash(DEMO_PASSWORD)


def add_officer(
    session: Session,
    *,
    username: str,
    name: str,
    email: str,
    role: str,
    gemeenten: Collection[str],
    password: str,
    akte: tuple[str, date, date] | None = None,
    demo: bool = False,
) -> Officer:
    """Add a medewerker. `akte` is number, first and last valid day of a BOA akte.

    Invalid names every field that cannot be used; an existing username is one of them.
    """
    reach = bool(gemeenten) or role not in (LPA, ADM, TL)
    taken = session.exec(select(Officer.id).where(Officer.username == username)).first()
    checks = {
        "gebruikersnaam": "is al in gebruik"
        if taken
        else _unless(
            bool(_USERNAME.fullmatch(username)), "heeft 2 tot 40 kleine letters, cijfers, punten of streepjes"
        ),
        "naam": _unless(0 < len(name.strip()) <= 100, "is verplicht, hooguit 100 tekens"),
        "email": _unless(bool(_EMAIL.fullmatch(email)), "is geen e-mailadres"),
        "rol": _unless(role in ROLES and role != "systeem", f"is een van: {', '.join(ROLES[:-1])}"),
        "gemeente": _unless(
            reach and known_codes(session).issuperset(gemeenten), "is een of meer gemeenten van deze installatie"
        ),
        "akte": _unless(akte is None or akte[1] <= akte[2], "eindigt voordat hij begint"),
    }
    if wrong := [Problem(field, f"{field.capitalize()} {text}.") for field, text in checks.items() if text]:
        raise Invalid(wrong)
    officer = Officer(
        username=username,
        name=name.strip(),
        email=email,
        role=role,
        password_hash=hash_password(password, demo),
        demo=demo,
    )
    if akte:
        officer.akte_number, officer.akte_from, officer.akte_until = akte
    session.add(officer)
    session.flush()
    session.add_all(OfficerMunicipality(officer_id=officer.id, gemeente=code) for code in sorted(set(gemeenten)))
    session.flush()
    return officer


def _unless(fits: bool, text: str) -> str:
    return "" if fits else text


def officer_named(session: Session, username: str) -> Officer:
    """The medewerker with this username; NotFound when there is none."""
    officer = session.exec(select(Officer).where(Officer.username == username)).first()
    if officer is None:
        raise NotFound
    return officer


def officers(session: Session, limit: int = PEOPLE_MAX) -> Sequence[Officer]:
    """Everybody, by username."""
    return session.exec(select(Officer).order_by(col(Officer.username)).limit(limit)).all()


def demo_officers(session: Session) -> Sequence[Officer]:
    """The accounts of a demo office that can log in, by role and username."""
    query = select(Officer).where(col(Officer.demo).is_(True), col(Officer.active).is_(True))
    return session.exec(query.order_by(col(Officer.role), col(Officer.username)).limit(50)).all()


def gemeenten_of(session: Session, officer_id: UUID) -> frozenset[str]:
    """The codes of the gemeenten for which this medewerker works."""
    query = select(OfficerMunicipality.gemeente).where(OfficerMunicipality.officer_id == officer_id)
    return frozenset(session.exec(query))


def actor_of(session: Session, officer: Officer, today: date) -> Actor:
    """This medewerker as the record knows who acts: role, gemeenten and mandates as they are today."""
    own, mandates = reach(session, officer.id, today)
    actor = Actor(
        id=officer.id,
        name=officer.name,
        role=officer.role,
        gemeenten=own,
        akte_from=officer.akte_from,
        akte_until=officer.akte_until,
    )
    # A mandate lends an akte to another gemeente: without a valid akte there is nothing to lend.
    if not mandates or actor.role != LPA or not actor.has_akte(today):
        return actor
    return replace(actor, gemeenten=own | mandates, mandates=mandates - own)


def set_password(session: Session, officer: Officer, password: str) -> None:
    """Give a medewerker another password: ends his sessions and any lock."""
    officer.password_hash = hash_password(password)
    officer.failed_logins, officer.locked_until = 0, None
    officer.demo = False
    session.add(officer)
    end_sessions(session, officer.id)


def set_akte(session: Session, officer: Officer, number: str, first: date, last: date) -> None:
    """Record the BOA akte of a medewerker: its number, first and last valid day."""
    if first > last or not number.strip():
        raise Invalid([Problem("akte", "Een akte heeft een nummer, en begint niet na zijn laatste dag.")])
    officer.akte_number, officer.akte_from, officer.akte_until = number.strip(), first, last
    session.add(officer)


def set_phone(session: Session, officer: Officer, number: str) -> None:
    """Record where a school can call a medewerker: the register tells it (cases.register). Empty takes it away."""
    number = number.strip()
    if len(number) > 30 or not re.fullmatch(r"(\+?[0-9][0-9 ()-]{5,})?", number):
        raise Invalid([Problem("telefoon", "Schrijf een telefoonnummer in cijfers, bijvoorbeeld 020 123 45 67.")])
    officer.phone = number
    session.add(officer)


def set_active(session: Session, officer: Officer, active: bool) -> None:
    """Let a medewerker in, or shut him out: his sessions end at once."""
    officer.active = active
    session.add(officer)
    if not active:
        end_sessions(session, officer.id)


def end_sessions(session: Session, officer_id: UUID) -> None:
    """Log this medewerker out everywhere."""
    session.execute(delete(LoginSession).where(col(LoginSession.officer_id) == officer_id))


def has_demo_accounts(session: Session) -> bool:
    """Whether an account of a demo can still log in."""
    return session.exec(select(Officer.id).where(col(Officer.demo), col(Officer.active)).limit(1)).first() is not None
