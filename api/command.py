"""The command `mas`: everything that is done on the server itself."""

import os
import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from api import admin, enrolments, mandaten, register, versions, work
from cases.errors import Conflict, Invalid, NotFound
from cases.settings import WrongSetting

app = typer.Typer(
    name="mas", help="Leerrecht: zaken, stappen en termijnen van de leerplicht.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
work.add_to(app)
versions.add_to(app)
register.add_to(app)
app.add_typer(enrolments.inschrijvingen, name="inschrijvingen")
app.add_typer(admin.user, name="user")
app.add_typer(mandaten.mandaat, name="mandaat")
app.add_typer(admin.token, name="token")
app.add_typer(admin.gemeente, name="gemeente")
app.add_typer(admin.school, name="school")


def main() -> None:
    """Run the command; what cannot be done is one Dutch sentence on stderr and exit code 1."""
    os.umask(0o077)  # what we write is about children: for this user alone
    try:
        app()
    except (WrongSetting, Conflict) as error:
        _stop(str(error))
    except Invalid as error:
        _stop(" ".join(problem.text for problem in error.problems))
    except NotFound:
        _stop("Dat bestaat hier niet.")
    except SQLAlchemyError:
        _stop("De database is niet te gebruiken: controleer MAS_DATABASE_URL, of start eerst met mas start.")


def _stop(sentence: str) -> None:
    typer.echo(sentence, err=True)
    sys.exit(1)
