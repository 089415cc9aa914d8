"""The tables of the record. The glossary in the README ties their English names to the Dutch."""

from cases.tables.dossier import Case, ClockEntry, Counter, Deadline, Event, Letter, Rung
from cases.tables.intake import Import, QuarantinedRow, Report
from cases.tables.mail import Heartbeat, Notice, RungMail
from cases.tables.office import (
    AccessToken,
    LoginSession,
    Mandate,
    Municipality,
    Officer,
    OfficerMunicipality,
    Person,
    School,
)
from cases.tables.people import PersonChange, PersonDetails, Relation, Relative
from cases.tables.wpg import WpgEvent

__all__ = [
    "AccessToken",
    "Case",
    "ClockEntry",
    "Counter",
    "Deadline",
    "Event",
    "Heartbeat",
    "Import",
    "Letter",
    "LoginSession",
    "Mandate",
    "Municipality",
    "Notice",
    "Officer",
    "OfficerMunicipality",
    "Person",
    "PersonChange",
    "PersonDetails",
    "QuarantinedRow",
    "Relation",
    "Relative",
    "Report",
    "Rung",
    "RungMail",
    "School",
    "WpgEvent",
]
