"""The plans that the planning benchmark runs, and the slow service that each of their tasks asks once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

Service = Callable[..., Coroutine[Any, Any, str]]
"""`service(item, given)`: waits, then tells the item's value, which names every value it was given."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A plan without its words.

    Attributes:
        name: For the table.
        needs: For each task the tasks whose values it needs, in an order in which they can be done.
    """

    name: str
    needs: Mapping[str, tuple[str, ...]]

    @property
    def goal(self) -> str:
        """What the user asks for."""
        return f"Ask the service about every item of the {self.name} list and tell me all values."

    def ready(self, done: Collection[str]) -> list[str]:
        """The tasks that can begin once the others are done."""
        return [task for task, needed in self.needs.items() if task not in done and set(needed) <= set(done)]

    def values(self) -> dict[str, str]:
        """What the service tells about each item if each task was given what it needs."""
        told: dict[str, str] = {}
        for task, needed in self.needs.items():
            told[task] = value_of(task, [told[other] for other in needed])
        return told

    def plan(self) -> str:
        """The plan as a model writes it."""
        tasks = [{"id": task, "description": told(task), "dependencies": list(of)} for task, of in self.needs.items()]
        return json.dumps({"tasks": tasks})


def told(task: str) -> str:
    """A task in words."""
    return f"Ask the service about item {task}"


def value_of(item: str, given: list[str]) -> str:
    """What the service tells."""
    return f"{item}[{' '.join(given)}]"


def wide(count: int) -> Shape:
    """Tasks that need nothing of each other."""
    return Shape(f"wide {count}", {f"t{number}": () for number in range(1, count + 1)})


DIAMOND = Shape("diamond", {"t1": (), "t2": ("t1",), "t3": ("t1",), "t4": ("t2", "t3")})
"""One task, two that need it, one that needs both."""


def slow_service(seconds: float) -> Service:
    """A stand-in for a service that takes its time.

    Args:
        seconds: How long each call takes.
    """

    async def service(item: str, given: list[str]) -> str:
        """Ask the service about an item.

        Args:
            item: The item.
            given: Values that the item builds on.
        """
        await asyncio.sleep(seconds)
        return value_of(item, given)

    return service
