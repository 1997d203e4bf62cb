"""Keeping track of a plan: what is ready, done, failed, blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nodes.planning.errors import UnknownTask
from nodes.planning.plan import Task, TaskStatus, check_plan

_OPEN = (TaskStatus.PENDING, TaskStatus.IN_PROGRESS)


class TaskTracker:
    """The state of a plan's execution. Tasks are values: marking one puts a new one in its place.

    Args:
        tasks: A plan to go on with.
    """

    def __init__(self, tasks: Iterable[Task] = ()) -> None:
        self.tasks: list[Task] = list(tasks)

    def load_tasks(self, tasks: Sequence[Task]) -> None:
        """Take a new plan.

        Raises:
            InvalidPlan: If it cannot be run; the old one stays.
        """
        check_plan(tasks)
        self.tasks = list(tasks)

    def get_current_task(self) -> Task | None:
        """The first task in progress, else the first that is ready, else `None`."""
        running = [task for task in self.tasks if task.status is TaskStatus.IN_PROGRESS]
        return next(iter([*running, *self.ready_tasks()]), None)

    def ready_tasks(self) -> list[Task]:
        """Pending tasks whose dependencies are all completed, in the plan's order."""
        done = {task.id for task in self.tasks if task.status is TaskStatus.COMPLETED}
        return [task for task in self.tasks if task.status is TaskStatus.PENDING and done.issuperset(task.dependencies)]

    def mark_in_progress(self, task_id: str) -> None:
        """Note that the task was begun."""
        self._put(replace(self._find_task(task_id), status=TaskStatus.IN_PROGRESS))

    def reopen(self, task_id: str) -> None:
        """Note that a task that was in progress is to be begun again; others stay as they are."""
        task = self._find_task(task_id)
        if task.status is TaskStatus.IN_PROGRESS:
            self._put(replace(task, status=TaskStatus.PENDING))

    def mark_complete(self, task_id: str, result: str) -> None:
        """Note that the task is done."""
        task = self._find_task(task_id)
        self._put(replace(task, status=TaskStatus.COMPLETED, result=result, error=None))

    def mark_failed(self, task_id: str, error: str) -> None:
        """Note that the task failed, and block whatever depends on it, directly or not."""
        self._put(replace(self._find_task(task_id), status=TaskStatus.FAILED, error=error))
        self._block_dependents()

    def replan(self, new_tasks: Sequence[Task]) -> None:
        """Replace what is not completed; completed work is kept and can be depended on.

        Raises:
            InvalidPlan: If the whole cannot be run; nothing is changed.
        """
        kept = [task for task in self.tasks if task.status is TaskStatus.COMPLETED]
        whole = [*kept, *new_tasks]
        check_plan(whole)
        self.tasks = whole

    def get_progress(self) -> dict[str, int]:
        """How many tasks there are in total, completed, failed (or blocked), and remaining."""
        failed = sum(task.status in (TaskStatus.FAILED, TaskStatus.BLOCKED) for task in self.tasks)
        completed = sum(task.status is TaskStatus.COMPLETED for task in self.tasks)
        remaining = sum(task.status in _OPEN for task in self.tasks)
        return {"total": len(self.tasks), "completed": completed, "failed": failed, "remaining": remaining}

    def _block_dependents(self) -> None:
        lost = {task.id for task in self.tasks if task.status in (TaskStatus.FAILED, TaskStatus.BLOCKED)}
        changed = True
        while changed:
            changed = False
            for task in self.tasks:
                missing = lost.intersection(task.dependencies)
                if task.status is TaskStatus.PENDING and missing:
                    reason = f"it needs {', '.join(sorted(missing))}, which did not succeed"
                    self._put(replace(task, status=TaskStatus.BLOCKED, error=reason))
                    lost.add(task.id)
                    changed = True

    def _put(self, task: Task) -> None:
        self.tasks = [task if other.id == task.id else other for other in self.tasks]

    def _find_task(self, task_id: str) -> Task:
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise UnknownTask(f"there is no task {task_id!r}; the plan has {[task.id for task in self.tasks]}")
