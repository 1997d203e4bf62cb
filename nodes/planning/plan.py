"""A plan: tasks with dependencies, and the check that they are a program that can be run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from nodes.planning.errors import InvalidPlan

MAX_TASKS = 50
"""A plan of more tasks is no plan but a list; ask for a coarser one."""


class TaskStatus(StrEnum):
    """Where a task stands."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    BLOCKED = "blocked"
    """It depends on a task that failed."""


class PlanningMode(StrEnum):
    """Whether a goal is planned before it is worked on."""

    AUTO = "auto"
    """Where it has several parts; a goal that needs no plan costs no further model call."""
    ALWAYS = "always"
    NEVER = "never"


WHOLE = "goal"
"""Id of the only task where the goal itself is the task."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a plan.

    Attributes:
        id: Unique in the plan.
        description: What is to be done, in words that an agent can act on.
        status: Where it stands.
        dependencies: Ids of tasks that must be completed first.
        result: What came of it.
        error: Why it failed or is blocked.
        success_criteria: How to see that it is done.
    """

    id: str
    description: str
    status: TaskStatus = TaskStatus.PENDING
    dependencies: list[str] = field(default_factory=list)
    result: str | None = None
    error: str | None = None
    success_criteria: str | None = None


def complaints_about(tasks: Sequence[Task], *, max_tasks: int = MAX_TASKS) -> list[str]:
    """Everything that keeps the tasks from being a plan; empty for a good one.

    Args:
        tasks: The tasks.
        max_tasks: How many there may be.
    """
    if not tasks:
        return ["the plan has no tasks"]
    problems = []
    if len(tasks) > max_tasks:
        problems.append(f"the plan has {len(tasks)} tasks; at most {max_tasks} are taken, so join small ones")
    ids = [task.id for task in tasks]
    problems += [f"the id {id_!r} stands twice" for id_ in dict.fromkeys(ids) if ids.count(id_) > 1]
    known = set(ids)
    if any(task.id == WHOLE and task.status is not TaskStatus.COMPLETED for task in tasks):
        problems.append(f"the id {WHOLE!r} stands for the whole goal; give the task another")
    seen: dict[str, str] = {}
    for task in tasks:
        if not task.id.strip():
            problems.append("a task has an empty id")
        if not task.description.strip():
            problems.append(f"{task.id!r} has no description")
        problems += [
            f"{task.id!r} depends on {other!r}, which is not in the plan"
            for other in task.dependencies
            if other not in known
        ]
        if task.id in task.dependencies:
            problems.append(f"{task.id!r} depends on itself")
        words = " ".join(task.description.lower().split())
        if words and words in seen:
            problems.append(f"{task.id!r} repeats {seen[words]!r}: {task.description!r}")
        seen.setdefault(words, task.id)
    return problems or _cycles(tasks)


def check_plan(tasks: Sequence[Task], *, max_tasks: int = MAX_TASKS) -> None:
    """Refuse what is no plan.

    Raises:
        InvalidPlan: With every complaint.
    """
    problems = complaints_about(tasks, max_tasks=max_tasks)
    if problems:
        raise InvalidPlan("; ".join(problems))


def _cycles(tasks: Sequence[Task]) -> list[str]:
    try:
        TopologicalSorter({task.id: task.dependencies for task in tasks}).prepare()
    except CycleError as error:
        return [f"the tasks wait for each other in a circle: {' -> '.join(reversed(error.args[1]))}"]
    return []
