"""What a condition is: a named yes/no question with a kind, and a sentence for who is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from states.facts import Facts
from states.policy import Policy
from states.working_days import in_words


@dataclass(frozen=True, slots=True)
class Question:
    """What a condition may look at: the step, the facts, the answers given and the policy in force."""

    facts: Facts
    policy: Policy
    opens: tuple[str, ...] = ()
    """processes that the step opens"""
    answers: Mapping[str, Any] | None = None
    """None while only facts are judged"""

    def answer(self, name: str) -> Any:
        """What was filled in, or None."""
        return (self.answers or {}).get(name)

    def figure(self, name: str) -> int:
        """The number that was filled in; 0 when there is none."""
        value = self.answer(name)
        return value if isinstance(value, int) else 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A question with its kind (wet, orde, norm, ovj) and what it is about (feit, antwoord)."""

    name: str
    kind: str
    about: str
    text: str
    holds: Callable[[Question], bool]

    def refusal(self, question: Question) -> str:
        """The sentence that says why not, with its figures filled in."""
        counters, answers = question.facts.counters, question.answers or {}
        return self.text.format(f=question.facts, c=_Named(counters, 0), a=_Named(answers, "…"), p=question.policy)


class _Named:
    """Values for a sentence: days in words, a counter never raised as 0, an answer not given yet as dots."""

    def __init__(self, values: Mapping[str, Any], absent: object) -> None:
        self._values, self._absent = values, absent

    def __getitem__(self, name: str) -> Any:
        value = self._values.get(name, self._absent)
        return in_words(date.fromisoformat(value)) if name.endswith("_op") and value else value


CONDITIONS: dict[str, Condition] = {}
Judge = Callable[[Question], bool]


def condition(kind: str, about: str) -> Callable[[Judge], Judge]:
    """Register a condition under the name of its function; its docstring is the sentence of refusal."""

    def register(judge: Judge) -> Judge:
        if not judge.__doc__:
            raise TypeError(f"voorwaarde {judge.__name__} heeft geen weigeringszin")
        text = " ".join(judge.__doc__.split())
        CONDITIONS[judge.__name__] = Condition(judge.__name__, kind, about, text, judge)
        return judge

    return register
