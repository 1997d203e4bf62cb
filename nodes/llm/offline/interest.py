"""Simple and compound interest."""

from __future__ import annotations

import re

from nodes.llm.offline.quantities import number, numbers, product, words_of
from nodes.llm.offline.terms import Calc, Expr

_MONEY_WORDS = frozenset(
    re.findall(
        r"\S+",
        "compound simple interest on of at a an the rate annual annually yearly per year years for over after "
        "in with compounded monthly quarterly daily dollars euros principal invested investment what is amount "
        "total final balance value if i invest deposit put savings account grow grows will be worth have how "
        "much much's would and to earn earned find calculate compute to me by compounding interest? p.a annum "
        "the",
    )
)


def interest(text: str) -> Expr | None:
    """What a sum earns or grows to; `None` where the text asks for something else."""
    rate = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|percent)", text)
    years = re.search(r"(\d+(?:\.\d+)?)\s*(years?|months?)", text)
    words = words_of(text)
    if (
        not rate
        or not years
        or not words & {"interest", "compound", "compounded", "invest", "invested", "investment", "deposit"}
    ):
        return None
    rest = text.replace(rate.group(), " ").replace(years.group(), " ")
    amounts = numbers(rest)
    if len(amounts) != 1 or not words <= _MONEY_WORDS:
        return None
    share: Expr = Calc("div", (number(rate.group(1)), number("100")))
    time: Expr = number(years.group(1))
    if years.group(2).startswith("month"):
        time = Calc("div", (time, number("12")))
    if "simple" in words:
        gain = product(amounts[0], share, time)
        return Calc("add", (amounts[0], gain)) if words & {"total", "final", "balance", "worth"} else gain
    periods = {"monthly": "12", "quarterly": "4", "daily": "365"}
    times = next((periods[word] for word in periods if word in words), None)
    if times:
        share, time = Calc("div", (share, number(times))), product(time, number(times))
    grown = product(amounts[0], Calc("pow", (Calc("add", (number("1"), share)), time)))
    gain_only = "interest" in words and not words & {
        "total",
        "final",
        "balance",
        "worth",
        "amount",
        "value",
        "have",
        "grow",
    }
    return Calc("sub", (grown, amounts[0])) if gain_only else grown
