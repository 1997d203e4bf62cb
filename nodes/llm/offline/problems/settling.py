"""Costs that some have paid for all: what one owes another when everybody is to bear the same."""

from __future__ import annotations

from nodes.llm.offline.problems.amount import Amount, NoAmountError, of, total
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity


def settled(problem: Problem) -> Amount | None:
    """`Anna paid 48, Ben paid 12, split evenly: how much does Ben owe Anna`: the even share without what he has paid.

    Raises:
        NoAmountError: Several have paid, and it is open who owes whom.
    """
    question, given = problem.question, problem.plain
    if not question.asks("owes?|pay back|give|get back|transfer") or not question.tells(
        r"split\w*|shar(?:e|ed|es|ing)|evenly|equal\w*|half|halves|fifty|same amount|settle up"
    ):
        return None
    if (
        not 2 <= len(given) <= 4
        or len(given) != len(problem.quantities)
        or any(dict(q.unit) != {"money": 1} for q in given)
    ):
        return None
    payers = [_payer(quantity, problem) for quantity in given]
    if len({*payers} - {""}) < 2:
        return None
    if "" in payers or len(set(payers)) != len(payers):
        raise NoAmountError("not everybody who paid is known")
    words = question.text.split()
    asked = [
        payer for payer in sorted(payers, key=lambda name: words.index(name) if name in words else 99) if payer in words
    ]
    if len(payers) > 2 or not asked:
        raise NoAmountError("who pays whom is open among three")
    share = total([quantity.amount for quantity in given]) / of(len(given))
    smaller = min((quantity.amount for quantity in given), key=lambda amount: amount.value)
    return share - smaller


_NOBODY = frozenset(("and", "then", "but", "has", "have", "already", "who", "also", "the", "only"))


def _payer(quantity: Quantity, problem: Problem) -> str:
    """Who paid a sum: the word before `paid`."""
    words = problem.leading(quantity).split()
    for verb in ("paid", "spent", "covered", "bought", "contributed", "put", "pays"):
        if verb in words:
            names = [word for word in words[: words.index(verb)] if word.isalpha() and word not in _NOBODY]
            return names[-1] if names else ""
    return ""
