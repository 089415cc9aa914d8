"""Named yes/no questions (process.md section 15). A docstring is the sentence an officer reads on refusal.

Kinds: *wet* and *orde* are never overridden; a *norm* may be deviated from with a motivation; *ovj*
needs the recorded permission of the officier van justitie. About a *feit*: judged beforehand and
blocks the step in the list. About an *antwoord*: judged on what is filled in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from states.facts import Facts
from states.policy import Policy


@dataclass(frozen=True, slots=True)
class Question:
    """What a condition may look at: the step, the facts, the answers given and the policy in force."""

    facts: Facts
    policy: Policy
    opens: tuple[str, ...] = ()
    """processes that the step opens"""
    answers: Mapping[str, Any] | None = None
    """None while only facts are judged"""

    def answer(self, name: str) -> Any:
        """What was filled in, or None."""
        return (self.answers or {}).get(name)


@dataclass(frozen=True, slots=True)
class Condition:
    """A question with its kind (wet, orde, norm, ovj) and what it is about (feit, antwoord)."""

    name: str
    kind: str
    about: str
    text: str
    holds: Callable[[Question], bool]

    def refusal(self, question: Question) -> str:
        """The sentence that says why not, with its figures filled in."""
        return self.text.format(f=question.facts, c=_Counters(question.facts.counters), p=question.policy)


class _Counters:
    """Counters for a sentence: a counter that was never raised reads 0."""

    def __init__(self, counters: Mapping[str, Any]) -> None:
        self._counters = counters

    def __getitem__(self, name: str) -> Any:
        return self._counters.get(name, 0)


CONDITIONS: dict[str, Condition] = {}
Judge = Callable[[Question], bool]


def _condition(kind: str, about: str) -> Callable[[Judge], Judge]:
    def register(question: Judge) -> Judge:
        if not question.__doc__:
            raise TypeError(f"voorwaarde {question.__name__} heeft geen weigeringszin")
        text = " ".join(question.__doc__.split())
        CONDITIONS[question.__name__] = Condition(question.__name__, kind, about, text, question)
        return question

    return register


def _open(question: Question, kinds: frozenset[str]) -> bool:
    return any(proces in kinds and state not in AFTERCARE.get(proces, ()) for proces, state in question.facts.children)


TRAJECTS = frozenset({"halt", "kader", "straf"})
ROUTES = TRAJECTS | {"hulp"}
# States of a child in which the root goes on: the route itself is over (process.md section 1).
AFTERCARE: Mapping[str, tuple[str, ...]] = {"straf": ("proeftijd", "strafbeschikking"), "kader": ("maatregel",)}


@_condition("norm", "feit")
def geen_actie_gewenst(question: Question) -> bool:
    """De school vraagt om actie van de gemeente; ter kennisgeving aannemen past daar niet bij."""
    return question.facts.counters.get("actie_gewenst") is False


@_condition("norm", "feit")
def hoort_elders(question: Question) -> bool:
    """De jongere woont in deze gemeente en is {f.age} jaar: de zaak hoort hier."""
    if question.facts.age >= 18 and question.policy["achttienplus.behandeling"] == "doorzetten":
        return True
    return bool(question.facts.counters.get("woont_elders"))


@_condition("norm", "antwoord")
def tijdig_uitgenodigd(question: Question) -> bool:
    """Een uitnodiging gaat ten minste {p[oproep.min_dagen]} dagen voor het gesprek de deur uit,
    tenzij ouders of jongere zelf om deze datum vragen; een jongere van 12 of ouder wordt zelf
    ook uitgenodigd (deze jongere is {f.age})."""
    day: date | None = question.answer("datum")
    on_request = question.answer("op_verzoek_van") in ("ouders", "jongere")
    notice = timedelta(days=question.policy.number("oproep.min_dagen"))
    in_time = day is not None and day >= question.facts.today + notice
    invited = question.facts.age < 12 or "jongere" in (question.answer("genodigden") or ())
    return bool((in_time or on_request) and invited)


@_condition("norm", "antwoord")
def meldcode_afgewogen(question: Question) -> bool:
    """Er zijn signalen van onveiligheid: daar hoort een meldcode bij."""
    return bool(question.answer("meldcode_antwoord") == "geen_signalen")


@_condition("norm", "feit")
def genoeg_uitgenodigd(question: Question) -> bool:
    """Er is {c[niet_verschenen]} keer niemand verschenen; dit kan na {p[gesprek.noshow_max]} keer."""
    return int(question.facts.counters.get("niet_verschenen", 0)) >= question.policy.number("gesprek.noshow_max")


@_condition("norm", "feit")
def al_gesproken(question: Question) -> bool:
    """In deze zaak is nog geen gesprek gehouden."""
    return bool(question.facts.counters.get("gesprekken"))


@_condition("orde", "feit")
def route_loopt(question: Question) -> bool:
    """Er loopt geen route."""
    return bool(question.facts.open_kinds() & ROUTES)


@_condition("orde", "feit")
def nog_geen_open(question: Question) -> bool:
    """In dit dossier staat dit al open. Ga daarmee verder, of bevestig het voorstel."""
    return not question.facts.open_kinds() & set(question.opens)


@_condition("orde", "feit")
def geen_andere_zaak(question: Question) -> bool:
    """Er is al een andere open zaak van deze jongere voor dit soort verzuim."""
    return not question.facts.other_open


@_condition("orde", "feit")
def laatste_route_klaar(question: Question) -> bool:
    """Er loopt nog een route."""
    return not _open(question, ROUTES)


@_condition("orde", "feit")
def geen_open_traject(question: Question) -> bool:
    """Een traject van Halt, verplicht kader of strafrecht is nog open."""
    return not _open(question, TRAJECTS)


@_condition("orde", "feit")
def laatste_melding(question: Question) -> bool:
    """Er is nog een andere melding, een gesprek gehouden of een onderdeel open: de zaak gaat door."""
    counters = question.facts.counters
    return not (counters.get("meldingen", 0) > 0 or counters.get("gesprekken") or question.facts.children)


@_condition("norm", "feit")
def binnen_hulp_maximum(question: Question) -> bool:
    """De hulp duurt langer dan {p[hulp.maximum]} weken."""
    since = question.facts.counters.get("per")
    limit = timedelta(weeks=question.policy.number("hulp.maximum"))
    return since is None or question.facts.today <= date.fromisoformat(str(since)) + limit


@_condition("norm", "antwoord")
def hooguit_een_dag(question: Question) -> bool:
    """Een waarschuwing past bij ten hoogste {p[luxe.waarschuwing_dagen]} schooldag luxeverzuim."""
    days = question.answer("dagen")
    return isinstance(days, int) and days <= question.policy.number("luxe.waarschuwing_dagen")


@_condition("norm", "feit")
def eerste_keer_luxe(question: Question) -> bool:
    """Er was eerder luxeverzuim met een waarschuwing of proces-verbaal."""
    return not question.facts.counters.get("eerder_luxe")


@_condition("wet", "antwoord")
def deelgrond_genoemd(question: Question) -> bool:
    """Gegevens delen mag pas als de grond bekend is, en met wie er gedeeld wordt."""
    return question.answer("deelgrond") not in (None, "", "nog_niet_bekend") and bool(question.answer("partners"))
