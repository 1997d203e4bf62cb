"""The planner over a decision model: one question for a plan, one for another way, one to put results together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from nodes.llm.port import Decision, DecisionModel, DecisionRequest, Usage
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import Task, complaints_about
from nodes.planning.planner import (
    FORM,
    NO_TASKS,
    SAME_AGAIN,
    TRIES,
    PlannedTasks,
    no_plan,
    read_tasks,
    replan_prompt,
    sent_back,
)
from nodes.planning.port import Composed, PlanReply, PlanRequest
from nodes.planning.sizing import has_parts
from nodes.prompts.renderer import render


class ModelPlanner:
    """Asks a decision model for plans.

    Structured output first; a model that writes a numbered list instead is understood, too.

    Args:
        model: Whatever decides in the reasoning loop.
        needs_plan: Whether a goal is worth a plan where planning is `auto`; it must cost no model call.
        complaint: Why a typed answer does not fit its JSON schema, `None` if it does.
    """

    def __init__(
        self,
        model: DecisionModel,
        needs_plan: Callable[[str], bool] = has_parts,
        complaint: Callable[[Any, Mapping[str, Any]], str | None] = lambda answer, schema: None,
    ) -> None:
        self._model = model
        self._needs_plan = needs_plan
        self._complaint = complaint

    async def plan(self, request: PlanRequest) -> PlanReply:
        """Split a goal; none is asked for where the goal has no parts.

        Raises:
            InvalidPlan: If the second try is no plan either.
            ModelError: If the model is not available.
        """
        if not (request.always or self._needs_plan(request.goal)):
            return PlanReply()
        prompt = render(
            "plan",
            goal=request.goal,
            tools="\n".join(f"- {tool['name']}: {tool['description']}" for tool in request.tools),
            context=_context(request),
            form=FORM,
        )
        return await self._ask(request, prompt, ())

    async def replan(
        self, request: PlanRequest, failed: Task, remaining: Sequence[Task], completed: Sequence[Task]
    ) -> PlanReply:
        """Ask for another way.

        Raises:
            InvalidPlan: If no plan came of it, or the one that failed.
            ModelError: If the model is not available.
        """
        prompt = replan_prompt(request.goal, failed, remaining, completed)
        reply = await self._ask(request, prompt, completed)
        before = {task.description for task in (failed, *remaining)}
        if {task.description for task in reply.tasks} == before:
            raise InvalidPlan(SAME_AGAIN, reply.usage)
        return reply

    async def compose(
        self, request: PlanRequest, tasks: Sequence[Task], answer_schema: Mapping[str, Any] | None
    ) -> Composed:
        """Ask for the answer, from the results of the tasks."""
        results = "\n".join(json.dumps(_result(task), ensure_ascii=False) for task in tasks)
        prompt = render("compose", goal=request.goal, results=results)
        messages: list[AnyMessage] = [HumanMessage(prompt)]
        usage, problem = Usage(), None
        for _ in range(TRIES):
            decision = await self._decide(request.goal, messages, answer_schema)
            usage += decision.usage
            if decision.answer is None:
                problem = decision.malformed or "the model gave no answer"
            else:
                problem = None if answer_schema is None else self._complaint(decision.answer, answer_schema)
            if problem is None:
                return Composed(decision.answer, usage)
            messages += [AIMessage(_text(decision) or "(nothing)"), HumanMessage(problem)]
        return Composed(results, usage, problem)

    async def _ask(self, request: PlanRequest, prompt: str, kept: Sequence[Task]) -> PlanReply:
        messages: list[AnyMessage] = [HumanMessage(prompt)]
        usage, problems = Usage(), [""]
        for _ in range(TRIES):
            decision = await self._decide(request.goal, messages, PlannedTasks.model_json_schema())
            usage += decision.usage
            tasks = read_tasks(_text(decision))
            problems = _problems(request, kept, tasks)
            if not problems:
                return PlanReply(tasks, usage)
            messages += [AIMessage(_text(decision) or "(nothing)"), HumanMessage(sent_back(problems))]
        raise InvalidPlan(no_plan(problems), usage)

    async def _decide(self, goal: str, messages: list[AnyMessage], schema: Mapping[str, Any] | None) -> Decision:
        # There being no tools, every mode has the model answer, and asks for the schema in its own way.
        return await self._model.decide(DecisionRequest(goal, messages, (), answer_schema=schema))


def _problems(request: PlanRequest, kept: Sequence[Task], tasks: Sequence[Task]) -> list[str]:
    if not tasks:
        return [NO_TASKS]
    goal = _words(request.goal)
    again = [task.id for task in tasks if _words(task.description) == goal and len(kept) + len(tasks) > 1]
    return [
        *complaints_about([*kept, *tasks], max_tasks=request.max_tasks),
        *(f"{id_!r} repeats the goal; a task is a part of it" for id_ in again),
    ]


def _words(text: str) -> list[str]:
    return text.lower().split()


def _context(request: PlanRequest) -> str:
    said = [f"Earlier the user asked: {asked}\nThe answer was: {answer}" for asked, answer in request.conversation[-3:]]
    return "\n\n".join([*said, request.context]).strip()


def _result(task: Task) -> dict[str, Any]:
    return {"task": task.description, "status": task.status.value, "result": task.result, "error": task.error}


def _text(decision: Decision) -> str:
    if decision.answer is None:
        return decision.message.text
    return decision.answer if isinstance(decision.answer, str) else json.dumps(decision.answer, ensure_ascii=False)
