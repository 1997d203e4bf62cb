"""Steps that only take up the one before: a question for what came out, a save of what was changed."""

from __future__ import annotations

import re

from nodes.llm.offline.program import Say, Step, Write
from nodes.llm.offline.terms import Calc, Pointer, Recalled

_OUTCOME = re.compile(
    r"(?:(?:the|i|we|you|do|now|then|that|final|end|last) )*(?:get|have|end up with|come to|result|answer|outcome|number|left)"
)
"""What one asks after orders to calculate: `What do I get?`."""


def settled_steps(steps: tuple[Step, ...]) -> list[Step]:
    """The steps with what follows them: `What do I get?` tells the result, and an edit in place gives way to a later `save it to …`."""
    settled = list(steps)
    for place, step in enumerate(steps[1:], start=1):
        before = steps[place - 1]
        asks = isinstance(step, Say) and isinstance(step.expr, Recalled) and _OUTCOME.fullmatch(step.expr.query.strip())
        if asks and isinstance(step, Say) and isinstance(before, Say) and isinstance(before.expr, Calc | Pointer):
            settled[place] = Say(Pointer("it"), step.about)
    for place, step in enumerate(steps[:-1]):
        after = steps[place + 1]
        if isinstance(step, Write) and step.implied and isinstance(after, Write) and isinstance(after.expr, Pointer):
            settled[place] = Say(step.expr)
    return settled
