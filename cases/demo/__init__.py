"""The demo office: fictional gemeenten whose officers walked some 250 zaken through the real engine, day by day."""

from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.demo.arrivals import RECENT, arrivals
from cases.demo.town import settle
from cases.demo.workday import Office
from cases.rows import table_of
from cases.store import reading, writing
from cases.tables import Case, Municipality, Officer
from states.working_days import ONE_DAY, days_after

__all__ = ["demo_is_empty", "make_demo", "start_of"]

SEED = 1969
"""year of the Leerplichtwet"""


def demo_is_empty(engine: Engine) -> bool:
    """Whether nobody works here yet and nothing happened: only then may a demo office be made."""
    with reading(engine) as session:
        return not any(
            session.execute(sa.select(table_of(table).c[column]).limit(1)).first()
            for table, column in ((Municipality, "code"), (Officer, "id"), (Case, "id"))
        )


def start_of(today: date) -> date:
    """The first day of the demo: 1 September of the school year, or 12 weeks back when that is longer."""
    september = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    return min(september, today - RECENT)


def make_demo(engine: Engine, *, today: date, seed: int = SEED) -> dict[str, int]:
    """Make the demo office in an empty database, up to the first minutes of `today`.

    The same day and seed give the same zaken, numbers, states and dates; ids differ. Mail of past days is
    settled as sent on its day, that of today waits in the outbox. Returns counts: zaken, dagen. Raises
    ValueError when the database is not empty.
    """
    if not demo_is_empty(engine):
        raise ValueError("Een demokantoor kan alleen in een lege database worden gemaakt.")
    start = start_of(today)
    with writing(engine) as session:
        team = settle(session, today)
    office = Office(engine, team, seed)
    coming = arrivals(start, today, Random(f"{seed} arrivals"))  # noqa: S311, RUF100  # nosec B311
    for day in days_after(start - ONE_DAY, today - ONE_DAY):
        office.live(day, coming.get(day, []))
    office.begin(today, coming.get(today, []))
    with reading(engine) as session:
        zaken = session.execute(sa.select(sa.func.count()).select_from(table_of(Case))).scalar_one()
    return {"zaken": int(zaken), "dagen": (today - start) // timedelta(days=1) + 1}
