"""Named yes/no questions (process.md section 15). A docstring is the sentence an officer reads on refusal.

Kinds: *wet* and *orde* are never overridden; a *norm* may be deviated from with a motivation; *ovj*
needs the recorded permission of the officier van justitie. About a *feit*: judged beforehand and
blocks the step in the list. About an *antwoord*: judged on what is filled in.
"""

from states.conditions import gesprek, halt, luxe, order, routes, straf
from states.conditions.order import AFTERCARE, ROUTES, TRAJECTS
from states.conditions.question import CONDITIONS, Condition, Question

__all__ = ["AFTERCARE", "CONDITIONS", "ROUTES", "TRAJECTS", "Condition", "Question"]
# Importing a theme is what puts its conditions in CONDITIONS.
__all__ += ["gesprek", "halt", "luxe", "order", "routes", "straf"]
