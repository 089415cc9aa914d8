"""The letters that steps ask for: to whom, on what law, and which facts they cannot do without.

Their texts are templates (`notifications/templates/brieven`). Mandatory content: domain.md section 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from states.fields import FIELDS, Field

AVG, WPG = "avg", "wpg"
INSIDE = frozenset({"ouders", "jongere", "verdachte"})
"""parties that a zaak is about; everybody else is an outsider"""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter is and for whom."""

    code: str
    titel: str
    to: tuple[str, ...]
    """parties of the dossier: ouders (with gezag), jongere (from 12, from 18 only he), verdachte, school, halt, ..."""
    law: str
    """the law it rests on, as the letter names it"""
    needs: tuple[str, ...] = ()
    """facts without which it cannot be sent"""
    may: tuple[str, ...] = ()
    """facts that make it fuller"""
    regime: str = AVG
    """wpg: always under the Wet politiegegevens; avg: as the zaak it belongs to"""
    by_hand: bool = False
    """no step makes it: a medewerker starts it himself"""

    @property
    def outsiders(self) -> bool:
        """Whether it goes to somebody whom the zaak is not about."""
        return not INSIDE.issuperset(self.to)

    def regime_in(self, regime: str) -> str:
        """The regime of this letter when its zaak or event has this one."""
        return WPG if WPG in (self.regime, regime) else AVG


_MEETING = ("datum", "tijd", "plaats")
_LPW = "Leerplichtwet 1969"

# fmt: off
LETTERS: Mapping[str, Letter] = {letter.code: letter for letter in (
    Letter("L02", "Uitnodiging spreekuur", ("ouders", "jongere"), f"{_LPW}, artikel 16",
           needs=(*_MEETING, "aanleiding"), by_hand=True),
    Letter("L03", "Uitnodiging verzuimgesprek", ("ouders", "jongere"), f"{_LPW}, artikel 22",
           needs=_MEETING, may=("genodigden", "tolk")),
    Letter("L04", "Oproep, tweede uitnodiging", ("ouders", "jongere"), f"{_LPW}, artikel 22",
           needs=_MEETING, may=("genodigden", "tolk")),
    Letter("L05", "Verslag en afspraken", ("ouders", "jongere"), f"{_LPW}, artikelen 16 en 22",
           needs=("besproken",), may=("afspraken", "controledatum")),
    Letter("L06", "Officiële waarschuwing", ("ouders", "jongere"), f"{_LPW}, artikelen 2, 4, 4a en 4c",
           needs=("overtreding", "periode", "verwachting")),
    Letter("L07", "Verzoek om informatie", ("school",), f"{_LPW}, artikel 18, derde lid",
           needs=("vraag", "reactie_voor")),
    Letter("L08", "Verwijzing hulp of uitnodiging overleg", ("hulpverlener", "ouders", "jongere"),
           f"{_LPW}, artikel 16",
           needs=("vraag", "grondslag"), may=(*_MEETING, "deelnemers", "soort_hulp", "aanbieder")),
    Letter("L10", "Voorstel voor Halt en instemming", ("jongere", "ouders"),
           f"Wetboek van Strafrecht, artikel 77e; {_LPW}, artikel 26",
           needs=("gehoord_op", "periode")),
    Letter("L11", "Verwijzing naar Halt", ("halt",), f"Wetboek van Strafrecht, artikel 77e; {_LPW}, artikel 26",
           needs=("gehoord_op", "uren", "te_laat", "periode", "verklaring", "instemming", "eerdere_maatregelen",
                  "boa_nummer")),
    Letter("L12", "Afloop van Halt", ("jongere", "ouders", "school"), "Wetboek van Strafrecht, artikel 77e",
           needs=("afloopbericht_op", "afloop")),
    Letter("L13", "Verzoek tot bespreking", ("ouders", "tafel"), "Jeugdwet, artikel 2.4",
           needs=("kinderen", "zorgen", "geprobeerde_hulp", "reactie_ouders"), may=("besproken_op",)),
    Letter("L14", "Melding bij Veilig Thuis", ("veilig_thuis",), f"{_LPW}, artikel 16, vierde lid, onder e",
           needs=("signalen", "afweging", "ouders_weten"), may=("advies", "verslag")),
    Letter("L15", "Vraag om advies of aanmelding overleg", ("partners",), f"{_LPW}, artikelen 16 en 22",
           needs=("vraag", "samenvatting"), may=("deelgrond",)),
    Letter("L16", "Oproep voor verhoor", ("verdachte",),
           f"{_LPW}, artikelen 2, 4a en 26; Wetboek van Strafvordering, artikelen 27c, 28 en 29",
           needs=(*_MEETING, "periode"), may=("tolk",), regime=WPG),
    Letter("L17", "Proces-verbaal", ("om",), f"{_LPW}, artikelen 22 en 26",
           needs=("pv_nummer", "periode", "uren", "horen", "verklaring_school", "eerdere_maatregelen", "boa_nummer"),
           regime=WPG),
    Letter("L18", "Kennisgeving van het proces-verbaal", ("verdachte",), f"{_LPW}, artikelen 22 en 26",
           needs=("pv_nummer", "periode"), regime=WPG),
    Letter("L19", "Bericht over de afdoening", ("verdachte",), f"{_LPW}, artikel 26",
           needs=("afdoening",), regime=WPG, by_hand=True),
    Letter("L21", "Afsluitbrief", ("ouders", "jongere"),
           f"{_LPW}, artikel 16; Algemene verordening gegevensbescherming, artikelen 15 tot en met 21",
           needs=("uitkomst",)),
    Letter("L22", "Aanschrijving zonder inschrijving", ("ouders",), f"{_LPW}, artikelen 2, 5 en 15",
           needs=("reactie_voor",)),
    Letter("L27", "Overdracht", ("ontvanger",), "Leerplichtregeling, artikel 3, tweede lid",
           needs=("ontvanger", "reden", "samenvatting"), may=("datum",)),
)}

_OWN: Mapping[str, Field] = {field.name: field for field in (
    Field("advies", "longtext", "Advies dat is gegeven"),
    Field("afdoening", "longtext", "Wat het OM of de rechter heeft besloten"),
    Field("afloop", "choice", "Afloop van Halt", options=("geslaagd", "negatief")),
    Field("afloopbericht_op", "date", "Datum van het bericht van Halt"),
    Field("afweging", "longtext", "Afweging van de meldcode"),
    Field("besproken_op", "date", "Met de ouders besproken op"),
    Field("besproken", "longtext", "Wat is besproken", "Alleen wat alle ontvangers mogen lezen"),
    Field("boa_nummer", "text", "Nummer van de akte van de BOA"),
    Field("eerdere_maatregelen", "longtext", "Wat al is geprobeerd", "Waarschuwing, hulp, Halt; of: niets"),
    Field("gehoord_op", "date", "Datum van het verhoor"),
    Field("geprobeerde_hulp", "longtext", "Hulp die al is geprobeerd"),
    Field("grondslag", "text", "Toestemming of andere grond om gegevens te delen"),
    Field("horen", "longtext", "Wie is gehoord, en wanneer", "Of: hoe en wanneer is opgeroepen zonder gevolg"),
    Field("instemming", "text", "Wie met Halt heeft ingestemd"),
    Field("kinderen", "text", "Kinderen over wie het gaat"),
    Field("ontvanger", "text", "Naam van de gemeente of het Doorstroompunt"),
    Field("ouders_weten", "longtext", "Of de ouders van de melding weten, en zo niet: waarom niet"),
    Field("pv_nummer", "text", "Nummer van het proces-verbaal"),
    Field("reactie_ouders", "longtext", "Reactie van de ouders"),
    Field("reactie_voor", "date", "Reactie uiterlijk op"),
    Field("samenvatting", "longtext", "Korte samenvatting", "Alleen wat de ontvanger nodig heeft"),
    Field("signalen", "longtext", "Signalen: wat is gezien en gehoord"),
    Field("te_laat", "number", "Aantal keren te laat"),
    Field("uitkomst", "text", "Uitkomst van de zaak"),
    Field("uren", "number", "Aantal uren verzuim"),
    Field("verklaring_school", "longtext", "Verklaring van de school"),
    Field("zorgen", "longtext", "Zorgen over de ontwikkeling van het kind"),
)}
# fmt: on


def fact(name: str) -> Field:
    """How a fact of a letter is asked for and called. An unknown name is a KeyError."""
    return _OWN.get(name) or FIELDS[name]


def known(name: str) -> bool:
    """Whether there is a fact of this name."""
    return name in _OWN or name in FIELDS


BY_HAND = tuple(letter for letter in LETTERS.values() if letter.by_hand)
"""letters that a medewerker may start himself"""
