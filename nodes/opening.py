"""Opening a run: settling its budgets, and leaving no earlier call without its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.types import Overwrite

from nodes.llm.port import Usage
from nodes.records import RunRecord
from nodes.state import AgentState, AgentUpdate
from nodes.storable import storable

MAX_GOAL_CHARACTERS = 100_000
"""A longer goal belongs into a file; about 25,000 tokens."""


class GoalError(ValueError):
    """The goal cannot be taken; the message says why and what to do."""


def check_goal(goal: object) -> str:
    """The goal as text, without surrounding space.

    Raises:
        GoalError: If it is empty, no text, or too long.
    """
    if not isinstance(goal, str):
        raise GoalError(f"The goal must be text, got {type(goal).__name__}: send {{'goal': 'what you want done'}}.")
    text = str(storable(goal)).strip()
    if not text:
        raise GoalError("The goal is empty: say what you want done, for example 'what is 15% of 240?'.")
    if len(text) > MAX_GOAL_CHARACTERS:
        raise GoalError(
            f"The goal has {len(text):,} characters; {MAX_GOAL_CHARACTERS:,} are taken. Put the text into a file in the "
            "workspace and name the file in the goal."
        )
    return text


def open_run(state: AgentState, record: RunRecord) -> AgentUpdate:
    """The update that begins a run: fresh budgets, steps and scratch; the conversation is kept.

    Args:
        state: As the earlier run left it.
        record: What is settled for the new one.

    Returns:
        The update. `messages` and `steps` are `Overwrite`s where earlier content must go or be mended.
    """
    update: AgentUpdate = {
        "run": record,
        "usage": Usage(),
        "working": {"goal": record.goal},
        "thought": None,
        "actions": [],
        "verdicts": [],
        "approvals": [],
        "observations": [],
        "retries": [],
        "outcome": None,
        "messages": goal_written(state.get("messages") or [], record),
    }
    if state.get("steps"):
        update["steps"] = Overwrite([])  # type: ignore[typeddict-item]
    return update


def goal_written(messages: Sequence[AnyMessage], record: RunRecord) -> Any:
    """What to write to the conversation when a run begins: its goal; all of it where earlier calls must be answered first.

    Args:
        messages: The conversation so far.
        record: The run.

    Returns:
        The messages to add, or an `Overwrite`.
    """
    mended = answer_open_calls(messages, record.id)
    goal = HumanMessage(content=record.goal, id=record.goal_message_id)
    new: list[AnyMessage] = [] if any(message.id == goal.id for message in mended) else [goal]
    return new if len(mended) == len(messages) else Overwrite([*mended, *new])


def answer_open_calls(messages: Sequence[AnyMessage], run_id: str) -> list[AnyMessage]:
    """The messages with an answer right behind each tool call that has none: providers refuse a thread otherwise."""
    answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
    mended: list[AnyMessage] = []
    pending: list[ToolMessage] = []
    for message in messages:
        if not isinstance(message, ToolMessage):
            mended += pending
            pending = []
        mended.append(message)
        if isinstance(message, AIMessage):
            pending = [
                ToolMessage(
                    "Not known to have run: a new request came before its result.",
                    tool_call_id=call["id"],
                    name=call["name"],
                    status="error",
                    id=f"{run_id}:open:{call['id']}",
                )
                for call in message.tool_calls
                if call["id"] not in answered
            ]
    return mended + pending
