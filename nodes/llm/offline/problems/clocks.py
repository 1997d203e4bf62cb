"""Times of day: when something ends that begins at a time and lasts, and when it must begin to end at a time."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, called, of, total
from nodes.llm.offline.problems.dimension import converted, dimension
from nodes.llm.offline.problems.problem import Problem, read_problem
from nodes.llm.offline.terms import Derived, Expr

_CLOCK = re.compile(r"\d:\d\d|\d ?[ap]\.?m\b|o['’]clock", re.IGNORECASE)
_DAY = 24 * 60
_ASKS = (
    r"when|what time|which time|at what (?:time|hour)|until when|by when|how late|what will the time|arrival time|clock"
)
_BEGINS = (
    r"go in|goes in|leave|start|begin|set off|set out|put|get up|wake up|depart|board|head out|head off|go to bed|"
    r"turn on|switch on|latest|kick off"
)
_ENDS = (
    r"end|ends|finish|finishes|finished|arrive|arrives|over|done|ready|get there|get home|back|land|lands|stop|stops|"
    r"from now|later|be home|come out|comes out|take out|reach|due|up|expire|expires|free"
)
_END_GIVEN = (
    r"arrive|arrives|arrived|there|ready|out|finish|finishes|finished|ends?|ended|over|by|until|due|before|serve|"
    r"served|dinner is|back|home|landed|lands|begins|starts|opens"
)


def time_of_day(text: str) -> Expr | None:
    """The time of day that a text asks for, out of one that it tells and of how long things last.

    Args:
        text: Without file names and quotes.

    Returns:
        A value of the form `14:45`; `None` where the text asks for no time or does not tell which way to reckon.
    """
    if not _CLOCK.search(text):
        return None
    problem = read_problem(text)
    if problem is None or not problem.question.asks(_ASKS):
        return None
    clocks = [quantity for quantity in problem.quantities if quantity.kind == "clock"]
    spans = [quantity for quantity in problem.quantities if quantity.kind != "clock"]
    if len(clocks) != 1 or not spans:
        return None
    minutes: list[Amount] = []
    for span in spans:
        if span.kind != "plain" or len(span.unit) != 1 or dimension(span.unit[0][0]) != "time":
            return None
        length = converted(span.amount, span.unit[0][0], "minute")
        if length is None:
            return None
        minutes.append(length)
    way = _way(problem)
    if not way:
        return None
    lasting = total(minutes)
    moment = clocks[0].amount + lasting if way > 0 else of(_DAY) + clocks[0].amount - lasting
    if not 0 <= moment.value < 3 * _DAY:
        return None
    spoken = "12" if re.search(r"\d ?[ap]\.?m\b", text, re.IGNORECASE) else "24"
    return Derived("clock", (called("mod", moment, of(_DAY)).expr,), (spoken,))


def _way(problem: Problem) -> int:
    """1 for later than the time that is told, -1 for earlier, 0 where that is open."""
    question = problem.question
    told = problem.around(next(quantity for quantity in problem.quantities if quantity.kind == "clock"), 7, 4)
    ends = re.search(rf"\b(?:{_END_GIVEN})\b", told) is not None
    if question.asks("ago|earlier|before") or question.tells(r"\w+ (?:ago|earlier)"):
        return -1
    if question.asks(_BEGINS) and ends:
        return -1
    if question.asks(_BEGINS) and question.tells("by|must|have to|has to|should|need to"):
        return 1 if question.tells(r"\bafter\b") else -1
    if question.asks(_ENDS) or question.tells("from now|later|after") or not ends:
        return 1
    return 1 if question.asks("will|is|does") and question.tells("starts|begins|leaves|departs|left|started") else 0


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def days_apart(text: str) -> int:
    """The days from the first weekday that a text names to the second one; 0 where it does not name two."""
    found = [_WEEKDAYS.index(name) for name in re.findall(rf"\b({'|'.join(_WEEKDAYS)})s?\b", text.lower())]
    return (found[1] - found[0]) % 7 if len(found) == 2 else 0
