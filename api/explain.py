"""Says in Dutch what FastAPI found wrong with a request: which field, and why; never the value."""

from collections.abc import Mapping, Sequence
from typing import Any

from cases import explain as melding
from cases.errors import Problem

# pydantic's kinds of error; what is not here is explained as a field of a melding.
SENTENCES: Mapping[str, str] = {
    "missing": "Dit veld is verplicht.",
    "extra_forbidden": "Dit veld is hier niet bekend.",
    "string_type": "Vul hier tekst in.",
    "string_unicode": "De tekst bevat een teken dat niet kan worden gelezen.",
    "int_type": "Vul hier een heel getal in.",
    "int_parsing": "Vul hier een heel getal in.",
    "int_parsing_size": "Dit getal is te groot.",
    "int_from_float": "Vul hier een heel getal in.",
    "bool_type": "Vul hier true of false in.",
    "bool_parsing": "Vul hier true of false in.",
    "uuid_type": "Dit is geen geldig id.",
    "uuid_parsing": "Dit is geen geldig id.",
    "uuid_version": "Dit is geen geldig id.",
    "date_type": "Dit is geen datum. Schrijf bijvoorbeeld 2026-11-30.",
    "date_parsing": "Dit is geen bestaande datum. Schrijf bijvoorbeeld 2026-11-30.",
    "date_from_datetime_parsing": "Dit is geen bestaande datum. Schrijf bijvoorbeeld 2026-11-30.",
    "date_from_datetime_inexact": "Dit is geen datum maar een tijdstip. Schrijf bijvoorbeeld 2026-11-30.",
    "enum": "Deze waarde staat niet in de lijst.",
    "literal_error": "Deze waarde staat niet in de lijst.",
    "dict_type": "Hier hoort een object met velden.",
    "model_attributes_type": "Hier hoort een object met velden.",
    "model_type": "Hier hoort een object met velden.",
    "list_type": "Hier hoort een lijst.",
    "too_long": "Deze lijst is te lang.",
    "string_too_long": "De tekst is te lang: hooguit {max_length} tekens.",
    "string_too_short": "De tekst is te kort: minstens {min_length} tekens.",
    "greater_than_equal": "Dit is te weinig: minstens {ge}.",
    "less_than_equal": "Dit is te veel: hooguit {le}.",
}
_PLACES = ("body", "query", "path", "header", "cookie")


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Each error as the field it is about, spelled as in the request, and a Dutch sentence."""
    found = []
    for error in errors:
        where = [str(part)[:60] for part in error["loc"]]
        name = ".".join(where[1:] if where[:1] and where[0] in _PLACES else where)
        # Of text, pydantic counts "items" when something else was checked before its length.
        text = error["type"] == "too_long" and error["ctx"]["field_type"] == "Value"
        if sentence := SENTENCES.get("string_too_long" if text else error["type"]):
            found.append(Problem(name or "inhoud", sentence.format(**error.get("ctx", {}))))
        else:
            found += melding.problems([{**error, "loc": name.split(".") if name else []}], columns=False)
    return list(dict.fromkeys(found))
