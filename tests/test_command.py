"""`mas` as a beheerder types it: what comes out and what is left behind."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from api.command import main
from cases import clock, schema, store
from notifications.inbox import message, messages
from states.processes import PROCESSEN
from states.working_days import Calendar
from tests.ports import free_ports

MELDINGEN = Path(__file__).parent.parent / "docs" / "voorbeeld" / "meldingen.csv"
TODAY = clock.dutch_date(clock.now())


class Done(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Home:
    """A MAS_HOME of its own, and the command run in it."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.path = home
        self.env = {**os.environ, "MAS_HOME": str(home), "MAS_SMTP_PORT": str(free_ports(1)[0]), **settings}

    def run(self, *words: str, stdin: str = "", **settings: str) -> Done:
        """What `mas` does with these words; in this process, for a new one takes seconds to start."""
        before, out, err = dict(os.environ), StringIO(), StringIO()
        os.environ |= {**self.env, **settings}
        sys.argv, sys.stdin, kept = ["mas", *words], StringIO(stdin), sys.stdin
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as left:
            return Done(int(left.code or 0), out.getvalue(), err.getvalue())
        finally:
            sys.stdin = kept
            os.environ.clear()
            os.environ.update(before)
        return Done(0, out.getvalue(), err.getvalue())

    def mas(self, *words: str, stdin: str = "") -> str:
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str, stdin: str = "", **settings: str) -> str:
        done = self.run(*words, stdin=stdin, **settings)
        assert done.returncode != 0, done.stdout
        assert "Traceback" not in done.stderr + done.stdout
        return done.stderr

    def count(self, question: str) -> int:
        with store.reading(store.engine_for(f"sqlite:///{self.path / 'mas.db'}")) as session:
            return int(session.execute(sa.text(question)).scalar_one())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("demo"))
    assert "s.dewit" in home.mas("demo")
    return home


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "leeg")


@pytest.mark.slow
def test_from_a_file_to_a_reminder_and_nothing_twice(demo: Home) -> None:
    before = demo.count("SELECT count(*) FROM reports")
    assert "60  zaken geopend" in demo.mas("import", str(MELDINGEN))
    assert demo.count("SELECT count(*) FROM reports") == before + 60
    assert "al ingelezen" in demo.mas("import", str(MELDINGEN))
    assert demo.count("SELECT count(*) FROM reports") == before + 60

    later = TODAY + timedelta(days=28)
    assert "treden: 0" not in demo.mas("sweep", "--at", later.isoformat())
    rungs, notices = demo.count("SELECT count(*) FROM rungs"), demo.count("SELECT count(*) FROM notices")
    assert "treden: 0" in demo.mas("sweep", "--at", later.isoformat())
    assert (rungs, notices) == (demo.count("SELECT count(*) FROM rungs"), demo.count("SELECT count(*) FROM notices"))

    werkdag = Calendar("midden").working_day_on_or_after(later + timedelta(days=1))
    with subprocess.Popen([sys.executable, "-m", "notifications.inbox"], env=demo.env) as inbox:
        try:
            sent = _sent(demo, f"{werkdag.isoformat()}T10:00")
            assert "verzonden: 0" in demo.mas("post", "--at", f"{werkdag.isoformat()}T10:00")
        finally:
            inbox.terminate()
    mails = messages(demo.path, limit=100)
    assert len(mails) == sent > 0
    names = _names(demo)
    for mail in mails:
        found = message(demo.path, mail.key)
        assert found is not None
        assert not [name for name in names if name in found.text], "no name in a mail"
        assert "/werkvoorraad" in found.text or "/achterstand" in found.text
    assert demo.mas("verify").strip().endswith("Alles klopt.")


def _sent(home: Home, at: str) -> int:
    """How many went out, once the inbox has opened its door."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(home.env["MAS_SMTP_PORT"])), 1):
            break
        time.sleep(0.1)
    told = dict(part.split(": ") for part in home.mas("post", "--at", at).strip().split(", "))
    return int(told["verzonden"])


def _names(home: Home) -> set[str]:
    with store.reading(store.engine_for(f"sqlite:///{home.path / 'mas.db'}")) as session:
        rows = session.execute(sa.text("SELECT geslachtsnaam FROM persons WHERE length(geslachtsnaam) > 4"))
        return set(rows.scalars())


@pytest.mark.slow
def test_a_demo_is_made_once_and_never_in_production(demo: Home) -> None:
    assert "niet leeg" in demo.refused("demo")
    assert "MAS_MODE=demo" in demo.refused("demo", MAS_MODE="productie")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leeg"), (b"\xff\xfe" + "kenmerk;status\n".encode("utf-16-le"), "UTF-16"),
        (b"kenmerk;status;kleur\nA;R;rood\n", "kleur"), (b"kenmerk;status\nA;R\n", "ontbre"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(empty: Home, content: bytes, why: str) -> None:
    path = empty.path.parent / "fout.csv"
    path.write_bytes(content)
    _migrated(empty)
    done = empty.run("import", str(path))
    assert done.returncode == 1
    assert why in done.stdout + done.stderr
    assert empty.count("SELECT count(*) FROM reports") == 0


def _migrated(home: Home) -> None:
    home.path.mkdir(parents=True)
    schema.upgrade(store.engine_for(f"sqlite:///{home.path / 'mas.db'}"))


def test_wrong_words_are_one_sentence(empty: Home) -> None:
    _migrated(empty)
    assert "niet te lezen" in empty.refused("import", "/bestaat/niet.csv")
    assert "2026-12-21" in empty.refused("sweep", "--at", "morgen")
    assert "kies uit" in empty.refused("processes", "toveren")


def test_only_a_demo_may_pretend_the_future(empty: Home) -> None:
    keys = {"MAS_MODE": "productie", "MAS_PGN_KEY": "00" * 32, "MAS_PGN_INDEX_KEY": "11" * 32}
    assert "alleen in demo-modus" in empty.refused("sweep", "--at", "2030-01-01", **keys)


def test_the_tables_are_printed_as_pages_and_as_data(empty: Home) -> None:
    assert json.loads(empty.mas("processes", "--json")) == {name: proces.data for name, proces in PROCESSEN.items()}
    assert json.loads(empty.mas("processes", "hulp", "--json")).keys() == {"hulp"}
    page = empty.mas("processes", "mdo")
    assert "# Multidisciplinair overleg" in page
    assert "stateDiagram-v2" in page


def test_gemeenten_schools_people_and_tokens_are_kept_by_command(empty: Home) -> None:
    _migrated(empty)
    empty.mas("gemeente", "add", "9001", "--naam", "Duinrade", "--regio", "noord")
    assert "Duinrade" in empty.mas("gemeente", "list")
    assert "4 cijfers" in empty.refused("gemeente", "add", "1", "--naam", "X", "--regio", "noord")
    person = ("user", "add", "a.janssen", "--rol", "leerplichtambtenaar", "--naam", "A. Janssen",
              "--email", "a.janssen@voorbeeld.invalid", "--gemeente", "9001")  # fmt: skip
    empty.mas(*person, stdin="een lang wachtwoord\n")
    assert empty.refused(*person, stdin="een lang wachtwoord\n")
    assert "a.janssen" in empty.mas("user", "list")
    empty.mas("user", "akte", "a.janssen", "--nummer", "12345", "--vanaf", "2026-01-01", "--tot-en-met", "2030-12-31")
    assert "2030-12-31" in empty.mas("user", "list")
    empty.mas("gemeente", "add", "9002", "--naam", "Veendrecht", "--regio", "zuid")
    mandate = ("mandaat", "geef", "a.janssen", "--gemeente", "9002", "--vanaf", "2027-01-01", "--tot-en-met")
    assert "tot en met 2027-12-31" in empty.mas(*mandate, "2027-12-31")
    assert "eindigt voordat het begint" in empty.refused(*mandate, "2026-12-31")
    empty.mas("mandaat", "intrek", empty.mas("mandaat", "lijst").split("\t")[0])
    assert "ingetrokken" in empty.mas("mandaat", "lijst")
    empty.mas("user", "wachtwoord", "a.janssen", stdin="een ander wachtwoord\n")
    empty.mas("user", "sluit", "a.janssen")
    assert "afgesloten" in empty.mas("user", "list")
    secret = empty.mas("token", "add", "--naam", "koppeling", "--rol", "administratie", "--gemeente", "9001").strip()
    listed = empty.mas("token", "list")
    assert "geldig" in listed
    assert secret not in listed
    assert empty.count(f"SELECT count(*) FROM access_tokens WHERE token_hash = '{secret}'") == 0
    empty.mas("token", "revoke", listed.split("\t")[0])
    assert "ingetrokken" in empty.mas("token", "list")
