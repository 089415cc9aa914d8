"""Checks of the enrolment of leer- and kwalificatieplichtigen: how far, and what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class EnrolmentCheck(SQLModel, table=True):
    """One comparison of the two lists of a gemeente. Counts are of persons, unless they say lines."""

    __tablename__ = "enrolment_checks"
    __table_args__ = (Index("ix_enrolment_checks_gemeente", "gemeente", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    persons_file: str
    """name of the list of leer- and kwalificatieplichtigen"""
    enrolments_file: str
    state: str = "bezig"
    """bezig, klaar, geweigerd, gestopt"""
    error: str = ""
    """why nothing was compared, in Dutch"""
    lines: int = 0
    """lines in the list of persons"""
    missing: int = 0
    """without enrolment or exemption: for each a signaal is looked up or opened"""
    done: int = 0
    """of these, how many have been handled"""
    obliged: int = 0
    enrolled: int = 0
    exempt: int = 0
    opened: int = 0
    already_open: int = 0
    uncertain: int = 0
    """without enrolment, but in a line of the other list that cannot be read"""
    not_obliged: int = 0
    twice: int = 0
    """lines of somebody who stood in the list before"""
    bad_lines: int = 0
    """of both lists"""
    problems: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    """{bestand, regel, kolom, uitleg}: the first ones, without the value itself"""
    found_again: list[str] = Field(default_factory=list, sa_type=Json)
    """zaaknummers of open zaken of somebody who is enrolled or exempt by now: to look at, nothing is closed"""
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    officer_id: UUID | None = None
    created_at: datetime = instant()
    """effective instant; what the lists say is judged on its Dutch date"""
    started_at: datetime = instant()
    """real instant"""
    finished_at: datetime | None = instant(default=None)
