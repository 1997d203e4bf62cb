"""A plan as a person sees and edits it, and what an edit makes of it: completed work stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import Task, TaskStatus, check_plan


class EditedTask(BaseModel):
    """A task as a person writes it."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1)
    description: str = Field(min_length=1)
    dependencies: list[str] = Field(default_factory=list)
    success_criteria: str | None = None


class EditedPlan(BaseModel):
    """A plan as a person writes it; `status` and `result` are shown but not read."""

    tasks: list[EditedTask] = Field(min_length=1)


def plan_form(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The tasks as a person is shown them, one JSON object each."""
    return [
        {
            "id": task.id,
            "description": task.description,
            "dependencies": list(task.dependencies),
            "success_criteria": task.success_criteria,
            "status": task.status.value,
        }
        for task in tasks
    ]


def edited_plan(tasks: Sequence[Task], edit: Mapping[str, Any]) -> list[Task]:
    """The plan after an edit.

    Completed tasks stay as they are, also where the edit leaves them out; every other task is as the edit says, and not begun.

    Args:
        tasks: The plan as it stands.
        edit: `{"tasks": [{"id", "description", "dependencies", "success_criteria"}, …]}`.

    Raises:
        InvalidPlan: If it is no plan, or the whole cannot be run; the message lists every complaint.
    """
    try:
        wanted = EditedPlan.model_validate(edit).tasks
    except ValidationError as error:
        raise InvalidPlan("; ".join(_complaint(problem) for problem in error.errors(include_url=False))) from error
    done = {task.id: task for task in tasks if task.status is TaskStatus.COMPLETED}
    changed = [item.id for item in wanted if item.id in done and item.description != done[item.id].description]
    if changed:
        raise InvalidPlan(
            f"{', '.join(map(repr, changed))} is completed and cannot be changed; add a task of another id"
        )
    kept = [task for id_, task in done.items()]
    new = [
        Task(
            item.id,
            item.description,
            TaskStatus.PENDING,
            list(item.dependencies),
            success_criteria=item.success_criteria,
        )
        for item in wanted
        if item.id not in done
    ]
    whole = [*kept, *new]
    check_plan(whole)
    return whole


def _complaint(problem: Mapping[str, Any]) -> str:
    """For example `tasks.0.description: Field required`."""
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
