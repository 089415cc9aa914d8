"""Which step lies at hand, and why: a heavier route is suggested with its reason, never taken by itself.

process.md section 1 (general rules), 6 (Halt negatief), 7 (17 or older) and 13 (18 years).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from states.facts import Facts
from states.processes import PROCESSEN
from states.working_days import in_words

CIVIL_MEASURE_LATE = 17


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step of the root that lies at hand, the Dutch sentence that says why, and what the form can start with."""

    step: str
    reason: str
    prefilled: Mapping[str, str] = field(default_factory=dict)


def suggest(facts: Facts, state: str) -> tuple[Suggestion, ...]:
    """The steps that lie at hand for a root zaak with these facts in this state, the most pressing first.

    Only steps of its table for this state, each once. Whether it may be taken is for `decide` to judge.
    """
    rows = PROCESSEN[facts.proces].rows
    found: dict[str, Suggestion] = {}
    for rule in _RULES:
        for suggestion in rule(facts):
            if (state, suggestion.step) in rows:
                found.setdefault(suggestion.step, suggestion)
    return tuple(found.values())


def warning(step: str, facts: Facts) -> str:
    """What an officer should know before he takes this step, or an empty text."""
    if step in ("start_kader", "dien_vtb_in") and facts.age >= CIVIL_MEASURE_LATE:
        return f"De jongere is {facts.age} jaar: een maatregel van de rechter kan te laat komen, want die stopt bij 18."
    return ""


def _eighteen(facts: Facts) -> Iterator[Suggestion]:
    if facts.age >= 18:
        reason = "De jongere is 18 jaar of ouder: draag de zaak over aan het Doorstroompunt."
        yield Suggestion("overdragen", reason, {"naar": "doorstroompunt", "hoofduitkomst": "achttien_geworden"})


def _after_halt(facts: Facts) -> Iterator[Suggestion]:
    if _has(facts, "straf"):
        return
    since, settled = facts.root.get("halt_negatief_op"), ("pv_op", "pv_afgezien_op", "geen_pv_na_halt_op")
    if since and not any(facts.root.get(name) for name in settled):
        reason = (
            f"Halt is op {in_words(date.fromisoformat(since))} negatief afgesloten: daarna past een proces-verbaal."
        )
        yield Suggestion("start_straf", reason, {"grond": "halt_negatief"})
    elif _has(facts, "halt", "geweigerd"):
        yield Suggestion(
            "start_straf", "Halt is geweigerd: overweeg een proces-verbaal en vraag eerst advies.",
            {"grond": "halt_geweigerd"},
        )  # fmt: skip


def _after_kader(facts: Facts) -> Iterator[Suggestion]:
    if _has(facts, "kader", "advies_pv") and not _has(facts, "straf"):
        reason = "De beschermingstafel adviseert een proces-verbaal."
        yield Suggestion("start_straf", reason, {"grond": "advies_beschermingstafel"})


def _after_help(facts: Facts) -> Iterator[Suggestion]:
    refused, stuck = _has(facts, "hulp", "geweigerd"), _has(facts, "hulp", "gestagneerd")
    if (refused or stuck) and not _open(facts, "hulp"):
        yield from _heavier(facts, "Hulp is geweigerd" if refused else "De hulp is gestagneerd")


def _repeat(facts: Facts) -> Iterator[Suggestion]:
    if facts.proces == "luxeverzuim":
        if facts.earlier.luxe or facts.root.get("eerder_luxe"):
            reason = "Er was eerder luxeverzuim met een waarschuwing of proces-verbaal: bij herhaling past strafrecht."
            yield Suggestion("start_straf", reason, {"grond": "herhaling"})
    elif facts.earlier.help:
        yield from _heavier(facts, "In een eerdere zaak is hulp of Halt al geprobeerd")
    elif facts.earlier.warned and _may_go_to_halt(facts):
        reason = "In een eerdere zaak is gewaarschuwd en het verzuim is aan de jongere te wijten: Halt past."
        yield Suggestion("start_halt", reason)


def _heavier(facts: Facts, why: str) -> Iterator[Suggestion]:
    if _may_go_to_halt(facts):
        yield Suggestion("start_halt", f"{why} en het verzuim is aan de jongere te wijten: Halt past.")
    if not _has(facts, "kader"):
        yield Suggestion("start_kader", f"{why}: overweeg de beschermingstafel.")


def _may_go_to_halt(facts: Facts) -> bool:
    never = not _has(facts, "halt") and not facts.earlier.halt
    return never and 12 <= facts.age < 18 and facts.root.get("verwijtbaarheid") == "jongere"


def _has(facts: Facts, proces: str, state: str = "") -> bool:
    return any(kin.proces == proces and state in ("", kin.state) for kin in facts.kin)


def _open(facts: Facts, proces: str) -> bool:
    return proces in facts.open_kinds()


_RULES: tuple[Callable[[Facts], Iterator[Suggestion]], ...] = (
    _eighteen, _after_halt, _after_kader, _after_help, _repeat,
)  # fmt: skip
