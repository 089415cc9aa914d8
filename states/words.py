"""Names of the tables as people read them."""

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "mdo": "MDO",
    "pv": "proces-verbaal",
    "halt": "Halt",
    "veiligheidshuis": "Veiligheidshuis",
    "om": "OM",
    "rvdk": "Raad",
    "vt": "Veilig Thuis",
    "vtb": "verzoek tot bespreking",
    "veilig": "Veilig",
    "thuis": "Thuis",
    "gi": "GI",
    "zat": "ZAT",
    "mat": "MAT",
    "beeindig": "beëindig",
    "beeindigd": "beëindigd",
}


def words(name: str) -> str:
    """A name of the tables as a short text: `vraag_mdo` is "Vraag MDO"."""
    text = " ".join(_WORDS.get(part, part) for part in name.split("_"))
    return text[:1].upper() + text[1:]
