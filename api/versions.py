"""`mas migrate`: zaken and the version of their proces. And what a start does about it."""

from typing import Annotated

import typer
from sqlalchemy import Engine

from cases import schema, store, versions
from cases.clock import now
from cases.migrate import migrate
from cases.settings import Settings, WrongSetting

REFUSED = "Deze zaken passen niet bij de processen van deze versie. Zet de vorige versie van Leerrecht terug."


def refuse_misfits(engine: Engine) -> None:
    """Before the database changes: raise WrongSetting with the zaken that the tables of now cannot carry."""
    if schema.is_empty(engine):
        return
    with store.reading(engine) as session:
        found = versions.refusals(session)
    if not found.fits:
        raise WrongSetting("\n".join([REFUSED, *found.lines()]))


def bring_along(engine: Engine) -> None:
    """Bring every zaak under the tables of now, when there are any that are not."""
    with store.reading(engine) as session:
        behind = versions.behind(session)
    if behind:
        typer.echo(f"{behind} zaken gaan over naar de nieuwe versie van hun proces ...")
        migrate(engine, at=now())


def migrate_all(
    check: Annotated[bool, typer.Option("--check", help="alleen kijken welke zaken niet passen")] = False,
) -> None:
    """Say which zaken would not fit, or bring all of them under the tables of now."""
    engine = store.engine_for(Settings().url)
    if not check:
        refuse_misfits(engine)
        schema.upgrade(engine)
        typer.echo(", ".join(f"{name}: {count}" for name, count in migrate(engine, at=now()).items()))
        return
    with schema.as_if_upgraded(engine) as session:
        found = versions.check(session)
    typer.echo(
        f"Nagelopen: {found.zaken} zaken, {found.gebeurtenissen} gebeurtenissen. "
        f"{found.behind} zaken staan nog onder een andere versie van hun proces."
    )
    typer.echo("\n".join(found.lines()))
    raise typer.Exit(0 if found.fits else 1)


def add_to(app: typer.Typer) -> None:
    """Give `mas` this command."""
    app.command("migrate", help="Zet zaken over naar de processen van deze versie; met --check alleen kijken.")(
        migrate_all
    )
