"""Settling a run: the knobs are copied into a record, so that a resume, which brings none, cannot loosen them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import HumanMessage

from nodes.context import AgentContext
from nodes.opening import check_goal
from nodes.records import Limits, RunRecord
from nodes.typed_answer import check_schema


def settled(state: Mapping[str, Any], asked: HumanMessage, context: AgentContext) -> RunRecord:
    """The record of a run that begins.

    Args:
        state: Its input; `output_schema` is read.
        asked: The message that asks for it.
        context: The knobs, and what they stand over.

    Raises:
        GoalError: If the goal is empty or too long.
        AnswerSchemaError: If the schema of the answer is none.
    """
    ports, knobs = context.ports, context.knobs
    run_id = context.checkpoint_id or "run"
    return RunRecord(
        id=run_id,
        goal=check_goal(asked.text if isinstance(asked.content, list) else asked.content),
        goal_message_id=asked.id or f"{run_id}:goal",
        started_at=ports.clock(),
        limits=knobs.limits(ports.limits),
        approvals=knobs.approvals or ports.approvals,
        policy_digest=ports.policy.digest,
        model=ports.model.label,
        answer_schema=check_schema(state.get("output_schema")),
        planning=knobs.planning or ports.planning,
        max_parallel_tasks=knobs.max_parallel_tasks or ports.max_parallel_tasks,
        asks_plan=ports.asks_plan if knobs.approve_plan is None else knobs.approve_plan,
        shares_steps=knobs.max_steps is not None or ports.limits.max_steps != Limits().max_steps,
    )
