"""A planner without a language model: it splits a goal where the user's own words do, and puts results one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nodes.planning.arrangement import Arranged, arrange
from nodes.planning.parts import Part, read_part
from nodes.planning.plan import Task, TaskStatus, complaints_about
from nodes.planning.port import Composed, PlanReply, PlanRequest
from nodes.planning.splitting import Gap, pieces_of

FEWEST = 3
"""Parts that a goal needs before it gets a plan that nobody asked for."""


class RulesPlanner:
    """Plans by the structure of the goal's own words.

    A plan is only made where every task can be done by its own words and the answers of the tasks that it depends on; where a split
    might change what is meant there is none, and the goal is worked on as a whole. Tasks carry no success criteria: what a task is
    to do stands in its words, and the offline rules say of themselves what they did not do.
    """

    async def plan(self, request: PlanRequest) -> PlanReply:
        """Split a goal into tasks.

        Args:
            request: With `always` two parts are enough, and the items of a list that the user wrote are tasks whether or not the
                offline rules read them. Elsewhere what they do not read mostly belongs to what stands before it.

        Returns:
            The plan; without tasks where the goal is better worked on as a whole.
        """
        arranged = arranged_parts(request.goal, always=request.always)
        tasks = [_task(place, item) for place, item in enumerate(arranged)]
        if len(tasks) > request.max_tasks or (tasks and complaints_about(tasks, max_tasks=request.max_tasks)):
            tasks = []
        return PlanReply(tasks)

    async def replan(
        self, request: PlanRequest, failed: Task, remaining: Sequence[Task], completed: Sequence[Task]
    ) -> PlanReply:
        """Say that there is no other way: the goal's words name one, and rules do not guess what else might be meant."""
        return PlanReply()

    async def compose(
        self, request: PlanRequest, tasks: Sequence[Task], answer_schema: Mapping[str, Any] | None
    ) -> Composed:
        """Put the results one below the other in the plan's order, each led by its task; what was not done is named with its error.

        Returns:
            The answer; `problem` where a typed one was asked for, which rules cannot give.
        """
        problem = (
            "the offline rules put results together in words, not by a schema" if answer_schema is not None else None
        )
        done = [task for task in tasks if task.status is TaskStatus.COMPLETED]
        if len(tasks) == 1 and done:
            return Composed(done[0].result or "Done.", problem=problem)
        return Composed("\n".join(_told(task) for task in tasks), problem=problem)


def arranged_parts(goal: str, *, always: bool = False) -> list[Arranged]:
    """The parts of a goal that become tasks; empty where it is better worked on as a whole."""
    pieces = pieces_of(goal)
    fewest = 2 if always else FEWEST
    if len(pieces) < fewest:
        return []
    arranged = arrange(pieces)
    if len(arranged) < fewest and always and all(piece.gap is Gap.ITEM for piece in pieces):
        arranged = arrange(pieces, unread=True)
    if (
        len(arranged) < fewest
        or _leans_on_facts(arranged)
        or not _agrees(read_part(goal), [item.part for item in arranged])
    ):
        return []
    return arranged


def _leans_on_facts(arranged: Sequence[Arranged]) -> bool:
    """Whether something is asked after a fact was told to be remembered: it may be about that fact."""
    told = [place for place, item in enumerate(arranged) if item.part.tells_facts]
    return bool(told) and any(item.part.looks_things_up for item in arranged[told[0] + 1 :])


def _agrees(whole: Part, parts: Sequence[Part]) -> bool:
    """Whether the parts do what the goal does, where the rules read all of it in one; else the split has changed it."""
    return not whole.is_read or sorted(whole.changes()) == sorted(change for part in parts for change in part.changes())


def _task(place: int, item: Arranged) -> Task:
    return Task(f"task_{place}", item.part.text, dependencies=[f"task_{other}" for other in item.after])


def _told(task: Task) -> str:
    words = task.description if len(task.description) <= 100 else f"{task.description[:97]}…"
    if task.status is TaskStatus.COMPLETED:
        result = (task.result or "Done.").strip()
    elif task.status is TaskStatus.BLOCKED:
        result = f"not done: {task.error or 'it needs a task that did not succeed'}"
    elif task.status is TaskStatus.FAILED:
        result = f"failed: {task.error or 'no reason is known'}"
    else:
        result = "not done"
    return f"{words}:\n{result}" if "\n" in result else f"{words}: {result}"
