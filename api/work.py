"""`mas start|import|sweep|post|demo|verify`: the work itself, from the command line."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy import Engine

from api import supervisor, versions
from api.moments import moment
from cases import imports, people, schema, store
from cases.clock import dutch_date, now
from cases.demo import demo_is_empty, make_demo
from cases.pgn import locker
from cases.rights import SYSTEM
from cases.settings import Settings, WrongSetting
from cases.sweep import sweep
from cases.verify import verify
from notifications.post import deliver

At = Annotated[str | None, typer.Option("--at", help="doe alsof het dit moment is: 2026-12-21 of 2026-12-21T10:00")]
LOGINS = f"inloggen als s.dewit, t.vanrijswijk (teamleider) of een ander, wachtwoord {people.DEMO_PASSWORD}"


def _engine() -> Engine:
    return store.engine_for(Settings().url)


def start() -> None:
    """Start the whole of it, and stay until INT or TERM."""
    demo = Settings().mode == "demo"
    raise typer.Exit(supervisor.run(_prepare, logins=LOGINS if demo else ""))


def _prepare() -> None:
    engine, settings = _engine(), Settings()
    versions.refuse_misfits(engine)  # first: the previous release can still go on with this database
    schema.upgrade(engine)
    locker(settings)
    with store.reading(engine) as session:
        if settings.mode == "productie" and people.has_demo_accounts(session):
            raise WrongSetting("Deze database heeft demo-accounts: sluit ze eerst af met mas user sluit.")
    versions.bring_along(engine)
    if settings.mode == "demo" and demo_is_empty(engine):
        typer.echo("Het demokantoor wordt ingericht; dat duurt even ...")
        _furnish(engine)
    settings.deliveries.mkdir(parents=True, exist_ok=True)
    sweep(engine, at=now())


def _furnish(engine: Engine) -> None:
    """Make the demo office. An SQLite file gets its place only when it is whole: a kill leaves no half office."""
    if engine.dialect.name != "sqlite":
        make_demo(engine, today=dutch_date(now()))
        return
    place = Path(str(engine.url.database))
    with TemporaryDirectory(dir=place.parent) as folder:
        half = store.engine_for(f"sqlite:///{folder}/demo.db")
        schema.upgrade(half)
        make_demo(half, today=dutch_date(now()))
        half.dispose()
        with closing(sqlite3.connect(Path(folder, "demo.db"))) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        engine.dispose()
        for log in ("-wal", "-shm"):
            place.with_name(place.name + log).unlink(missing_ok=True)
        Path(folder, "demo.db").replace(place)


def import_file(bestand: Annotated[Path, typer.Argument(help="het meldingbestand (CSV)")]) -> None:
    """Read a meldingbestand and print its report."""
    engine, at = _engine(), now()
    try:
        with bestand.open("rb") as source:
            kept = imports.keep(source)
    except OSError:
        raise typer.BadParameter(f"het bestand {bestand} is niet te lezen") from None
    except imports.Refused as refused:
        typer.echo(f"Het bestand is geweigerd. {refused}", err=True)
        raise typer.Exit(1) from None
    with store.writing(engine) as session:
        accepted = imports.accept(session, kept, filename=bestand.name, actor=SYSTEM, at=at)
        import_id = accepted.row.id
    if not accepted.sentence:
        imports.run_import(engine, import_id, at=at, actor=SYSTEM)
    with store.reading(engine) as session:
        row = session.get_one(type(accepted.row), import_id)
        typer.echo(imports.report_text(session, row, SYSTEM, accepted.sentence), nl=False)
        if row.state == "geweigerd":
            raise typer.Exit(1)


def sweep_once(at: At = None) -> None:
    """Climb every rung that is due."""
    _tell(sweep(_engine(), at=moment(at), recorded_at=now()))


def post_once(at: At = None) -> None:
    """Send what is in the outbox, when it is time for mail."""
    _tell(deliver(_engine(), at=moment(at), recorded_at=now()))


def demo() -> None:
    """Fill an empty database with the demo office."""
    engine, settings = _engine(), Settings()
    if settings.mode != "demo":
        raise WrongSetting("Een demokantoor kan alleen met MAS_MODE=demo.")
    settings.home.mkdir(parents=True, exist_ok=True)
    Settings().home.mkdir(parents=True, exist_ok=True)
    schema.upgrade(engine)
    if not demo_is_empty(engine):
        raise WrongSetting("De database is niet leeg; het demokantoor komt alleen in een lege database.")
    _furnish(engine)
    typer.echo(f"Het demokantoor staat klaar. U kunt {LOGINS}.")


def verify_all() -> None:
    """Replay every event and look for what is lost or double."""
    found = verify(_engine())
    typer.echo("\n".join(found.lines()))
    raise typer.Exit(0 if found.sound else 1)


def _tell(counts: dict[str, int]) -> None:
    typer.echo(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items()))


def add_to(app: typer.Typer) -> None:
    """Give `mas` these commands, each with its Dutch help."""
    app.command("start", help="Start Leerrecht: pagina's, planner en (demo) postvak. Stoppen met Ctrl+C.")(start)
    app.command("import", help="Lees een meldingbestand in en toon het verslag.")(import_file)
    app.command("sweep", help="Bekijk alle termijnen: herinner, meld wat te laat is, schaal op.")(sweep_once)
    app.command("post", help="Verstuur de berichten die klaarstaan (werkdagen van 7 tot 19 uur).")(post_once)
    app.command("demo", help="Richt het demokantoor in, in een lege database.")(demo)
    app.command("verify", help="Controleer de hele administratie: niets kwijt, niets dubbel.")(verify_all)
