"""What all modes share in reading a reply: hidden reasoning taken off, JSON found, calls told from answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage

from nodes.llm.modes.loose_json import CutShort, NotJson, find_objects, loads
from nodes.llm.modes.mode import CUT_ADVICE, text_of, was_cut

_THINKING = re.compile(r"<(think|thinking|reasoning)>(.*?)(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_NAMES = ("name", "tool", "tool_name", "action", "function", "function_name")
_ARGUMENTS = ("arguments", "args", "parameters", "params", "input", "action_input", "tool_input", "kwargs")


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call as a model wrote it, before anything is known of the tool."""

    name: str
    arguments: Mapping[str, Any]


def split_thinking(text: str) -> tuple[str, str]:
    """Part a reply into the reasoning that some models put in `<think>` tags, and the rest."""
    thoughts = [found[2].strip() for found in _THINKING.finditer(text)]
    return "\n".join(filter(None, thoughts)), _THINKING.sub("", text).strip()


def as_call(value: Any) -> FoundCall | None:
    """Read `{"name": …, "arguments": {…}}` and its cousins; `None` where the value is no call."""
    if not isinstance(value, Mapping):
        return None
    if isinstance(inner := value.get("function"), Mapping):
        return as_call(inner)
    name_key = next((key for key in _NAMES if isinstance(value.get(key), str)), None)
    if name_key is None:
        return None
    arguments_key = next((key for key in _ARGUMENTS if key in value), None)
    arguments: Any = {} if arguments_key is None else value[arguments_key]
    if arguments_key is None:
        arguments = {key: item for key, item in value.items() if key not in {name_key, "type", "id", "thought"}}
    if isinstance(arguments, str):
        arguments = mapping_from(arguments)
    if arguments is None:
        arguments = {}
    return FoundCall(value[name_key].strip(), dict(arguments)) if isinstance(arguments, Mapping) else None


def mapping_from(text: str) -> Mapping[str, Any] | None:
    """Read a text as a JSON object, tolerantly; `None` where it is none."""
    try:
        value = loads(text)
    except NotJson:
        return None
    return value if isinstance(value, Mapping) else None


def as_calls(value: Any) -> list[FoundCall]:
    """Read one call, a list of calls or `{"tool_calls": [...]}`; empty where anything in it is no call."""
    if isinstance(value, Mapping) and isinstance(value.get("tool_calls"), Sequence):
        value = value["tool_calls"]
    items = value if isinstance(value, list) else [value]
    calls = [as_call(item) for item in items]
    return [call for call in calls if call is not None] if all(calls) else []


def json_objects(reply: AIMessage) -> tuple[list[Any], str, str | None]:
    """Find the JSON in a reply.

    Returns:
        The values; the text around them (with hidden reasoning), as the thought; and why nothing was found, for the model.
    """
    thinking, text = split_thinking(text_of(reply))
    try:
        found = find_objects(text)
    except CutShort:
        return [], thinking, CUT_ADVICE if was_cut(reply) else "The JSON ends too early. Send the whole object."
    if not found:
        return [], thinking, "There is no JSON object in your reply."
    around, position = [], 0
    for start, end, _ in found:
        around.append(text[position:start])
        position = end
    prose = re.sub(r"```\w*|</?tool_call>", "", " ".join([*around, text[position:]])).strip()
    return [value for _, _, value in found], "\n".join(filter(None, [thinking, prose])), None
