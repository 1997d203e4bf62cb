"""TRACK: settle a wave: what was reached, what failed, what that blocks, and what it cost."""

from __future__ import annotations

import json

from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, tasks_of
from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE
from nodes.planning.tracker import TaskTracker
from nodes.records import Outcome, TaskReport
from nodes.waves import NOT_DONE, total


async def track(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Mark each task of the wave by its report."""
    tracker = TaskTracker(tasks_of(state))
    known = {task.id for task in tracker.tasks}
    reports = [report for report in state.get("reports") or [] if report.task_id in known]
    for report in reports:
        _mark(tracker, report)
    update: ControllerUpdate = {
        "tasks": tracker.tasks,
        "usage": total(state.get("usage") or Usage(), [report.usage for report in reports]),
        "reports": Overwrite([]),  # type: ignore[typeddict-item]
    }
    for report in reports:
        if report.task_id == WHOLE:
            update["outcome"] = report.outcome
            update["messages"] = report.messages
    return update


def _mark(tracker: TaskTracker, report: TaskReport) -> None:
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
