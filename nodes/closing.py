"""Closing a turn: the messages that answer each call, and the step that is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from nodes.llm.port import Usage
from nodes.records import Action, Observation, Step, Thought
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of

MAX_SHOWN_CHARACTERS = 20_000
"""How much of a result the model is shown; about 5,000 tokens."""
MAX_KEPT_CHARACTERS = 2_000
"""How much of a result a step keeps."""


def unanswered(messages: Sequence[AnyMessage] | None) -> set[str]:
    """Ids of the last reply's calls that have no ToolMessage yet."""
    answered: set[str] = set()
    for message in reversed(messages or []):
        if isinstance(message, ToolMessage):
            answered.add(message.tool_call_id)
        elif isinstance(message, AIMessage):
            return {str(call["id"]) for call in message.tool_calls} - answered
    return set()


def answers(state: AgentState, settled: Iterable[tuple[Action, Observation]]) -> list[AnyMessage]:
    """A message for each settled action that has none yet; what is no call (an unreadable reply) is answered in words.

    Each call gets one ToolMessage in all, since providers refuse a thread with an unanswered call or a second answer.
    """
    waiting = unanswered(state.get("messages"))
    written: list[AnyMessage] = []
    for action, observation in settled:
        if not action.call_id:
            written.append(HumanMessage(observation.content, id=f"{action.id}:feedback"))
        elif action.call_id in waiting:
            written.append(_message(action, observation))
    return written


def _message(action: Action, observation: Observation) -> ToolMessage:
    told = shown(_told(action, observation))
    return ToolMessage(
        told,
        tool_call_id=action.call_id,
        name=action.tool,
        status="success" if observation.success else "error",
        id=f"{action.id}:observation",
        # The result itself, where the model is shown something else: a short plan puts it into later calls.
        artifact={"result": observation.content} if observation.success and told != observation.content else None,
    )


def _told(action: Action, observation: Observation) -> str:
    """The content, and that a person changed the call where one did: the model asked for something else."""
    if action.edited_by is None:
        return observation.content
    return f"{action.edited_by} changed the call to {action.tool} with {action.arguments!r}. {observation.content}"


def shown(content: str) -> str:
    """The content as the model sees it: cut where it is too long, and saying so."""
    if len(content) <= MAX_SHOWN_CHARACTERS:
        return content
    return f"{content[:MAX_SHOWN_CHARACTERS]}\n… cut: {MAX_SHOWN_CHARACTERS:,} of {len(content):,} characters are shown"


def close_turn(state: AgentState, observations: Sequence[Observation], notes: Sequence[str] = ()) -> AgentUpdate:
    """The update that keeps the turn as a step and clears its scratch.

    Args:
        state: The turn.
        observations: What became of each action.
        notes: Anything else worth keeping.
    """
    thought, usage = state.get("thought") or Thought(), state.get("usage") or Usage()
    at_work = max((observation.seconds for observation in observations), default=0.0)
    step = Step(
        index=len(state.get("steps") or []) + 1,
        thought=thought.text,
        actions=list(actions_of(state)),
        verdicts=list(state.get("verdicts") or ()),
        approvals=list(state.get("approvals") or ()),
        observations=[bounded(observation) for observation in observations],
        started_at=thought.started_at,
        seconds=thought.seconds + at_work,
        usage=thought.usage,
        notes=list(notes),
        task=task.id if (task := state.get("task")) is not None else "",
    )
    return {
        "steps": [step],
        "usage": usage + Usage(seconds=at_work),
        "thought": None,
        "actions": [],
        "verdicts": [],
        "approvals": [],
        "observations": [],
        "retries": [],
    }


def bounded(observation: Observation) -> Observation:
    """The observation as a step keeps it: a preview, since the conversation has the text; a digest tells two long ones apart."""
    content = observation.content
    if len(content) > MAX_KEPT_CHARACTERS:
        digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:12]
        content = f"{content[:MAX_KEPT_CHARACTERS]}… ({len(content):,} characters, SHA-256 {digest}…)"
    return replace(observation, content=content)
