"""`mas mandaat`: for which other gemeenten a BOA may act, and until when."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from cases import mandates, store
from cases.clock import dutch_date, now
from cases.settings import Settings

mandaat = typer.Typer(help="Mandaten: een BOA die ook voor een andere gemeente optreedt.", no_args_is_help=True)

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="JJJJ-MM-DD")]
LastDay = Annotated[datetime, typer.Option("--tot-en-met", formats=["%Y-%m-%d"], metavar="JJJJ-MM-DD")]


@mandaat.command("geef", help="Geef een BOA mandaat voor een andere gemeente, tot en met een laatste dag.")
def give_mandate(
    gebruikersnaam: str, gemeente: Annotated[str, typer.Option(help="gemeentecode van 4 cijfers")],
    vanaf: Day, tot_en_met: LastDay,
) -> None:  # fmt: skip
    """Let a BOA act in another gemeente."""
    with store.writing(store.engine_for(Settings().url)) as session:
        number = mandates.give(
            session, gebruikersnaam, gemeente, vanaf.date(), tot_en_met.date(), today=dutch_date(now())
        )
    typer.echo(f"{gebruikersnaam} heeft mandaat voor {gemeente} tot en met {tot_en_met.date()}: {number}")


@mandaat.command("intrek", help="Trek een mandaat in; het geldt vanaf vandaag niet meer.")
def revoke_mandate(nummer: UUID) -> None:
    """Take a mandate back."""
    with store.writing(store.engine_for(Settings().url)) as session:
        mandates.revoke(session, nummer, today=dutch_date(now()))
    typer.echo("Het mandaat is ingetrokken.")


@mandaat.command("lijst", help="Toon de mandaten.")
def list_mandates() -> None:
    """Show all mandates."""
    with store.reading(store.engine_for(Settings().url)) as session:
        for row in mandates.mandates(session):
            ended = f"ingetrokken op {row['revoked_on']}" if row["revoked_on"] else ""
            days = f"{row['valid_from']} tot en met {row['valid_until']}"
            typer.echo("\t".join(filter(None, (str(row["id"]), row["username"], row["gemeente"], days, ended))))
