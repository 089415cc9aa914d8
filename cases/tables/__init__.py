"""The tables of the record. The glossary in the README ties their English names to the Dutch."""

from cases.tables.dossier import Case, ClockEntry, Counter, Deadline, Event, Rung
from cases.tables.enrolment import EnrolmentCheck
from cases.tables.intake import Import, QuarantinedRow, Report
from cases.tables.letters import (
    Attachment,
    Contact,
    Letter,
    LetterDocument,
    LetterDraft,
    Letterhead,
    LetterMark,
    WpgAttachment,
    WpgLetterDocument,
    WpgLetterDraft,
)
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
from cases.tables.register import RegisterDelivery, RegisterMessage
from cases.tables.wpg import WpgEvent

__all__ = [
    "AccessToken",
    "Attachment",
    "Case",
    "ClockEntry",
    "Contact",
    "Counter",
    "Deadline",
    "EnrolmentCheck",
    "Event",
    "Heartbeat",
    "Import",
    "Letter",
    "LetterDocument",
    "LetterDraft",
    "LetterMark",
    "Letterhead",
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
    "RegisterDelivery",
    "RegisterMessage",
    "Relation",
    "Relative",
    "Report",
    "Rung",
    "RungMail",
    "School",
    "WpgAttachment",
    "WpgEvent",
    "WpgLetterDocument",
    "WpgLetterDraft",
]
