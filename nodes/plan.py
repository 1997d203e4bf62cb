"""PLAN: split the goal into tasks, where it needs a plan."""

from __future__ import annotations

from dataclasses import replace

from langgraph.runtime import Runtime

from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate
from nodes.llm.port import Usage
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, PlanningMode, Task
from nodes.planning.port import PlanReply
from nodes.records import Outcome, RunRecord
from nodes.requesting import plan_request


async def plan(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Write the plan; a goal that needs none is a plan of one task."""
    run = state.get("run")
    if run is None or state.get("outcome") is not None:
        return {}
    reply, before = PlanReply(), state.get("usage") or Usage()
    planner = runtime.context.ports.planner
    if planner is not None and run.planning is not PlanningMode.NEVER:
        try:
            reply = await planner.plan(plan_request(state, run, runtime.context))
        except InvalidPlan as error:
            if run.planning is PlanningMode.ALWAYS:
                advice = f"{error} Say it in smaller steps, or set planning to never."
                return {"outcome": Outcome(False, error=advice, reason="plan"), "usage": before + error.usage}
            reply = PlanReply(usage=error.usage)
    usage = before + reply.usage
    if len(reply.tasks) < 2:
        return {"tasks": [Task(WHOLE, run.goal)], "usage": usage, "plan_approved": True}
    return {
        "tasks": reply.tasks,
        "usage": usage,
        "plan_approved": not run.asks_plan,
        "run": _with_steps(run, len(reply.tasks)),
    }


def _with_steps(run: RunRecord, tasks: int) -> RunRecord:
    """Nobody having set a budget of steps, each task has the default of one loop."""
    if run.shares_steps:
        return run
    return replace(run, limits=replace(run.limits, max_steps=run.limits.max_steps * tasks))
