"""A walk through a program of the offline rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def nodes_of(value: Any) -> Iterator[Any]:
    """Everything in a program, from the outside in: steps, expressions, and what is in these."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes_of(item)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from nodes_of(getattr(value, name))
