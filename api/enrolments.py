"""`mas inschrijvingen`: the enrolment check from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from cases import store
from cases.clock import dutch_date, now
from cases.enrolment_lists import check, report_text, rhythms
from cases.enrolments import Lists, gemeente_of, run_check, start_check
from cases.rights import SYSTEM
from cases.settings import Settings

inschrijvingen = typer.Typer(help="Controle op inschrijving: absoluut verzuim.", no_args_is_help=True)


@inschrijvingen.command("controleer", help="Vergelijk wie plichtig is met wie is ingeschreven, en toon het verslag.")
def compare(
    plichtigen: Annotated[Path, typer.Argument(help="de lijst van leer- en kwalificatieplichtigen (CSV)")],
    inschrijvingen: Annotated[Path, typer.Argument(help="de lijst van inschrijvingen en vrijstellingen (CSV)")],
    toch: Annotated[bool, typer.Option("--toch", help="ook als er verdacht veel jongeren ontbreken")] = False,
) -> None:
    """Compare two lists of one gemeente and print the report."""
    engine, at = store.engine_for(Settings().url), now()
    for path in (plichtigen, inschrijvingen):
        if not path.is_file():
            raise typer.BadParameter(f"het bestand {path} is niet te lezen")
    lists, gemeente = Lists.at(plichtigen, inschrijvingen), gemeente_of(plichtigen)
    with store.writing(engine) as session:
        check_id = start_check(session, lists, gemeente=gemeente, actor=SYSTEM, at=at).id
    run_check(engine, check_id, lists, at=at, sure=toch)
    with store.reading(engine) as session:
        row = check(session, SYSTEM, check_id)
        rhythm = next(each for each in rhythms(session, SYSTEM, dutch_date(at)) if each.gemeente == gemeente)
        typer.echo(report_text(row, rhythm, now()), nl=False)
        if row.state != "klaar":
            raise typer.Exit(1)


@inschrijvingen.command("wanneer", help="Toon per gemeente de laatste controle en wanneer de volgende moet.")
def when() -> None:
    """Show when the last check was and when the next is due."""
    today = dutch_date(now())
    with store.reading(store.engine_for(Settings().url)) as session:
        for rhythm in rhythms(session, SYSTEM, today):
            typer.echo(f"{rhythm.gemeente}\t{rhythm.name}\t{rhythm.sentence(today)}")
