"""TRACK: settle a wave: what was reached, what failed, what that blocks, and what it cost."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, tasks_of
from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE
from nodes.progress import tell_finished
from nodes.waves import settle, total


async def track(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Mark each task of the wave by its report."""
    reports = state.get("reports") or []
    tasks = settle(tasks_of(state), reports)
    usage = total(state.get("usage") or Usage(), [report.usage for report in reports])
    tell_finished(runtime.stream_writer, tasks_of(state), tasks, usage)
    update: ControllerUpdate = {
        "tasks": tasks,
        "usage": usage,
        "reports": Overwrite([]),  # type: ignore[typeddict-item]
    }
    for report in reports:
        if report.task_id == WHOLE:
            update["outcome"] = report.outcome
            update["messages"] = report.messages
    return update
