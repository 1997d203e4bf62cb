"""One wave of tasks: what each reasoning loop is given, and which part of the budgets is reserved for it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from nodes.control_state import ControllerState, tasks_at_work, tasks_of
from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE, Task, TaskStatus
from nodes.planning.tracker import TaskTracker
from nodes.records import Limits, Outcome, RunRecord, TaskReport

NOT_DONE = "NOT DONE"
"""How a task's answer begins where its criterion does not hold; the brief asks for it."""
_TASK_ID = re.compile(r"[^/:]*/(.+)\.\d+:(?:\d+:(?:\d+|reply|end)|goal)(?::|$)", re.DOTALL)
"""Ids in a task's loop begin with `<run>/<task>.<replans>:`; a task's own id may hold any of these signs."""


def assignments(state: ControllerState) -> list[dict[str, Any]]:
    """The input of each reasoning loop of the wave; a pure function of the state, so that a resume sends the same."""
    run, wave = state.get("run"), tasks_at_work(state)
    if run is None:
        return []
    share = shares(run.limits, state.get("usage") or Usage(), len(wave))
    return [_assignment(state, run, task, limits) for task, limits in zip(wave, share, strict=True)]


def affordable(limits: Limits, usage: Usage, wanted: int) -> int:
    """How many tasks the remaining budgets allow at once: each needs one step and one token at least."""
    tokens = wanted if limits.max_tokens is None else limits.max_tokens - usage.tokens
    return max(0, min(wanted, limits.max_steps - usage.steps, tokens))


def shares(limits: Limits, usage: Usage, count: int) -> list[Limits]:
    """The remaining budgets divided among the tasks of a wave, so that their sum is never more than what is left.

    Steps, tokens and cost are divided; what a task does not use comes back when its wave is settled. Time passes for all tasks of a
    wave at once, so each may take what is left of it.

    Args:
        limits: The run's.
        usage: What it has spent.
        count: How many tasks.
    """
    if count == 0:
        return []
    steps, extra = divmod(max(count, limits.max_steps - usage.steps), count)
    tokens = None if limits.max_tokens is None else max(1, (limits.max_tokens - usage.tokens) // count)
    seconds = None if limits.max_seconds is None else max(0.001, limits.max_seconds - usage.seconds)
    cost = None if limits.max_cost_usd is None else max(1e-9, (limits.max_cost_usd - (usage.cost_usd or 0)) / count)
    return [Limits(steps + (index < extra), tokens, seconds, cost) for index in range(count)]


def total(spent: Usage, wave: Sequence[Usage]) -> Usage:
    """The run's usage after a wave: everything is added up but time, which passed for all its tasks at once."""
    together = sum(wave, Usage())
    seconds = max((usage.seconds for usage in wave), default=0.0)
    return spent + replace(together, seconds=seconds)


def settle(tasks: Sequence[Task], reports: Sequence[TaskReport]) -> list[Task]:
    """The tasks, marked by the reports about them."""
    tracker = TaskTracker(tasks)
    known = {task.id for task in tasks}
    for report in reports:
        if report.task_id in known:
            _mark(tracker, report)
    return tracker.tasks


def _mark(tracker: TaskTracker, report: TaskReport) -> None:
    """Mark a task by its report: done only where its loop does not say itself that the criterion does not hold."""
    outcome, answer = report.outcome, _text(report.outcome)
    if outcome.success and not answer.lstrip(" *#").upper().startswith(NOT_DONE):
        tracker.mark_complete(report.task_id, answer)
    else:
        tracker.mark_failed(report.task_id, outcome.error or answer)


def _text(outcome: Outcome) -> str:
    answer = outcome.answer
    if answer is None:
        return ""
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, default=str)


def _assignment(state: ControllerState, run: RunRecord, task: Task, limits: Limits) -> dict[str, Any]:
    if task.id == WHOLE:
        record, messages = replace(run, limits=limits), list(state.get("messages") or [])
    else:
        id_ = f"{run.id}/{task.id}.{state.get('replans') or 0}"
        record = replace(
            run, id=id_, goal=task.description, goal_message_id=f"{id_}:goal", limits=limits, answer_schema=None
        )
        messages = [*_known(state, task, id_), HumanMessage(brief(task), id=record.goal_message_id)]
    return {
        "run": record,
        "messages": messages,
        "usage": Usage(),
        "working": {"goal": record.goal},
        "task": task,
        "briefing": state.get("briefing") or "",
    }


def task_named_in(id_: str) -> str:
    """The task that an action's or a message's id names; empty for those of no plan's task."""
    found = _TASK_ID.match(id_)
    return found[1] if found is not None else ""


def _known(state: ControllerState, task: Task, id_: str) -> list[AnyMessage]:
    """What the task builds on, as earlier turns of its conversation: each dependency with its result."""
    known: list[AnyMessage] = []
    for other in tasks_of(state):
        if other.id in task.dependencies and other.status is TaskStatus.COMPLETED:
            known.append(HumanMessage(other.description, id=f"{id_}:{other.id}"))
            known.append(AIMessage(other.result or "done", id=f"{id_}:{other.id}:result"))
    return known


def brief(task: Task) -> str:
    """The task in the words that its loop is given."""
    if not task.success_criteria:
        return task.description
    return (
        f"{task.description}\n\nIt is done when: {task.success_criteria}\n"
        f"If that does not hold at the end, begin the final answer with '{NOT_DONE}:' and say why."
    )
