"""What `mas start` looks at before it starts anything: settings, folder, database, ports."""

import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.settings import Settings
from cases.settings import Settings as RecordSettings
from cases.store import engine_for
from notifications.settings import Settings as MailSettings

HOST = "127.0.0.1"
CONNECT_SECONDS = 5


class CannotStart(Exception):
    """Why it cannot start: one Dutch sentence for the beheerder, naming the setting that helps."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is started: where it keeps its files, on which ports, and whether this is the demo."""

    home: Path
    demo: bool
    port: int
    prefect_port: int
    smtp_port: int


def look_around() -> Plan:
    """Read the settings and see that they can work.

    Raises CannotStart, and in production WrongSetting, for the first thing that is wrong.
    """
    try:
        record, door, mail = RecordSettings(), Settings(), MailSettings()
    except ValidationError as error:
        raise CannotStart(_wrong_value(error)) from None
    demo = record.mode == "demo"
    if not demo:
        _check_production(record, mail)
    _check_home(record.home)
    _check_database(record.url)
    ports = {"MAS_PORT": door.port, "MAS_PREFECT_PORT": door.prefect_port}
    if demo:
        ports["MAS_SMTP_PORT"] = mail.smtp_port
    check_ports(ports)
    return Plan(record.home.resolve(), demo, door.port, door.prefect_port, mail.smtp_port)


def _check_production(record: RecordSettings, mail: MailSettings) -> None:
    if record.url.startswith("sqlite"):
        raise CannotStart("In productie hoort een PostgreSQL-database: zet MAS_DATABASE_URL.")
    for settings, needed in ((record, "secrets"), (mail, "server"), (mail, "sender"), (mail, "site")):
        getattr(settings, needed)  # raises WrongSetting when it is missing


def _wrong_value(error: ValidationError) -> str:
    names = sorted({f"MAS_{str(problem['loc'][0]).upper()}" for problem in error.errors()})
    return f"Deze instelling heeft een waarde die niet kan: {', '.join(names)}. Zie .env.example."


def _check_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError:
        raise CannotStart(
            f"In de map {home} kan niet worden geschreven: pas de rechten aan of kies met MAS_HOME een andere."
        ) from None


def _check_database(url: str) -> None:
    try:
        address = engine_for(url).url
        patience = {"connect_timeout": CONNECT_SECONDS} if address.get_backend_name() == "postgresql" else {}
        sa.create_engine(address, poolclass=sa.NullPool, connect_args=patience).connect().close()
    except (SQLAlchemyError, ImportError, ValueError):
        raise CannotStart(
            "De database is niet te bereiken: controleer MAS_DATABASE_URL"
            " (postgresql://gebruiker:wachtwoord@server/naam) en of de server aanstaat."
        ) from None


def check_ports(ports: Mapping[str, int]) -> None:
    """See that each port is free; `ports` maps the setting to its value. Raises CannotStart."""
    for setting, port in ports.items():
        if list(ports.values()).count(port) > 1:
            raise CannotStart(f"Poort {port} staat bij meer dan één instelling: geef {setting} een andere waarde.")
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                raise CannotStart(
                    f"Poort {port} is al in gebruik, misschien draait Leerrecht al: stop dat programma"
                    f" of kies met {setting} een andere poort."
                ) from None
