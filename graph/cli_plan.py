"""A plan as lines: a checklist with what each task waits for, what came of it, and what it is doing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.cli_console import Console, cells_of, one_line
from graph.cli_values import counted
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, Task, TaskStatus

MARKS = {
    TaskStatus.PENDING: "[ ]",
    TaskStatus.IN_PROGRESS: "[>]",
    TaskStatus.COMPLETED: "[x]",
    TaskStatus.FAILED: "[!]",
    TaskStatus.BLOCKED: "[-]",
}
_COLORS = {
    TaskStatus.IN_PROGRESS: "cyan",
    TaskStatus.COMPLETED: "green",
    TaskStatus.FAILED: "red",
    TaskStatus.BLOCKED: "yellow",
}
_URGENT = (TaskStatus.IN_PROGRESS, TaskStatus.FAILED, TaskStatus.PENDING, TaskStatus.BLOCKED, TaskStatus.COMPLETED)
"""Which tasks are shown first where there is no room for all."""
ID_CHARACTERS = 24
DESCRIPTION_CHARACTERS = 200
RESULT_CHARACTERS = 2000
"""Of a task's result where the plan is shown in full."""


def is_plan(tasks: Sequence[Task]) -> bool:
    """Whether there is more than the goal itself as the only task."""
    return any(task.id != WHOLE for task in tasks)


def plan_title(tasks: Sequence[Task], title: str = "Plan") -> str:
    """For example `Plan: 3 tasks`."""
    return f"{title}: {counted(len(tasks), 'task')}"


def tally(tasks: Sequence[Task]) -> str:
    """For example `2 completed, 1 failed`."""
    number = Counter(task.status for task in tasks)
    return ", ".join(f"{number[status]} {words(status)}" for status in TaskStatus if number[status])


def words(status: TaskStatus) -> str:
    """The status as it is read."""
    return status.value.replace("_", " ")


def short_id(task_id: str) -> str:
    """A task's id where it stands before a line."""
    return one_line(task_id, ID_CHARACTERS)


def checklist(tasks: Sequence[Task], console: Console, notes: Mapping[str, str] | None = None) -> list[str]:
    """One line per task, in the plan's order.

    Args:
        tasks: The plan.
        console: Where the lines will stand; on a terminal they are cut to its width.
        notes: What to say of a task, instead of what it waits for.
    """
    widest = max((len(short_id(task.id)) for task in tasks), default=0)
    return [_row(task, console, widest, (notes or {}).get(task.id)) for task in tasks]


def plan_lines(tasks: Sequence[Task], console: Console, title: str = "") -> None:
    """Print a plan in full: what each task waits for, how it is seen to be done, what came of it."""
    console.line(console.style(title or f"{plan_title(tasks)} ({tally(tasks)})", "bold"))
    for task in tasks:
        after = f" · after {', '.join(map(short_id, task.dependencies))}" if task.dependencies else ""
        state = "" if task.status is TaskStatus.PENDING else f" · {words(task.status)}"
        mark = console.style(MARKS[task.status], _COLORS.get(task.status, "dim"))
        console.line(f"  {mark} {console.style(short_id(task.id), 'bold')}{state}{after}")
        console.block(task.description, "      ")
        if task.success_criteria:
            console.block(task.success_criteria, "      done when: ")
        if task.error:
            console.block(task.error, "      error:  ")
        if task.result:
            console.block(_shortened(task.result), "      result: ")


def _shortened(text: str) -> str:
    left = len(text) - RESULT_CHARACTERS
    return text if left <= 0 else f"{text[:RESULT_CHARACTERS]}\n… {left:,} more characters with 'stanchion show --json'"


def fitting(tasks: Sequence[Task], console: Console, rows: int, notes: Mapping[str, str]) -> list[str]:
    """The checklist in at most that many rows: what is at work first, the rest counted."""
    if len(tasks) <= rows:
        return checklist(tasks, console, notes)
    by_need = sorted(range(len(tasks)), key=lambda index: _URGENT.index(tasks[index].status))
    kept = set(by_need[: max(1, rows - 1)])
    hidden = [task for index, task in enumerate(tasks) if index not in kept]
    shown = checklist([task for index, task in enumerate(tasks) if index in kept], console, notes)
    return [*shown, cut(f"  … and {len(hidden)} more: {tally(hidden)}", console.width - 1)]


def cut(text: str, width: int) -> str:
    """The text in at most that many columns."""
    used = 0
    for index, char in enumerate(text):
        used += cells_of(char)
        if used > width:
            kept = text[:index]
            while kept and sum(map(cells_of, kept)) > width - 2:
                kept = kept[:-1]
            return kept + "…"
    return text


def _row(task: Task, console: Console, widest: int, note: str | None) -> str:
    mark = MARKS[task.status]
    said = note if note is not None else _reason(task)
    what = one_line(task.description, DESCRIPTION_CHARACTERS)
    text = f"{short_id(task.id):<{widest}}  {what}"
    if console.is_terminal:
        room = console.width - 7  # the indent, the mark, and a column that stays free
        tail = f" · {said}" if said else ""
        # What a task is doing is worth more than the end of its description.
        text = cut(cut(text, max(room - sum(map(cells_of, tail)), room // 2)) + tail, room)
    elif said:
        text += f" · {said}"
    return f"  {console.style(mark, _COLORS.get(task.status, 'dim'))} {text}"


def _reason(task: Task) -> str:
    if task.status in (TaskStatus.FAILED, TaskStatus.BLOCKED):
        return f"{words(task.status)}: {one_line(task.error or 'no reason given', 120)}"
    if task.status is TaskStatus.PENDING and task.dependencies:
        return f"after {', '.join(short_id(id_) for id_ in task.dependencies)}"
    return ""


def read_plan(text: str) -> Mapping[str, Any]:
    """A plan as JSON: an object with `tasks`, or their array alone.

    Raises:
        InvalidPlan: It is neither.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidPlan(f"the plan is not JSON ({error})") from error
    if isinstance(value, list):
        value = {"tasks": value}
    if not isinstance(value, dict):
        raise InvalidPlan('the plan must be a JSON object such as {"tasks": [{"id": "1", "description": "…"}]}')
    return value
