"""DISPATCH: begin the tasks that are ready, as many at once as the budgets allow."""

from __future__ import annotations

from langgraph.runtime import Runtime

from nodes import budgets
from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, tasks_of
from nodes.llm.port import Usage
from nodes.planning.tracker import TaskTracker
from nodes.progress import tell_started
from nodes.waves import affordable


async def dispatch(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Mark the next wave as in progress; the edge behind sends a reasoning loop for each of its tasks."""
    run = state.get("run")
    if run is None or state.get("outcome") is not None:
        return {}
    usage = state.get("usage") or Usage()
    end = budgets.spent(run.limits, usage, before_asking=True)
    if end is not None:
        return {"outcome": end}
    tracker = TaskTracker(tasks_of(state))
    for task in tracker.tasks:
        tracker.reopen(task.id)  # it was at work when somebody edited the plan: its loop begins again
    ready = tracker.ready_tasks()
    for task in ready[: affordable(run.limits, usage, min(len(ready), run.max_parallel_tasks))]:
        tracker.mark_in_progress(task.id)
    tell_started(runtime.stream_writer, tracker.tasks, usage)
    return {"tasks": tracker.tasks}
