"""ANSWER: the result of the one task as it is, or those of several put together."""

from __future__ import annotations

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from nodes import budgets
from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, is_planned, tasks_of
from nodes.llm.port import Usage
from nodes.planning.plan import Task, TaskStatus
from nodes.planning.port import Composed
from nodes.records import Outcome, RunRecord
from nodes.requesting import plan_request
from nodes.storable import storable
from nodes.typed_answer import complaint_about


async def answer(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Say what came of the goal; it is a success only if every task of the plan is completed."""
    run, outcome = state.get("run"), state.get("outcome")
    if run is None or (outcome is not None and not is_planned(state)):
        return _told(run, outcome) if not _is_told(state) else {}
    tasks, planner = list(tasks_of(state)), runtime.context.ports.planner
    missing = [task for task in tasks if task.status is not TaskStatus.COMPLETED]
    composed, usage = Composed(None), state.get("usage") or Usage()
    spent = budgets.spent(run.limits, usage, before_asking=False)
    if outcome is None and spent is None and planner is not None and len(missing) < len(tasks):
        composed = await planner.compose(plan_request(state, run, runtime.context), tasks, run.answer_schema)
    elif len(missing) < len(tasks):
        results = "\n".join(f"{task.description}: {task.result}" for task in tasks if task.result)
        composed = Composed(results, problem=spent.error if spent is not None and run.answer_schema else None)
    ended = _ended(run, outcome, missing, composed)
    return {**_told(run, ended), "usage": usage + composed.usage}


def _ended(run: RunRecord, outcome: Outcome | None, missing: list[Task], composed: Composed) -> Outcome:
    value = storable(composed.answer)
    if outcome is not None:
        return Outcome(False, value, f"{outcome.error} {_named(missing)}".strip(), outcome.reason)
    if missing:
        return Outcome(False, value, _named(missing), "tasks_failed")
    if composed.answer is None and composed.problem is None:
        return Outcome(False, error="The plan has no tasks left. Give the goal again.", reason="plan")
    problem = composed.problem
    if problem is None and run.answer_schema is not None:
        problem = complaint_about(value, run.answer_schema)
    if problem is not None:
        return Outcome(
            False, value, f"The tasks are done, but their results make no such answer: {problem}", "malformed"
        )
    return Outcome(True, value)


def _named(missing: list[Task]) -> str:
    return " ".join(f"{task.id} ({task.description}): {task.error or 'not begun'}." for task in missing)


def _told(run: RunRecord | None, outcome: Outcome | None) -> ControllerUpdate:
    """The outcome, and the last word of the conversation."""
    outcome = outcome or Outcome(False, error="The run ended without an outcome.", reason="failures")
    text = (
        str(outcome.answer) if outcome.answer is not None else f"I stopped before the goal was reached. {outcome.error}"
    )
    if outcome.answer is not None and not outcome.success and outcome.error:
        text = f"{text}\n\nNot reached: {outcome.error}"
    return {"outcome": outcome, "messages": [AIMessage(text, id=f"{run.id if run else 'run'}:answer")]}


def _is_told(state: ControllerState) -> bool:
    """Whether the task that was the whole goal has said it in the conversation."""
    messages, run = state.get("messages") or [], state.get("run")
    return (
        bool(messages)
        and isinstance(messages[-1], AIMessage)
        and (messages[-1].id or "").startswith(run.id if run else " ")
    )
