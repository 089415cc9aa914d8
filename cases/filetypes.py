"""What kind of file this is, by its content and never by its name; and a name under which it can be given back."""

import re
import unicodedata
from pathlib import PurePosixPath

import filetype

TEXT = "text/plain"
# media type: what people call it, and how its name ends
ALLOWED = {
    "application/pdf": ("PDF", "pdf"),
    "image/png": ("PNG", "png"),
    "image/jpeg": ("JPEG", "jpg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word (docx)", "docx"),
    "application/vnd.oasis.opendocument.text": ("OpenDocument-tekst (odt)", "odt"),
    TEXT: ("tekst (txt)", "txt"),
}
NAME_MAX = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """The media type of this content; empty when it is none of ALLOWED."""
    found = filetype.guess(content)
    if found is not None:
        return str(found.mime) if found.mime in ALLOWED else ""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    # A page or a drawing with scripts is text as well: kept out, should a browser ever guess.
    return "" if _CONTROL.search(text) or _MARKUP.search(text) else TEXT


def safe_name(filename: str, kind: str) -> str:
    """A name without folders, control characters or what turns the reading direction; ends as its content says."""
    last = PurePosixPath(filename.replace("\\", "/")).name
    kept = "".join(
        sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in unicodedata.normalize("NFC", last)
    )
    stem = re.sub(r'[<>:"|?*/]', "", kept).strip(" .")
    stem = re.sub(r"\.(pdf|png|jpe?g|docx|odt|txt)$", "", stem, flags=re.IGNORECASE)
    return f"{' '.join(stem.split())[:NAME_MAX].strip(' .') or 'bijlage'}.{ALLOWED[kind][1]}"
