"""The letters that steps ask for, by the codes of the domain reference. Texts come later."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter is and for whom; `to` names parties of the dossier."""

    code: str
    titel: str
    to: tuple[str, ...]
    """ouders, jongere (from 12), school, gemeente_of_doorstroompunt, hulpverlener, halt, ..."""


# fmt: off
LETTERS: Mapping[str, Letter] = {letter.code: letter for letter in (
    Letter("L02", "Uitnodiging spreekuur",                ("ouders", "jongere")),
    Letter("L03", "Uitnodiging verzuimgesprek",           ("ouders", "jongere")),
    Letter("L04", "Oproep, tweede uitnodiging",           ("ouders", "jongere")),
    Letter("L05", "Verslag en afspraken",                 ("ouders", "jongere")),
    Letter("L06", "Officiële waarschuwing",               ("ouders", "jongere")),
    Letter("L07", "Verzoek om informatie",                ("school",)),
    Letter("L08", "Verwijzing hulp of uitnodiging overleg", ("hulpverlener", "ouders", "jongere")),
    Letter("L10", "Voorstel voor Halt en instemming",     ("jongere", "ouders")),
    Letter("L11", "Verwijzing naar Halt",                 ("halt",)),
    Letter("L12", "Afloop van Halt",                      ("jongere", "ouders")),
    Letter("L13", "Verzoek tot bespreking",               ("ouders", "tafel")),
    Letter("L14", "Melding bij Veilig Thuis",             ("veilig_thuis",)),
    Letter("L15", "Vraag om advies of aanmelding overleg", ("partners",)),
    Letter("L16", "Oproep voor verhoor",                  ("verdachte",)),
    Letter("L17", "Proces-verbaal",                       ("om",)),
    Letter("L18", "Kennisgeving van het proces-verbaal",  ("verdachte",)),
    Letter("L19", "Bericht over de afdoening",            ("verdachte",)),
    Letter("L21", "Afsluitbrief",                         ("ouders", "jongere")),
    Letter("L22", "Aanschrijving zonder inschrijving",    ("ouders", "jongere")),
    Letter("L27", "Overdracht",                           ("ontvanger",)),
)}
# fmt: on
