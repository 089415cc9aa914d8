"""`mas processes|migrate`: the processes, their versions, and the zaken under them. And what a start does about it."""

import json
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from cases import schema, store, versions
from cases.clock import dutch_date, now
from cases.errors import Conflict
from cases.migrate import migrate
from cases.settings import Settings, WrongSetting
from states import law_page, markdown
from states.processes import PROCESSEN
from states.versions import write

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
    """Bring every zaak under the tables of now, when there are any that are not. Raises WrongSetting as above."""
    with store.reading(engine) as session:
        behind = versions.behind(session)
    if behind:
        typer.echo(f"{behind} zaken gaan over naar de nieuwe versie van hun proces ...")
        try:
            migrate(engine, at=now())
        except Conflict as refused:
            raise WrongSetting("\n".join([REFUSED, str(refused)])) from None


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


def processes(
    proces: Annotated[str | None, typer.Argument(help="één proces, bijvoorbeeld hulp")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="als gegevens")] = False,
    docs: Annotated[Path | None, typer.Option(help="schrijf de pagina's in deze map, en de nieuwe versie")] = None,
    release: Annotated[bool, typer.Option("--release", help="geef de nieuwe versie vrij")] = False,
) -> None:  # fmt: skip
    """Print the tables of the processes, write their pages, or release their version."""
    if proces is not None and proces not in PROCESSEN:
        raise typer.BadParameter(f"kies uit {', '.join(PROCESSEN)}")
    chosen = {name: PROCESSEN[name] for name in ([proces] if proces else PROCESSEN)}
    if release:
        typer.echo(f"Versie {write(released_on=dutch_date(now())).number} is vrijgegeven.")
    elif docs is not None:
        _write_docs(docs)
    elif as_json:
        typer.echo(json.dumps({name: found.data for name, found in chosen.items()}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(markdown.page(found) for found in chosen.values()), nl=False)


def _write_docs(docs: Path) -> None:
    write()
    pages = docs / "processes"
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "README.md").write_text(markdown.index())
    for name, found in PROCESSEN.items():
        (pages / f"{name}.md").write_text(markdown.page(found))
    (docs / "wat-is-wet.md").write_text(law_page.law_page())


def add_to(app: typer.Typer) -> None:
    """Give `mas` these commands."""
    app.command("processes", help="Toon de processen als tabellen, diagram of gegevens.")(processes)
    app.command("migrate", help="Zet zaken over naar de processen van deze versie; met --check alleen kijken.")(
        migrate_all
    )
