"""A goal that is nothing but a word problem, where the strict grammar leaves it unread or takes its story for something else."""

from __future__ import annotations

import re
from collections import Counter

from nodes.llm.offline.numerals import merge
from nodes.llm.offline.problems.solve import expression
from nodes.llm.offline.program import Keep, Program, Say, Step
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.quantities import numbers
from nodes.llm.offline.terms import Calc, Expr, Found, Literal, Recalled

_MEMORY = re.compile(
    (
        r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|note that|don['’]t forget|do not forget|recall|"
        r"for later|know that)\b"
    ),
    re.IGNORECASE,
)
_NUMBER = re.compile(
    (
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
        r"hundred|thousand|dozen|half)\b"
    ),
    re.IGNORECASE,
)


def read_story(protected: Protected, program: Program) -> Program | None:
    """Read a goal as one word problem.

    Args:
        protected: The goal with its data taken out.
        program: What the strict grammar makes of it.

    Returns:
        A program that tells the answer; `None` where the strict reading stands, or the goal is no problem that can be read.
    """
    text = protected.text
    if protected.files or protected.folders or protected.urls or protected.quotes or not _NUMBER.search(text):
        return None
    if _MEMORY.search(text) or not _is_doubtful(program, text):
        return None
    expr = expression(text)
    return None if expr is None else Program((Say(expr, about_of(text)),))


def about_of(text: str) -> str:
    """What the answer is called when it is told: the question, where it is short."""
    asked = [part.strip() for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]
    chosen = next((part for part in reversed(asked) if "?" in part), asked[-1] if asked else "")
    return chosen.rstrip("?.! ") if len(chosen) <= 120 else ""


def _is_doubtful(program: Program, text: str) -> bool:
    if program.unread:
        return True
    if any(
        isinstance(step, Keep) or isinstance(getattr(step, "expr", None), Recalled | Found) for step in program.steps
    ):
        return True
    return len(program.steps) != 1 or _is_partial(program.steps[0], text)


def _is_partial(step: Step, text: str) -> bool:
    """Whether a value leaves out a number of the text."""
    if not isinstance(step, Say) or not isinstance(step.expr, Calc | Literal):
        return False
    words = merge(text.lower().replace("-", " ").split())
    given = Counter(number.text for number in numbers(" ".join(words)) if isinstance(number, Literal))
    used = Counter(literals(step.expr))
    return any(used[number] < count and float(number) not in (1.0, 2.0, 100.0) for number, count in given.items())


def literals(expr: Expr) -> list[str]:
    """The numbers that an expression holds."""
    if isinstance(expr, Literal):
        return [expr.text]
    return [text for arg in expr.args for text in literals(arg)] if isinstance(expr, Calc) else []
