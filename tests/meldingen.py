"""Synthetic meldingen for tests: onderwijsnummers, and kenmerken with a prefix of their own."""

from datetime import UTC, datetime
from pathlib import Path

from cases.meldingrij import COLUMNS

AT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parent.parent / "docs" / "voorbeeld" / "meldingen.csv"


def onderwijsnummer(number: int) -> str:
    """The number-th onderwijsnummer: 10, six or seven digits, and what makes the sum leave 5."""
    found = -1
    for tail in range(1_000_000):
        eight = f"10{tail:06d}"
        last = (sum((9 - place) * int(digit) for place, digit in enumerate(eight)) - 5) % 11
        if last < 10:
            found += 1
            if found == number:
                return f"{eight}{last}"
    raise ValueError(number)


PGNS = [onderwijsnummer(number) for number in range(60)]


def row(number: int = 0, /, **changes: str) -> dict[str, str]:
    """A good row for the number-th jongere, with these columns changed."""
    good = {
        "kenmerk": f"TEST{number:06d}",
        "status": "R",
        "gemeld_op": "2026-11-02T09:30:00+01:00",
        "gemeentecode": "9001",
        "pgn": PGNS[number % len(PGNS)],
        "voornamen": "Zoë",
        "geslachtsnaam": "Testpersoon",
        "geboortedatum": "2011-02-18",
        "brin": "02AB",
        "vestiging": "01",
        "leslocatie": "Duincollege",
        "onderwijssoort": "WVO",
        "soort": "V3",
        "begindatum": "2026-10-05",
        "einddatum": "2026-10-30",
        "reden": "Onbekend",
        "alle_lessen_gemist": "N",
        "actie_gewenst": "J",
        "melder_naam": "A. Melder",
        "melder_telefoon": "0200123456",
        "specificatie": "2026-10-05=8 2026-10-06=8",
        "te_laat": "2",
    }
    return {**dict.fromkeys(COLUMNS, ""), **good, **changes}


def quoted(text: str) -> str:
    """A cell as RFC 4180 writes it."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ';"\r\n') else text


def csv_of(rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> str:
    """A meldingbestand of these rows."""
    lines = [";".join(columns)] + [";".join(quoted(item.get(name, "")) for name in columns) for item in rows]
    return "\r\n".join(lines) + "\r\n"


LONG = "x" * 4_001
BIDI, CONTROL, MOJIBAKE = "a\u202eb", "a\x07b", "ZoÃ« Testpersoon"
BAD_TEXT = (BIDI, CONTROL, MOJIBAKE, "a\ufffdb", LONG, "\u2066x\u2069", "\x85x\x85y", "a\x1bb")
BAD_DAYS = (
    "2026-02-31", "31-02-2026", "2026-13-01", "20260907", "2026-W01-1", "1234567890", "gisteren", "0001-01-01",
    "1899-12-31", "2100-01-01", "2026-9-7", "2026-09-07T00:00:00", "٢٠٢٦-٠٩-٠٧", BIDI,
)  # fmt: skip
FREE = (
    "voornamen", "voorvoegsel", "geslachtsnaam", "leslocatie", "reden", "actie_school", "toelichting_geen_actie",
    "melder_naam", "melder_functie", "melder_telefoon", "telefoon_contact", "verblijf_straat",
    "verblijf_huisnummer", "verblijf_huisletter", "verblijf_toevoeging", "verblijf_postcode",
    "verblijf_locatieaanduiding", "verblijf_plaats",
)  # fmt: skip
BAD_VALUES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(FREE, BAD_TEXT),
    "kenmerk": ("", "a b", BIDI, CONTROL, "x" * 65, "a\u00a0b"),
    "status": ("", "r", "X", "B", "RI", "R;", BIDI),
    "gemeld_op": (
        "", "2026-11-02", "2026-11-02T09:30:00", "2026-11-02T09:30:00+25:00", "2026-02-31T09:30:00+01:00",
        "2027-01-01T00:00:00+01:00", "0001-01-01T00:00:00+14:00", "2026-11-02 09:30:00+01:00", "1700000000", BIDI,
        "2026-11-02T24:30:00+01:00",
    ),
    "gemeentecode": ("", "901", "90010", "abcd", "٩٠٠١", "0363", "9009", "-901", BIDI),
    "pgn": ("", "000000000", "123456789", "99992201", "9999220140", "99992201a", "٩٩٩٩٢٢٠١٤", "1.0e8", BIDI),
    "geslachtsnaam": ("", *BAD_TEXT),
    "geboortedatum": ("", *BAD_DAYS, "2099-01-01", "2026-11-22"),
    "brin": ("", "02A", "02ABC", "02 B", "é2AB", BIDI),
    "vestiging": ("1", "001", "ab", "٠١", BIDI),
    "onderwijssoort": ("", "wvo", "VO", "WVO ;", BIDI),
    "soort": ("", "v3", "V5", "LUXE", BIDI),
    "begindatum": ("", *BAD_DAYS, "2010-01-01"),
    "einddatum": (*BAD_DAYS, "2026-10-04"),
    "alle_lessen_gemist": ("", "j", "ja", "true", "1", "JN", BIDI),
    "actie_gewenst": ("", "n", "nee", "false", "0", BIDI),
    "melder_naam": ("", *BAD_TEXT),
    "melder_telefoon": ("geen", *BAD_TEXT),
    "melder_email": ("geen", "a@", "@b", "a b@c.example", "a@b@c", "a@b\nBcc: c@d", BIDI, "x" * 250 + "@a.nl"),
    "specificatie": (
        "2026-10-05", "2026-10-05=", "=3", "2026-10-05=0", "2026-10-05=12.5", "2026-10-05=-1", "2026-10-05=3,5",
        "2026-10-05=nan", "2026-10-05=inf", "2026-10-05=1e1", "2026-02-31=3", "2026-10-05=3 2026-10-05=4",
        "2026-10-04=3", "2026-10-31=3", "2026-10-05=3;2026-10-06=4", "5 uur", "2026-10-05=3=4", BIDI,
        " ".join("2026-10-05=1" for _ in range(367)),
    ),
    "te_laat": ("-1", "1.5", "twee", "99999999999", "1_0", "+1", "٢", "1e2", BIDI),
}  # fmt: skip

# (column, value, the rest of the row): one bad cell in an otherwise good row.
CATALOGUE: list[tuple[str, dict[str, str]]] = [
    *((column, {column: value}) for column, values in BAD_VALUES.items() for value in values),
    ("toelichting_geen_actie", {"actie_gewenst": "N"}),
    ("melder_email", {"melder_telefoon": "", "melder_email": ""}),
]
