"""The checkpointed state of a run: what each channel holds and which node writes it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from langchain_core.messages import AnyMessage, HumanMessage, convert_to_messages
from langgraph.channels import DeltaChannel, EphemeralValue
from typing_extensions import TypedDict  # pydantic makes schemas of these, and before Python 3.12 only so

from nodes.llm.port import Usage
from nodes.planning.plan import Task
from nodes.records import Action, Observation, Outcome, Retry, RunRecord, Step, TaskReport, Thought
from nodes.safety.approval import Approval
from nodes.safety.verdict import Verdict
from nodes.storable import storable

SNAPSHOT_FREQUENCY = 200
"""Updates between full snapshots of a growing list (measured: small checkpoints at an acceptable cost of reading old threads)."""


def append(current: list[Any], writes: Sequence[Any]) -> list[Any]:
    """Append each write, one value or several, to a list; batching-invariant, as DeltaChannel asks."""
    merged = list(current)
    for write in writes:
        merged.extend(write) if isinstance(write, list | tuple) else merged.append(write)
    return merged


def merge_messages(current: list[AnyMessage], writes: Sequence[Any]) -> list[AnyMessage]:
    """Append messages; one whose id is known replaces the earlier one in its place; batching-invariant.

    Writes may be messages, lists of them, or what LangChain takes for a message (`("user", "hi")`, dicts): the server and
    Studio send those. A message without an id gets one from its place and content, so that every replay gives the same list.
    """
    merged: list[Any] = list(current)
    place = {message.id: index for index, message in enumerate(merged) if message.id}
    for write in writes:
        for message in convert_to_messages(write if isinstance(write, list) else [write]):
            if not message.id:
                seed = storable(f"{len(merged)}\n{message.type}\n{message.content}")
                message = message.model_copy(update={"id": uuid.uuid5(uuid.NAMESPACE_OID, seed).hex})
            if message.id in place:
                merged[place[message.id]] = message
            else:
                place[message.id] = len(merged)
                merged.append(message)
    return merged


class AgentState(TypedDict, total=False):
    """The channels. Scratch of a turn (`thought` to `retries`) is cleared by the node that closes the turn."""

    goal: Annotated[str, EphemeralValue]
    """Input: what the user asks for. Only there in the first superstep; `run.goal` keeps it."""
    output_schema: Annotated[dict[str, Any], EphemeralValue]
    """Input: JSON schema of a typed answer; `run.answer_schema` keeps it."""
    messages: Annotated[list[AnyMessage], DeltaChannel(merge_messages, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The conversation. Written by THINK, BLOCKED, OBSERVE, ERROR_HANDLER, DONE, and by chat clients as input."""
    run: RunRecord | None
    """What was settled at the start. Written by THINK when a run begins."""
    usage: Usage
    """What the run has spent. Written by THINK and the nodes that close a step."""
    steps: Annotated[list[Step], DeltaChannel(append, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The steps of this run. Written by BLOCKED, UPDATE_MEMORY and DONE."""
    working: dict[str, Any]
    """Working memory. Written by THINK when a run begins and by UPDATE_MEMORY."""
    thought: Thought | None
    """The turn's reasoning. Written by THINK."""
    actions: list[Action]
    """The turn's calls. Written by SELECT_ACTION; APPROVAL replaces an edited one."""
    verdicts: list[Verdict]
    """Written by SAFETY_CHECK."""
    approvals: list[Approval]
    """Written by APPROVAL."""
    observations: list[Observation]
    """The latest of each action. Written by EXECUTE_TOOL, OBSERVE and BLOCKED."""
    retries: list[Retry]
    """Further attempts to make. Written by ERROR_HANDLER, cleared by EXECUTE_TOOL."""
    outcome: Outcome | None
    """How the run ended. Written by THINK, SAFETY_CHECK or ERROR_HANDLER; it leads to DONE."""
    task: Task | None
    """The plan's task that this loop works on. Input from the controller."""
    briefing: str
    """What is known beforehand: what worked for similar goals. Input from the controller."""
    reports: list[TaskReport]
    """What came of the task. Written by DONE, for the controller."""


AgentUpdate = AgentState
"""What a node returns: the channels that it changes."""


class AgentInput(TypedDict, total=False):
    """What a client sends: a goal, or messages of a chat."""

    goal: str
    """What you want done, in your own words."""
    messages: list[AnyMessage]
    """For chat clients: the last human message is the goal."""
    output_schema: dict[str, Any]
    """Optional JSON schema of the answer."""


def new_goal(state: AgentState) -> HumanMessage | None:
    """The message that asks for a new run, or `None` while one goes on.

    A run begins when the input has a goal, or when the last message is a person's and neither began the current run nor was
    written by it.
    """
    if (goal := state.get("goal")) is not None:
        return HumanMessage(content=goal)
    run, messages = state.get("run"), state.get("messages") or []
    if not messages or not isinstance(messages[-1], HumanMessage):
        return None
    last = messages[-1]
    ours = run is not None and (last.id == run.goal_message_id or (last.id or "").startswith(f"{run.id}:"))
    return None if ours else last
