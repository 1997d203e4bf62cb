"""Editing the plan of a thread that is at rest: what is done stays, what is left is as the edit says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.types import Overwrite

from graph.driver import loop_thread
from graph.result import AgentResult, RunStatus
from graph.thread_lock import alone
from graph.thread_reader import ThreadReader
from graph.transitions import Stage
from nodes.planning.editing import edited_plan
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, Task, TaskStatus


class PlanEditor(ThreadReader):
    """What can be changed of the threads in a checkpointer."""

    def edit_plan(self, thread_id: str, edit: Mapping[str, Any], *, seen: Sequence[Task] | None = None) -> AgentResult:
        """Edit the plan of a thread; see `aedit_plan`."""
        return loop_thread().run(lambda: self.aedit_plan(thread_id, edit, seen=seen))

    async def aedit_plan(
        self, thread_id: str, edit: Mapping[str, Any], *, seen: Sequence[Task] | None = None
    ) -> AgentResult:
        """Edit the plan of a thread that has not ended and on which nobody is at work; go on with `resume(thread_id)`.

        Completed tasks stay as they are; every other task is as the edit says, and not begun. Tasks in progress begin again,
        and questions of theirs that wait for a person are asked again when they come to it: what they have done is not done
        twice, since the ledger gives the recorded result of the same call. A plan that waits for its approval still does.

        Args:
            thread_id: The thread.
            edit: `{"tasks": [{"id", "description", "dependencies", "success_criteria"}, …]}`.
            seen: The tasks that the edit was made from; if the plan is another one by now, the edit is refused.

        Raises:
            UnknownThread: If there is no such thread.
            InvalidPlan: If there is no plan to edit, it has changed since, or the edit is no plan that could be carried out;
                nothing is changed.
            ThreadBusy: If some process is at work on the thread; nothing is changed. Known for a database in a file, on
                systems with `flock`; elsewhere such an edit is overwritten by the run.
        """
        async with alone(self._place, thread_id):
            before = await self.aresult(thread_id)
            config = self.config(thread_id)
            values = (await self.graph.aget_state(config)).values
            _check_editable(before, values, seen)
            tasks = edited_plan(before.tasks, edit)
            lost = [task for task in before.tasks if task.status in (TaskStatus.FAILED, TaskStatus.BLOCKED)]
            update = {
                "tasks": tasks,
                "set_aside": [*(values.get("set_aside") or ()), *lost],
                # What the wave has cost is spent, and what it did is told: the engine drops what its loops have written.
                "usage": before.usage,
                "steps": Overwrite(list(before.steps)),
            }
            # The table leads from here to the plan's approval where that is still open, else to the next wave.
            after = Stage.TRACK if values.get("plan_approved") else Stage.PLAN
            await self.graph.aupdate_state(config, update, as_node=after.value)
            return await self.aresult(thread_id)


def _check_editable(before: AgentResult, values: Mapping[str, Any], seen: Sequence[Task] | None) -> None:
    if before.status in (RunStatus.SUCCEEDED, RunStatus.FAILED) or values.get("outcome") is not None:
        raise InvalidPlan(f"thread {before.thread_id!r} has ended ({before.status}), and its plan with it")
    if not any(task.id != WHOLE for task in before.tasks):
        raise InvalidPlan(f"thread {before.thread_id!r} has no plan of several tasks")
    if seen is not None and list(seen) != list(before.tasks):
        raise InvalidPlan("the plan has changed since it was shown: look at it again")
