"""What is owed both ways, coins of several kinds, and how old someone is now: sums that a story tells by its words."""

from __future__ import annotations

import re

from nodes.llm.offline.numerals import merge
from nodes.llm.offline.terms import Calc, Expr, Literal

_N = r"[$€£]?(?P<n>\d[\d,]*(?:\.\d+)?)(?: ?(?:euros?|dollars?|pounds?|bucks|quid|€|\$|£))?"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WHO = r"(?:(?:my|our|the) [\w-]+|[A-Z][\w-]+|he|she|they)"
_I_OWE = re.compile(rf"\b(?:i|we) (?:still |also )?owe {_WHO} {_N}", re.IGNORECASE)
_OWED = re.compile(rf"\b{_WHO} (?:still |also )?owes? (?:me|us) {_N}", re.IGNORECASE)
_BALANCE = re.compile(
    r"\b(?:balance|net|overall|all in all|end up|even(?:s|ed)? out|in the end|position|plus or minus|if everyone pays|up or down)\b",
    re.IGNORECASE,
)
_COINS = re.compile(
    r"\b(?P<n>\d+|[a-z]+) (?P<v>\d+(?:\.\d+)?|[a-z]+)[- ](?P<u>euro|dollar|pound|cent|penny|pence|p|c)s?(?:[- ](?:coins?|notes?|bills?|pieces|stamps?|ones))?(?=[\s,.;?!]|$)",
    re.IGNORECASE,
)
_SMALL = frozenset(["cent", "penny", "pence", "p", "c"])
_BORN = re.compile(
    rf"\b(?P<parent>mum|mom|mother|dad|father|grandma|grandmother|grandpa|grandfather|aunt|uncle|brother|sister|[A-Z]\w+) was (?P<n>\d+)(?: years old)? when (?P<child>she|he|i|{_WHO}) was born\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?P<who>[A-Z]\w+|i|(?:my|the|her|his) \w+|he|she) (?:is|am|['’]m|['’]s) (?:now )?(?P<n>\d+)\b", re.IGNORECASE
)
_ASKED = re.compile(r"\bhow old (?:is|am|are) (?P<who>(?:(?:her|his|my|the) )?\w+)(?: now| today)?\W*$", re.IGNORECASE)


def told_by_words(text: str) -> Expr | None:
    """The balance of debts, the worth of coins, or an age.

    Args:
        text: Without file names and quotes.

    Returns:
        The expression; `None` where the text asks for none of these, or one of its numbers has no place in it.
    """
    return None if len(text) > 600 else _balance(text) or _worth(text) or _change(text) or _age(text)


def _number(text: str) -> Expr:
    return Literal(text.replace(",", ""), number=True)


def _sum(parts: list[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Calc("sum", tuple(parts))


def _balance(text: str) -> Expr | None:
    mine = [found["n"] for found in _I_OWE.finditer(text)]
    theirs = [found["n"] for found in _OWED.finditer(text)]
    if not mine or not theirs or not _BALANCE.search(text) or len(_NUMBER.findall(text)) != len(mine) + len(theirs):
        return None
    return Calc("sub", (_sum([_number(one) for one in theirs]), _sum([_number(one) for one in mine])))


_CHANGE = re.compile(r"\b(?P<n>\d+|[a-z]+) (?P<v>quarters?|dimes?|nickels?|penn(?:y|ies))\b", re.IGNORECASE)
_CENTS = {"q": "25", "d": "10", "n": "5", "p": "1"}


def _change(text: str) -> Expr | None:
    """`7 quarters, 4 dimes and 3 nickels`: in dollars, in cents where that is asked."""
    found = list(_CHANGE.finditer(text))
    counts = [_digits(one["n"]) for one in found]
    asked = re.search(r"\bhow (?:much|many cents)|\btotal|worth|altogether|sum\b", text, re.IGNORECASE)
    if len(found) < 2 or not all(counts) or asked is None or _NUMBER.search(_CHANGE.sub(" ", text)):
        return None
    parts = (
        Calc("mul", (_number(count), _number(_CENTS[one["v"][0].lower()])))
        for count, one in zip(counts, found, strict=True)
    )
    cents = Calc("sum", tuple(parts))
    return cents if re.search(r"\bcents\b", text, re.IGNORECASE) else Calc("div", (cents, _number("100")))


def _worth(text: str) -> Expr | None:
    """`7 two-euro coins and 5 fifty-cent coins`: in the larger unit."""
    if not re.search(r"\bcoins?|notes?|bills\b", text, re.IGNORECASE) or not re.search(
        r"\bhow much|total|worth|altogether|sum\b", text, re.IGNORECASE
    ):
        return None
    parts: list[Expr] = []
    for found in _COINS.finditer(text):
        count, value = _digits(found["n"]), _digits(found["v"])
        if not count or not value:
            return None
        worth = Calc("mul", (_number(count), _number(value)))
        small = found["u"].lower() in _SMALL
        parts.append(Calc("div", (worth, _number("100"))) if small else worth)
    rest = _COINS.sub(" ", text)
    return Calc("sum", tuple(parts)) if len(parts) > 1 and not _NUMBER.search(rest) else None


def _digits(word: str) -> str:
    merged = merge([word.lower()])
    return merged[0] if merged and re.fullmatch(r"\d+(?:\.\d+)?", merged[0]) else ""


def _age(text: str) -> Expr | None:
    born, asked = _BORN.search(text), _ASKED.search(text.strip())
    if born is None or asked is None or len(_NUMBER.findall(text)) != 2:
        return None
    age = _AGE.search(_BORN.sub(" ", text))
    if age is None:
        return None
    wanted = asked["who"].lower().split()[-1]
    older = wanted == born["parent"].lower()
    if older and age["who"].lower().split()[-1] != born["parent"].lower():
        return Calc("add", (_number(age["n"]), _number(born["n"])))
    if not older and age["who"].lower().split()[-1] == born["parent"].lower():
        return Calc("sub", (_number(age["n"]), _number(born["n"])))
    return None
