"""The steps that somebody could take with a zaak now, with the form of each and what stands in its way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import dossier
from cases.dossier import Dossier
from cases.family import siblings
from cases.history import LOOKING_BACK, look_back
from cases.mandates import acts_for
from cases.register_status import LIVE
from cases.relatives import around
from cases.rights import LPA, Actor, require
from cases.rows import WPG, Row, table_of
from cases.tables import Officer, Report
from cases.titles import state_title, words
from cases.wpg import veil
from states.conditions import Question
from states.decision import Option, Reason, possible
from states.decision import asked as asks_of
from states.facts import Earlier
from states.fields import Field, suggested
from states.letters import LETTERS
from states.route import Step, split
from states.suggestions import Suggestion, suggest, warning

_OFFICERS, _REPORTS = table_of(Officer), table_of(Report)
CHOICES_MAX = 200
# What a hoofdzaak knows from its wpg parts.
TOLD_BY_WPG = frozenset({"halt_negatief_op", "pv_op", "pv_afgezien_op"})

Pairs = Sequence[tuple[str, str]]
"""(value, text) of what can be chosen"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form of a step."""

    field: Field
    required: bool
    choices: Pairs = ()
    suggestion: str = ""
    """what a form may start with"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A step with its form."""

    name: str
    title: str
    to: str
    """state it leads to; `=` when the zaak stays where it is"""
    to_title: str
    asked: Sequence[Asked]
    blocked: Sequence[Reason]
    """why it cannot be taken now"""
    requirements: Sequence[Reason]
    """what is judged on the answers"""
    deviable: bool
    """only norms and the officier van justitie stand in the way: a motivation or his permission opens it"""
    needs_permission: bool
    """the permission of the officier van justitie may be asked"""
    warning: str
    """what to know before taking it, or nothing"""
    letters: Sequence[str]
    """titles of the letters it asks for"""
    opens: Sequence[str]

    @property
    def off_norm(self) -> bool:
        """Whether a norm stands in the way now, so that a motivation is needed."""
        return self.deviable and any(reason.kind == "norm" for reason in self.blocked)

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way, or only a motivation is asked."""
        return not self.blocked or self.deviable


@dataclass(frozen=True, slots=True)
class Choices:
    """The steps of a zaak as it stands at this version."""

    case: Row
    """as its reader may know it: of a wpg one without proces and state"""
    state_title: str
    steps: Sequence[Choice]
    dossier: Dossier
    suggestions: Sequence[Suggestion] = ()
    """of a hoofdzaak: what lies at hand, among these steps"""


def choices(session: Session, actor: Actor, case_id: UUID, *, at: datetime, lists: bool = True) -> Choices:
    """The steps that this actor could take at this instant, in the order of the table. At most five statements,
    and four more where a form asks for people.

    Without `lists`, for a reader that shows no forms, three: no medewerkers or meldingen to choose from.
    Raises NotAllowed, or NotFound when the zaak is not for this actor.
    """
    require(actor, "zaken.lezen")
    d = dossier.load(session, case_id, actor=actor, at=at, recorded_at=at, lock=False)
    case, proces = d.cases[case_id], d.proces_of(d.cases[case_id])
    if any(step.name in LOOKING_BACK for step in proces.steps_from(case["state"])):
        d.earlier, d.around = look_back(session, d.root["id"], lock=False)
    if any("geen_andere_zaak" in step.conditions for step in proces.steps_from(case["state"])):
        d.other_open = dossier.other_open_exists(session, case)
    found = possible(proces, case["state"], d.facts(case), actor.short_roles(d.today), d.office.policy(d.today))
    fields = [field for option in found for field, _required in option.step.fields] if lists else []
    asked = {field.type for field in fields} | {field.name for field in fields}
    offered: dict[str, Pairs] = {
        "officer": officers_of(session, [case["gemeente"]], d.today) if "officer" in asked else (),
        "melding": _reports(session, case["root_id"]) if "melding" in asked else (),
        "verdachten": _people(session, case, d.today) if "verdachten" in asked else (),
        "kinderen": _children(session, actor, case, d.today) if "kinderen" in asked else (),
    }
    steps = [_choice(d, case, option, offered) for option in found]
    shown = veil(case, actor.sees_wpg(d.today))
    return Choices(shown, state_title(shown["proces"], shown["state"]), steps, d, _suggestions(d, case, actor, steps))


def _suggestions(d: Dossier, case: Row, actor: Actor, steps: Sequence[Choice]) -> list[Suggestion]:
    """What lies at hand and this actor may do; to who may not know what is wpg, no reason speaks of it."""
    if case["id"] != case["root_id"]:
        return []
    facts = d.facts(case)
    if not actor.sees_wpg(d.today):
        hidden = {(row["proces"], row["state"]) for row in d.cases.values() if row["regime"] == WPG}
        kin = tuple(child for child in facts.kin if (child.proces, child.state) not in hidden)
        root = {name: value for name, value in facts.root.items() if name not in TOLD_BY_WPG}
        facts = replace(facts, kin=kin, root=root, earlier=Earlier())
    mine = {choice.name for choice in steps if choice.possible}
    return [each for each in suggest(facts, case["state"]) if each.step in mine]


def _choice(d: Dossier, case: Row, option: Option, lists: dict[str, Pairs]) -> Choice:
    step = option.step
    question = Question(d.facts(case), d.office.policy(d.today), tuple(name for name, _always in step.opened))
    return Choice(
        name=step.name,
        title=words(step.name),
        to=step.to,
        to_title="" if step.to == "=" else state_title(case["proces"], step.to),
        asked=[
            Asked(field, required, pairs(field, lists), _day(d, field))
            for field, required in asks_of(step, question.facts)
        ],
        blocked=option.blocked,
        requirements=[Reason(c.kind, c.name, c.refusal(question)) for c in option.requirements],
        deviable=option.deviable,
        needs_permission=option.needs_permission,
        warning=warning(step.name, question.facts),
        letters=_letters(step),
        opens=[name for name, _always in step.opened],
    )


def _letters(step: Step) -> list[str]:
    return [LETTERS[code].titel for code in split(step.letters)]


def _day(d: Dossier, field: Field) -> str:
    day = suggested(field, d.today, d.office.calendar)
    return day.isoformat() if day else ""


def pairs(field: Field, lists: Mapping[str, Pairs]) -> Pairs:
    """What can be chosen for this field; `lists` holds what depends on the zaak, by name or type of the field."""
    if field.type == "yesno":
        return (("ja", "Ja"), ("nee", "Nee"))
    return lists.get(field.name) or lists.get(field.type) or [(option, words(option)) for option in field.options]


def officers_of(session: Session, gemeenten: Collection[str], today: date) -> list[tuple[str, str]]:
    """The leerplichtambtenaren who act for any of these gemeenten today, by name: (id, name). One statement."""
    query = (
        sa.select(_OFFICERS.c.id, _OFFICERS.c.name)
        .where(acts_for(gemeenten, today), _OFFICERS.c.active, _OFFICERS.c.role == LPA)
        .order_by(_OFFICERS.c.name, _OFFICERS.c.id)
    )
    return [(str(row.id), row.name) for row in session.execute(query.limit(CHOICES_MAX))]


def _people(session: Session, case: Row, today: date) -> Pairs:
    """The jongere and who is something to him today: (id, name with what he is)."""
    people = around(session, case["person_id"], today)
    return [(str(party.id), f"{party.name} ({party.soort})") for party in people if not party.overleden]


def _children(session: Session, actor: Actor, case: Row, today: date) -> Pairs:
    """The jongere with his brothers and sisters: (id, name)."""
    jongere = around(session, case["person_id"], today)[0]
    others = siblings(session, actor, case["person_id"], today)
    return [(str(jongere.id), jongere.name), *((str(each.id), each.name) for each in others)]


def _reports(session: Session, root_id: UUID) -> list[tuple[str, str]]:
    query = (
        sa.select(_REPORTS.c.id, _REPORTS.c.soort, _REPORTS.c.begindatum)
        .where(_REPORTS.c.case_id == root_id, _REPORTS.c.status.in_(LIVE))
        .order_by(_REPORTS.c.begindatum.desc())
    )
    rows = session.execute(query.limit(CHOICES_MAX))
    return [(str(row.id), f"{row.soort} vanaf {row.begindatum:%-d-%-m-%Y}") for row in rows]
