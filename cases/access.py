"""Getting in: attempts to log in, sessions of people, tokens of machines. Secrets are kept as hashes."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import BoundedSemaphore
from uuid import UUID

from sqlalchemy import case, delete, or_, update
from sqlmodel import Session, col, select

from cases.clock import dutch_date
from cases.errors import Invalid, NotFound, Problem
from cases.people import HASHER, PASSWORD_MAX, actor_of
from cases.places import known_codes
from cases.rights import ROLES, Actor
from cases.tables import AccessToken, LoginSession, Officer

ATTEMPTS = 5
LOCK = timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_START = "mas_"  # nosec B105 - how a token begins, not a token

_ONE_BY_ONE = BoundedSemaphore(4)  # each check takes 19 MiB: a flood of guesses may not take all memory


@dataclass(frozen=True, slots=True)
class Visit:
    """Who came in, and the CSRF token of his session (empty for a machine)."""

    actor: Actor
    csrf: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to log in that counts: against whom, and the hash to check outside the transaction."""

    officer_id: UUID | None
    password_hash: str


def begin_attempt(session: Session, username: str, *, at: datetime, demo: bool) -> Attempt:
    """Count a try *before* the password is checked, so that a thousand at once are still five.

    For an unknown, locked or inactive account the attempt has no officer, and a hash that never fits: it
    takes just as long. Accounts of a demo come in only when `demo`.
    """
    fresh = or_(col(Officer.locked_until).is_(None), col(Officer.locked_until) <= at)
    allowed = [col(Officer.username) == username, col(Officer.active).is_(True), fresh]
    if not demo:
        allowed.append(col(Officer.demo).is_(False))
    # A lock that is over starts the count again.
    failed = case((col(Officer.locked_until).is_(None), col(Officer.failed_logins) + 1), else_=1)
    counted = (
        update(Officer)
        .where(*allowed)
        .values(failed_logins=failed, locked_until=case((failed >= ATTEMPTS, at + LOCK), else_=None))
        .returning(col(Officer.id), col(Officer.password_hash))
    )
    row = session.execute(counted).first()
    return Attempt(row[0], row[1]) if row and row[1] else Attempt(None, _nobody())


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))


def fits(attempt: Attempt, password: str) -> bool:
    """Whether this is the password. Slow on purpose; call it outside a transaction."""
    with _ONE_BY_ONE:
        same = HASHER.verify(password[: PASSWORD_MAX + 1], attempt.password_hash)
    return same and attempt.officer_id is not None


def open_session(session: Session, officer_id: UUID, *, at: datetime, longest: timedelta) -> str:
    """Start a session of a person who gave the right password; returns the secret for the cookie.

    Throws away what is left of sessions of his that began more than `longest` ago.
    """
    officer = session.get_one(Officer, officer_id)
    officer.failed_logins, officer.locked_until = 0, None
    stale = col(LoginSession.officer_id) == officer_id, col(LoginSession.created_at) < at - longest
    session.execute(delete(LoginSession).where(*stale))
    secret = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=hashed(secret),
            officer_id=officer_id,
            csrf=secrets.token_urlsafe(32),
            created_at=at,
            seen_at=at,
        )
    )
    return secret


def close_session(session: Session, secret: str) -> None:
    """End one session. No error when it has ended already."""
    session.execute(delete(LoginSession).where(col(LoginSession.token_hash) == hashed(secret)))


def visit_of(
    session: Session, secret: str, *, at: datetime, idle: timedelta, longest: timedelta, demo: bool
) -> tuple[Visit, bool] | None:
    """Whose session this is, with role and gemeenten as they are now; None when it is no longer valid.

    The flag says that its last use is worth writing down (`touch`): more than a minute ago.
    """
    query = (
        select(LoginSession, Officer)
        .join(Officer)
        .where(
            LoginSession.token_hash == hashed(secret),
            LoginSession.seen_at > at - idle,
            LoginSession.created_at > at - longest,
            col(Officer.active).is_(True),
        )
    )
    row = session.exec(query).first()
    if row is None or (row[1].demo and not demo):
        return None
    return Visit(actor_of(session, row[1], dutch_date(at)), row[0].csrf), at - row[0].seen_at >= TOUCH_EVERY


def touch(session: Session, secret: str, *, at: datetime) -> None:
    """Write down that this session is in use."""
    session.execute(update(LoginSession).where(col(LoginSession.token_hash) == hashed(secret)).values(seen_at=at))


def add_token(
    session: Session, *, name: str, role: str, gemeenten: Collection[str], at: datetime
) -> tuple[AccessToken, str]:
    """Let a machine in with this role for these gemeenten; returns the row and the secret, shown once."""
    wrong = []
    if role not in ROLES or role == "systeem":
        wrong.append(Problem("rol", f"Kies een rol: {', '.join(ROLES[:-1])}."))
    if not gemeenten or not known_codes(session).issuperset(gemeenten):
        wrong.append(Problem("gemeente", "Noem een of meer gemeenten van deze installatie."))
    if not 0 < len(name.strip()) <= 100:
        wrong.append(Problem("naam", "Geef het token een naam van hooguit 100 tekens."))
    if wrong:
        raise Invalid(wrong)
    secret = TOKEN_START + secrets.token_urlsafe(32)
    token = AccessToken(
        name=name.strip(),
        role=role,
        gemeenten=sorted(set(gemeenten)),
        token_hash=hashed(secret),
        created_at=at,
    )
    session.add(token)
    session.flush()
    return token, secret


def machine_of(session: Session, secret: str) -> Visit | None:
    """Which machine has this token; None when it is unknown or revoked."""
    query = select(AccessToken).where(AccessToken.token_hash == hashed(secret), col(AccessToken.revoked_at).is_(None))
    token = session.exec(query).first()
    if token is None:
        return None
    return Visit(Actor(id=None, name=token.name, role=token.role, gemeenten=frozenset(token.gemeenten)))


def tokens(session: Session, limit: int = 200) -> Sequence[AccessToken]:
    """All tokens, newest first; a revoked one carries its date."""
    return session.exec(select(AccessToken).order_by(col(AccessToken.created_at).desc()).limit(limit)).all()


def revoke_token(session: Session, token_id: UUID, *, at: datetime) -> AccessToken:
    """Shut a machine out. NotFound when there is no such token; revoking twice keeps the first date."""
    token = session.get(AccessToken, token_id)
    if token is None:
        raise NotFound
    token.revoked_at = token.revoked_at or at
    session.add(token)
    return token


def hashed(secret: str) -> str:
    """How a random secret is kept: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
