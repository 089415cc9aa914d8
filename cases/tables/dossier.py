"""The dossier: zaken, gebeurtenissen, termijnen with their ledger and rungs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id

_RUNNING = sa.text("ended_on IS NULL")
_OPEN: dict[str, Any] = {"sqlite_where": _RUNNING, "postgresql_where": _RUNNING}


class Case(SQLModel, table=True):
    """A zaak: one instance of one proces. Root and children together are the dossier."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ux_cases_open_root",
            "person_id",
            "gemeente",
            "proces",
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL AND id = root_id"),
            postgresql_where=sa.text("closed_on IS NULL AND id = root_id"),
        ),
        Index("ix_cases_officer", "officer_id", "closed_on"),
        Index("ix_cases_person", "person_id"),
        Index("ix_cases_list", "gemeente", "number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True)
    """zaaknummer, e.g. 2026-000412"""
    root_id: UUID = Field(foreign_key="cases.id", index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="cases.id")
    """the zaak whose step or rung opened this child"""
    previous_id: UUID | None = Field(default=None, foreign_key="cases.id")
    """eerdere zaak of the same jongere, gemeente and proces"""
    gemeente: str = Field(foreign_key="municipalities.code")
    proces: str
    state: str
    version: int = 1
    """number of its last event: every write is an event, so the two are one"""
    person_id: UUID = Field(foreign_key="persons.id")
    school_id: UUID | None = Field(default=None, foreign_key="schools.id")
    officer_id: UUID | None = Field(default=None, foreign_key="officers.id")
    """behandelaar"""
    soort: str = ""
    """soort of the melding that opened it, or `eigen` for an own signal"""
    opened_on: date
    closed_on: date | None = None
    uitkomst: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """counters folded from the events (states.facts); what conditions ask. Those of a wpg zaak: `WpgEvent`"""
    regime: str = "avg"
    """avg or wpg; once wpg, always wpg"""


class Event(SQLModel, table=True):
    """Something that happened in a zaak. Never changed, never removed."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        UniqueConstraint("case_id", "idempotency_key"),
        Index("ix_events_root", "root_id", "at"),
        Index(
            "ix_events_deviations",
            "gemeente",
            "at",
            sqlite_where=sa.text("deviates = 1"),
            postgresql_where=sa.text("deviates = true"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id")
    root_id: UUID
    gemeente: str
    seq: int
    kind: str
    """opening, stap, toewijzing, melding, melding_weg, klok, kind (outcome of a child), term, correctie, versie"""
    step: str = ""
    from_state: str = ""
    to_state: str
    """state after this event"""
    at: datetime = instant()
    """effective instant; differs from recorded_at when a date was pretended"""
    recorded_at: datetime = instant()
    officer_id: UUID | None = None
    actor: str = ""
    """role that acted, or systeem"""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    deviations: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    """afwijkingen: {norm, tekst}; their motivation is `motivation`"""
    deviates: bool = Field(default=False)
    motivation: str = ""
    uitkomst: str = ""
    definition: str
    """hash of the proces table under which this was decided"""
    regime: str = "avg"
    """of a wpg event answers, deviations and motivation stand in `WpgEvent`; here they are empty"""
    corrects: int | None = None
    """seq of the event of this zaak that a correction takes back or amends"""
    cause_id: UUID | None = None
    """the event that set this one off in the same transaction; empty when a person or the clock did"""
    idempotency_key: str | None = None


class Deadline(SQLModel, table=True):
    """A term that runs or ran: of a state (kind `toestand`) or beside it (kind `zaak`)."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "ix_deadlines_sweep",
            "next_on",
            "id",
            sqlite_where=sa.text("ended_on IS NULL AND next_on IS NOT NULL AND set_aside = 0"),
            postgresql_where=sa.text("ended_on IS NULL AND next_on IS NOT NULL AND set_aside = false"),
        ),
        Index(
            "ix_deadlines_aside",
            "set_aside",
            sqlite_where=sa.text("ended_on IS NULL AND set_aside = 1"),
            postgresql_where=sa.text("ended_on IS NULL AND set_aside"),
        ),
        Index("ix_deadlines_case_open", "case_id", **_OPEN),
        # The lists read and count from these alone, in their own order, without looking at the rows.
        Index("ix_deadlines_officer_open", "officer_id", "due_on", "id", "waits", "policy_key", "gemeente", **_OPEN),
        Index("ix_deadlines_gemeente_open", "gemeente", "due_on", "id", "waits", "policy_key", **_OPEN),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    root_id: UUID
    gemeente: str
    proces: str
    kind: str
    name: str
    """the state, or the name of the zaak term"""
    waits: str = ""
    officer_id: UUID | None = None
    """copy of the behandelaar of its zaak, for the lists"""
    amount: int
    unit: str
    policy_key: str
    started_on: date
    started_seq: int = 1
    """number of the event of its zaak that began it"""
    anchor_on: date | None = None
    """date given by the officer from which it is counted"""
    school_id: UUID | None = None
    """the school whose lesweken it counts: that of the zaak when it began"""
    vh_from: date | None = None
    """for an afspraak of an mdo: first day on which a veiligheidshuis is proposed when it is overdue"""
    due_on: date
    sentence: str
    """why it is due then, in Dutch"""
    round: int = 1
    next_rung: str = ""
    next_on: date | None = None
    """day of the next rung to climb; empty when none is left"""
    ended_on: date | None = None
    ended_seq: int | None = None
    """number of the event of its zaak that ended it"""
    ended_how: str = ""
    """gehaald, vervallen, gedaan (cases.deadlines)"""
    set_aside: bool = False
    """a sweep could not handle it; a person must look"""
    failure: str = ""
    """class of the error that set it aside, never its text"""
    regime: str = "avg"


class ClockEntry(SQLModel, table=True):
    """One line of the ledger of a term after its start: verplaatsen, opschorten, hervatten, verlengen, corrigeren.

    Its start and its end stand on the term itself.
    """

    __tablename__ = "clock_entries"
    __table_args__ = (UniqueConstraint("deadline_id", "seq"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deadline_id: UUID = Field(foreign_key="deadlines.id")
    gemeente: str
    seq: int
    """number of the event of its zaak that entered it"""
    kind: str
    on: date
    until: date | None = None
    amount: int = 0
    unit: str = ""
    ground: str = ""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """what a correction or a move put aside, as states.ledger.Base: {amount, start, anchored}"""
    explanation: str = ""
    """empty for a wpg zaak: there it stands with the content of the event"""
    officer_id: UUID | None = None
    recorded_at: datetime = instant()


class Rung(SQLModel, table=True):
    """A rung of the ladder that was reached: an obligation, once per term, round and name."""

    __tablename__ = "rungs"
    __table_args__ = (
        UniqueConstraint("deadline_id", "round", "name"),
        Index("ix_rungs_root", "root_id", "on"),
        Index("ix_rungs_reached", "gemeente", "reached_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deadline_id: UUID = Field(foreign_key="deadlines.id")
    case_id: UUID
    root_id: UUID
    gemeente: str
    round: int
    name: str
    on: date
    """the day it was due, also when reached later"""
    effect: str
    recipients: list[str] = Field(default_factory=list, sa_type=Json)
    """ids of the officers who must be told; each has one RungMail"""
    child_id: UUID | None = None
    """the mdo or veiligheidshuis it opened"""
    reached_at: datetime = instant()
    """effective instant of the sweep"""
    recorded_at: datetime = instant()
    regime: str = "avg"


class Counter(SQLModel, table=True):
    """The last number handed out, per name (zaaknummers per year)."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    value: int = 0
