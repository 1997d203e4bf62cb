"""Numbers without a unit: money, what a box holds, years of age, or the unit of all others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nodes.llm.offline.problems.dimension import denominators, dimension, numerators, one, times
from nodes.llm.offline.problems.lexicon import is_measure
from nodes.llm.offline.problems.quantity import UNKNOWN, Quantity
from nodes.llm.offline.problems.question import Question

_MONEYISH = re.compile(
    r"\b(?:costs?|costing|price[sd]?|pay|pays|paid|paying|bills?|rent|salary|salaries|wages?|invoices?|"
    r"profit|till|sells?|sold|selling|buys?|"
    r"bought|earns?|earned|owes?|owed|change|expens\w+|fees?|cheap\w*|discount\w*|vat|tax\w*|tip|interest|"
    r"markup|margin|savings?|spent|"
    r"spend|money|charges?|pension|budget|income|loan|lent|borrow\w*|deposit|reimburse\w*|revenue|"
    r"donat\w+|worth|tickets?|net|gross|"
    r"saved|put aside|set aside|commission|fare|subscription|allowance|sale|expensive|bonus|turnover|shop|invest\w*|account|balance)\b"
)
_OWED = re.compile(
    r"\b(?:owes?|owed|loan|debt|pay|pays|paid|salary|rent|costs?|price|savings?|borrow\w*|mortgage|put aside)\b"
)
_NOT_MONEY = re.compile(r"how many (?!euros|dollars|cents|pounds|bucks)")


def with_units(found: list[Quantity], sentences: list[list[str]], question: Question) -> list[Quantity]:
    """Numbers without a unit: money where the text is about money, and what a box holds where boxes are."""
    whole = " ".join(" ".join(words) for words in sentences)
    money = any("money" in dict(quantity.unit) or "cent" in dict(quantity.unit) for quantity in found) or (
        bool(_MONEYISH.search(whole))
        and (
            not _NOT_MONEY.search(question.text)
            or bool(
                _OWED.search(whole)
                and re.search(r"how many (?:days|weeks|months|years|payments|instal?lments)", question.text)
            )
        )
    )
    money = money or _are_prices(found, question)
    counted = [
        name
        for quantity in found
        for name in numerators(quantity.unit)
        if quantity.kind == "plain" and name != UNKNOWN and not is_measure(name)
    ]
    known = {name for quantity in found if quantity.kind == "plain" for name, _ in quantity.unit} - {UNKNOWN}
    done = []
    for quantity in found:
        if UNKNOWN not in dict(quantity.unit) or quantity.kind != "plain":
            done.append(quantity)
            continue
        rest = times(quantity.unit, one(UNKNOWN), -1)
        seen = _Seen(tuple(counted), frozenset(known), money)
        symbol = _of_container(quantity, sentences, question, seen) or (
            _of_rate(question, seen) if rest else _of_number(quantity, sentences, question, seen)
        )
        done.append(replace(quantity, unit=times(rest, one(symbol))))
    return done


def _are_prices(found: list[Quantity], question: Question) -> bool:
    """`14.75 an hour`, `3 pens at 2.49 each`: bare numbers per something, where nothing else is asked for than a sum."""
    rates = any(quantity.unit != one(UNKNOWN) and UNKNOWN in numerators(quantity.unit) for quantity in found)
    return rates and not question.nouns and bool(question.targets) and numerators(question.targets[0]) == ["money"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the other quantities measure."""

    counted: tuple[str, ...]
    known: frozenset[str]
    money: bool


def _before(quantity: Quantity, sentences: list[list[str]]) -> str:
    return " ".join(sentences[quantity.sentence][max(0, quantity.place - 5) : quantity.place])


def _of_container(quantity: Quantity, sentences: list[list[str]], question: Question, seen: _Seen) -> str:
    """The people that a recipe is for, or what is in each box; empty for any other number."""
    before = _before(quantity, sentences)
    if not quantity.maybe:
        is_for = quantity.asked or re.search(r"\bfor$", before)
        return "person" if is_for and not seen.money and not question.share and "person" in seen.counted else ""
    counted = [name for name in seen.counted if name != quantity.maybe]
    names = [name for name in counted if name != "person"] or counted
    names = names[-1:] or [noun for noun in question.nouns if noun != quantity.maybe and not is_measure(noun)][:1]
    if quantity.maybe in _PRICES or is_measure(quantity.maybe) or _PRICED.search(before):
        return ""
    return names[0] if names and _is_container(quantity, sentences) else ""


def _of_rate(question: Question, seen: _Seen) -> str:
    if seen.money:
        return "money"
    noun = next(iter(question.nouns), "")
    if noun and dimension(noun) == "time" and len(set(seen.counted)) == 1 and seen.counted[0] != "person":
        return seen.counted[0]
    return noun if noun and noun not in seen.known and not is_measure(noun) else UNKNOWN


def _of_number(quantity: Quantity, sentences: list[list[str]], question: Question, seen: _Seen) -> str:
    if _AMONG.search(_before(quantity, sentences)):
        return "person"
    below = _asked_below(quantity, sentences, question)
    if below or seen.money:
        return below or "money"
    if question.tells("ages?|old|older|younger") or question.asks("(?:what|which) year"):
        return "year"
    if _PRICED.search(_before(quantity, sentences)) or _is_priced(quantity, sentences, question):
        return "money"
    if seen.known == {"person"} and not question.asks("how many"):
        return "money"
    if (
        len(seen.known) == 1
        and dimension(next(iter(seen.known))) == "time"
        and one("money") in question.targets
        and question.asks("per|a|each|every")
    ):
        return "money"
    if len(seen.known) == 1:
        return next(iter(seen.known))
    return "year" if not seen.known and question.firm and question.targets[0] == one("year") else UNKNOWN


_AMONG = re.compile(
    r"\b(?:split|shared?|divided?|sharing|splitting)\b(?:.*)\b(?:between|among|amongst|by)(?: the| all)?$"
)


_PRICES = frozenset(
    [
        "bill",
        "taxi",
        "rent",
        "price",
        "fee",
        "invoice",
        "cost",
        "total",
        "salary",
        "tip",
        "discount",
        "deposit",
        "sum",
        "amount",
        "budget",
        "loan",
        "profit",
        "income",
        "pension",
        "fare",
        "turnover",
        "revenue",
    ]
)


_PRICED = re.compile(
    r"\b(?:costs?|costing|pays?|paid|price is|price of|worth|charges?|earns?|at)(?: me| us| him| her|"
    r" you)?(?: only| about| just)?$"
)


def _is_priced(quantity: Quantity, sentences: list[list[str]], question: Question) -> bool:
    return sentences[quantity.sentence][max(0, quantity.place - 1) : quantity.place] == ["for"] and question.asks(
        "how much (?:is|does|do|was)|price|cost|costs"
    )


def _asked_below(quantity: Quantity, sentences: list[list[str]], question: Question) -> str:
    """`If ten cost 2 euros`: ten of what one is asked of."""
    after = sentences[quantity.sentence][quantity.end : quantity.end + 1]
    below = [name for target in question.targets for name in denominators(target)]
    return below[0] if below and after in (["cost"], ["costs"], ["weigh"]) else ""


def _is_container(quantity: Quantity, sentences: list[list[str]]) -> bool:
    return sentences[quantity.sentence][quantity.end : quantity.end + 1] != ["for"]
