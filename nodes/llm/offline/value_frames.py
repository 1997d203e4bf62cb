"""Values in words that the arithmetic grammar does not hold: transforms of texts, lists, columns; see `values.frames`."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.dates import parse_date
from nodes.llm.offline.formulas import formula
from nodes.llm.offline.frames import Slots, first_meaning, path_of
from nodes.llm.offline.lists import listed, sequence_of, table_of
from nodes.llm.offline.sources import needle_of, quoted, text_source, word_source
from nodes.llm.offline.terms import (
    Compared,
    Concat,
    Expr,
    Fetched,
    FileText,
    Fold,
    Listing,
    Literal,
    Measure,
    Pointer,
    Test,
    Transform,
)
from nodes.llm.offline.values import parse_value
from nodes.llm.offline.vocabulary import AGGREGATES, THINGS

_LEAD = re.compile(
    r"^(?:(?:the\s+)?(?:(?:final|correct|exact|numeric|numerical)\s+)?(?:result|answer|value|outcome|"
    r"output|solution)s?\s+(?:of|to|for|from)\s+"
    r"(?:the\s+)?(?:calculation\s+|expression\s+|computing\s+|calculating\s+|question\s+|what is\s+)?"
    r"|what(?:'s|’s|s| is| are| was)\s+(?:on\s+)?|what (?:do|would|will|does) (?:you|i|we|one) "
    r"(?:get|have) (?:if|when) (?:you|i|we|one)\s+|how much (?:is|are)\s+|calculate\s+|compute\s+|"
    r"the\s+calculation\s+(?:of\s+)?|the\s+number\s+(?=\d))",
    re.IGNORECASE,
)


_TRAIL = re.compile(
    r"\s*(?:=|\bis what|\s(?:is|equals)$|\bequals what|\bequals|\bis how much|\bmakes what|\bis equal to what|\bgives "
    r"what|[\s,]+in total|[\s,]+altogether|[\s,]+combined|[\s,]+in all)\s*\??$",
    re.IGNORECASE,
)


_REPEATED = re.compile(
    r"(?:numbers|number|values|value|lines|words|all|content|contents|integers|amounts|items|characters|files|line|word)",
    re.IGNORECASE,
)


def value_of(text: str) -> Expr | None:
    """Read a text as a value: a quote, arithmetic, a date, a list, or a frame of `values.frames`.

    Returns:
        The expression with its references unresolved; `None` where it is none.
    """
    text = _TRAIL.sub("", re.sub(r"(?<![\d)])!+$", "", text.strip().rstrip("?.,;: ")))
    if not text or len(text) > 3000:
        return None
    for _ in range(3):
        value: Expr | None = quoted(text) or parse_date(text) or table_of(text) or parse_value(text)
        if value is None:
            value = formula(text) or sequence_of(text)
        if value is None:
            value = first_meaning("values", BUILDERS, text)
        if value is not None:
            return value
        shorter = _LEAD.sub("", text, count=1)
        if shorter == text:
            return None
        text = shorter
    return None


def _transform(slots: Slots) -> Expr | None:
    source = word_source(slots["x"])
    return None if source is None else Transform(slots["_"], source)


def _lines(slots: Slots) -> Expr:
    return Transform(slots["_"], FileText(path_of(slots["file"])), (needle_of(slots["needle"]),))


def _line(slots: Slots) -> Expr | None:
    source = text_source(slots["x"])
    return None if source is None else Transform("line", source, (slots["_"],))


def _column(slots: Slots) -> Expr | None:
    kind = slots.get("kind", "sum").lower()
    kind = {"sum": "sum", "total": "sum", "count": "count", "product": "product", **AGGREGATES}.get(kind, "")
    column = re.sub(r"^(?:(?:the|all|of|values|in)\s+)+", "", slots["column"], flags=re.IGNORECASE)
    if not kind or not column or _REPEATED.fullmatch(column) or len(column) > 40 or column[0] >= "\ue800":
        return None
    return Fold(kind, FileText(path_of(slots["file"])), column)


def _which(slots: Slots) -> Expr | None:
    kind = AGGREGATES.get(slots["kind"].lower())
    return None if kind is None else Fold(kind, FileText(path_of(slots["file"])))


def _measure(slots: Slots) -> Expr | None:
    unit = THINGS.get(slots["unit"].lower())
    if unit is None:
        return None
    source = word_source(slots["x"]) if unit not in ("lines", "words") else text_source(slots["x"])
    return None if source is None else Measure(unit, source)


def _length(slots: Slots) -> Expr | None:
    return _measure({"unit": "characters", "x": slots["x"]})


def _count_lines_with(slots: Slots) -> Expr:
    return Measure("lines", Transform("lines_with", FileText(path_of(slots["file"])), (needle_of(slots["needle"]),)))


def _occurrences(slots: Slots) -> Expr | None:
    source = word_source(slots["x"])
    needle = needle_of(slots["needle"])
    if source is None or (needle.lower() in THINGS and not MARKED.match(needle)):
        return None
    whole = re.match(r"(?:the\s+)?(?:word|name|term)\b", slots["needle"], re.IGNORECASE) or slots["_"] == "word"
    return Measure("words_like" if whole else "occurrences", source, Literal(needle))


MARKED = re.compile("[\ue000-\uf8ff]")


def _followed(slots: Slots) -> Expr | None:
    left, right = value_of(slots["a"]), value_of(slots["b"])
    if not (isinstance(left, Literal) and not left.number):
        return None
    if right is None or isinstance(right, Fetched | Listing):
        return None
    return Concat((left, right), "@space")


def _joined(slots: Slots) -> Expr | None:
    if len(slots["a"]) > 100 or len(slots["b"]) > 100:
        return None
    parts = [value_of(slots[name]) or Literal(slots[name]) for name in ("a", "b")]
    return Concat((parts[0], parts[1]), "@space")


def _property(slots: Slots) -> Expr | None:
    source = text_source(slots["x"]) or parse_value(slots["x"]) or word_source(slots["x"])
    return None if source is None else Test(slots["_"], source)


def _contains(slots: Slots) -> Expr | None:
    source = text_source(slots["x"])
    return None if source is None else Test("contains", source, Literal(needle_of(slots["needle"])))


def _sorted(slots: Slots) -> Expr | None:
    return sort_of(slots["x"], slots.get("how", ""))


def sort_of(source_text: str, how: str) -> Expr | None:
    """A sort, with its order taken from the words around it; `None` where nothing is there to sort."""
    source: Expr | None = text_source(source_text)
    kind = "sort"
    if source is None:
        words = listed(source_text)
        if words is None:
            return None
        source, kind = Literal("\n".join(words)), "sort_inline"
    descending = re.search(
        r"revers|descend|z\s*(?:to|-)\s*a|(?:largest|highest|biggest)\s+(?:first|to)|high to low|desc\b|"
        r"from (?:the )?(?:largest|highest|biggest)|longest",
        how,
        re.IGNORECASE,
    )
    by = "length" if re.search(r"length|longest|shortest", how, re.IGNORECASE) else ""
    return Transform(kind, source, ("descending" if descending else "ascending", by))


def _compared(slots: Slots) -> Expr | None:
    left, right = parse_value(slots["a"]), parse_value(slots["b"])
    op = COMPARISONS.get(re.sub(r"\s+", " ", slots.get("op", "").lower().strip()))
    return None if left is None or right is None or op is None else Compared(op, (left, right))


def _winner(slots: Slots) -> Expr | None:
    operands = [parse_value(part) for part in re.split(r"\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+", slots["list"])]
    if len(operands) < 2 or any(operand is None for operand in operands):
        return None
    return Compared(slots["_"], tuple(operand for operand in operands if operand is not None))


COMPARISONS = {
    **dict.fromkeys(
        (
            "more than",
            "greater than",
            "larger than",
            "bigger than",
            "over",
            "above",
            "higher than",
            ">",
            "exceeds",
            "exceed",
            "longer than",
            "at more than",
            "after",
        ),
        ">",
    ),
    **dict.fromkeys(
        ("less than", "smaller than", "under", "below", "lower than", "<", "fewer than", "shorter than", "before"), "<"
    ),
    **dict.fromkeys(("at least", ">=", "greater than or equal to", "not less than", "more than or equal to"), ">="),
    **dict.fromkeys(("at most", "<=", "less than or equal to", "not more than", "no more than"), "<="),
    **dict.fromkeys(("equal to", "equals", "the same as", "=", "==", "exactly", "equal", ""), "=="),
    **dict.fromkeys(("not equal to", "different from", "!=", "not"), "!="),
}


BUILDERS: dict[str, Callable[[Slots], Expr | None]] = {
    "contents": lambda slots: FileText(path_of(slots["file"])),
    "lines": _lines,
    "line": _line,
    "count_lines_with": _count_lines_with,
    "column": _column,
    "measure": _measure,
    "length": _length,
    "occurrences": _occurrences,
    "transform": _transform,
    "sorted": _sorted,
    "property": _property,
    "contains": _contains,
    "spread": lambda slots: Fold("range", FileText(path_of(slots["file"]))),
    "which": _which,
    "followed": _followed,
    "joined": _joined,
    "compared": _compared,
    "winner": _winner,
    "pointer": lambda slots: Pointer(slots["_"]),
    "listing": lambda slots: Listing("."),
}
