"""`mas user|token|gemeente|school`: who may come in, and for which gemeenten and schools this works."""

import getpass
import secrets
import sys
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import Engine

from cases import access, letterheads, people, places, store
from cases.clock import dutch_date, now
from cases.settings import Settings

user = typer.Typer(help="Medewerkers die inloggen.", no_args_is_help=True)
token = typer.Typer(help="Tokens waarmee andere systemen binnenkomen.", no_args_is_help=True)
gemeente = typer.Typer(help="Gemeenten van deze installatie, met hun beleid.", no_args_is_help=True)
school = typer.Typer(help="Scholen die verzuim melden.", no_args_is_help=True)

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="JJJJ-MM-DD")]
Role = Annotated[str, typer.Option("--rol", help="leerplichtambtenaar, administratie, teamleider, beheerder, ...")]
Codes = Annotated[list[str], typer.Option("--gemeente", help="gemeentecode van 4 cijfers; mag vaker")]


def _engine() -> Engine:
    return store.engine_for(Settings().url)


@user.command("add", help="Voeg een medewerker toe. Het wachtwoord wordt gevraagd, of gelezen van de invoer.")
def add_user(
    gebruikersnaam: str, rol: Role, naam: Annotated[str, typer.Option(help="zoals op het scherm")],
    email: Annotated[str, typer.Option(help="adres voor herinneringen")],
    gemeente: Annotated[list[str] | None, typer.Option(help="gemeentecode van 4 cijfers; mag vaker")] = None,
) -> None:  # fmt: skip
    """Add a medewerker who logs in."""
    password = _new_password()
    with store.writing(_engine()) as session:
        people.add_officer(
            session,
            username=gebruikersnaam,
            name=naam,
            email=email,
            role=rol,
            gemeenten=gemeente or [],
            password=password,
        )
    typer.echo(f"{gebruikersnaam} kan nu inloggen.")


@user.command("list", help="Toon de medewerkers.")
def list_users() -> None:
    """Show everybody who may log in."""
    with store.reading(_engine()) as session:
        for officer in people.officers(session):
            codes = ",".join(sorted(people.gemeenten_of(session, officer.id)))
            notes = [officer.role, codes or "geen gemeenten"]
            notes += [f"akte tot en met {officer.akte_until}"] if officer.akte_until else []
            notes += ["demo"] if officer.demo else []
            notes += [] if officer.active else ["afgesloten"]
            typer.echo(f"{officer.username}\t{officer.name}\t{'; '.join(notes)}")


@user.command("wachtwoord", help="Geef een medewerker een nieuw wachtwoord; hij moet overal opnieuw inloggen.")
def set_password(gebruikersnaam: str) -> None:
    """Give a medewerker another password."""
    password = _new_password()
    with store.writing(_engine()) as session:
        people.set_password(session, people.officer_named(session, gebruikersnaam), password)
    typer.echo(f"{gebruikersnaam} heeft een nieuw wachtwoord.")


@user.command("akte", help="Leg de BOA-akte van een medewerker vast.")
def set_akte(
    gebruikersnaam: str, nummer: Annotated[str, typer.Option(help="nummer van de akte")],
    vanaf: Day, tot_en_met: Annotated[datetime, typer.Option("--tot-en-met", formats=["%Y-%m-%d"])],
) -> None:  # fmt: skip
    """Record a BOA akte."""
    with store.writing(_engine()) as session:
        officer = people.officer_named(session, gebruikersnaam)
        people.set_akte(session, officer, nummer, vanaf.date(), tot_en_met.date())
    typer.echo(f"De akte van {gebruikersnaam} is vastgelegd.")


@user.command("telefoon", help="Leg het telefoonnummer van een medewerker vast; scholen krijgen het via het register.")
def set_phone(gebruikersnaam: str, nummer: str) -> None:
    """Record where a school can call."""
    with store.writing(_engine()) as session:
        people.set_phone(session, people.officer_named(session, gebruikersnaam), nummer)
    typer.echo(f"Het telefoonnummer van {gebruikersnaam} is vastgelegd.")


@user.command("sluit", help="Sluit een account af; de sessies eindigen meteen. Met --open gaat het weer open.")
def shut(gebruikersnaam: str, weer_open: Annotated[bool, typer.Option("--open")] = False) -> None:
    """Shut a medewerker out, or let him in again."""
    with store.writing(_engine()) as session:
        people.set_active(session, people.officer_named(session, gebruikersnaam), weer_open)
    typer.echo(f"{gebruikersnaam} is {'weer open' if weer_open else 'afgesloten'}.")


@token.command("add", help="Maak een token. Het wordt één keer getoond; alleen een afdruk ervan wordt bewaard.")
def add_token(naam: Annotated[str, typer.Option(help="waarvoor het is")], rol: Role, gemeente: Codes) -> None:
    """Let a machine in."""
    with store.writing(_engine()) as session:
        made, secret = access.add_token(session, name=naam, role=rol, gemeenten=gemeente, at=now())
        number = made.id
    typer.echo(f"Token {number} is gemaakt. Bewaar het nu: het wordt niet nog eens getoond.", err=True)
    typer.echo(secret)


@token.command("list", help="Toon de tokens, zonder hun geheim.")
def list_tokens() -> None:
    """Show all tokens."""
    with store.reading(_engine()) as session:
        for row in access.tokens(session):
            state = f"ingetrokken op {dutch_date(row.revoked_at)}" if row.revoked_at else "geldig"
            typer.echo(f"{row.id}\t{row.name}\t{row.role}\t{','.join(row.gemeenten)}\t{state}")


@token.command("revoke", help="Trek een token in; het werkt meteen niet meer.")
def revoke_token(nummer: UUID) -> None:
    """Shut a machine out."""
    with store.writing(_engine()) as session:
        access.revoke_token(session, nummer, at=now())
    typer.echo("Het token is ingetrokken.")


@gemeente.command("add", help="Voeg een gemeente toe.")
def add_gemeente(
    code: str, naam: Annotated[str, typer.Option()], regio: Annotated[str, typer.Option(help="noord, midden of zuid")]
) -> None:
    """Add a gemeente to this installation."""
    with store.writing(_engine()) as session:
        places.add_gemeente(session, code=code, name=naam, region=regio)
    typer.echo(f"Gemeente {code} is toegevoegd.")


@gemeente.command("list", help="Toon de gemeenten en hoeveel eigen beleid ze hebben.")
def list_gemeenten() -> None:
    """Show all gemeenten."""
    with store.reading(_engine()) as session:
        for row in places.gemeenten(session):
            typer.echo(f"{row.code}\t{row.name}\t{row.region}\t{len(row.policy)} eigen waarden")


@gemeente.command("policy", help="Toon het eigen beleid van een gemeente, of leg een waarde vast.")
def policy(
    code: str, sleutel: Annotated[str, typer.Argument()] = "", waarde: Annotated[str, typer.Argument()] = "",
    vanaf: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="standaard vandaag")] = None,
) -> None:  # fmt: skip
    """Show the values of a gemeente's own, or add one."""
    if sleutel and waarde:
        at = now()
        first = vanaf.date() if vanaf else dutch_date(at)
        with store.writing(_engine()) as session:
            places.set_policy(session, code, sleutel, waarde, valid_from=first, by=getpass.getuser(), at=at)
        typer.echo(f"Vanaf {first} geldt {sleutel} = {waarde}. Lopende termijnen houden de waarde waarmee ze begonnen.")
        return
    with store.reading(_engine()) as session:
        for line in places.policy_of(session, code):
            typer.echo(f"{line['vanaf']}\t{line['sleutel']}\t{line['waarde']}\t{places.describe(line['sleutel'])}")


@gemeente.command("vakantie", help="Leg een schoolvakantie vast die afwijkt van de regio, of voor één school geldt.")
def school_holiday(
    code: str, naam: Annotated[str, typer.Argument(help="zoals herfstvakantie")], van: Day,
    tot_en_met: Annotated[datetime, typer.Option("--tot-en-met", formats=["%Y-%m-%d"])],
    brin: Annotated[str, typer.Option(help="brincode met vestigingsnummer; leeg voor alle scholen")] = "",
) -> None:  # fmt: skip
    """Add a school holiday of a gemeente or a school."""
    with store.writing(_engine()) as session:
        school_id = places.school_of_code(session, brin) if brin else None
        first, last = van.date(), tot_en_met.date()
        places.add_school_holiday(session, code, naam, first, last, school_id=school_id, by=getpass.getuser(), at=now())
    typer.echo(f"De {naam} is van {first} tot en met {last}. Lopende termijnen houden hun kalender.")


@gemeente.command("briefhoofd", help="Leg vast wat op de brieven van een gemeente staat.")
def letterhead(
    code: str, straat: Annotated[str, typer.Option(help="met huisnummer")], postcode: Annotated[str, typer.Option()],
    plaats: Annotated[str, typer.Option()], telefoon: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()], afdeling: Annotated[str, typer.Option()] = "",
    logo: Annotated[str, typer.Option(help="de tekst bovenaan; leeg: Gemeente en haar naam")] = "",
    website: Annotated[str, typer.Option()] = "",
) -> None:  # fmt: skip
    """Set the letterhead of a gemeente."""
    values = {
        "straat": straat, "postcode": postcode, "plaats": plaats, "telefoon": telefoon, "email": email,
        "afdeling": afdeling, "logo": logo, "website": website,
    }  # fmt: skip
    with store.writing(_engine()) as session:
        letterheads.set_letterhead(session, code, values)
    typer.echo(f"Het briefhoofd van gemeente {code} is vastgelegd. Verzonden brieven houden hun eigen briefhoofd.")


@school.command("add", help="Voeg een school toe. Scholen uit een meldingbestand komen er vanzelf bij.")
def add_school(
    brin: str, naam: Annotated[str, typer.Option()], soort: Annotated[str, typer.Option(help="WPO, WEC, WVO of WEB")],
    vestiging: Annotated[str, typer.Option(help="2 cijfers")] = "",
) -> None:  # fmt: skip
    """Add a school."""
    with store.writing(_engine()) as session:
        places.add_school(session, brin=brin, vestiging=vestiging, name=naam, kind=soort)
    typer.echo(f"School {brin}{vestiging} is toegevoegd.")


@school.command("list", help="Toon de scholen.")
def list_schools() -> None:
    """Show all schools."""
    with store.reading(_engine()) as session:
        for row in places.schools(session):
            typer.echo(f"{row.brin}{row.vestiging}\t{row.name}\t{row.kind}")


def _new_password() -> str:
    """Ask for it twice on a terminal; read one line from anything else. Never an argument: others see those."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Nieuw wachtwoord: ")
    if not secrets.compare_digest(first.encode(), getpass.getpass("Nog een keer: ").encode()):
        raise typer.BadParameter("De twee wachtwoorden zijn niet gelijk.")
    return first
