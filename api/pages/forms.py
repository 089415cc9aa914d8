"""Reading a form that was sent: plain text, whatever a browser or a tool made of it."""

from uuid import UUID

from starlette.datastructures import FormData


def text(form: FormData, field: str) -> str:
    """What was typed in this field; nothing when it is not there or is a file."""
    value = form.get(field, "")
    return value.replace("\x00", "") if isinstance(value, str) else ""


def texts(form: FormData, field: str) -> list[str]:
    """Every value of a field that may be sent more than once."""
    return [value for value in form.getlist(field) if isinstance(value, str)]


def identity(value: str) -> UUID | None:
    """The id that was chosen, or None when it is none."""
    try:
        return UUID(value)
    except ValueError:
        return None


def page_number(value: str, most: int = 1_000) -> int:
    """Which page of a list; the first when it is no number."""
    return min(int(value), most) if value.isascii() and value.isdigit() and 0 < int(value[:9]) <= most else 1
