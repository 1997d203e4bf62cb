"""PLAN_APPROVAL: ask a person about the plan, before anything of it is done."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt
from pydantic import ValidationError

from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, tasks_of
from nodes.planning.editing import edited_plan, plan_form
from nodes.planning.errors import InvalidPlan
from nodes.records import Outcome
from nodes.safety.approval import Answer, Ask, Question, read_response, response_model
from nodes.safety.verdict import digest_call
from tools.errors import InvalidArguments


async def plan_approval(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Ask once per plan. The node runs again from its start when it is answered: nothing irreversible stands before that."""
    run, tasks = state.get("run"), list(tasks_of(state))
    arguments = {"tasks": plan_form(tasks)}
    ask = Ask(
        action_id=f"{run.id if run else 'run'}:plan:{state.get('replans') or 0}",
        digest=digest_call("plan", arguments),
        tool="plan",
        arguments=arguments,
        question=Question.PLAN,
        description="\n".join(f"{task.id}: {task.description}" for task in tasks),
        reason="each plan must be approved in this run",
    )

    def check(given: dict[str, Any]) -> None:
        try:
            edited_plan(tasks, given)
        except (InvalidPlan, ValidationError) as error:
            raise InvalidArguments(str(error)) from error

    said = read_response(
        ask, interrupt(ask.to_payload(), response_schema=response_model(ask, check)), runtime.context.approver
    )
    if said.answer is Answer.REJECT:
        error = f"{said.approver} rejected the plan: {said.message or 'no reason was given'}"
        return {"outcome": Outcome(False, error=error, reason="plan_rejected")}
    if said.answer is Answer.EDIT:
        return {"tasks": edited_plan(tasks, said.edited_arguments), "plan_approved": True}
    return {"plan_approved": True}
