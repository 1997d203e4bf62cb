"""REPLAN: find another way to what is left, keeping what is done."""

from __future__ import annotations

from dataclasses import replace

from langgraph.runtime import Runtime

from nodes import budgets
from nodes.context import AgentContext
from nodes.control_state import ControllerState, ControllerUpdate, failed_tasks, tasks_of
from nodes.llm.port import Usage
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import TaskStatus
from nodes.planning.port import PlanReply
from nodes.planning.tracker import TaskTracker
from nodes.requesting import plan_request


async def replan(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Plan the rest anew; where no other way is found, the plan stays as it failed."""
    run, planner = state.get("run"), runtime.context.ports.planner
    tasks, attempts = list(tasks_of(state)), (state.get("replans") or 0) + 1
    if run is None or planner is None:
        return {"replans": attempts}
    spent = budgets.spent(run.limits, state.get("usage") or Usage(), before_asking=run.shares_steps)
    if spent is not None:
        return {"outcome": spent}
    done = [task for task in tasks if task.status is TaskStatus.COMPLETED]
    first, *others = failed_tasks(state)
    left = [*others, *(task for task in tasks if task.status in (TaskStatus.PENDING, TaskStatus.BLOCKED))]
    reply = PlanReply()
    try:
        reply = await planner.replan(plan_request(state, run, runtime.context), first, left, done)
        tracker = TaskTracker(tasks)
        if reply.tasks:
            tracker.replan(reply.tasks)
    except InvalidPlan as error:
        reply = PlanReply(usage=reply.usage + error.usage)
    usage = (state.get("usage") or Usage()) + reply.usage
    if not reply.tasks:
        return {"replans": run.max_replans, "usage": usage}  # asking again would give no more
    limits = run.limits
    if not run.shares_steps:
        each = max(1, limits.max_steps // max(1, len(tasks)))
        limits = replace(limits, max_steps=limits.max_steps + each * len(reply.tasks))
    return {
        "tasks": tracker.tasks,
        "set_aside": [*(state.get("set_aside") or []), first, *left],
        "replans": attempts,
        "plan_approved": not run.asks_plan,
        "usage": usage,
        "run": replace(run, limits=limits),
    }
