"""What conditions ask about a zaak, and how each event changes it.

The counters stand on the zaak as JSON, so that judging a step costs no query. They are folded from
the events by `fold` and nothing else; `mas verify` folds them again and compares.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Counters = dict[str, Any]


def age_on(born: date, on: date) -> int:
    """Whole years on this date. Born on 29 February has its birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_later(day: date, months: int) -> date:
    """The same day of the month, this many months on; the last day of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the dossier, open or ended, as conditions on its root or on another child see it."""

    proces: str
    state: str
    open: bool
    counters: Mapping[str, Any]
    """its folded counters"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What other zaken of the jongere tell."""

    halt: bool = False
    """a Halt for schoolverzuim ended geslaagd or negatief, in any zaak but this dossier"""
    warned: bool = False
    """a warning stands in an eerdere zaak"""
    help: bool = False
    """in an eerdere zaak hulp was offered, Halt was negatief or geweigerd, or the maximum of invitations reached"""
    luxe: bool = False
    """an earlier luxeverzuim had a warning or a proces-verbaal"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a condition may ask. `today` is a Dutch date."""

    today: date
    birth_date: date
    counters: Mapping[str, Any]
    """folded counters of the zaak itself"""
    root: Mapping[str, Any]
    """folded counters of the root of its dossier; the same as `counters` for a root"""
    children: tuple[tuple[str, str], ...] = ()
    """(proces, state) of every open child in the dossier"""
    other_open: bool = False
    """another open zaak of the same jongere, gemeente and proces exists"""
    kin: tuple[Child, ...] = ()
    """every child of the dossier, open or ended"""
    proces: str = ""
    """the root proces of the dossier"""
    earlier: Earlier = Earlier()
    authorised: bool = False
    """the acting officer has an akte valid today, for this gemeente or by a mandate valid today"""
    akte_until: date | None = None
    """last day of the akte of the acting officer; None when he has none"""

    @property
    def age(self) -> int:
        """Whole years on `today`."""
        return age_on(self.birth_date, self.today)

    def open_kinds(self) -> frozenset[str]:
        """The processes of which a child is open."""
        return frozenset(proces for proces, _state in self.children)


# fmt: off
_COUNT: Mapping[str, str] = {           # step -> counter that grows by one
    "meld_niet_verschenen":         "niet_verschenen",
    "gesprek_gehouden":             "gesprekken",
    "gesprek_bij_huisbezoek":       "gesprekken",
    "verdachte_niet_verschenen":    "verhoor_gemist",
}
_MARK: Mapping[str, str] = {            # step -> day it was last taken
    "oppakken":                     "opgepakt_op",
    "terugkoppeling_school":        "teruggekoppeld_op",
    "waarschuwen":                  "gewaarschuwd_op",
    "waarschuw_luxe":               "gewaarschuwd_op",
    "start_hulp":                   "hulp_op",
    "maximum_bereikt":              "maximum_op",
    "geen_pv_na_halt":              "geen_pv_na_halt_op",
    "plan_tafel":                   "tafel_op",
    "advies_ontvangen":             "advies_op",
    "zend_pv_in":                   "pv_op",
    "zend_pv_zonder_verklaring":    "pv_op",
}
_KEEP: Mapping[str, tuple[str, ...]] = {    # step -> answers that later steps or pages ask for
    "gesprek_gehouden":             ("verwijtbaarheid", "oorzaak"),
    "gesprek_bij_huisbezoek":       ("verwijtbaarheid", "oorzaak"),
    "vraag_informatie":             ("partij",),
    "hulp_gestart":                 ("per",),
    "hulp_aanvaard":                ("aanbieder", "soort_hulp"),
    "halt_ingestemd":               ("gehoord_op",),
    "verdachte_verhoord":           ("gehoord_op",),
}
# Answers that count from the first time they were given, whatever is answered later: Leerplichtwet 22 asks
# that somebody was heard or demonstrably invited, not that he was every time.
_ONCE = ("ouders_gehoord", "jongere_gehoord", "bewijs_uitnodigingen", "bewijs_oproep")
_TOLD: Mapping[tuple[str, str], str] = {    # (proces, state) that a child tells its root -> day it did
    ("halt", "negatief"):           "halt_negatief_op",
    ("straf", "ingezonden"):        "pv_op",
    ("straf", "afgezien"):          "pv_afgezien_op",
}
_HOME_AGAIN = frozenset({"verzuim_gestopt", "terug_op_school", "ingeschreven", "meld_ingeschreven"})
# Absoluut verzuim, policy `absoluut.telt_vanaf` = geen_reactie: before these a late registration is likelier.
_NOT_ENROLLED = frozenset({
    "geen_reactie", "start_begeleiding", "wacht_op_inschrijving", "start_hulp", "start_kader", "start_straf",
})
BIRTHDAYS = (12, 16, 17, 18)
# fmt: on


def fold(
    counters: Mapping[str, Any], *, kind: str, step: str, answers: Mapping[str, Any], on: date, closes: bool
) -> Counters:
    """The counters after this event; `on` is its Dutch date, `closes` whether it leads to a final state.

    Pure: the same events give the same counters.
    """
    after = dict(counters)
    if kind == "stap":
        _taken(after, step, answers, on, closes)
    elif kind in ("opening", "melding", "melding_weg", "versie"):
        if kind == "opening":
            after["geopend_op"] = on.isoformat()
        after.update(answers.get("feiten", {}))
    elif kind == "kind":
        if mark := _TOLD.get((answers.get("proces", ""), answers.get("toestand", ""))):
            after[mark] = on.isoformat()
    elif step == "thuiszitter_einde":
        for marked in ("thuiszitter_begin", "pact_dreigt", "thuiszitterspact"):
            after.pop(marked, None)
    elif kind == "term":
        after[step] = on.isoformat()
    return after


def _taken(after: Counters, step: str, answers: Mapping[str, Any], on: date, closes: bool) -> None:
    if counter := _COUNT.get(step):
        after[counter] = after.get(counter, 0) + 1
    if mark := _MARK.get(step):
        after[mark] = on.isoformat()
    after.update({name: answers[name] for name in _KEEP.get(step, ()) if answers.get(name)})
    after.update({name: True for name in _ONCE if answers.get(name)})
    if step == "verdachte_verhoord" and answers.get("gehoord_op"):
        after.setdefault("eerste_verhoor_op", answers["gehoord_op"])
    _at_home(after, step, on, closes)
    if step == "sluit_melding":
        after["meldingen"] = after.get("meldingen", 0) - 1
    if closes:
        after["meldingen"] = 0


def _at_home(after: Counters, step: str, on: date, closes: bool) -> None:
    """Since when the jongere sits at home; `niet_ingeschreven_sinds` is there in absoluut verzuim only."""
    not_enrolled = after.get("niet_ingeschreven_sinds")
    if step == "heropen" and not_enrolled == "":
        after["niet_ingeschreven_sinds"] = on.isoformat()
    if step in _NOT_ENROLLED and not_enrolled and not after.get("thuis_sinds"):
        after["thuis_sinds"] = not_enrolled
    if step in ("ingeschreven", "meld_ingeschreven") and not_enrolled:
        after["niet_ingeschreven_sinds"] = ""
    if step in _HOME_AGAIN or closes:
        after["thuis_sinds"] = ""


def _birthday(age: int) -> Callable[[Mapping[str, Any], str], bool]:
    """Whether this birthday is the nearest one ahead: only that one runs as a term."""
    earlier = [f"wordt_{before}" for before in BIRTHDAYS if before < age]
    return lambda counters, _state: all(not counters.get(f"{name}_op") or counters.get(name) for name in earlier)


WHILE: Mapping[str, Callable[[Mapping[str, Any], str], bool]] = {
    # The questions of column *while* in process.md 13: (counters, state of the zaak) -> still running.
    "geen_gesprek_en_in_onderzoek": lambda counters, state: (
        not counters.get("gesprekken")
        and state in ("in_behandeling", "wacht_op_informatie", "gesprek_gepland", "niet_verschenen")
    ),
    "niet_teruggekoppeld": lambda counters, _state: not counters.get("teruggekoppeld_op"),
    "afwezig": lambda counters, _state: bool(counters.get("thuis_sinds")),
    "geen_pv": lambda counters, _state: not counters.get("pv_op"),
    "geen_pv_na_halt": lambda counters, _state: (
        not any(counters.get(name) for name in ("pv_op", "pv_afgezien_op", "geen_pv_na_halt_op"))
    ),
    "verdachte_jongere": lambda counters, _state: counters.get("verdachte_soort") == "jongere",
    **{f"wordt_{age}": _birthday(age) for age in BIRTHDAYS},
    "open": lambda _counters, _state: True,
}
