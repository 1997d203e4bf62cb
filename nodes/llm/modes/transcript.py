"""The canonical messages read as steps, and the steps written as text for models that take one prompt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage, ToolMessage
from pydantic import BaseModel

from nodes.llm.modes.mode import text_of
from nodes.llm.port import DecisionRequest

OBSERVATION_CHARACTERS = 3000
"""How much of one observation a text prompt shows (about 750 tokens: five of them fit a window of 4,096)."""

EARLIER_EXCHANGES = 3
"""How many earlier goals of the thread, with their answers, a text prompt shows."""

EARLIER_CHARACTERS = 500
"""How much of each earlier goal or answer is shown."""


@dataclass(frozen=True, slots=True)
class PastStep:
    """One thing that happened in this run.

    Attributes:
        thought: The model's reasoning before it.
        call_id: Of the tool call; empty for a note.
        name: The tool; empty for a note (a reply that could not be read, or a word from the user or the loop).
        arguments: The call's arguments.
        observation: What came back, as text; `None` while nothing has.
        failed: Whether the observation tells of an error or a refusal.
        result: The observation as a value, where one was kept; else its text.
    """

    thought: str = ""
    call_id: str = ""
    name: str = ""
    arguments: Mapping[str, Any] | None = None
    observation: str | None = None
    failed: bool = False
    result: Any = None


def split_run(request: DecisionRequest) -> tuple[Sequence[AnyMessage], Sequence[AnyMessage]]:
    """Part the messages into the thread's earlier runs and this one (without the goal itself).

    This run begins after the last `HumanMessage` that says the goal; where none does (a task of a larger plan), all is this run.
    """
    messages = list(request.messages)
    for index in range(len(messages) - 1, -1, -1):
        message = messages[index]
        if isinstance(message, HumanMessage) and text_of(message).strip() == request.goal.strip():
            return messages[:index], messages[index + 1 :]
    return [], messages


def past_steps(messages: Sequence[AnyMessage]) -> list[PastStep]:
    """Read messages of one run as steps, in order."""
    observed = {message.tool_call_id: message for message in messages if isinstance(message, ToolMessage)}
    steps: list[PastStep] = []
    for message in messages:
        if isinstance(message, AIMessage) and message.tool_calls:
            thought = text_of(message)
            for call in message.tool_calls:
                steps.append(_step(thought, call["name"], call["args"], call["id"] or "", observed))
                thought = ""
        elif isinstance(message, AIMessage):
            steps.append(PastStep(thought=text_of(message)))
        elif isinstance(message, HumanMessage):
            steps.append(PastStep(observation=text_of(message)))
    return steps


def _step(
    thought: str, name: str, arguments: Mapping[str, Any], call_id: str, observed: Mapping[str, ToolMessage]
) -> PastStep:
    answer = observed.get(call_id)
    if answer is None:
        return PastStep(thought, call_id, name, arguments)
    failed = answer.status == "error"
    return PastStep(thought, call_id, name, arguments, text_of(answer), failed, result_of(answer))


def result_of(message: ToolMessage) -> Any:
    """The value that a tool gave.

    A `ToolOutput` (or a mapping like it) in the message's `artifact` gives its `result`. Otherwise the content is the value: a list
    or an object where it is JSON exactly as the loop writes it, else the text as it is, since a file that holds JSON, or `1.0`,
    must come out as it went in.
    """
    artifact = message.artifact
    if isinstance(artifact, BaseModel):
        artifact = artifact.model_dump()
    if isinstance(artifact, Mapping) and "result" in artifact:
        return artifact["result"]
    text = text_of(message)
    try:
        value = json.loads(text)
        is_written = isinstance(value, list | dict) and json.dumps(value, ensure_ascii=False) == text
    except (ValueError, RecursionError):
        return text
    return value if is_written else text


def shorten(text: str, limit: int = OBSERVATION_CHARACTERS) -> str:
    """Cut a long text in the middle, saying so: tracebacks and listings tell most at their ends."""
    if len(text) <= limit:
        return text
    head, tail = limit * 2 // 3, limit // 3
    return f"{text[:head]}\n[… {len(text) - head - tail} of {len(text)} characters left out …]\n{text[-tail:]}"


def render_earlier(messages: Sequence[AnyMessage]) -> str:
    """The thread's earlier goals and answers, the latest few, as text; empty for none."""
    exchanges: list[tuple[str, str]] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            exchanges.append((text_of(message), ""))
        elif isinstance(message, AIMessage) and not message.tool_calls and exchanges:
            exchanges[-1] = (exchanges[-1][0], text_of(message))
    lines = []
    for goal, answer in exchanges[-EARLIER_EXCHANGES:]:
        lines.append(f"User: {shorten(goal, EARLIER_CHARACTERS)}")
        if answer:
            lines.append(f"You: {shorten(answer, EARLIER_CHARACTERS)}")
    return "\n".join(["Earlier in this conversation:", *lines]) if lines else ""


def compact_json(value: Any) -> str:
    """JSON as models write it most cheaply; what JSON does not know becomes text."""
    return json.dumps(value, ensure_ascii=False, default=str)


def add_notice(turns: list[BaseMessage], text: str) -> None:
    """Let the user say one thing more, if it is anything."""
    if text:
        say(turns, text)


def say(turns: list[BaseMessage], text: str) -> None:
    """One turn of the user's after another is one turn, as many templates want them to alternate."""
    if turns and isinstance(turns[-1], HumanMessage):
        text = f"{turns.pop().text}\n{text}"
    turns.append(HumanMessage(text))
