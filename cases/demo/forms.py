"""Fills in the form of a step as an officer would."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from cases.demo.arrivals import CALENDARS
from cases.demo.morning import Zaak
from cases.demo.phrases import AFSPRAKEN, MOTIVATIONS, PHRASES
from cases.melding import age_on
from states.fields import Field
from states.processes import PROCESSEN

DEVIATES = 0.04

# How many werkdagen ahead a day is chosen, by step or by field.
_AHEAD: Mapping[str, tuple[int, int]] = {
    "plan_gesprek": (5, 7), "verzet_gesprek": (5, 8), "plan_overleg": (4, 8), "verzet_overleg": (4, 8),
    "agendeer": (5, 9),
    "uiterlijk": (10, 22), "controledatum": (15, 30), "einddatum": (60, 110),
}  # fmt: skip
_PAST: Mapping[str, tuple[int, int]] = {"sinds": (0, 3), "uitgevoerd_op": (0, 1), "per": (0, 2), "huisbezoek": (0, 1)}
_NUMBERS: Mapping[str, tuple[int, int]] = {"dagen": (1, 1)}
_RARELY: Mapping[str, float] = {"tolk": 0.08, "controledatum": 0.25, "afspraken": 0.3, "nevenuitkomsten": 0.1}
_CHOICES: Mapping[str, Mapping[str, int]] = {
    "verwijtbaarheid": {"ouders": 30, "jongere": 30, "school": 8, "geen": 32},
    "partij": {"school": 55, "hulpverlener": 20, "jeugdarts": 15, "wijkteam": 10},
    "soort_hulp": {"jeugd_en_gezinscoach": 25, "wijkteam": 35, "schoolmaatschappelijk_werk": 25, "jeugdarts": 15},
    "type_overleg": {"mdo": 70, "zat": 15, "casusoverleg": 15},
    "duo_toelichting": {"gezien_door_gemeente": 60, "geen_actie_meer": 40},
    "deelgrond": {"toestemming": 60, "publieke_taak": 40},
    "naar": {"doorstroompunt": 1}, "meldcode_antwoord": {"geen_signalen": 1},
    "op_verzoek_van": {"ouders": 70, "ons": 30},
    "soort_contact": {"telefoon": 60, "e-mail": 25, "gesprek": 15}, "door": {"ouders": 60, "jongere": 40},
}  # fmt: skip
_REASON_OF_STEP: Mapping[str, Mapping[str, int]] = {
    "sluit_geoorloofd": {"langdurig_ziek": 50, "legitiem_afwezig": 50},
    "verklaar_geoorloofd": {"legitiem_afwezig": 1},
    "waarschuw_luxe": {"overige_redenen": 1},
}


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


def _likely(zaak: Zaak, field: Field) -> float:
    return 1.0 if zaak.proces == "mdo" and field.name == "afspraken" else _RARELY.get(field.name, 0.4)


class _Form:
    def __init__(self, zaak: Zaak, step: str, today: date, dice: Random) -> None:
        self.zaak, self.step, self.today, self.dice = zaak, step, today, dice
        age = age_on(zaak.born, today)
        self.parties = ["ouders"] if age < 12 else ["jongere"] if age >= 18 else ["ouders", "jongere"]

    def answer(self, field: Field) -> Any:
        """One answer, as the form would send it."""
        if field.type in ("text", "longtext"):
            return self.dice.choice(PHRASES.get(f"{self.step}.{field.name}") or PHRASES[field.name])
        if field.type == "date":
            return self._day(field).isoformat()
        if field.type == "time":
            return self.dice.choice(("09:00", "10:30", "13:30", "15:00"))
        if field.type == "number":
            return self.dice.randint(*_NUMBERS[field.name])
        if field.type == "afspraken":
            return self._afspraken()
        return self._choice(field)

    def _day(self, field: Field) -> date:
        calendar = CALENDARS[self.zaak.gemeente]
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
            return (heard in self.parties) if heard != field.name else self.dice.random() < 0.8
        if field.type == "choices":
            return self.parties if field.name != "nevenuitkomsten" else ["hulpverlening"]
        if field.name == "duo_reden":
            return self._draw(_REASON_OF_STEP.get(self.step, {"terug_naar_school": 1}))
        if field.name == "hoofduitkomst":
            return self._outcome()
        return self._draw(_CHOICES[field.name])

    def _draw(self, weights: Mapping[str, int]) -> str:
        return self.dice.choices(tuple(weights), tuple(weights.values()))[0]

    def _outcome(self) -> str:
        facts = self.zaak.facts
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
