"""Splitting a goal into tasks: structured output first, the numbered list for models without it, one repair."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.output_parsers import PydanticOutputParser
from pydantic import BaseModel, ConfigDict, Field

from nodes.planning.errors import InvalidPlan
from nodes.planning.numbered_list import parse_tasks
from nodes.planning.plan import MAX_TASKS, Task, TaskStatus, complaints_about
from nodes.prompts.renderer import render

FORM = (
    'Reply with one JSON object: {"tasks": [{"id": "a", "description": "…", "dependencies": [], "success_criteria": "…"}, …]}. '
    "If you cannot, reply with a numbered list, one task a line, `(depends on 1, 2)` behind tasks that need others."
)
"""What a plan must look like; also for replanning."""
TRIES = 2
"""A plan that cannot be run is sent back once, with every complaint."""
NO_TASKS = "the reply holds no tasks"
SAME_AGAIN = "The model gave the plan again that has just failed."


class PlannedTask(BaseModel):
    """A task as a model writes it."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(description="Short and unique.")
    description: str = Field(description="What to do.")
    dependencies: list[str] = Field(default_factory=list, description="Ids of tasks whose results it needs.")
    success_criteria: str | None = Field(None, description="How to see that it is done.")


class PlannedTasks(BaseModel):
    """A plan as a model writes it."""

    tasks: list[PlannedTask]


class TaskPlanner:
    """Asks a model for plans.

    Args:
        llm: Any LangChain chat model.
        max_tasks: How many tasks a plan may have.
    """

    def __init__(self, llm: BaseChatModel, max_tasks: int = MAX_TASKS) -> None:
        self.llm = llm
        self.max_tasks = max_tasks

    def decompose(self, goal: str, *, tools: Sequence[str] = (), context: str = "") -> list[Task]:
        """Break a goal into tasks.

        Args:
            goal: The goal.
            tools: A line for each tool.
            context: What is known: past successes, facts.

        Returns:
            A checked plan.

        Raises:
            InvalidPlan: If the model's second try is no plan either.
        """
        prompt = render("plan", goal=goal, tools="\n".join(tools), context=context, form=FORM)
        return self.ask(prompt, kept=())

    def ask(self, prompt: str, kept: Sequence[Task]) -> list[Task]:
        """Ask for a plan; a bad one is sent back once with every complaint.

        Args:
            prompt: The question.
            kept: Completed tasks that the new ones may depend on.

        Raises:
            InvalidPlan: If the second try is no plan either.
        """
        messages: list[Any] = [HumanMessage(prompt)]
        problems: list[str] = []
        for _ in range(TRIES):
            reply = self.llm.invoke(messages)
            tasks = read_tasks(reply.text)
            problems = complaints_about([*kept, *tasks], max_tasks=self.max_tasks) if tasks else [NO_TASKS]
            if not problems:
                return tasks
            messages += [reply, HumanMessage(sent_back(problems))]
        raise InvalidPlan(no_plan(problems))


def sent_back(problems: Sequence[str]) -> str:
    """What a model is told of a plan that cannot be run."""
    return f"That is no plan yet: {'; '.join(problems)}. {FORM}"


def no_plan(problems: Sequence[str]) -> str:
    """What the user is told where the last try was no plan either."""
    return f"The model gave no plan that can be run: {'; '.join(problems)}."


def replan_prompt(goal: str, failed: Task, remaining: Sequence[Task], completed: Sequence[Task]) -> str:
    """The question for another way to the rest of a goal."""
    return render(
        "replan",
        goal=goal,
        failed=failed.description,
        error=failed.error or "unknown",
        completed=outline(completed),
        remaining=outline(remaining),
        form=FORM,
    )


def read_tasks(reply: str) -> list[Task]:
    """Read tasks from a reply: JSON if it holds any, else the numbered list; empty where there is neither."""
    parser = PydanticOutputParser(pydantic_object=PlannedTasks)
    try:
        planned = parser.parse(reply).tasks
    except OutputParserException:
        return parse_tasks(reply)
    return [
        Task(
            task.id,
            task.description,
            TaskStatus.PENDING,
            list(task.dependencies),
            success_criteria=task.success_criteria,
        )
        for task in planned
    ]


def outline(tasks: Sequence[Task]) -> str:
    """Tasks as a prompt shows them: one JSON object a line; `none` where there are none."""
    shown = [{"id": task.id, "description": task.description, "result": task.result} for task in tasks]
    return (
        "\n".join(json.dumps({k: v for k, v in task.items() if v is not None}, ensure_ascii=False) for task in shown)
        or "none"
    )
