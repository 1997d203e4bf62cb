"""Orders that work on one number: split it, add a tip, take something off, double it, a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.figure import Figure, combined, figure

N = r"(?P<n>[$€£]?\d[\d,]*(?:\.\d+)?)\s*(?:[€$£]|euros?|eur|dollars?|bucks|usd|pounds?)?"
PERCENT = r"(?P<n>\d+(?:\.\d+)?)\s*(?:%|per ?cent)"
_B = r"(?P<base>[a-z][a-z' ]*?)"
_WHAT = r"(?:what(?:'s| is| would be| are)|how much (?:is|are|would)|whats)\s+"

_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "twelfth": 12}

Op = Callable[[Figure, Figure], Figure]


def _percent_more(base: Figure, n: Figure) -> Figure:
    return combined("mul", base, figure(1 + n.value / 100))


def _percent_less(base: Figure, n: Figure) -> Figure:
    return combined("mul", base, figure(1 - n.value / 100))


def _percent_of(base: Figure, n: Figure) -> Figure:
    return combined("mul", base, figure(n.value / 100))


def _op(name: str) -> Op:
    return lambda base, n: combined(name, base, n)


def _part(size: int) -> Op:
    return lambda base, _: combined("div", base, figure(size))


ORDERS: tuple[tuple[str, Op], ...] = (
    (rf"(?:split|divide|share)(?: {_B})?\s*(?:up )?(?:evenly|equally|fairly)?\s*(?:between|among(?:st)?|by|into|for|with|over|across)\s+(?:the |all )?{N}(?:\s+(?:of us|(?:equal )?\w+))?(?:\s+(?:evenly|equally))?", _op("div")),
    (rf"(?:add|put|include|with)(?: on)?(?: an?| the)? {PERCENT}(?:\s+(?!to\b|on\b)\w+){{0,2}}(?:\s+(?:to|on(?: top of)?)\s+{_B})?(?: on top)?", _percent_more),
    (rf"(?:take|subtract|deduct|knock|give|apply|minus)(?: off)?(?: an?| the)? {PERCENT}(?:\s+(?:off|discount|rebate|reduction|from|of|on))*(?:\s+{_B})?(?:\s+off)?", _percent_less),
    (rf"(?:increase|raise|bump(?: up)?|grow)\s+(?:{_B}\s+)?by\s+{PERCENT}", _percent_more),
    (rf"(?:decrease|reduce|lower|cut|discount)\s+(?:{_B}\s+)?by\s+{PERCENT}", _percent_less),
    (rf"(?:increase|raise|bump(?: up)?|increment)\s+(?:{_B}\s+)?by\s+{N}", _op("add")),
    (rf"(?:decrease|reduce|lower|decrement)\s+(?:{_B}\s+)?by\s+{N}", _op("sub")),
    (rf"(?:{_WHAT})?{PERCENT} (?:of|from)\s+{_B}", _percent_of),
    (rf"multiply\s+(?:{_B}\s+)?(?:by|with)\s+{N}|{_B.replace('base', 'base2')} times {N.replace('<n>', '<n2>')}", _op("mul")),
    (rf"(?:how much |what )?(?:do |would |will |for )?{N} (?:of (?P<base>them|these|those|it)|pieces|of the same)(?: (?:would |will )?(?:cost|costs|come to|are))?(?: together| in total)?", _op("mul")),
    (rf"divide\s+(?:{_B}\s+)?by\s+{N}", _op("div")),
    (rf"add\s+{N}(?: more)?(?:\s+to\s+{_B})?", _op("add")),
    (rf"(?:subtract|deduct|take(?: away)?)\s+{N}(?:\s+(?:from|off)\s+{_B})?", _op("sub")),
    (rf"(?:double|twice)(?:\s+{_B})?", lambda base, _: combined("mul", base, figure(2))),
    (rf"triple(?:\s+{_B})?", lambda base, _: combined("mul", base, figure(3))),
    (rf"(?:halve|half)(?: of)?(?:\s+{_B})?", lambda base, _: combined("div", base, figure(2))),
    (rf"(?:{_WHAT}|convert |write )?{_B}(?: from (?:degrees )?\w+)? (?:in|to|into) (?:degrees )?fahrenheit", lambda base, _: combined("add", combined("mul", base, figure("1.8")), figure(32))),
    (rf"(?:{_WHAT}|convert |write )?{_B}(?: from (?:degrees )?\w+)? (?:in|to|into) (?:degrees )?celsius", lambda base, _: combined("div", combined("sub", base, figure(32)), figure("1.8"))),
    *((rf"(?:(?:a|one) )?{name}(?: of)?\s+{_B}", _part(size)) for name, size in _PARTS.items()),
    (rf"square(?:\s+{_B})?", lambda base, _: combined("mul", base, base)),
)  # fmt: skip


def order_in(text: str) -> tuple[str, Callable[[Figure], Figure]] | None:
    """The order that a whole clause gives: what it works on, and how.

    Args:
        text: Without files and marks.
    """
    text = re.sub(r"\bby one\b", "by 1", re.sub(r"\s+", " ", text), flags=re.IGNORECASE).strip(" ,.?!")
    for pattern, op in ORDERS:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found is None:
            continue
        held = found.groupdict()
        n = figure(held.get("n") or held.get("n2") or "0")
        if "div" in pattern[:12] and not n.value:
            return None
        return (held.get("base") or held.get("base2") or "").strip(), lambda base, op=op, n=n: op(base, n)
    return None
