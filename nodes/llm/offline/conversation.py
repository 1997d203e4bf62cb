"""The conversation as the interpreter needs it: the goal of this run, and what each of its calls brought."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage


@dataclass(frozen=True, slots=True)
class Observation:
    """What a call brought.

    Attributes:
        text: The result as text; for a failure the reason.
        value: The result as data, where it is JSON, else the text.
        failed: Whether the call did not succeed (rejected and blocked calls, too).
    """

    text: str
    value: Any
    failed: bool = False


@dataclass
class Conversation:
    """This run.

    Attributes:
        goal: What the user asked for.
        previous: The answer of the run before, if there was one.
        observations: What each answered call of this run brought, by the place in the program that asked for it.
        unplaced: The answered calls whose place is not known (ids changed by others), with their name and arguments.
        turn: How many messages there are; makes the ids of new calls unique.
    """

    goal: str
    previous: str | None
    observations: dict[str, Observation] = field(default_factory=dict)
    unplaced: list[tuple[str, Mapping[str, Any], Observation]] = field(default_factory=list)
    turn: int = 0

    def take(self, place: str, name: str, arguments: Mapping[str, Any]) -> Observation | None:
        """The observation of a call: by its place, else by its name and arguments."""
        found = self.observations.get(place)
        if found is not None:
            return found
        for entry in self.unplaced:
            if entry[0] == name and dict(entry[1]) == dict(arguments):
                self.unplaced.remove(entry)
                self.observations[place] = entry[2]
                return entry[2]
        return None


def read_conversation(messages: Sequence[BaseMessage], notice: str = "") -> Conversation:
    """Find the goal and the observations.

    Args:
        messages: As the chat model gets them; system messages are ignored.
        notice: A human message that begins so and follows a tool's answer is a reminder of the loop's, not a goal.
    """
    spoken = [message for message in messages if isinstance(message, (HumanMessage, AIMessage, ToolMessage))]
    start = -1
    for place, message in enumerate(spoken):
        if isinstance(message, HumanMessage) and not (notice and place and _text(message).startswith(notice)):
            start = place
    previous = next(
        (
            _previous(message)
            for message in reversed(spoken[: max(start, 0)])
            if isinstance(message, AIMessage) and not message.tool_calls
        ),
        None,
    )
    run = Conversation(_text(spoken[start]) if start >= 0 else "", previous, turn=len(spoken))
    answers = {message.tool_call_id: message for message in spoken[start + 1 :] if isinstance(message, ToolMessage)}
    for message in spoken[start + 1 :]:
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            answer = answers.get(call["id"] or "")
            if answer is None:
                continue
            observation = _observation(answer)
            kind, _, place_of_call = (call["id"] or "").rpartition("@")
            if kind.startswith("offline-"):
                run.observations[place_of_call] = observation
            else:
                run.unplaced.append((call["name"], call["args"], observation))
    return run


def _previous(message: AIMessage) -> str:
    kept = message.additional_kwargs.get("value")
    return kept if isinstance(kept, str) else _text(message)


def _text(message: BaseMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in message.content)


def _observation(message: ToolMessage) -> Observation:
    text = _text(message)
    if message.status == "error":
        return Observation(text, text, failed=True)
    try:
        value: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        value = text
    return Observation(text, value)
