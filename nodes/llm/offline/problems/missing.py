"""Numbers without a unit: money, what a box holds, years of age, or the unit of all others."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.problems.dimension import denominators, numerators, one, times
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
    r"commission|fare|subscription|allowance|sale|expensive|bonus|turnover|shop|invest\w*|account|balance)\b"
)
_NOT_MONEY = re.compile(r"how many (?!euros|dollars|cents|pounds|bucks)")


def with_units(found: list[Quantity], sentences: list[list[str]], question: Question) -> list[Quantity]:
    """Numbers without a unit: money where the text is about money, and what a box holds where boxes are."""
    whole = " ".join(" ".join(words) for words in sentences)
    money = any("money" in dict(quantity.unit) or "cent" in dict(quantity.unit) for quantity in found) or (
        bool(_MONEYISH.search(whole)) and not _NOT_MONEY.search(question.text)
    )
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
        before = " ".join(sentences[quantity.sentence][max(0, quantity.place - 5) : quantity.place])
        rest = times(quantity.unit, one(UNKNOWN), -1)
        candidates = [name for name in counted if name != quantity.maybe and name != "person"] or [
            name for name in counted if name != quantity.maybe
        ]
        nouns = [noun for noun in question.nouns if noun != quantity.maybe]
        if (
            (quantity.asked or re.search(r"\bfor$", before))
            and quantity.maybe == ""
            and not money
            and "person" in counted
        ):
            symbol = "person"
        elif (
            quantity.maybe
            and _is_container(quantity, sentences)
            and not _PRICED.search(before)
            and quantity.maybe not in _PRICES
            and not re.search(r"\b(?:at|costs?)$", before)
            and (candidates or nouns)
            and not is_measure(quantity.maybe)
        ):
            symbol = candidates[-1] if candidates else nouns[0]
        elif (below := _asked_below(quantity, sentences, question)) and not rest:
            symbol = below
        elif money:
            symbol = "money"
        elif not rest and (question.tells("ages?|old|older|younger") or question.asks("(?:what|which) year")):
            symbol = "year"
        elif _PRICED.search(before) and not rest:
            symbol = "money"
        elif rest and nouns and nouns[0] not in known and not is_measure(nouns[0]):
            symbol = nouns[0]
        elif not rest and (
            _is_priced(quantity, sentences, question) or (known == {"person"} and not question.asks("how many"))
        ):
            symbol = "money"
        elif len(known) == 1 and not rest:
            symbol = next(iter(known))
        elif (
            not known
            and question.firm
            and not rest
            and len(question.targets[0]) == 1
            and "year" in dict(question.targets[0])
        ):
            symbol = "year"
        else:
            symbol = UNKNOWN
        done.append(replace(quantity, unit=times(rest, one(symbol))))
    return done


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
