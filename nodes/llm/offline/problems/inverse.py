"""Numbers asked backwards: a missing factor, the number thought of, the last mark for an average, a side of a known area."""

from __future__ import annotations

import re
from fractions import Fraction

from nodes.llm.offline.problems.amount import Amount, called, of, total
from nodes.llm.offline.problems.dimension import dimension, one
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.shapes import root

_N = r"(\d+(?:\.\d+)?)"
_GIVES = r"(?:gives?|makes?|is|are|equals?|=|to get|to make|to give|results? in|comes? to|yields?|to reach|to be)(?: me| us)?"
_WHAT = r"(?:what|which|how (?:much|many)|(?:what|which|a|some) (?:whole )?number|\?)"
_OPS = {
    "times": "mul", "multiplied by": "mul", "x": "mul", "*": "mul", "×": "mul", "plus": "add", "+": "add", "added to": "add",
    "minus": "sub", "-": "sub", "less": "sub", "divided by": "div", "/": "div", "÷": "div", "over": "div",
}  # fmt: skip
_OP = "(" + "|".join(re.escape(word) for word in sorted(_OPS, key=len, reverse=True)) + ")"


def missing_number(problem: Problem) -> Amount | None:
    """`14 times what gives 322`, `which number cubed makes 3375`, `what must I add to 35 to get 100`."""
    whole = problem.question.whole
    power = re.search(rf"\b{_WHAT}(?: \w+)? (squared|cubed) {_GIVES} {_N}", whole)
    power = power or re.search(rf"\b(square|cube) of {_WHAT}(?: \w+)? {_GIVES} {_N}", whole)
    if power and len(problem.quantities) == 1:
        return root(of(power[2])) if power[1].startswith("square") else cube_root(of(power[2]))
    if len(problem.quantities) != 2:
        return None
    right = re.search(rf"(?<![\d.]){_N} {_OP} {_WHAT} {_GIVES} {_N}", whole)
    if right:
        given, result = of(right[1]), of(right[3])
        return _undone_right(_OPS[right[2]], given, result)
    left = re.search(rf"\b{_WHAT} {_OP} {_N} {_GIVES} {_N}", whole)
    if left:
        return _undone(_OPS[left[1]], of(left[2]), of(left[3]))
    result_first = re.search(rf"(?<![\d.]){_N} (?:is|are|equals|=) {_N} {_OP} (?:what|which)", whole)
    if result_first:
        return _undone_right(_OPS[result_first[3]], of(result_first[2]), of(result_first[1]))
    return _wanted_step(whole)


def _wanted_step(whole: str) -> Amount | None:
    asked = r"\b(?:what|how much|how many|which number|by what|by how much)\b.* "
    asked += rf"(add|subtract|take|multiply|divide)\b.*?{_N}.*? {_GIVES} {_N}"
    found = re.search(asked, whole)
    if not found:
        return None
    given, result = of(found[2]), of(found[3])
    if found[1] == "add":
        return result - given
    if found[1] in ("subtract", "take"):
        return given - result
    return _undone_right("mul" if found[1] == "multiply" else "div", given, result)


def _undone_right(op: str, given: Amount, result: Amount) -> Amount | None:
    if op == "add":
        return result - given
    if op == "sub":
        return given - result
    if op == "mul":
        return result / given
    return given / result


def _undone(op: str, given: Amount, result: Amount) -> Amount:
    if op == "add":
        return result - given
    if op == "sub":
        return result + given
    return result / given if op == "mul" else result * given


_STEPS = re.compile(
    r"(?:(?P<op>multipl\w+|times|divid\w+|add\w*|plus|subtract\w*|minus|take (?:away|off)?)"
    r"(?: it| that| the \w+| this)?(?: by| to)? ?"
    r"(?P<n>\d+(?:\.\d+)?)|(?P<word>double\w*|triple\w*|halve\w*|treble\w*))"
)
_WORDS = {"double": ("mul", "2"), "triple": ("mul", "3"), "treble": ("mul", "3"), "halve": ("div", "2")}
_VERBS = {
    "mul": "mul",
    "tim": "mul",
    "div": "div",
    "add": "add",
    "plu": "add",
    "sub": "sub",
    "min": "sub",
    "tak": "sub",
}


def thought_of(problem: Problem) -> Amount | None:
    """`I think of a number, double it and add 6; the result is 40`: the steps undone, last one first."""
    whole = problem.question.whole
    found = re.search(
        rf"\b(?:think(?:ing)? of|thought of|take|pick|picked|chose|have) a (?:certain |secret )?number\b(?P<steps>.*?)"
        rf"\b(?:get|got|is|gives?|gave|makes?|equals?|end up with|have|answer|result)\b(?: \w+){{0,2}} {_N}",
        whole,
    )
    if not found:
        return None
    steps = [
        _WORDS[next(name for name in _WORDS if step["word"].startswith(name[:5]))]
        if step["word"]
        else (_VERBS[step["op"][:3]], step["n"])
        for step in _STEPS.finditer(found["steps"])
    ]
    if not steps or len(problem.quantities) != 1 + sum(op is not None for op in re.findall(_N, found["steps"])):
        return None
    result = of(found[2])
    for op, number in reversed(steps):
        result = _undone(op, of(number), result)
    return result


def mark_needed(problem: Problem) -> Amount | None:
    """`70 and 82 so far: what do I need in the third to average 80`: what is missing to an average."""
    question = problem.question
    wanted = re.search(
        rf"\b(?:to average|(?:for|to (?:get|have|reach|keep|bring)\b.*?|average (?:of|to be|to|is|should be))(?: to)?) "
        rf"(?:a |an |exactly )*"
        rf"(?:average of |mean of |average )?{_N}",
        question.whole,
    )
    if not question.tells("average|mean") or not question.asks("need|must|have to|should|required?") or not wanted:
        return None
    numbers = [quantity for quantity in problem.quantities if quantity.kind == "plain"]
    goals = [quantity for quantity in numbers if quantity.amount.value == Fraction(wanted[1])]
    if len(numbers) != len(problem.quantities) or not goals:
        return None
    goal = goals[-1]
    rest = [quantity for quantity in numbers if quantity is not goal]
    counts = [
        quantity
        for quantity in rest
        if quantity.end > quantity.place + 1
        and re.search(
            r"\b(?:test|exam|game|round|quiz|match|week|month|day|paper|shift|mark|grade)s?\b", repr(quantity.unit)
        )
    ]
    if len(counts) == 1 and len(rest) == 2 and question.tells("average (?:after|over|of|is|so far)|averaged|mean"):
        so_far = next(quantity for quantity in rest if quantity is not counts[0])
        return goal.amount * (counts[0].amount + of(1)) - so_far.amount * counts[0].amount
    scores = [quantity for quantity in rest if quantity not in counts or quantity.series]
    if not scores or any(quantity.amount.value != len(scores) for quantity in counts if quantity not in scores):
        return None
    return goal.amount * of(len(scores) + 1) - total([quantity.amount for quantity in scores])


def side(problem: Problem) -> Amount | None:
    """The side of a square or a cube whose size is told; the other side of a rectangle; a third angle."""
    given, question = problem.plain, problem.question
    if len(given) != len(problem.quantities) or not given:
        return None
    asks_side = question.asks("sides?|edges?|long|wide|width|length|breadth|tall|deep|height|depth")
    if question.asks("area|volume|perimeter|hold"):
        return None
    if (
        len(given) == 1
        and asks_side
        and question.tells("squares?|square shaped")
        and _size(given[0].unit) in ("area", "?")
    ):
        return root(given[0].amount) if question.tells("area|size of|covers") else None
    if len(given) == 1 and asks_side and question.tells("perimeter") and question.tells("square"):
        return given[0].amount / of(4)
    if len(given) == 1 and asks_side and question.tells("cube") and _size(given[0].unit) in ("volume", "?"):
        return cube_root(given[0].amount)
    if len(given) != 2 or not asks_side or not question.tells("rectang\\w+|garden|room|field|plot|lawn|pool|floor"):
        return None
    kinds = [_size(quantity.unit) for quantity in given]
    if sorted(kinds) == ["area", "length"]:
        area, length = (given[0], given[1]) if kinds[0] == "area" else (given[1], given[0])
        fits = (area.unit, length.unit) in ((one("m2"), one("m")), (one("cm2"), one("cm")), (one("ft2"), one("foot")))
        return area.amount / length.amount if fits else None
    if kinds == ["length", "length"] and question.tells("perimeter") and given[0].unit == given[1].unit:
        around, known = sorted(given, key=lambda quantity: -quantity.amount.value)
        return around.amount / of(2) - known.amount
    return None


def _size(unit: tuple[tuple[str, int], ...]) -> str:
    return dimension(unit[0][0]) if len(unit) == 1 else ""


def angle(problem: Problem) -> Amount | None:
    """The last angle of a triangle, a quadrilateral or a straight line."""
    question = problem.question
    if not question.tells("angles?") or not question.asks("third|other|last|missing|remaining|fourth|angle"):
        return None
    whole = (
        180
        if question.tells("triang\\w+|straight line")
        else 360
        if question.tells("quadrilateral|full turn|point")
        else 0
    )
    angles = [quantity for quantity in problem.plain if quantity.unit != one("angle") or quantity.amount.value > 4]
    if not whole or not angles or len(problem.plain) != len(problem.quantities):
        return None
    known = [quantity.amount for quantity in angles]
    if question.tells("right (?:angled )?triangle|right angle") and len(known) == 1:
        known.append(of(90))
    if len(known) != (2 if question.tells("triang\\w+") else 3 if question.tells("quadrilateral") else len(known)):
        return None
    left = of(whole)
    for amount in known:
        left = left - amount
    return left if left.value > 0 else None


def cube_root(amount: Amount) -> Amount:
    """A cube root; its value is only as exact as a float."""
    return called("cbrt", amount, value=Fraction(float(amount.value) ** (1 / 3)).limit_denominator(10**9))


def total_of_parts(problem: Problem) -> Amount | None:
    """`The sum of three numbers is 90, two of them are 25 and 38: what is the third`: what is missing to the sum."""
    found = re.search(
        rf"\b(?:sum|total) of (?:the )?{_N} (?:numbers|values|sides|angles|parts|weights|prices)\b.*? (?:is|was|=|equals|comes to) {_N}",
        problem.question.whole,
    )
    if not found or not problem.question.asks("third|fourth|fifth|other|last|missing|remaining|second"):
        return None
    many, whole = int(Fraction(found[1])), of(found[2])
    values = [q.amount for q in problem.plain]
    rest = list(values)
    for number in (Fraction(found[1]), whole.value):
        rest = _without_one(rest, number)
    if len(rest) == many and any(amount.value == many - 1 for amount in rest):
        rest = _without_one(rest, Fraction(many - 1))  # `two of them are`
    if len(rest) != many - 1 or len(problem.quantities) != len(values):
        return None
    return whole - total(rest)


def _without_one(amounts: list[Amount], value: Fraction) -> list[Amount]:
    place = next((place for place, amount in enumerate(amounts) if amount.value == value), None)
    return amounts if place is None else amounts[:place] + amounts[place + 1 :]
