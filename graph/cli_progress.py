"""What is known of a plan while it is carried out, from the parts of the stream."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.cli_console import one_line
from graph.cli_plan import is_plan
from graph.cli_values import counted, seconds, usage_line
from nodes.llm.port import Usage
from nodes.planning.plan import Task, TaskStatus
from nodes.records import Action, TaskReport
from nodes.waves import settle, task_named_in, total


class PlanProgress:
    """The plan, whose loop is whose, and what each is doing.

    Args:
        timer: Seconds that only ever grow.
    """

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self.tasks: list[Task] = []
        self._timer = timer
        self._usage = Usage()
        self._spent: dict[str, Usage] = {}
        self._doing: dict[str, str] = {}
        self._begun: dict[str, float] = {}
        self._loops: dict[tuple[str, ...], str] = {}

    @property
    def is_on(self) -> bool:
        """Whether there is a plan of several tasks."""
        return is_plan(self.tasks)

    @property
    def usage(self) -> Usage:
        """What the run has spent, the tasks at work included."""
        return total(self._usage, list(self._spent.values()))

    def begin(self, tasks: Sequence[Task], usage: Usage) -> None:
        """Take up a plan that was at work before; what it has spent includes its cut-off tasks."""
        self.tasks, self._usage = list(tasks), usage
        self._mark_begun()

    def take_plan(self, tasks: Sequence[Task]) -> list[Task]:
        """Take what the controller wrote of the plan.

        Returns:
            The tasks whose status is another than before; all of them of a plan that is new.
        """
        before = {task.id: task.status for task in self.tasks}
        changed = [task for task in tasks if before.get(task.id) is not task.status]
        self.tasks = list(tasks)
        self._mark_begun()
        return changed

    def take_reports(self, reports: Iterable[TaskReport]) -> list[Task]:
        """Take what a loop reported, before its wave is settled."""
        known = {task.id for task in self.tasks}
        ours = [report for report in reports if report.task_id in known]
        self._spent.update((report.task_id, report.usage) for report in ours)
        return self.take_plan(settle(self.tasks, ours))

    def take_total(self, usage: Usage) -> None:
        """Take what the controller wrote of the run's cost: the wave's is in it."""
        self._usage = usage
        self._spent.clear()

    def take_step(self, ns: tuple[str, ...], update: Mapping[str, Any]) -> str:
        """Take what a loop wrote; gives the task it works on, or an empty text where that cannot be told."""
        task = self._task_of(ns, update)
        if isinstance(usage := update.get("usage"), Usage):
            self._spent[task] = usage
        if actions := [action for action in update.get("actions") or () if isinstance(action, Action)]:
            self.note(task, ", ".join(dict.fromkeys(one_line(action.tool, 40) for action in actions if action.tool)))
        elif update.get("approvals"):
            self.note(task, "answered")
        return task

    def note(self, task: str, doing: str) -> None:
        """Note what a task is doing."""
        self._doing[task] = doing

    def spent_on(self, task: str) -> str:
        """What a task has cost, in words."""
        return usage_line(self._spent[task]) if task in self._spent else ""

    def notes(self) -> dict[str, str]:
        """What each task at work is doing: its step, what it is about, its seconds."""
        now = self._timer()
        running = [task.id for task in self.tasks if task.status is TaskStatus.IN_PROGRESS]
        said = {}
        for task in running:
            parts = [self._doing.get(task, ""), seconds(max(0.0, now - self._begun.get(task, now)), whole=True)]
            steps = self._spent[task].steps if task in self._spent else 0
            said[task] = " · ".join([f"step {max(1, steps)}", *(part for part in parts if part)])
        return said

    def summary(self) -> str:
        """How far the plan is, and the run's usage."""
        done = sum(task.status is TaskStatus.COMPLETED for task in self.tasks)
        return f"{done} of {counted(len(self.tasks), 'task')} · {usage_line(self.usage)}"

    def _mark_begun(self) -> None:
        for task in self.tasks:
            if task.status is TaskStatus.IN_PROGRESS:
                self._begun.setdefault(task.id, self._timer())
            else:
                self._begun.pop(task.id, None)
                self._doing.pop(task.id, None)

    def _task_of(self, ns: tuple[str, ...], update: Mapping[str, Any]) -> str:
        if ns not in self._loops:
            named = next((task for id_ in _ids(update) if (task := task_named_in(id_))), "")
            if named:
                self._loops[ns] = named
        return self._loops.get(ns, "")


def _ids(update: Mapping[str, Any]) -> Iterable[str]:
    """Everything in a loop's update whose id names the loop."""
    messages = update.get("messages")
    for item in messages if isinstance(messages, list) else ():
        yield str(getattr(item, "id", "") or "")
    for channel in ("actions", "verdicts", "approvals", "observations"):
        for item in update.get(channel) or ():
            yield str(getattr(item, "action_id", None) or getattr(item, "id", "") or "")
