"""What clients are told while a plan is carried out: the `custom` events of the stream, as plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nodes.llm.port import Usage
from nodes.planning.plan import Task, TaskStatus
from nodes.state import AgentState

Writer = Callable[[Any], None]
"""LangGraph's `runtime.stream_writer`."""

_EVENTS = ("task_started", "task_finished", "step")
_ENDED = (TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.BLOCKED)


def is_progress(data: object) -> bool:
    """Whether a `custom` part is one of these events, and not what some tool says."""
    return isinstance(data, dict) and data.get("event") in _EVENTS and isinstance(data.get("task"), str)


def tell_started(write: Writer, tasks: Iterable[Task], usage: Usage) -> None:
    """Tell that the tasks in progress were begun.

    Args:
        write: Where to.
        tasks: The plan.
        usage: What the run has spent before.
    """
    for task in tasks:
        if task.status is TaskStatus.IN_PROGRESS:
            write(_event("task_started", task, usage))


def tell_finished(write: Writer, before: Iterable[Task], after: Iterable[Task], usage: Usage) -> None:
    """Tell which tasks have ended since: completed, failed, or blocked by one that failed.

    Args:
        write: Where to.
        before: The plan as it was.
        after: The plan as it is.
        usage: What the run has spent.
    """
    known = {task.id: task.status for task in before}
    for task in after:
        if task.status in _ENDED and known.get(task.id) is not task.status:
            write({**_event("task_finished", task, usage), "result": task.result, "error": task.error})


def tell_step(write: Writer, state: AgentState, status: str, usage: Usage) -> None:
    """Tell where the loop of a task is; nothing for a loop that the controller did not send.

    Args:
        write: Where to.
        state: The loop's.
        status: `thinking` or `finished`.
        usage: What the task has spent.
    """
    task = state.get("task")
    if task is not None:
        step = usage.steps + (status == "thinking")
        write({**_event("step", task, usage), "status": status, "step": step})


def _event(name: str, task: Task, usage: Usage) -> dict[str, Any]:
    return {
        "event": name,
        "task": task.id,
        "description": task.description,
        "status": task.status.value,
        "usage": {
            "steps": usage.steps,
            "tokens": usage.tokens,
            "seconds": usage.seconds,
            "cost_usd": usage.cost_usd,
        },
    }
