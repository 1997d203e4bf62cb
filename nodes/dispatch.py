"""DISPATCH: begin the tasks that are ready, as many at once as the budgets allow."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from nodes import budgets
from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, tasks_of
from nodes.llm.port import Usage
from nodes.planning.tracker import TaskTracker
from nodes.progress import tell_started
from nodes.waves import affordable, settle, total


async def dispatch(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Mark the next wave as in progress; the edge behind sends a reasoning loop for each of its tasks."""
    run = state.get("run")
    if run is None or state.get("outcome") is not None:
        return {}
    # Somebody who edits the plan in the middle of a wave leaves its reports behind: what has ended stays as it ended.
    reports = state.get("reports") or []
    usage = total(state.get("usage") or Usage(), [report.usage for report in reports])
    tracker = TaskTracker(settle(tasks_of(state), reports))
    update: ControllerUpdate = {"tasks": tracker.tasks, "usage": usage}
    if reports:
        update["reports"] = Overwrite([])  # type: ignore[typeddict-item]
    end = budgets.spent(run.limits, usage, before_asking=True)
    if end is not None:
        return {**update, "outcome": end}
    for task in tracker.tasks:
        tracker.reopen(task.id)  # it was at work at that time: its loop begins again
    ready = tracker.ready_tasks()
    for task in ready[: affordable(run.limits, usage, min(len(ready), run.max_parallel_tasks))]:
        tracker.mark_in_progress(task.id)
    tell_started(runtime.stream_writer, tracker.tasks, usage)
    return {**update, "tasks": tracker.tasks}
