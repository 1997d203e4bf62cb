"""How the scripted model behaves in each agent of the planning benchmark: the same work, asked for as each agent's prompts want it.

Whatever it says follows from the messages that it is shown, so an agent that loses a result or runs a task twice is found out.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from bench.planning_shapes import Shape, told
from nodes.llm.scripted import ScriptedModel, call, calls
from nodes.llm.tokens import estimate_tokens

MAX_CALLS = 1_000
"""Replies in a script; more than any run needs."""

_TASK = re.compile(r"Ask the service about item (\w+)")
_VALUE = re.compile(r"\bt\d+\[[t\d\[\] ]*\]")


class Style(StrEnum):
    """How the model works off a list in deepagents."""

    ONE_BY_ONE = "one call a turn"
    PARALLEL = "parallel calls"
    SUBAGENTS = "sub-agents"
    BARE = "parallel calls, no to-do list"


class SlowModel(ScriptedModel):
    """A scripted model that takes its time.

    Attributes:
        seconds: How long each answer takes.
    """

    seconds: float = 0.0

    async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
        await asyncio.sleep(self.seconds)
        return await super()._agenerate(*args, **kwargs)

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        await asyncio.sleep(self.seconds)
        async for chunk in super()._astream(*args, **kwargs):
            yield chunk

    @property
    def prompt_tokens(self) -> int:
        """All that it was shown, by the script's own count of texts."""
        return sum(estimate_tokens(str(message.text)) for prompt in self.prompts for message in prompt)

    @property
    def tool_tokens(self) -> int:
        """The descriptions of tools that it was sent along with the texts."""
        return sum(estimate_tokens(json.dumps(sent["tools"])) for sent in self.options if sent.get("tools"))


def controller_model(shape: Shape, seconds: float = 0.0) -> SlowModel:
    """For our controller: the plan, then in each task's loop the call and the value, at last the values together."""

    def reply(messages: list[BaseMessage]) -> Any:
        last = messages[-1]
        if isinstance(last, ToolMessage):
            return f"The value is {_values(last)[-1]}"
        if found := _TASK.match(last.text):
            given = [_values(message)[-1] for message in messages if isinstance(message, AIMessage)]
            return call("service", item=found[1], given=given)
        return _told_together(messages) if _values(last) else shape.plan()

    return SlowModel(replies=[reply] * MAX_CALLS, seconds=seconds)


def deepagents_model(shape: Shape, style: Style, seconds: float = 0.0) -> SlowModel:
    """For deepagents: a to-do list first and kept up to date, each task as its style says, at last the values together."""

    def reply(messages: list[BaseMessage]) -> Any:
        first = next(message for message in messages if isinstance(message, HumanMessage))
        return _main(shape, style, messages) if shape.goal in first.text else _subagent(first, messages[-1])

    return SlowModel(replies=[reply] * MAX_CALLS, seconds=seconds)


def trivial_model(replies: Sequence[Any]) -> SlowModel:
    """For a goal that needs no plan: the same replies for every agent."""
    return SlowModel(replies=list(replies))


def _main(shape: Shape, style: Style, messages: list[BaseMessage]) -> Any:
    known = _known(messages)
    ready = shape.ready(known)
    begun = ready[:1] if style is Style.ONE_BY_ONE else ready
    update = [] if style is Style.BARE else [_todos(shape, known, begun)]
    if update and not any(isinstance(message, ToolMessage) for message in messages):
        return calls(update)
    if begun:
        return calls([*update, *(_ask(shape, style, task, known) for task in begun)])
    last_list = next((message for message in messages[::-1] if isinstance(message, AIMessage)), None)
    if update and last_list is not None and not _is_closed(last_list):
        return calls(update)
    return _told_together(messages)


def _subagent(first: HumanMessage, last: BaseMessage) -> Any:
    if isinstance(last, ToolMessage):
        return f"The value is {_values(last)[-1]}"
    found = _TASK.search(first.text)
    if found is None:
        raise AssertionError(f"a sub-agent was given no task: {first.text!r}")
    return call("service", item=found[1], given=_values(first))


def _ask(shape: Shape, style: Style, task: str, known: dict[str, str]) -> dict[str, Any]:
    given = [known[other] for other in shape.needs[task]]
    if style is not Style.SUBAGENTS:
        return {"name": "service", "args": {"item": task, "given": given}}
    words = f"{told(task)}, given {given}. Tell its value." if given else f"{told(task)}. Tell its value."
    return {"name": "task", "args": {"description": words, "subagent_type": "general-purpose"}}


def _todos(shape: Shape, known: dict[str, str], begun: list[str]) -> dict[str, Any]:
    def status(task: str) -> str:
        return "completed" if task in known else "in_progress" if task in begun else "pending"

    return {
        "name": "write_todos",
        "args": {"todos": [{"content": told(task), "status": status(task)} for task in shape.needs]},
    }


def _is_closed(message: AIMessage) -> bool:
    lists = [item["args"]["todos"] for item in message.tool_calls if item["name"] == "write_todos"]
    return any(all(todo["status"] == "completed" for todo in todos) for todos in lists)


def _known(messages: list[BaseMessage]) -> dict[str, str]:
    """The values so far, by item."""
    results = [message for message in messages if isinstance(message, ToolMessage) and message.name != "write_todos"]
    values = [_values(message)[-1] for message in results]
    return {value.split("[")[0]: value for value in values}


def _told_together(messages: list[BaseMessage]) -> str:
    texts = [message for message in messages if not isinstance(message, AIMessage) and message.type != "system"]
    values = sorted({value for message in texts for value in _values(message)}, key=lambda value: (len(value), value))
    return "The values are " + ", ".join(values)


def _values(message: BaseMessage) -> list[str]:
    """The values that a message tells, in order; each runs to its own closing bracket."""
    return _VALUE.findall(message.text)
