"""Tool calls that a server left in the content: JSON (bare, fenced, tagged), Qwen's XML, Mistral's and Llama's markers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from nodes.llm.modes.loose_json import CutShort, NotJson, find_objects, loads
from nodes.llm.modes.reply import FoundCall, as_calls
from nodes.llm.modes.schema import FINAL_ANSWER

_MARKUP = re.compile(
    r"</?tool_calls?>|</?function_calls?>|```\w*|\[/?TOOL_CALLS\]|<\|python_tag\|>|<\|/?tool_calls?(?:_begin|_end)?\|>"
)
_TAGGED = re.compile(r"<tool_calls?>|<function_calls?>|\[TOOL_CALLS\]|<\|python_tag\|>|<\|tool_calls?", re.IGNORECASE)
_XML_CALL = re.compile(r"<function=([\w.-]+)>(.*?)(?:</function>|\Z)", re.DOTALL)
_XML_PARAMETER = re.compile(r"<parameter=([\w.-]+)>\n?((?:(?!<parameter=).)*?)\n?</parameter>", re.DOTALL)


def salvage_calls(text: str, tools: Collection[str]) -> tuple[list[FoundCall], str]:
    """Find calls in a reply that should have carried them apart.

    JSON in running text is a call only if it names a registered tool (an answer may well show JSON); where the whole reply is
    a call, or it stands in call tags, any name will do, since the answer to it then names the tools that exist.

    Args:
        text: The reply's content, without hidden reasoning.
        tools: The registered tools' names.

    Returns:
        The calls, each once (a model that loses its way repeats one until it is cut off), and the text around them; no calls
        and the text where there are none.
    """
    if found := _xml_calls(text):
        return found, _XML_CALL.sub("", _MARKUP.sub("", text)).strip()
    try:
        objects = find_objects(text)
    except CutShort:
        return [], text
    calls: list[FoundCall] = []
    around, position = [], 0
    is_tagged = bool(_TAGGED.search(text))
    is_whole = len(objects) > 0 and not _outside(text, objects)
    for start, end, value in objects:
        here = [call for call in as_calls(value) if _counts(call, value, tools, is_tagged=is_tagged, is_whole=is_whole)]
        if here:
            calls += [call for call in here if call not in calls]
            around.append(text[position:start])
            position = end
    around.append(text[position:])
    return calls, _MARKUP.sub("", "".join(around)).strip() if calls else text


def _outside(text: str, objects: list[tuple[int, int, Any]]) -> str:
    pieces, position = [], 0
    for start, end, _ in objects:
        pieces.append(text[position:start])
        position = end
    return _MARKUP.sub("", "".join([*pieces, text[position:]])).strip(" \n\t,;")


def _counts(call: FoundCall, value: Any, tools: Collection[str], *, is_tagged: bool, is_whole: bool) -> bool:
    if call.name in tools or call.name == FINAL_ANSWER:
        return is_tagged or _has_arguments(value)
    return (is_tagged or is_whole) and _has_arguments(value) and bool(re.fullmatch(r"[\w.-]{1,64}", call.name))


def _has_arguments(value: Any) -> bool:
    """Whether a value spells out a call; an object that merely has a `name` among other keys is data."""
    if isinstance(value, list):
        return all(_has_arguments(item) for item in value)
    if not isinstance(value, Mapping):
        return False
    if isinstance(inner := value.get("function"), Mapping):
        return _has_arguments(inner)
    if "tool_calls" in value:
        return True
    spelled = {"arguments", "args", "parameters", "input", "action_input", "tool_input"}
    return any(key in value for key in spelled)


def _xml_calls(text: str) -> list[FoundCall]:
    """`<function=name><parameter=key>value</parameter></function>`, as Qwen3-Coder's template has it."""
    calls = []
    for name, body in _XML_CALL.findall(text):
        arguments = {key: _value(raw) for key, raw in _XML_PARAMETER.findall(body)}
        if not arguments and body.strip().startswith("{"):
            try:
                read = loads(body)
            except NotJson:
                continue
            arguments = read if isinstance(read, dict) else {}
        calls.append(FoundCall(name, arguments))
    return calls


def _value(raw: str) -> Any:
    """Numbers, lists and objects are written bare there, and so are texts."""
    if not re.match(r"\s*([\[{]|-?\d+(\.\d+)?\s*$|(true|false|null)\s*$)", raw):
        return raw
    try:
        return loads(raw)
    except NotJson:
        return raw
