"""One thing an officer of the demo may do in a state."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.demo.morning import Zaak


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing an officer may do in a state: steps in order, how often, and when.

    `wait` is in werkdagen after entry, or after the appointment on which the term rests.
    """

    steps: str
    weight: int
    wait: tuple[int, int]
    only: Callable[[Zaak], bool] = lambda zaak: True
