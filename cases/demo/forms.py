"""Fills in the form of a step as an officer would."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from cases.demo.arrivals import CALENDARS
from cases.demo.morning import Zaak
from cases.demo.phrases import AFSPRAKEN, MOTIVATIONS, PHRASES
from cases.demo.route_phrases import ROUTE_PHRASES
from cases.melding import age_on
from states.fields import Field
from states.processes import PROCESSEN

Value = TypeVar("Value")
DEVIATES = 0.04
_PHRASES = {**PHRASES, **ROUTE_PHRASES}

# How many werkdagen ahead a day is chosen, by step or by field.
_AHEAD: Mapping[str, tuple[int, int]] = {
    "plan_gesprek": (5, 7), "verzet_gesprek": (5, 8), "plan_overleg": (4, 8), "verzet_overleg": (4, 8),
    "agendeer": (5, 9), "plan_tafel": (5, 10), "verzet_tafel": (5, 8), "roep_op_voor_verhoor": (6, 10),
    "verzet_verhoor": (5, 8), "om_dagvaarding": (15, 30), "verzet_gedaan": (12, 25), "zitting_aangehouden": (8, 18),
    "voorwaarden_geschonden": (8, 18), "overdragen": (0, 5), "schoolwissel": (0, 5),
    "uiterlijk": (10, 22), "controledatum": (15, 30), "einddatum": (60, 110), "reactie_voor": (10, 10),
    "wacht_op_inschrijving.per": (4, 15), "uitspraak_met_proeftijd.einddatum": (30, 60),
}  # fmt: skip
_PAST: Mapping[str, tuple[int, int]] = {
    "sinds": (0, 3), "uitgevoerd_op": (0, 1), "per": (0, 2), "huisbezoek": (0, 1), "gehoord_op": (0, 0),
    "afloopbericht_op": (0, 3), "startdatum": (0, 3), "besproken_op": (0, 4),
}  # fmt: skip
_NUMBERS: Mapping[str, tuple[int, int]] = {
    "dagen": (1, 1), "start_straf.dagen": (2, 8), "uren": (10, 55), "te_laat": (0, 40), "bedrag": (100, 600),
}  # fmt: skip
_MUST_BE_YES = frozenset({
    "bekent", "cautie", "ingestemd_jongere", "ingestemd_ouders", "ouders_ingelicht", "recht_op_advocaat",
})  # fmt: skip
_RARELY: Mapping[str, float] = {"tolk": 0.08, "controledatum": 0.25, "afspraken": 0.3, "nevenuitkomsten": 0.1}
_CHOICES: Mapping[str, Mapping[str, int]] = {
    "verwijtbaarheid": {"ouders": 30, "jongere": 30, "school": 8, "geen": 32},
    "partij": {"school": 55, "hulpverlener": 20, "jeugdarts": 15, "wijkteam": 10},
    "soort_hulp": {"jeugd_en_gezinscoach": 25, "wijkteam": 35, "schoolmaatschappelijk_werk": 25, "jeugdarts": 15},
    "type_overleg": {"mdo": 70, "zat": 15, "casusoverleg": 15},
    "duo_toelichting": {"gezien_door_gemeente": 60, "geen_actie_meer": 40},
    "deelgrond": {"toestemming": 60, "publieke_taak": 40},
    "naar": {"doorstroompunt": 1}, "overdragen.naar": {"gemeente": 65, "doorstroompunt": 35},
    "meldcode_antwoord": {"geen_signalen": 1}, "contra_indicatie": {"geen": 1}, "uitkomst": {"geoorloofd": 1},
    "reactie_ouders": {"eens": 30, "deels_eens": 30, "oneens": 25, "uitgenodigd_niet_verschenen": 15},
    "op_verzoek_van": {"ouders": 70, "ons": 30},
    "soort_contact": {"telefoon": 60, "e-mail": 25, "gesprek": 15}, "door": {"ouders": 60, "jongere": 40},
}  # fmt: skip
_REASON_OF_STEP: Mapping[str, Mapping[str, int]] = {
    "sluit_geoorloofd": {"langdurig_ziek": 50, "legitiem_afwezig": 50},
    "verklaar_geoorloofd": {"legitiem_afwezig": 1},
    "waarschuw_luxe": {"overige_redenen": 1},
}
_GROUND: Mapping[str, Mapping[str, int]] = {
    "luxeverzuim": {"luxeverzuim": 50, "verlof_geweigerd": 30, "verlof_overschreden": 20},
    "absoluut_verzuim": {"niet_ingeschreven": 1},
    "relatief_verzuim": {"hulp_geweigerd": 30, "hulp_mislukt": 30, "niet_verschenen": 20, "halt_negatief": 20},
}
# Why a zaak ends or is handed over, and what is then recorded as its outcome.
_OUTCOME_OF: Mapping[str, str] = {
    "overleden": "overleden", "verhuisd": "verhuisd", "achttien_geworden": "achttien_geworden",
    "vrijstelling": "vrijstelling", "startkwalificatie_of_pro": "startkwalificatie_of_pro",
    "inschrijving_beeindigd_andere_opleiding": "herplaatsing_andere_school",
    "inschrijving_beeindigd_werk": "hoogst_haalbare", "inschrijving_beeindigd_overig": "hoogst_haalbare",
    "gemeente": "verhuisd", "doorstroompunt": "overdracht_doorstroompunt",
}  # fmt: skip


def fill_in(zaak: Zaak, step: str, today: date, dice: Random) -> tuple[dict[str, Any], str]:
    """The answers for this step, and the motivation when they deviate from a norm."""
    row = PROCESSEN[zaak.proces].rows[(zaak.state, step)]
    always = {name for name, opened_always in row.opened if opened_always}
    form = _Form(zaak, step, today, dice)
    answers = {}
    for field, required in row.fields:
        if field.name == "behandelaar":
            answers[field.name] = str(zaak.officer_id)
        elif required or (field.name == "afspraken" and "afspraak" in always) or dice.random() < _likely(zaak, field):
            answers[field.name] = form.answer(field)
    return answers, form.deviate(answers)


def _of_step(table: Mapping[str, Value], step: str, name: str, default: Value | None = None) -> Value:
    found = table.get(f"{step}.{name}", table.get(name, default))
    if found is None:
        raise KeyError(name)
    return found


def _likely(zaak: Zaak, field: Field) -> float:
    return 1.0 if zaak.proces == "mdo" and field.name == "afspraken" else _RARELY.get(field.name, 0.4)


class _Form:
    def __init__(self, zaak: Zaak, step: str, today: date, dice: Random) -> None:
        self.zaak, self.step, self.today, self.dice = zaak, step, today, dice
        age = age_on(zaak.born, today)
        self.why = ""
        self.parties = ["ouders"] if age < 12 else ["jongere"] if age >= 18 else ["ouders", "jongere"]

    def answer(self, field: Field) -> Any:
        """One answer, as the form would send it."""
        if field.type in ("text", "longtext"):
            return self.dice.choice(_PHRASES.get(f"{self.step}.{field.name}") or _PHRASES[field.name])
        if field.type == "date":
            return self._day(field).isoformat()
        if field.type == "time":
            return self.dice.choice(("09:00", "10:30", "13:30", "15:00"))
        if field.type == "number":
            return self.dice.randint(*_of_step(_NUMBERS, self.step, field.name))
        if field.type == "afspraken":
            return self._afspraken()
        if field.type == "melding":
            return str(self.zaak.melding)
        if field.type == "persons":
            return [str(person) for person in self._people(field.name)]
        return self._choice(field)

    def _people(self, name: str) -> list[UUID]:
        """The children a request is about; or the suspects whom the law allows (`cases.suspects`)."""
        zaak, age = self.zaak, age_on(self.zaak.born, self.today)
        if name == "kinderen" or age >= 18:
            return [zaak.person_id]
        youngest = {"luxeverzuim": 16, "absoluut_verzuim": 18}.get(zaak.proces, 12)
        if age < youngest:
            return list(zaak.parents)
        both = [zaak.person_id, *zaak.parents]
        return self.dice.choices([[zaak.person_id], list(zaak.parents) or both, both], (60, 25, 15))[0]

    def _day(self, field: Field) -> date:
        calendar = CALENDARS[self.zaak.gemeente]
        own = _AHEAD.get(f"{self.step}.{field.name}")
        if own:
            return calendar.add_working_days(self.today, self.dice.randint(*own))
        back = _PAST.get(self.step) if field.name == "datum" else _PAST.get(field.name)
        if back:
            return calendar.add_working_days(self.today, -self.dice.randint(*back))
        ahead = _AHEAD[field.name if field.name != "datum" else self.step]
        return calendar.add_working_days(self.today, self.dice.randint(*ahead))

    def _afspraken(self) -> list[dict[str, str]]:
        calendar = CALENDARS[self.zaak.gemeente]
        chosen = self.dice.sample(AFSPRAKEN, 2 if self.zaak.proces in ("mdo", "veiligheidshuis") else 1)
        ahead = (6, 9) if self.zaak.story == "veiligheidshuis" else _AHEAD["uiterlijk"]
        return [
            {
                "wat": what,
                "wie": who,
                "uiterlijk": calendar.add_working_days(self.today, self.dice.randint(*ahead)).isoformat(),
            }
            for what, who in chosen
        ]

    def _choice(self, field: Field) -> Any:
        if field.type == "yesno":
            heard = field.name.removesuffix("_gehoord")
            if heard != field.name:
                return heard in self.parties
            return field.name in _MUST_BE_YES or self.dice.random() < 0.8
        if field.type == "choices":
            return self.parties if field.name != "nevenuitkomsten" else ["hulpverlening"]
        if field.name == "duo_reden":
            return self._draw(_REASON_OF_STEP.get(self.step, {"terug_naar_school": 1}))
        if field.name == "hoofduitkomst":
            return self._outcome()
        if field.name == "grond":
            return self._draw(_GROUND[self.zaak.proces])
        given = self._draw(_of_step(_CHOICES, self.step, field.name, dict.fromkeys(field.options, 1)))
        self.why = given if given in _OUTCOME_OF else self.why
        return given

    def _draw(self, weights: Mapping[str, int]) -> str:
        return self.dice.choices(tuple(weights), tuple(weights.values()))[0]

    def _outcome(self) -> str:
        facts = self.zaak.facts
        if self.why:
            return _OUTCOME_OF[self.why]
        if self.zaak.proces == "luxeverzuim":
            return "waarschuwing"
        return (
            "hulpverlening" if facts.get("hulp_op") else "waarschuwing" if facts.get("gewaarschuwd_op") else "afspraken"
        )

    def deviate(self, answers: dict[str, Any]) -> str:
        """Now and then change an answer so that a norm does not hold; the motivation when one does not."""
        if self.step == "maximum_bereikt":
            return MOTIVATIONS[self.step] if self.zaak.facts.get("niet_verschenen", 0) < 2 else ""
        if self.step == "ter_kennisgeving_aannemen":
            return MOTIVATIONS[self.step] if self.zaak.facts.get("actie_gewenst") is not False else ""
        if self.step == "evalueer_hulp":
            return MOTIVATIONS[self.step] if self._long_help() else ""
        if self.step not in MOTIVATIONS or self.dice.random() >= DEVIATES:
            return ""
        if self.step == "plan_gesprek":
            answers["datum"] = CALENDARS[self.zaak.gemeente].add_working_days(self.today, 2).isoformat()
        elif self.step == "gesprek_gehouden" and "meldcode_antwoord" in answers:
            answers["meldcode_antwoord"] = "signalen"
        elif self.step == "waarschuw_luxe":
            answers["dagen"] = 2
        return MOTIVATIONS[self.step]

    def _long_help(self) -> bool:
        since = self.zaak.facts.get("per")
        return since is not None and self.today > date.fromisoformat(str(since)) + timedelta(weeks=26)
