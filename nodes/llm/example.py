"""Worked examples: what a bank of them hands to the modes that show few-shot prompts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class ExampleStep:
    """One tool call of a worked example.

    Attributes:
        tool: The tool's name.
        arguments: Its arguments; texts may hold `{n}` for the result of the n-th step (from 1).
        result: What the tool answered, JSON-serialisable.
    """

    tool: str
    arguments: Mapping[str, Any]
    result: Any = None


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A goal, the calls that reached it, and the answer.

    Attributes:
        goal: As a user would type it.
        steps: The calls, in order.
        answer: The final answer; may hold `{n}` like the arguments.
        looks_after: Steps (from 1) after which a plan must stop to look at the results before it can go on.
    """

    goal: str
    steps: tuple[ExampleStep, ...]
    answer: str
    looks_after: tuple[int, ...] = ()


@runtime_checkable
class ExampleBank(Protocol):
    """Something that finds worked examples like a goal."""

    async def nearest(self, goal: str, limit: int, tools: Collection[str]) -> Sequence[WorkedExample]:
        """Find the examples nearest to a goal.

        Args:
            goal: What the user asked for.
            limit: At most so many.
            tools: Names of the tools at hand; examples that use others are left out.

        Returns:
            The examples, the nearest last (a model weighs most what it read last).
        """
        ...
