"""Percentages of a story: added, taken off, already included, only their part asked for."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_DOWN = (
    r"off|discount\w*|reduc\w+|cheaper|less|lower|decreas\w+|drops?|dropped|falls?|fell|sale|rebate|"
    r"loses?|lost|cut|shrink\w*|shrank|deduct\w*|"
    r"withh\w+|depreciat\w+|down(?! payment)|minus|taken off|knocked|markdown|declin\w+|sink|sank|sinks"
)
_UP = (
    r"plus|add|adds|added|adding|tip|markup|mark up|vat|tax|taxes|rises?|rose|risen|goes up|went up|go up|"
    r"increas\w+|raise\w*|more|higher|surcharge|grows?|grew|grown|"
    r"interest|on top|extra|service|bonus|dearer|gains?|gained|climb\w*|up|waste|fee"
)
_PART_NAMES = (
    r"(?:the |my |a |of |in )*(?:tip|vat|tax|value added tax|sales tax|discount|commission|interest|raise|"
    r"increase|rise|deposit|surcharge|bonus|reduction|saving|savings|"
    r"service charge|markup|down payment|fee|deduction|loss|gain|reserve)"
)
_ASKS_PART = (
    rf"how (?:much|many (?:euros|dollars|pounds)) is {_PART_NAMES}|"
    rf"how much (?:cheaper|dearer|more expensive|less|more|higher|lower)|how (?:much|big|high|"
    rf"large) (?:\w+ )?(?:is|was|are|will be|would be|do i get as|should be|would) {_PART_NAMES}|"
    rf"what (?:is|was|are|will be|would be) {_PART_NAMES}|how much (?:\w+ )?(?:do|does|can|would|will|did|"
    rf"have) "
    rf"(?:i|we|you|he|she|they|it) (?:save|tip|lose|put aside|set aside)|how much (?:tip|vat|tax|commission|"
    rf"interest|discount)|(?:calculate|work out|compute|tell me) {_PART_NAMES}|size of {_PART_NAMES}|"
    rf"amount of {_PART_NAMES}"
)
_INCLUDED = r"includ\w+|incl|inclusive|contains?|with vat|after tax|gross"
_BEFORE = (
    r"before|without|net|excluding|exclusive|excl|ex|original\w*|was it|originally|real price|minus vat|"
    r"pre tax|old price|actual price"
)
_REST = (
    r"free|empty|available|unsold|vacant|not|n't|rest|remain\w*|left|others?|still|missing|except|failed|didn't|without"
)


def applied(base: Amount, problem: Problem) -> Amount | None:
    """A base amount after all the percentages of a problem.

    Args:
        base: What they are of.
        problem: With its percentages.

    Returns:
        What is asked for; `None` where it is not plain what a percentage does.
    """
    percents = [quantity for quantity in problem.quantities if quantity.kind == "percent"]
    if len(percents) > 3:
        return None
    if len(percents) == 2 and not any(direction(problem.around(one, 8, 8), problem, False) for one in percents):
        return _beside(base, percents, problem)
    result: Amount | None = base
    way = 0
    for percent in percents:
        if result is None:
            return None
        way = direction(problem.around(percent, 8, 8), problem, len(percents) == 1) or way
        result = _one(result, percent, problem, way, single=len(percents) == 1)
    return result


def _beside(base: Amount, percents: list[Quantity], problem: Problem) -> Amount | None:
    """Two parts of one whole (`45 % goes on rent and 17.5 % on food`): what neither takes; one part of the other is refused."""
    text = problem.question.whole
    if re.search(r"\bof (?:these|those|them|the (?:rest|remainder|remaining))\b|\b(?:then|of which)\b", text):
        return _one_after_other(base, percents, problem)
    if not problem.question.asks(_REST):
        return _one_after_other(base, percents, problem)
    return base * (of(100) - percents[0].amount - percents[1].amount) / of(100)


def _one_after_other(base: Amount, percents: list[Quantity], problem: Problem) -> Amount | None:
    result: Amount | None = base
    for percent in percents:
        result = None if result is None else _one(result, percent, problem, 0, single=False)
    return result


def _one(base: Amount, percent: Quantity, problem: Problem, way: int, *, single: bool) -> Amount | None:
    question, rate, whole = problem.question, percent.amount, of(100)
    part = base * rate / whole
    if re.search(
        (
            r"\b(?:that|this|which|it|these|they) (?:is|are|was|were|makes|make|makes up) (?:only |exactly |"
            r"about |just |already )?$"
        ),
        problem.leading(percent) + " ",
    ) and (re.match(r"of\b", problem.following(percent))):
        return base * whole / rate
    after_change = question.asks(_BEFORE) and (
        question.tells(_INCLUDED) or way < 0 or question.asks("original\\w*|before|without")
    )
    if after_change and (
        question.tells(
            rf"{_INCLUDED}|after|already|now|reduced|with|sale|paid|pays?|less|off|down|brings?|brought|went up|gone up|rose|risen|rises|increased|raised|grew|grown|fell|fallen|dropped|cut"
        )
    ):
        return _reversed(base, rate, -1 if way < 0 else 1)
    if single and question.asks(_ASKS_PART):
        if question.tells(_INCLUDED) and question.tells("vat|tax"):
            gross = _reversed(base, rate, 1)
            return base - gross if gross is not None else None
        return part
    if way == 0:
        return _part(base, part, percent, problem)
    return base * (whole + rate) / whole if way > 0 else base * (whole - rate) / whole


def direction(around: str, problem: Problem, single: bool) -> int:
    """1 where a percentage is put on top, -1 where it comes off, 0 where it only names a part."""
    near_up, near_down = _nearest(_UP, around), _nearest(_DOWN, around)
    if problem.question.asks(r"left|keep|remain\w*|take home|get out") and re.search(
        r"# (?:of )?(?:income |the )?(?:tax|taxes|fees?)\b", around
    ):
        return -1
    if near_up is None and near_down is None and single:
        question = problem.question
        if question.tells(r"discount\w*|% off|reduced|sale|rebate"):
            return -1
        if question.tells(r"tip|vat|tax|raise|markup|surcharge|interest|increase\w*|more expensive") and question.asks(
            r"total|altogether|pay|gross|new|with|including|now|then|final|in all|after|selling|cost|salary|rent|"
            r"price|have|get|will be"
        ):
            return 1
        return 0
    if near_down is None:
        return 1 if near_up is not None else 0
    if near_up is None:
        return -1
    return 1 if near_up < near_down else -1


def _nearest(pattern: str, around: str) -> int | None:
    middle = around.find("#")
    spots = [
        abs((found.start() if found.start() > middle else found.end()) - middle)
        for found in re.finditer(rf"\b(?:{pattern})\b", around)
    ]
    return min(spots) if spots else None


def _reversed(base: Amount, rate: Amount, way: int) -> Amount | None:
    whole = of(100)
    factor = whole + rate if way > 0 else whole - rate
    return base * whole / factor if factor.value > 0 else None


_OPPOSITES = (
    ("girls", "boys"),
    ("part time", "full time"),
    ("women", "men\\b"),
    ("female", "male"),
    ("pass", "fail"),
    ("won", "lost"),
    ("adults", "children|kids"),
    ("present", "absent|sick|ill"),
    ("working", "broken|faulty|defective"),
    ("good", "bad|rotten|broken"),
    ("sold", "unsold"),
    ("young", "old"),
    ("smokers", "non"),
)


def opposed(told: str, asked: str) -> bool:
    """Whether one of two groups is told (`18 are girls`) and the other one asked (`how many boys`)."""
    return any(
        (re.search(rf"\b(?:{one})", asked) and re.search(rf"\b(?:{other})", told))
        or (re.search(rf"\b(?:{other})", asked) and re.search(rf"\b(?:{one})", told))
        for one, other in _OPPOSITES
    )


def _takes_rest(problem: Problem) -> bool:
    """`I pay 40 %, my roommate the rest: how much does my roommate pay`: who is asked about has what is left."""
    for found in re.finditer(
        r"\b([a-z]+) (?:pays |gets |takes |keeps |has |covers |does )?the (?:rest|remainder|other part)\b",
        problem.question.whole,
    ):
        if re.search(rf"\b{re.escape(found[1])}\b", problem.question.text):
            return True
    return False


def _part(base: Amount, part: Amount, percent: Quantity, problem: Problem) -> Amount | None:
    """A part that is neither added nor taken off: `35 % of them voted`; the rest, where that is asked."""
    question = problem.question
    following = problem.following(percent, 8)
    own = re.search(rf"\b(?:{_REST})\b", following) is not None and not percent.asked
    if question.asks("is that$|is that (?!left|still)[a-z]*$|are they|are those|that is|people is it"):
        return part
    if opposed(following, question.text) or _takes_rest(problem):
        return base * (of(100) - percent.amount) / of(100)
    asked = question.asks(_REST) or question.asks("downtime")
    if question.tells("uptime|availability") and question.asks("downtime|down|unavailable"):
        asked, own = True, False
    if question.asks(r"more (?:\w+ )?(?:fit|fits|go|can|hold)") and re.match(r"full", following):
        asked = True
    if asked != own:
        return base * (of(100) - percent.amount) / of(100)
    return part
