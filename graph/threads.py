"""Reading what a thread holds: its result, its open questions, its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langgraph.types import Interrupt, StateSnapshot

from graph.result import AgentResult, PendingQuestion, RunStatus
from graph.transitions import Stage
from nodes.llm.port import Usage
from nodes.safety.errors import DecisionRefused
from nodes.storable import storable
from nodes.waves import settle, task_named_in, total


class UnknownThread(LookupError):  # noqa: N818 - reads as the sentence it stands for
    """No such thread is in this database."""


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """One line of `stanchion threads`.

    Attributes:
        thread_id: Names the thread.
        goal: The latest goal.
        status: Where its run stands.
        steps: How many steps the run took.
        updated_at: When the thread was written to last, ISO 8601.
    """

    thread_id: str
    goal: str
    status: RunStatus
    steps: int
    updated_at: str


def read_result(snapshot: StateSnapshot, thread_id: str) -> AgentResult:
    """The result as a snapshot of the state shows it.

    Args:
        snapshot: The thread's latest state.
        thread_id: The thread.

    Raises:
        UnknownThread: If the thread has no run.
    """
    values = snapshot.values or {}
    run, loops = values.get("run"), loops_at_work(snapshot)
    reports = values.get("reports") or ()  # of the tasks of an open wave that have ended
    questions = sorted((read_question(interrupt) for interrupt in snapshot.interrupts), key=_place)
    outcome = values.get("outcome") if not snapshot.next else None
    if outcome is not None:
        status = RunStatus.SUCCEEDED if outcome.success else RunStatus.FAILED
    else:
        status = RunStatus.WAITING if questions else RunStatus.INTERRUPTED
    return AgentResult(
        success=status is RunStatus.SUCCEEDED,
        answer=outcome.answer if outcome is not None else None,
        error=outcome.error if outcome is not None else _what_next(status, thread_id),
        steps=(*(values.get("steps") or ()), *(step for loop in loops for step in loop.get("steps") or ())),
        usage=total(
            values.get("usage") or Usage(),
            [*(report.usage for report in reports), *(loop.get("usage") or Usage() for loop in loops)],
        ),
        thread_id=thread_id,
        status=status,
        reason=outcome.reason if outcome is not None else status.value,
        interrupts=tuple(questions),
        goal=run.goal if run is not None else "",
        model=run.model if run is not None else "",
        tasks=tuple(settle(values.get("tasks") or (), reports)),
        set_aside=tuple(values.get("set_aside") or ()),
    )


def loops_at_work(snapshot: StateSnapshot) -> list[Mapping[str, Any]]:
    """The states of the reasoning loops that a wave of tasks is made of, where it has not ended."""
    return [
        task.state.values
        for task in snapshot.tasks
        if task.name == Stage.REASONING_LOOP and isinstance(task.state, StateSnapshot) and task.result is None
    ]


def _place(question: PendingQuestion) -> tuple[str, int]:
    """Questions come in the order of the model's calls."""
    turn, _, index = str(question.payload.get("action_id", "")).rpartition(":")
    return turn, int(index) if index.isdigit() else 0


def _what_next(status: RunStatus, thread_id: str) -> str:
    if status is RunStatus.WAITING:
        return f"A person must answer: stanchion resume {thread_id}"
    return f"The run was cut off; nothing done is lost. Go on with: stanchion resume {thread_id}"


def read_question(interrupt: Interrupt) -> PendingQuestion:
    """An interrupt as a question."""
    value = interrupt.value if isinstance(interrupt.value, Mapping) else {}
    (request,) = value.get("action_requests") or [{}]
    (config,) = value.get("review_configs") or [{}]
    return PendingQuestion(
        id=interrupt.id,
        tool=str(request.get("name", "")),
        arguments=dict(request.get("args") or {}),
        description=str(request.get("description", interrupt.value)),
        reason=str(value.get("reason", "")),
        allowed_decisions=tuple(config.get("allowed_decisions", ())),
        digest=str(value.get("digest", "")),
        payload=dict(value),
        task=task_named_in(str(value.get("action_id", ""))),
    )


Decisions = str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]]
"""What `resume` takes: `"approve"`, one decision, a list in the order of the questions, or `{question id: decision}`."""


def read_decisions(decisions: Decisions, questions: Sequence[PendingQuestion]) -> dict[str, Any]:
    """Put each decision to its question.

    Args:
        decisions: As the caller gave them.
        questions: The open questions.

    Returns:
        The engine's resume value: `{question id: {"decisions": [decision]}}`.

    Raises:
        DecisionRefused: If there is no question, an id is unknown, or their numbers differ.
    """
    if not questions:
        raise DecisionRefused("Nothing waits for an answer on this thread; resume it without decisions.")
    ids = [question.id for question in questions]
    if isinstance(decisions, Mapping) and "type" not in decisions and "decisions" not in decisions:
        unknown = [id_ for id_ in decisions if id_ not in ids]
        if unknown or not decisions:
            raise DecisionRefused(
                f"No open question has the id {', '.join(map(repr, unknown)) or '(none given)'}; open are: {ids}."
            )
        return {id_: _response(decision) for id_, decision in decisions.items()}
    if isinstance(decisions, Mapping) and "decisions" in decisions:
        decisions = decisions["decisions"]
    given = [decisions] if isinstance(decisions, str | Mapping) else list(decisions)
    if len(given) != len(ids):
        raise DecisionRefused(
            f"{len(ids)} question(s) wait and {len(given)} decision(s) were given; give one each, or {{question id: decision}}."
        )
    return {id_: _response(decision) for id_, decision in zip(ids, given, strict=True)}


def _response(decision: str | Mapping[str, Any]) -> dict[str, Any]:
    if not (isinstance(decision, Mapping) and "decisions" in decision):
        decision = {"decisions": [{"type": decision} if isinstance(decision, str) else dict(decision)]}
    kept: dict[str, Any] = storable(dict(decision))  # the engine writes the answer down before anybody checks it
    return kept
