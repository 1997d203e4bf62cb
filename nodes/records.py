"""What a run is made of: its limits, thoughts, actions, observations, steps and outcome, as checkpoints keep them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from langchain_core.messages import AnyMessage

from memory.labels import Label
from nodes.llm.port import Usage
from nodes.planning.plan import PlanningMode
from nodes.safety.approval import Approval
from nodes.safety.guards import ApprovalMode
from nodes.safety.verdict import Verdict
from tools.errors import FailureKind


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may spend; `None` is no limit.

    Attributes:
        max_steps: Turns of the reasoning loop (15, as in the source architecture).
        max_tokens: Prompt and completion tokens together.
        max_seconds: Seconds at work; waiting for a person is not counted.
        max_cost_usd: US dollars; holds only where the model's price is known.
    """

    max_steps: int = 15
    max_tokens: int | None = None
    max_seconds: float | None = None
    max_cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What was settled when the run began, so that a resume cannot loosen it.

    Attributes:
        id: Unique in the thread; the same however often the first node runs.
        goal: What the user asked for.
        goal_message_id: The message that carries it.
        started_at: Unix time, seconds.
        limits: The budgets.
        approvals: What becomes of calls that need a person.
        policy_digest: SHA-256 over the policy in force.
        model: The model's label.
        answer_schema: JSON schema of the typed answer that was asked for.
        planning: Whether the goal is planned.
        max_parallel_tasks: How many tasks may be worked on at the same time.
        max_replans: How often the rest may be planned anew after a task failed.
        asks_plan: Whether a person must approve each plan.
        shares_steps: Whether `limits.max_steps` is for all tasks together (somebody set it), not for each.
    """

    id: str
    goal: str
    goal_message_id: str
    started_at: float
    limits: Limits
    approvals: ApprovalMode
    policy_digest: str
    model: str
    answer_schema: dict[str, Any] | None = None
    planning: PlanningMode = PlanningMode.NEVER
    max_parallel_tasks: int = 5
    max_replans: int = 2
    asks_plan: bool = False
    shares_steps: bool = True


@dataclass(frozen=True, slots=True)
class Thought:
    """What THINK came to.

    Attributes:
        text: The reasoning in words; may be empty.
        answer: The final answer, or `None` while there is more to do.
        calls: The proposed calls: `{"id", "name", "args"}`.
        malformed: For the model: why its reply could not be read.
        started_at: Unix time, seconds.
        seconds: How long the model took.
        usage: What it cost.
    """

    text: str = ""
    answer: Any = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    malformed: str | None = None
    started_at: float = 0.0
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)

    @property
    def is_final_answer(self) -> bool:
        """Whether the goal is reached."""
        return self.answer is not None


@dataclass(frozen=True, slots=True)
class Action:
    """One proposed call.

    Attributes:
        id: Logical id: run, step and place in the turn; the same for every permitted retry.
        call_id: The model's id of the call; its ToolMessage names it.
        tool: The tool's name.
        arguments: As validated, or as sent if they could not be.
        digest: SHA-256 over tool and arguments.
        reasoning: The thought that led to it.
        problem: Why the call cannot run (unknown tool, bad arguments), or `None`.
        edited_by: Who changed it at an approval, or `None`.
    """

    id: str
    call_id: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    reasoning: str = ""
    problem: str | None = None
    edited_by: str | None = None


class ObservationStatus(StrEnum):
    """What became of a call."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was begun and nobody knows whether it happened."""
    DENIED = "denied"
    """The Safety Layer refused it."""
    REJECTED = "rejected"
    """A person refused it."""
    ANSWERED = "answered"
    """A person gave the result instead."""
    CUT_OFF = "cut_off"
    """The run ended before it could run."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What became of one action.

    Attributes:
        action_id: The action.
        tool: The tool's name.
        status: What became of it.
        content: What the model is shown.
        failure: Why it failed, if it did.
        attempt: Which attempt gave this, from 1; 0 if it never ran.
        seconds: How long it ran.
        begun_at: For an earlier attempt whose outcome is recorded or unknown: when it began.
        retry_after_seconds: How long the other side asked to wait.
        label: Trust and origin of the content.
    """

    action_id: str
    tool: str
    status: ObservationStatus
    content: str
    failure: FailureKind | None = None
    attempt: int = 0
    seconds: float = 0.0
    begun_at: str = ""
    retry_after_seconds: float | None = None
    label: Label = field(default_factory=Label)

    @property
    def is_error(self) -> bool:
        """Whether the call ran, or should have, and did not succeed."""
        return self.status in (ObservationStatus.FAILED, ObservationStatus.UNKNOWN)

    @property
    def result(self) -> str | None:
        """The result as text (JSON where it is no text), or `None` where there is none."""
        return self.content if self.success else None

    @property
    def success(self) -> bool:
        """Whether there is a result, the tool's or a person's."""
        return self.status in (ObservationStatus.SUCCEEDED, ObservationStatus.ANSWERED)


@dataclass(frozen=True, slots=True)
class Retry:
    """A further attempt that ERROR_HANDLER decided on.

    Attributes:
        action_id: The action.
        attempt: The attempt to make, from 2.
        delay_seconds: How long to wait first.
    """

    action_id: str
    attempt: int
    delay_seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the loop, as it is kept.

    Attributes:
        index: From 1.
        thought: The reasoning.
        actions: What was proposed.
        verdicts: What the Safety Layer said.
        approvals: What people said.
        observations: What became of each action.
        started_at: Unix time, seconds.
        seconds: Time at work in this step.
        usage: What it cost.
        notes: Anything else worth knowing: evictions, a malformed reply.
        task: Id of the plan's task that the turn worked on; empty outside of a plan.
    """

    index: int
    thought: str
    actions: list[Action]
    verdicts: list[Verdict]
    approvals: list[Approval]
    observations: list[Observation]
    started_at: float
    seconds: float
    usage: Usage
    notes: list[str] = field(default_factory=list)
    task: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run ended.

    Attributes:
        success: Whether the goal was reached, as far as the model can tell.
        answer: The answer; with `answer_schema`, a value that fits it.
        error: One line: why not, and what to do next.
        reason: A word for machines: `answered`, `max_steps`, `max_tokens`, `max_seconds`, `max_cost`, `malformed`, `loop`,
            `failures`, `approval_needed`.
    """

    success: bool
    answer: Any = None
    error: str | None = None
    reason: str = "answered"


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What came of a task, from the reasoning loop that worked on it.

    Attributes:
        task_id: The task.
        outcome: How it ended.
        usage: What it cost.
        messages: What was said from the goal on, where the task is the whole goal; a part's conversation stays its own.
    """

    task_id: str
    outcome: Outcome
    usage: Usage
    messages: list[AnyMessage] = field(default_factory=list)
