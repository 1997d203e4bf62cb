"""What a run gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nodes.llm.port import Usage
from nodes.planning.plan import Task
from nodes.records import Step
from nodes.safety.approval import Question


class RunStatus(StrEnum):
    """Where a run stands."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    """It ended without reaching the goal; `error` says why."""
    WAITING = "waiting"
    """A person must answer; see `interrupts`, then `agent.resume(thread_id, decisions)`."""
    INTERRUPTED = "interrupted"
    """It was cut off (killed, stopped, a model or a store failed); `agent.resume(thread_id)` goes on."""


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """One question that waits for a person.

    Attributes:
        id: Names the question in `agent.resume(thread_id, {id: decision})`.
        tool: The tool to be called.
        arguments: With these arguments.
        description: What will happen, in plain words.
        reason: Why a person is asked.
        allowed_decisions: What may be answered: `approve`, `edit`, `reject`, `respond`.
        digest: Binds the answer to this very call.
        payload: The interrupt's whole value, as other clients see it.
        task: Id of the plan's task that it belongs to; empty for the plan itself and for a goal that is one task.
    """

    id: str
    tool: str
    arguments: dict[str, Any]
    description: str
    reason: str
    allowed_decisions: Sequence[str]
    digest: str
    payload: dict[str, Any] = field(repr=False, default_factory=dict)
    task: str = ""

    @property
    def is_about_plan(self) -> bool:
        """Whether it asks if the plan may be carried out."""
        return self.payload.get("question") == Question.PLAN


@dataclass(frozen=True, slots=True)
class AgentResult:
    """What came of a goal.

    Attributes:
        success: Whether the goal was reached.
        answer: The final answer; an instance of `output_schema` where one was given.
        error: One line: why it was not reached, and what to do next.
        steps: What was thought, done, judged and seen, oldest first.
        usage: What it cost.
        thread_id: Names the conversation for `resume`, `history`, `fork` and the next goal.
        status: Where the run stands.
        reason: A word for machines; see `nodes.records.Outcome`.
        interrupts: The questions that wait for a person.
        goal: What was asked for.
        model: Which model answered.
        tasks: The plan's tasks with what came of each; the goal itself as the only one where it needed no plan.
        set_aside: Tasks that failed or were blocked and that a new plan replaced.
    """

    success: bool
    answer: Any = None
    error: str | None = None
    steps: Sequence[Step] = ()
    usage: Usage = field(default_factory=Usage)
    thread_id: str = ""
    status: RunStatus = RunStatus.FAILED
    reason: str = ""
    interrupts: Sequence[PendingQuestion] = ()
    goal: str = ""
    model: str = ""
    tasks: Sequence[Task] = ()
    set_aside: Sequence[Task] = ()
