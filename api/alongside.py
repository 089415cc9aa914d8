"""Ook voor: after a step is taken, the same step in zaken of brothers and sisters, each in its own transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from api.problems import HANDLED, refusal_of
from cases import store
from cases.actions import Taken
from cases.alongside import ALONGSIDE_MAX, admit
from cases.errors import Invalid, Problem
from cases.rights import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the step in one zaak: what was taken, or the Dutch sentence that says why not."""

    case_id: UUID
    taken: Taken | None = None
    reason: str = ""


def chosen(zaken: Sequence[UUID], own: UUID) -> list[UUID]:
    """The zaken that were named, once each and without the zaak itself. Raises Invalid when there are too many."""
    found = [zaak for zaak in dict.fromkeys(zaken) if zaak != own]
    if len(found) > ALONGSIDE_MAX:
        raise Invalid([Problem("ook_voor", f"Noem hooguit {ALONGSIDE_MAX} andere zaken.")])
    return found


def also_for(
    engine: Engine, actor: Actor, origin: UUID, step: str, zaken: Sequence[UUID],
    take: Callable[[Session, UUID, int], Taken],
) -> list[Outcome]:  # fmt: skip
    """Take the step in each of these zaken; a refusal in one stops no other. `take` gets a zaak and its version."""
    outcomes = []
    for zaak in zaken:
        try:
            with store.writing(engine) as session:
                taken = take(session, zaak, admit(session, actor, origin, zaak, step))
            outcomes.append(Outcome(zaak, taken))
        except Exception as error:
            if not isinstance(error, HANDLED):
                raise
            outcomes.append(Outcome(zaak, reason=refusal_of(error).sentence))
    return outcomes
