"""What the controller needs of a planner: split a goal, find another way, put results together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from nodes.llm.port import Usage
from nodes.planning.plan import Task


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """All that a planner is told.

    Attributes:
        goal: What the user asked for.
        tools: `Tool.to_dict()` of every tool.
        conversation: What was said on the thread before, oldest first: (goal, answer).
        context: Further facts: what worked for similar goals.
        always: A plan is wanted even where the goal seems to need none.
        max_tasks: How many tasks a plan may have.
    """

    goal: str
    tools: Sequence[Mapping[str, Any]] = ()
    conversation: Sequence[tuple[str, str]] = ()
    context: str = ""
    always: bool = False
    max_tasks: int = 50


@dataclass(frozen=True, slots=True)
class PlanReply:
    """A plan.

    Attributes:
        tasks: A checked plan; empty for a goal that needs none.
        usage: What it cost.
    """

    tasks: list[Task] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Composed:
    """The results of several tasks as one answer.

    Attributes:
        answer: Text, or a value that fits the schema that was asked for.
        usage: What it cost.
        problem: Why there is no answer of the form that was asked for, or `None`.
    """

    answer: Any
    usage: Usage = field(default_factory=Usage)
    problem: str | None = None


@runtime_checkable
class Planner(Protocol):
    """Something that plans."""

    async def plan(self, request: PlanRequest) -> PlanReply:
        """Split a goal into tasks.

        Raises:
            InvalidPlan: If no plan that can be run came of it.
            ModelError: If a model was asked and is not available.
        """
        ...

    async def replan(
        self, request: PlanRequest, failed: Task, remaining: Sequence[Task], completed: Sequence[Task]
    ) -> PlanReply:
        """Find another way to what is left, after a task failed.

        Args:
            request: As for `plan`.
            failed: The task, with its error.
            remaining: What was still to do, blocked tasks included.
            completed: What is done, with results; new tasks may depend on it.

        Returns:
            Tasks for what is left; empty where there is no other way.

        Raises:
            InvalidPlan: If no plan came of it, or the one that failed.
            ModelError: If a model was asked and is not available.
        """
        ...

    async def compose(
        self, request: PlanRequest, tasks: Sequence[Task], answer_schema: Mapping[str, Any] | None
    ) -> Composed:
        """Put the results of several tasks together as the answer to the goal."""
        ...
