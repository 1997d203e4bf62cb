"""Another way when a task failed: completed work is kept, what is left is planned anew."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import Task, TaskStatus
from nodes.planning.planner import SAME_AGAIN, TaskPlanner, replan_prompt


class ReplanningStrategy:
    """Decides whether to plan again and asks for the new plan.

    Args:
        planner: Asks the model.
        max_replan_attempts: How often a goal may be planned again (2, as in the source architecture).
        replan_count: How often it has been.
    """

    def __init__(self, planner: TaskPlanner, max_replan_attempts: int = 2, replan_count: int = 0) -> None:
        self.planner = planner
        self.max_replan_attempts = max_replan_attempts
        self.replan_count = replan_count

    def should_replan(self, failed_task: Task) -> bool:
        """Whether there is a try left."""
        return failed_task.status is TaskStatus.FAILED and self.replan_count < self.max_replan_attempts

    def generate_new_plan(
        self,
        original_goal: str,
        failed_task: Task,
        remaining_tasks: Sequence[Task],
        completed_tasks: Sequence[Task] = (),
    ) -> list[Task]:
        """Ask for another way to the rest of the goal.

        Args:
            original_goal: The goal.
            failed_task: The task that failed, with its error.
            remaining_tasks: What was still to do.
            completed_tasks: What is done; the new tasks may depend on it.

        Returns:
            Tasks for what is left.

        Raises:
            InvalidPlan: If the model gives no plan, or the same plan again.
        """
        self.replan_count += 1
        prompt = replan_prompt(original_goal, failed_task, remaining_tasks, completed_tasks)
        tasks = self.planner.ask(prompt, kept=completed_tasks)
        if [task.description for task in tasks] == [task.description for task in (failed_task, *remaining_tasks)]:
            raise InvalidPlan(SAME_AGAIN)
        return tasks
