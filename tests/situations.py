"""For each condition: what makes it hold, and what makes it fail. Facts and answers for a row of a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from states.facts import Child, Facts
from states.fields import Field
from states.policy import Override, Policy
from states.route import Proces, Step

TODAY = date(2026, 11, 23)
SOMEBODY = "00000000-0000-4000-8000-000000000001"
PERMISSION = {"naam": "mr. A. de Officier", "datum": "2026-11-20"}
Part = Mapping[str, Any]
NOTHING: Part = {}

PURSUED = Child("straf", "voorbereiding", True, {"verdachte": SOMEBODY, "verdachte_soort": "jongere"})
ALL_OPEN = (("mdo", "gepland"), ("veiligheidshuis", "aangemeld"), ("halt", "lopend"), ("kader", "gepland"))

# fmt: off
# condition: (holds, fails); in each: facts by name, `answers`, `policy`, and counters of the zaak or its `root`
CASES: Mapping[str, tuple[Part, Part]] = {
    "geen_actie_gewenst":    ({"counters": {"actie_gewenst": False}}, {"counters": {"actie_gewenst": True}}),
    "hoort_elders":          ({"counters": {"woont_elders": True}}, NOTHING),
    "tijdig_uitgenodigd":    ({"answers": {"datum": "2026-11-30", "genodigden": ["ouders", "jongere"]}},
                              {"answers": {"datum": "2026-11-27", "genodigden": ["ouders", "jongere"],
                                           "op_verzoek_van": "ons"}}),
    "meldcode_afgewogen":    ({"answers": {"meldcode_antwoord": "signalen"}},
                              {"answers": {"meldcode_antwoord": "niet_afgewogen"}}),
    "genoeg_uitgenodigd":    ({"counters": {"niet_verschenen": 2}}, {"counters": {"niet_verschenen": 1}}),
    "al_gesproken":          ({"counters": {"gesprekken": 1}}, NOTHING),
    "deelgrond_genoemd":     ({"answers": {"deelgrond": "toestemming", "partners": "politie, jeugdzorg"}},
                              {"answers": {"deelgrond": "nog_niet_bekend", "partners": "politie"}}),
    "route_loopt":           ({"children": (("hulp", "lopend"),)}, NOTHING),
    "nog_geen_open":         (NOTHING, {"children": ALL_OPEN, "kin": (PURSUED,)}),
    "geen_andere_zaak":      (NOTHING, {"other_open": True}),
    "laatste_route_klaar":   ({"children": (("kader", "maatregel"),)}, {"children": (("hulp", "lopend"),)}),
    "geen_open_traject":     ({"children": (("straf", "proeftijd"),)}, {"children": (("straf", "ingezonden"),)}),
    "laatste_melding":       ({"counters": {"meldingen": 0}}, NOTHING),
    "binnen_hulp_maximum":   ({"counters": {"per": "2026-06-01"}}, {"counters": {"per": "2026-05-01"}}),
    "hulp_geprobeerd":       ({"root": {"maximum_op": "2026-10-01"}}, NOTHING),
    "mag_indienen":          (NOTHING, {"policy": {"kader.indiener": "nee"}}),
    "besproken_met_ouders":  ({"answers": {"reactie_ouders": "oneens", "besproken_op": "2026-11-20"}},
                              {"answers": {"reactie_ouders": "oneens", "besproken_op": ""}}),
    "tafel_gehad":           ({"policy": {"straf.tafel_vereist": "ja"},
                               "kin": (Child("kader", "geen_maatregel", False, {"tafel_op": "2026-10-01"}),)},
                              {"policy": {"straf.tafel_vereist": "ja"}}),
    "hooguit_een_dag":       ({"answers": {"dagen": "1"}}, {"answers": {"dagen": "2"}}),
    "eerste_keer_luxe":      (NOTHING, {"root": {"eerder_luxe": True}}),
    "meer_dan_een_dag_of_herhaling": ({"answers": {"dagen": "2"}}, {"answers": {"dagen": "1", "grond": "luxeverzuim"}}),
    "boa_bevoegd":           ({"authorised": True}, {"authorised": False}),
    "leeftijd_halt":         (NOTHING, {"birth_date": date(2014, 11, 24)}),
    "eerste_halt":           (NOTHING, {"kin": (Child("halt", "negatief", False, {}),)}),
    "verdachte_jongere":     ({"counters": {"verdachte_soort": "jongere"}}, {"counters": {"verdachte_soort": "ouder"}}),
    "genoeg_verzuim":        ({"answers": {"uren": "9", "te_laat": "0"}}, {"answers": {"uren": "7", "te_laat": "11"}}),
    "niet_te_veel_verzuim":  ({"answers": {"uren": "60", "te_laat": "0"}}, {"answers": {"uren": "61", "te_laat": "0"}}),
    "verwijtbaar_jongere":   ({"root": {"verwijtbaarheid": "jongere"}}, {"root": {"verwijtbaarheid": "ouders"}}),
    "geen_contra_indicatie": ({"answers": {"contra_indicatie": "geen"}},
                              {"answers": {"contra_indicatie": "lang_zorgelijk_verzuim"}}),
    "eerder_gewaarschuwd":   ({"root": {"gewaarschuwd_op": "2026-10-01"}}, NOTHING),
    "cautie_gegeven":        ({"answers": {"cautie": "ja"}}, {"answers": {"cautie": "nee"}}),
    "instemming_halt":       ({"answers": {"bekent": "ja", "ingestemd_jongere": "ja", "ingestemd_ouders": "ja"}},
                              {"answers": {"bekent": "ja", "ingestemd_jongere": "ja", "ingestemd_ouders": "nee"}}),
    "advies_ingewonnen":     ({"counters": {"advies_op": "2026-11-01"}}, NOTHING),
    "ouders_gehoord":        ({"root": {"ouders_gehoord": True}}, {"root": {"ouders_gehoord": False}}),
    "jongere_gehoord":       ({"root": {"jongere_gehoord": True}}, {"root": {"jongere_gehoord": False}}),
    "ouders_ingelicht":      ({"counters": {"verdachte_soort": "jongere"}, "answers": {"ouders_ingelicht": "ja"}},
                              {"counters": {"verdachte_soort": "jongere"}, "answers": {"ouders_ingelicht": "nee"}}),
    "genoeg_opgeroepen":     ({"counters": {"verhoor_gemist": 2}}, {"counters": {"verhoor_gemist": 1}}),
    "niet_te_oud":           ({"counters": {"eerste_verhoor_op": "2026-08-23"}},
                              {"counters": {"eerste_verhoor_op": "2026-08-22"}}),
}
# fmt: on


@dataclass(frozen=True)
class Situation:
    """Facts, answers and policy under which a row is judged."""

    facts: Facts
    answers: dict[str, Any]
    policy: Policy

    def without_answers(self) -> "Situation":
        """The same with an empty form."""
        return replace(self, answers={})


def raw_for(field: Field) -> Any:
    """Something an officer could fill in here."""
    plain = {
        "text": "tekst", "longtext": "tekst", "time": "10:00", "number": "1", "yesno": "ja", "officer": SOMEBODY,
        "melding": "00000000-0000-4000-8000-000000000002", "persons": [SOMEBODY],
        "afspraken": [{"wat": "op tijd komen", "wie": "jongere", "uiterlijk": "2026-12-15"}],
    }  # fmt: skip
    if field.type == "date":
        return {"ahead": "2026-12-01", "past": "2026-11-20", "": "2026-11-23"}[field.when]
    if field.type == "choice":
        return field.options[0]
    return list(field.options[:1]) if field.type == "choices" else plain[field.type]


def situation(proces: Proces, step: Step, failing: str = "") -> Situation:
    """A situation of a jongere of 15 in which every condition of this row holds, except `failing`."""
    facts: dict[str, Any] = {"birth_date": date(2011, 3, 1)}
    counters: dict[str, Any] = {"meldingen": 1}
    root: dict[str, Any] = {"meldingen": 1}
    policy: dict[str, str] = {}
    answers = {field.name: raw_for(field) for field, _required in step.fields}
    for condition in sorted(step.judged, key=lambda condition: condition.name == failing):  # what fails comes last
        part = dict(CASES[condition.name][condition.name == failing])
        counters |= part.pop("counters", {})
        root |= part.pop("root", {})
        policy |= part.pop("policy", {})
        answers |= {name: value for name, value in part.pop("answers", {}).items() if name in answers}
        kin = facts.get("kin", ()) + part.pop("kin", ())
        facts |= {**part, "kin": kin}
    if proces.soort == "root":
        counters = root = root | counters
    kind = proces.name if proces.soort == "root" else "relatief_verzuim"
    own = tuple(Override(key, value, TODAY) for key, value in policy.items())
    return Situation(Facts(TODAY, counters=counters, root=root, proces=kind, **facts), answers, Policy(own, TODAY))
