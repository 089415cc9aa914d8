"""What a step may ask for: type, Dutch label and help."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

UITKOMSTEN = (
    "waarschuwing",
    "afspraken",
    "hulpverlening",
    "halt",
    "verplicht_kader",
    "maatregel",
    "proces_verbaal",
    "geen_actie_na_overleg_school",
    "geoorloofd",
    "onterecht_administratief",
    "ingeschreven",
    "wacht_op_inschrijving",
    "herplaatsing_andere_school",
    "teruggekeerd",
    "vrijstelling",
    "hoogst_haalbare",
    "startkwalificatie_of_pro",
    "verhuisd",
    "achttien_geworden",
    "overdracht_doorstroompunt",
    "overleden",
    "ingetrokken",
    "ter_kennisgeving",
    "doorgezet",
)
EINDE_REDEN = (
    "overleden",
    "verhuisd",
    "achttien_geworden",
    "vrijstelling",
    "startkwalificatie_of_pro",
    "inschrijving_beeindigd_andere_opleiding",
    "inschrijving_beeindigd_werk",
    "inschrijving_beeindigd_overig",
)
DUO_REDEN = (
    "terug_naar_school",
    "andere_opleiding",
    "werk",
    "overige_redenen",
    "overleden",
    "langdurig_ziek",
    "legitiem_afwezig",
)
DUO_TOELICHTING = ("gezien_door_gemeente", "actie_loopt", "geen_actie_meer")
PARTIJEN = ("ouders", "jongere", "school", "hulpverlener", "jeugdarts", "wijkteam", "samenwerkingsverband", "anders")
GRONDEN = ("wachtlijst", "capaciteit", "schoolvakantie", "ziekte", "op_verzoek", "anders")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    Types: text, longtext, date, time, number, yesno, choice, choices, officer, melding, afspraken.
    """

    name: str
    type: str
    label: str
    help: str = ""
    options: tuple[str, ...] = ()
    when: str = ""
    """for a date: `ahead` (today or later), `past` (today or earlier), empty: any day"""


# fmt: off
_ALL = (
    Field("aan", "text", "Aan wie"),
    Field("aanbieder", "text", "Aanbieder van de hulp"),
    Field("aanleiding", "longtext", "Aanleiding"),
    Field("aanwezigheid", "text", "Aanwezigheid op school", "Bijvoorbeeld: 4 van de 5 dagen"),
    Field("afspraken", "afspraken", "Afspraken", "Per afspraak: wat, wie en uiterlijk wanneer"),
    Field("afspraken_school", "longtext", "Wat met de school is afgesproken"),
    Field("afwezigen", "choices", "Wie er niet was", options=("ouders", "jongere")),
    Field("behandelaar", "officer", "Behandelaar", "De leerplichtambtenaar die de zaak doet"),
    Field("besluit", "longtext", "Besluit"),
    Field("bewijs_uitnodigingen", "longtext", "Bewijs van de uitnodigingen", "Wanneer en hoe u heeft uitgenodigd"),
    Field("controledatum", "date", "Controledatum", "Leeg: 6 lesweken", when="ahead"),
    Field("dagen", "number", "Aantal schooldagen luxeverzuim"),
    Field("datum", "date", "Datum", when="ahead"),
    Field("deelgrond", "choice", "Grond om gegevens te delen",
          options=("toestemming", "wettelijke_plicht", "publieke_taak", "vitaal_belang", "nog_niet_bekend")),
    Field("deelnemers", "text", "Deelnemers", "Functies of organisaties, met komma's ertussen"),
    Field("doel", "longtext", "Doel van de hulp"),
    Field("door", "choice", "Door wie", options=("ouders", "jongere", "hulpverlener")),
    Field("doorzettingsmacht", "yesno", "Doorzettingsmacht nodig"),
    Field("duo_reden", "choice", "Reden van afsluiten (register)", options=DUO_REDEN),
    Field("duo_toelichting", "choice", "Toelichting (register)", options=DUO_TOELICHTING),
    Field("einddatum", "date", "Einddatum"),
    Field("einde_reden", "choice", "Reden van het einde", options=EINDE_REDEN),
    Field("geadresseerden", "choices", "Aan wie", options=("ouders", "jongere")),
    Field("genodigden", "choices", "Genodigden", "Een jongere van 12 of ouder wordt zelf ook uitgenodigd",
          options=("ouders", "jongere", "school", "hulpverlener")),
    Field("hoofduitkomst", "choice", "Hoofduitkomst", options=UITKOMSTEN),
    Field("informatie", "longtext", "Ontvangen informatie"),
    Field("jongere_gehoord", "yesno", "Jongere gehoord"),
    Field("meldcode_antwoord", "choice", "Meldcode: zijn er signalen van onveiligheid?",
          options=("geen_signalen", "signalen")),
    Field("melding", "melding", "Melding"),
    Field("met", "text", "Met wie", "Functie of rol, bijvoorbeeld: mentor"),
    Field("naar", "choice", "Naar wie", options=("gemeente", "doorstroompunt")),
    Field("nevenuitkomsten", "choices", "Nevenuitkomsten", options=UITKOMSTEN),
    Field("nieuwe_school", "text", "Nieuwe school"),
    Field("oorzaak", "longtext", "Oorzaak van het verzuim", "Geen diagnose: alleen wat nodig is voor de aanpak"),
    Field("op_verzoek_van", "choice", "Op verzoek van", options=("ouders", "jongere", "ons")),
    Field("ouders_gehoord", "yesno", "Ouders gehoord"),
    Field("overtreding", "longtext", "Welke regel is overtreden"),
    Field("partij", "choice", "Van wie", options=PARTIJEN),
    Field("partners", "text", "Met wie gedeeld wordt", "Organisaties, met komma's ertussen"),
    Field("passend_aanbod", "yesno", "Passend aanbod gedaan"),
    Field("per", "date", "Per"),
    Field("periode", "text", "Periode van het verzuim"),
    Field("plaats", "text", "Plaats"),
    Field("plan", "longtext", "Plan van aanpak"),
    Field("reden", "longtext", "Reden"),
    Field("resultaat", "longtext", "Resultaat"),
    Field("sinds", "date", "Sinds", when="past"),
    Field("soort_contact", "choice", "Soort contact", options=("telefoon", "e-mail", "gesprek", "brief", "anders")),
    Field("soort_hulp", "choice", "Soort hulp", options=(
        "jeugd_en_gezinscoach", "wijkteam", "schoolmaatschappelijk_werk", "jeugdarts", "samenwerkingsverband",
        "Forza", "Educatiemeter", "jeugdreclassering", "anders")),
    Field("soort_wissel", "choice", "Soort wissel", options=("verhuizing", "overstap", "plaatsing", "anders")),
    Field("gesproken_met", "text", "Gesproken met"),
    Field("tekst", "longtext", "Tekst"),
    Field("tijd", "time", "Tijd"),
    Field("toelichting", "longtext", "Toelichting"),
    Field("toestemming", "yesno", "Toestemming om gegevens te delen"),
    Field("tolk", "text", "Tolk", "Taal, als er een tolk nodig is"),
    Field("type_overleg", "choice", "Soort overleg", options=("mdo", "zat", "thuiszitters", "casusoverleg", "mat")),
    Field("uiterlijk", "date", "Uiterlijk", when="ahead"),
    Field("uitgevoerd_op", "date", "Uitgevoerd op", when="past"),
    Field("uitkomst", "choice", "Uitkomst", options=UITKOMSTEN),
    Field("verklaring", "longtext", "Verklaring"),
    Field("verslag", "longtext", "Verslag"),
    Field("verwachting", "longtext", "Wat u verwacht"),
    Field(
        "verwijtbaarheid", "choice", "Aan wie is het verzuim te wijten", options=("jongere", "ouders", "school", "geen")
    ),
    Field("voortgang", "longtext", "Voortgang"),
    Field("vraag", "longtext", "Vraag"),
    Field("wat", "text", "Wat"),
    Field("wie", "text", "Wie"),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in _ALL}

# Where one word means another day: an appointment lies ahead, a visit lies behind.
_ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("huisbezoek", "datum"): "past",
    ("schoolwissel", "datum"): "",
    ("overdragen", "datum"): "",
}
# fmt: on


def field_of(step: str, name: str) -> Field:
    """The field `name` as this step means it. An unknown name is a KeyError."""
    field = FIELDS[name]
    when = _ELSEWHERE.get((step, name))
    return field if when is None else replace(field, when=when)
