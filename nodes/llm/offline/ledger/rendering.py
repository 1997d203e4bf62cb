"""An answer as the text that is written to a file or told."""

from __future__ import annotations

import re
from fractions import Fraction

from nodes.llm.offline.ledger.figure import Figure, figure
from nodes.llm.offline.ledger.query import Answer
from nodes.llm.offline.ledger.table import Row, value_of
from nodes.llm.offline.terms import Calc, Concat, Derived, Expr, Literal

_SAMPLE = re.compile(
    r"^(?P<lead>\W*)(?P<name>[^\W\d][^\d:=,;|]*?|<[^<>]*>|\{[^{}]*\})(?P<gap>\s*[:=,;|–—-]\s*|\s+|\s*->\s*)(?P<number>[$€£]?\d[\d,.]*|<[^<>]*>|\{[^{}]*\}|[XYNM]|\.\.\.)(?P<tail>[^\d]*)$"
)


def figure_expr(number: Figure, decimals: int | None) -> Expr:
    """A number, rounded where that was asked for."""
    if decimals is None:
        return number.expr
    if decimals == 0:
        return Calc("round", (number.expr,))
    return Derived("fixed", (number.expr,), (str(decimals), "", ""))


def written(answer: Answer, *, to: str = "", plain: str = "") -> Expr:
    """What goes into a file.

    Args:
        answer: What was asked for.
        to: The file's name; a table goes into a `.csv` with its header.
        plain: The sample of a line, if one was given.
    """
    decimals = answer.layout.decimals
    if answer.text is not None:
        return answer.text
    if answer.kind == "number" and answer.figure is not None:
        return figure_expr(answer.figure, decimals)
    if answer.kind == "pairs":
        return _pairs(answer, plain)
    if answer.kind == "entry":
        return Literal(_entry(answer))
    return Literal(_rows(answer, to))


def told(answer: Answer) -> Expr:
    """What is said: for an entry its name and its number."""
    if answer.kind == "entry" and answer.wanted:
        row = answer.rows[0]
        number = "" if answer.figure is None else str(getattr(answer.figure.expr, "text", ""))
        shown = [row.cells[at] for at in answer.wanted]
        more = [number] if number and all(value_of(cell) is None for cell in shown) else []
        return Literal(" ".join([*shown, *more]))
    return written(answer)


def _entry(answer: Answer) -> str:
    row = answer.rows[0]
    if answer.wanted:
        return " ".join(row.cells[at] for at in answer.wanted)
    text = answer.words
    if (
        re.search(
            r"\b(?:numbers?|values?|amounts?|scores?|prices?|figures?|temperatures?|readings?|costs?)\b",
            text,
            re.IGNORECASE,
        )
        or len(row.cells) == 1
    ):
        return str(getattr(answer.figure.expr, "text", "")) if answer.figure is not None else row.line
    return row.line.strip()


def _rows(answer: Answer, to: str) -> str:
    rows = list(answer.rows)
    if answer.wanted:
        gap = (
            " "
            if not answer.table.mark
            else f"{answer.table.mark} "
            if answer.table.mark == "," and not answer.table.headed
            else answer.table.mark
        )
        lines = [gap.join(row.cells[at] for at in answer.wanted) for row in rows]
    else:
        lines = [row.line.strip() for row in rows]
    if answer.layout.unique or (answer.wanted and len(set(lines)) < len(lines) and answer.layout.names_only):
        lines = list(dict.fromkeys(lines))
    if answer.layout.order == "letters":
        lines.sort(key=str.lower)
    elif answer.layout.order in ("up", "down"):
        lines = _by_number(lines, rows, answer)
    headed = answer.table.header is not None and not answer.wanted and answer.layout.header is not False
    whole = headed and (answer.layout.header or to.lower().endswith((".csv", ".tsv")))
    return answer.layout.separator.join([*([str(answer.table.header)] if whole else []), *lines[: answer.layout.first]])


def _by_number(lines: list[str], rows: list[Row], answer: Answer) -> list[str]:
    numeric = answer.table.numeric()
    if len(numeric) != 1 or len(lines) != len(rows):
        return lines
    worth: dict[int, Fraction] = {
        place: value_of(row.cells[numeric[0]]) or Fraction(0) for place, row in enumerate(rows)
    }
    places = sorted(worth, key=lambda place: worth[place], reverse=answer.layout.order == "down")
    return [lines[place] for place in places]


def _pairs(answer: Answer, sample: str) -> Expr:
    pairs = list(answer.pairs)
    if answer.layout.order == "letters":
        pairs.sort(key=lambda pair: pair[0].lower())
    elif answer.layout.order:
        pairs.sort(key=lambda pair: pair[1].value, reverse=answer.layout.order == "down")
    found = _SAMPLE.match(sample.strip()) if sample else None
    gap = found["gap"] if found else ": "
    money = found is not None and re.search(r"\.\d\d$", found["number"])
    decimals = answer.layout.decimals if answer.layout.decimals is not None else 2 if money else None
    sign = re.match(r"[$€£]", found["number"]) if found else None
    tail = found["tail"] if found else ""
    lead = found["lead"] if found else ""
    lines: list[Expr] = []
    for name, number in pairs[: answer.layout.first]:
        before = f"{lead}{name}{gap}{sign.group() if sign else ''}"
        lines.append(Concat((Literal(before), figure_expr(number, decimals), Literal(tail))))
    return lines[0] if len(lines) == 1 else Concat(tuple(lines), "\n")


def counted(answer: Answer) -> Figure:
    """How many entries an answer has."""
    return figure(len(answer.pairs) or len(answer.rows))
