"""School formulas: areas and volumes, interest, distance and speed, prices of several items."""

from __future__ import annotations

import re

from nodes.llm.offline.interest import interest
from nodes.llm.offline.numerals import merge
from nodes.llm.offline.quantities import number, numbers, product, words_of
from nodes.llm.offline.terms import Calc, Expr, Literal

_PI = Literal("pi", number=True)


_ROUNDED = re.compile(
    r"[\s,]*\b(?:rounded|round(?:ed)? it)?\s*to\s+(\w+)\s+decimals?(?:\s+(?:places?|digits?|points?))?$", re.IGNORECASE
)


_SHAPE_WORDS = frozenset(
    re.findall(
        r"\S+",
        "area perimeter circumference volume surface hypotenuse diagonal of a an the circle rectangle square "
        "triangle cube box cuboid sphere cylinder cone right rectangular angled with and by x is are has "
        "having whose sides side side's radius diameter width length height base edge edges legs leg lengths "
        "dimensions times tall wide long room find calculate compute what garden field cm m meters metres feet "
        "ft inches in km units unit centimeters whats what's that measuring measures if floor pool wall "
        "circular shaped piece square-shaped",
    )
)


def formula(text: str) -> Expr | None:
    """Read a phrase as one of the formulas; `None` where it is none."""
    if len(text) > 240 or re.search("[\ue000-\uf8ff]", text):
        return None  # what goes into a file is no part of a formula
    rounded = _ROUNDED.search(text)
    if rounded:
        inner = formula(text[: rounded.start()])
        digits = merge([rounded.group(1).lower()])[0]
        return Calc("round", (inner, number(digits))) if inner is not None and digits.isdigit() else None
    plain = " ".join(merge(text.lower().replace("-", " ").replace("?", " ").split()))
    return _shape(plain) or interest(plain) or _shopping(plain) or _discounted(plain) or _travel(plain) or _each(plain)


def _shape(text: str) -> Expr | None:
    words = words_of(text)
    if (
        not words & {"area", "perimeter", "circumference", "volume", "hypotenuse", "diagonal"}
        or not words <= _SHAPE_WORDS
    ):
        return None
    sizes = numbers(text)
    square = [Calc("pow", (size, number("2"))) for size in sizes]
    if "hypotenuse" in words or "diagonal" in words:
        return Calc("sqrt", (Calc("add", tuple(square)),)) if len(sizes) == 2 else None
    if "circle" in words or "circular" in words or "circumference" in words:
        return _circle(words, sizes)
    if "volume" in words:
        return _volume(words, sizes)
    if "triangle" in words:
        if "perimeter" in words:
            return Calc("add", tuple(sizes)) if len(sizes) == 3 else None
        return Calc("div", (product(*sizes), number("2"))) if len(sizes) == 2 else None
    if len(sizes) == 1 and "square" in words:
        return product(number("4"), sizes[0]) if "perimeter" in words else square[0]
    if len(sizes) != 2:
        return None
    return product(number("2"), Calc("add", tuple(sizes))) if "perimeter" in words else product(*sizes)


def _circle(words: set[str], sizes: list[Expr]) -> Expr | None:
    if len(sizes) != 1:
        return None
    radius = Calc("div", (sizes[0], number("2"))) if "diameter" in words else sizes[0]
    if "area" in words:
        return product(_PI, Calc("pow", (radius, number("2"))))
    return product(number("2"), _PI, radius)


def _volume(words: set[str], sizes: list[Expr]) -> Expr | None:
    cubed = Calc("pow", (sizes[0], number("3"))) if sizes else None
    if "sphere" in words and len(sizes) == 1 and cubed:
        return Calc("div", (product(number("4"), _PI, cubed), number("3")))
    if "cube" in words and len(sizes) == 1:
        return cubed
    if len(sizes) == 3:
        return product(*sizes)
    if len(sizes) == 2 and words & {"cylinder", "cone"}:
        body = product(_PI, Calc("pow", (sizes[0], number("2"))), sizes[1])
        return Calc("div", (body, number("3"))) if "cone" in words else body
    return None


def _shopping(text: str) -> Expr | None:
    """`3 apples at 1.25 each and 2 oranges at 0.80 each`."""
    each = (
        r"(\d+)\s+(?:[a-z]+\s+){1,3}?(?:at|for|costing|that cost|priced at|cost|"
        r"@)\s+[$€£]?\s*(\d+(?:\.\d+)?)\s*(?:dollars|euros|bucks)?\s*(?:each|apiece|per \w+|a piece)?"
    )
    parts = list(re.finditer(each, text))
    if (
        not parts
        or not re.search(r"total|how much|cost|pay|spend|altogether|in all|price of|sum", text)
        or (len(parts) == 1 and "each" not in text and "per" not in text)
    ):
        return None
    if len(numbers(text)) != 2 * len(parts):
        return None
    products = [product(number(part.group(1)), number(part.group(2))) for part in parts]
    return products[0] if len(products) == 1 else Calc("add", tuple(products))


def _discounted(text: str) -> Expr | None:
    """`a shirt costs $40 and is 25% off`."""
    found = re.search(
        r"(?:costs?|priced at|price is|is priced at|worth|originally|normally|was|for|bill (?:is|of|was|"
        r"comes to)|price of|item)\s+(?:for\s+)?[$€£]?\s*(\d+(?:\.\d+)?)",
        text,
    )
    change = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:%|percent)\s*(off|discount|sale|cheaper|less|tip|tax|vat|sales tax|increase|markup|more|reduction)?",
        text,
    )
    if change and not found:
        found = re.search(r"(?:^|\s)[$€£]?\s*(\d+(?:\.\d+)?)(?=\s|$|[,.])", text.replace(change.group(), " "))
    if (
        not found
        or not change
        or len(numbers(text)) != 2
        or not re.search(r"price|pay|cost|how much|total|final|tip|amount", text)
    ):
        return None
    price = number(found.group(1))
    share = Calc("div", (product(price, number(change.group(1))), number("100")))
    kind = change.group(2) or (
        "off" if re.search(r"discount|off|reduced|sale", text) else "tip" if "tip" in text else ""
    )
    if kind in ("off", "discount", "sale", "cheaper", "less", "reduction"):
        return Calc("sub", (price, share))
    if kind and re.search(r"total|final|pay|with (?:the )?t|including|altogether|in all", text):
        return Calc("add", (price, share))
    return share if kind in ("tip", "tax", "vat", "sales tax") else None


def _travel(text: str) -> Expr | None:
    speed = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:km/h|kmh|kph|mph|miles per hour|miles an hour|km per hour|kilometers per "
        r"hour|kilometres per hour|m/s|meters per second)",
        text,
    )
    time = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|seconds?)\b", text.replace(speed.group(), " ") if speed else text
    )
    distance = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:km|miles|kilometers|kilometres|meters|metres)\b(?!/|\s*per|\s+an hour)", text
    )
    if not re.search(r"far|distance|long|speed|travel|drive|drives|goes|run|fast", text) or len(numbers(text)) != 2:
        return None
    if speed and time and re.search(r"far|distance|many (?:km|miles|kilometers)", text):
        return product(number(speed.group(1)), number(time.group(1)))
    if speed and distance and re.search(r"long|time|hours", text):
        return Calc("div", (number(distance.group(1)), number(speed.group(1))))
    if distance and time and re.search(r"speed|fast", text):
        return Calc("div", (number(distance.group(1)), number(time.group(1))))
    return None


def _each(text: str) -> Expr | None:
    """`7 boxes with 12 eggs each, how many eggs`; `24 cookies shared among 6 kids, how many each`."""
    one = re.search(
        r"(\d+) [a-z]+ (?:cost|costs|are|is) [$€£]?\s*(\d+(?:\.\d+)?)\b.*how much (?:does|is|would|for) (?:1|each|a)\b",
        text,
    )
    if one:
        return Calc("div", (number(one.group(2)), number(one.group(1))))
    given = numbers(text)
    if len(given) != 2 or "%" in text or not re.search(r"how (?:many|much)|total|altogether|in all", text):
        return None
    times_into = re.fullmatch(
        r"how many times (?:does|can|do|will) (\d[\d.,]*) (?:go|goes|fit|fits|divide|be divided|be "
        r"subtracted)(?: evenly)? (?:into|in|from) (\d[\d.,]*)",
        text,
    )
    if times_into:
        return Calc("div", (number(times_into.group(2)), number(times_into.group(1))))
    if re.search(
        r"(?:split|divided?|shared?|distribute[sd]?|splitting|sharing)\b.*\b(?:between|among|amongst|into|by|equally|evenly|with)",
        text,
    ):
        return Calc("div", (given[0], given[1]))
    if re.search(r"\bcosts?\s+[$€£]?\s*\d.*\bhow much (?:do|would|will|does|is|are|for)\b", text):
        return product(given[0], given[1])
    if re.search(
        r"how (?:many|much)\b.*\b(?:each|every|per|one)\b.*\b(?:get|gets|receive|receives|pay|pays|have|"
        r"has|be)$|\beach (?:get|gets|receive|pay)|per person$",
        text,
    ):
        return Calc("div", (given[0], given[1]))
    if (
        re.search(r"\b(?:each|per|every|apiece)\b", text)
        and any(one.text.isdigit() for one in given if isinstance(one, Literal))  # one of them counts
        and re.search(r"total|altogether|in all|how (?:many|much)", text)
        and re.search(
            r"\b(?:with|has|have|contains?|hold|holds|at|costs?|of|are|reads?|makes?|earns?|per|walks?|runs?|drinks?|saves?)\b",
            text,
        )
    ):
        return product(given[0], given[1])
    return None
