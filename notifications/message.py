"""What a mail says: a count, a date and a link to the login page. No person can be recognised in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cases.clock import AMSTERDAM, dutch_date
from cases.outbox import DAGOVERZICHT, TERMIJNEN, WEEKOVERZICHT
from cases.rights import TL
from states.working_days import in_words

SUBJECTS: Mapping[str, str] = {
    TERMIJNEN: "U heeft taken die aandacht vragen",
    DAGOVERZICHT: "Uw overzicht van vandaag",
    WEEKOVERZICHT: "Uw overzicht van deze week",
}

_texts = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),  # the text parts hold figures and dates only
    trim_blocks=True,
    lstrip_blocks=True,
)
_texts.filters["in_words"] = in_words
_styles = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything a message is made of."""

    kind: str
    to: str
    role: str
    message_id: str
    count: int
    earliest_on: date | None
    data: Mapping[str, int]


def compose(mail: Mail, *, sender: str, site: str, at: datetime) -> EmailMessage:
    """The message as it goes out at this instant, as text and as HTML.

    Raises when an address cannot be one (a ValueError or an email.errors.MessageError).
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = SUBJECTS[mail.kind]
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Date"] = at.astimezone(AMSTERDAM)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    lines = _texts.get_template(f"{mail.kind}.txt").render(
        count=mail.count, earliest_on=mail.earliest_on, data=mail.data, today=dutch_date(at)
    )
    link = f"{site}/achterstand" if mail.role == TL else f"{site}/werkvoorraad"
    about = {"subject": SUBJECTS[mail.kind], "lines": lines.strip().splitlines(), "link": link}
    message.set_content(_texts.get_template("mail.txt").render(about), cte="quoted-printable")
    html = _styles.inline(_texts.get_template("mail.html").render(about))
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message
