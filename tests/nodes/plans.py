"""A plan by hand: the controller's state, and a planner that says what it is told to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nodes.control_state import ControllerState
from nodes.llm.port import Usage
from nodes.planning.plan import Task, TaskStatus
from nodes.planning.port import Composed, PlanReply, PlanRequest
from nodes.records import Outcome, TaskReport
from tests.nodes.turns import record

CALL = Usage(model_calls=1, input_tokens=10)
"""What each question to the planner costs."""


class Plans:
    """A planner that gives these replies, one after another, and keeps what it was asked."""

    def __init__(self, *replies: Any) -> None:
        self._replies = iter(replies)
        self.asked: list[tuple[Any, ...]] = []

    def _next(self, *asked: Any) -> Any:
        self.asked.append(asked)
        reply = next(self._replies)
        if isinstance(reply, BaseException):
            raise reply
        return reply

    async def plan(self, request: PlanRequest) -> PlanReply:
        return PlanReply(self._next(request), CALL)

    async def replan(
        self, request: PlanRequest, failed: Task, remaining: Sequence[Task], completed: Sequence[Task]
    ) -> PlanReply:
        return PlanReply(self._next(request, failed, remaining, completed), CALL)

    async def compose(
        self, request: PlanRequest, tasks: Sequence[Task], answer_schema: Mapping[str, Any] | None
    ) -> Composed:
        return Composed(self._next(request, tasks, answer_schema), CALL)


def pending(id_: str, *needs: str) -> Task:
    return Task(id_, f"do {id_}", dependencies=list(needs))


def at_work(id_: str, *needs: str) -> Task:
    return Task(id_, f"do {id_}", TaskStatus.IN_PROGRESS, list(needs))


def completed(id_: str, *needs: str) -> Task:
    return Task(id_, f"do {id_}", TaskStatus.COMPLETED, list(needs), result=f"{id_} is done")


def failed(id_: str, *needs: str) -> Task:
    return Task(id_, f"do {id_}", TaskStatus.FAILED, list(needs), error=f"{id_} is lost")


def blocked(id_: str, *needs: str) -> Task:
    return Task(id_, f"do {id_}", TaskStatus.BLOCKED, list(needs), error="it needs what failed")


def planned(*tasks: Task, **channels: Any) -> ControllerState:
    """The state of a run with this plan."""
    return {"run": record(), "tasks": list(tasks), "usage": Usage(), "replans": 0, **channels}  # type: ignore[typeddict-item]


def report(id_: str, answer: Any = "fine", error: str | None = None, steps: int = 1) -> TaskReport:
    """What a loop says of its task."""
    outcome = Outcome(error is None, None if error else answer, error)
    return TaskReport(id_, outcome, Usage(steps=steps, input_tokens=steps, seconds=float(steps)))


def statuses(tasks: Sequence[Task]) -> dict[str, str]:
    return {task.id: task.status.value for task in tasks}
