"""What the mail tests start from: an office with officers, terms and rungs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from cases import outbox
from cases.clock import AMSTERDAM, dutch_date
from cases.store import reading, writing
from cases.tables import (
    Case,
    Deadline,
    Municipality,
    Notice,
    Officer,
    OfficerMunicipality,
    Person,
    Rung,
)

CANARIES = ("Kanarie", "Vogelaar", "999900006", "2011-04-03", "2026-000412", "niet_verschenen", "Zangvereniging")


def at(text: str) -> datetime:
    """The instant at which Dutch clocks show "2026-11-16 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@dataclass
class PostOffice:
    """Builds what the sweep would leave behind, with the canaries of a jongere in every row that has room."""

    engine: Engine

    def __post_init__(self) -> None:
        with writing(self.engine) as session:
            session.add(Municipality(code="9901", name="Zangvereniging", region="midden"))

    def officer(self, name: str = "anna", role: str = "leerplichtambtenaar", **values: Any) -> UUID:
        email = values.pop("email", f"{name}@gemeente.example")
        officer = Officer(username=name, name=f"{name} Vogelaar", email=email, role=role, **values)
        with writing(self.engine) as session:
            session.add(officer)
            session.flush()
            session.add(OfficerMunicipality(officer_id=officer.id, gemeente="9901"))
        return officer.id

    def term(self, officer_id: UUID | None, due: str, **values: Any) -> UUID:
        """A zaak with one open term that ends on this day."""
        due_on = date.fromisoformat(due)
        with writing(self.engine) as session:
            count = session.scalar(sa.select(sa.func.count()).select_from(Case)) or 0
            person = Person(
                gemeente="9901", pgn_encrypted=b"999900006", pgn_index=f"999900006-{count}", voornamen="Kanarie",
                geslachtsnaam="Vogelaar", geboortedatum=date(2011, 4, 3),
            )  # fmt: skip
            session.add(person)
            session.flush()
            case = Case(
                number=f"2026-{412 + count:06}", root_id=person.id, gemeente="9901",
                proces="relatief_verzuim", state="niet_verschenen", person_id=person.id,
                officer_id=officer_id, opened_on=due_on - timedelta(days=14),
            )  # fmt: skip
            case.root_id = case.id
            session.add(case)
            session.flush()
            deadline = Deadline(
                case_id=case.id, root_id=case.id, gemeente="9901", proces="relatief_verzuim", kind="toestand",
                name="niet_verschenen", officer_id=officer_id, amount=5, unit="wd", policy_key="gesprek.opnieuw",
                started_on=due_on - timedelta(days=7), due_on=due_on, sentence="Kanarie Vogelaar", **values,
            )  # fmt: skip
            session.add(deadline)
        return deadline.id

    def rung(self, deadline_id: UUID, name: str, reached: datetime) -> UUID:
        with writing(self.engine) as session:
            deadline = session.get_one(Deadline, deadline_id)
            rung = Rung(
                deadline_id=deadline.id, case_id=deadline.case_id, root_id=deadline.root_id, gemeente="9901",
                round=deadline.round, name=name, on=dutch_date(reached), effect=name, reached_at=reached,
                recorded_at=reached,
            )  # fmt: skip
            session.add(rung)
        return rung.id

    def notify(self, pairs: list[tuple[UUID, UUID]], instant: datetime) -> int:
        with writing(self.engine) as session:
            return outbox.notify(session, pairs, for_date=dutch_date(instant), at=instant)

    def remind(self, officer_id: UUID, due: str, instant: datetime, name: str = "herinnering") -> UUID:
        """A term of this officer, its rung and the notice that tells of it; the id of the term."""
        term = self.term(officer_id, due)
        self.notify([(self.rung(term, name, instant), officer_id)], instant)
        return term

    def change(self, table: type[SQLModel], key: UUID | str, **values: Any) -> None:
        with writing(self.engine) as session:
            session.get_one(table, key).sqlmodel_update(values)

    def notices(self) -> list[Notice]:
        with reading(self.engine) as session:
            return list(session.exec(select(Notice).order_by(Notice.created_at, Notice.batch)).all())  # type: ignore[arg-type]

    def states(self) -> list[str]:
        return [notice.state for notice in self.notices()]
