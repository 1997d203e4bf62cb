"""Terms: amounts with their units that a solution combines, and which quantities they already hold."""

from __future__ import annotations

from dataclasses import dataclass

from nodes.llm.offline.problems.amount import Amount
from nodes.llm.offline.problems.dimension import Unit
from nodes.llm.offline.problems.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Term:
    """An amount on the way to a solution.

    Attributes:
        amount: Its value.
        unit: Its unit.
        origin: The quantity that stands for it in the text: what its sign and role are read from.
        asked: Whether it stands in the question.
    """

    amount: Amount
    unit: Unit
    origin: Quantity
    asked: bool = False


def term_of(quantity: Quantity) -> Term:
    """A quantity as a term."""
    return Term(quantity.amount, quantity.unit, quantity, quantity.asked)
