"""`mas export-status|import-status`: the register status out, and what the register says of it in."""

from pathlib import Path
from typing import Annotated

import typer

from cases import register, register_answers, store
from cases.clock import now
from cases.settings import Settings

MOST_BYTES = 16 * 1024 * 1024


def export_status(
    gemeente: Annotated[str | None, typer.Option(help="alleen deze gemeentecode")] = None,
    naar: Annotated[Path | None, typer.Option(help="map voor de bestanden; standaard var/registerstatus")] = None,
) -> None:
    """Write what the register must hear to files, one or more per gemeente."""
    settings = Settings()
    folder = register.Folder(naar or settings.status_folder)
    try:
        done = register.export_status(store.engine_for(settings.url), folder, at=now(), gemeente=gemeente)
    except OSError:
        raise typer.BadParameter(f"in de map {folder.path} kan niet worden geschreven") from None
    for each in done:
        typer.echo(f"{folder.path / each.name}: {each.lines} {'bericht' if each.lines == 1 else 'berichten'}")
    if not done:
        typer.echo("Er zijn geen nieuwe statussen.")


def import_status(bestand: Annotated[Path, typer.Argument(help="het bestand met bevestigingen (CSV)")]) -> None:
    """Take in a file of confirmations and print what it changed."""
    try:
        with bestand.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError:
        raise typer.BadParameter(f"het bestand {bestand} is niet te lezen") from None
    if len(content) > MOST_BYTES:
        raise typer.BadParameter("het bestand is te groot; lever het in delen aan")
    with store.writing(store.engine_for(Settings().url)) as session:
        found = register_answers.confirm(session, content, at=now())
    typer.echo(", ".join(f"{name}: {count}" for name, count in found.counts.items()))
    for bad in found.bad:
        typer.echo(f"regel {bad.line}, {bad.column}: {bad.text}", err=True)
    if found.bad:
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Give `mas` these commands, each with its Dutch help."""
    app.command("export-status", help="Schrijf nieuwe registerstatussen van meldingen naar een bestand.")(export_status)
    app.command("import-status", help="Lees in wat het register van de statussen heeft bevestigd.")(import_status)
