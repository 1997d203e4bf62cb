"""The patient reader of the text format `Thought: / Action: / Action Input: / Final Answer:` (Yao et al. 2022, ReAct)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nodes.llm.modes.loose_json import NotJson, find_objects, loads, read_at
from nodes.llm.modes.salvage import salvage_calls
from nodes.llm.modes.schema import inlined

_LABEL = re.compile(
    r"^[ \t>#*_`\-]*(?:\d+[.)][ \t]*)?(final[ _]answer|action[ _]input|observation|thought|action)"
    r"[ \t*_`]*(?:\d+)?[ \t]*[:：﹕∶][ \t*_`]*",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE_ANSWER = re.compile(r"(?<=[.!?。\s])[*_`]*final[ _]answer[*_`]*\s*[:：﹕∶][ \t*_`]*", re.IGNORECASE)
_NEXT_EPISODE = re.compile(r"\n[ \t>#*_`]*(?:observation|question|goal|example goal)[*_` \t]*[:：]", re.IGNORECASE)
_NO_ACTION = frozenset(
    {"none", "n/a", "na", "no action", "nothing", "finish", "final answer", "final_answer", "done", ""}
)
_CALL = re.compile(r"^([\w.-]+)\s*([(\[])(.*)[)\]]\s*$", re.DOTALL)
_KEY_LINE = re.compile(r"^[ \t\-*]*[\"'`]?([A-Za-z_]\w*)[\"'`]?[ \t]*[:=：][ \t]*(.*)$")


@dataclass(frozen=True, slots=True)
class ReactReply:
    """What a text says; exactly one of `action`, `answer` and `problem` is set.

    Attributes:
        thought: The reasoning; may be empty.
        action: Name of the tool to call.
        arguments: Its arguments, where there is an action.
        answer: The final answer.
        problem: For the model: what is wrong with the reply.
    """

    thought: str = ""
    action: str | None = None
    arguments: Mapping[str, Any] | None = None
    answer: str | None = None
    problem: str | None = None


def parse_react(text: str, tools: Iterable[Mapping[str, Any]] = ()) -> ReactReply:
    """Read a reply in the text format.

    Of several actions only the first counts, since the model has not seen what it comes to; so does an action before a final
    answer. Everything from an `Observation:` of the model's own making on is dropped.

    Args:
        text: Anything; never raises.
        tools: `Tool.to_dict()` of the tools at hand, which tell where a bare text belongs.

    Returns:
        The thought with an action, an answer, or what the model should do better.
    """
    known = {str(tool["name"]): inlined(tool.get("parameters") or {}) for tool in tools}
    sections = _sections(text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"))
    thought = next((body for label, body in sections if label == "thought" and body), "")
    thought = thought or next((body for label, body in sections if label == "" and body), "")
    for index, (label, body) in enumerate(sections):
        if label == "final answer":
            rest = [body, *(f"{name.capitalize()}: {more}" for name, more in sections[index + 1 :])]
            return _answer(thought, "\n".join(rest))
        if label == "action":
            following = sections[index + 1] if index + 1 < len(sections) else ("", "")
            given = following[1] if following[0] == "action input" else None
            return _action(thought, body, given, known)
        if label == "observation":
            break
    return _unlabelled(thought, text, known, bool(sections) and any(label for label, _ in sections))


def _sections(text: str) -> list[tuple[str, str]]:
    """The text cut at its labels; what stands before the first has the label `""`."""
    text = _unfenced(text)
    marks = [(found.start(), found.end(), found[1].lower().replace("_", " ")) for found in _LABEL.finditer(text)]
    final = next((start for start, _, label in marks if label == "final answer"), None)
    inline = _INLINE_ANSWER.search(text)
    acts = next((start for start, _, label in marks if label == "action"), len(text))
    if final is None and inline is not None and inline.start() < acts:
        marks = sorted([*marks, (inline.start(), inline.end(), "final answer")])
    bounds = [(0, 0, ""), *marks]
    sections = []
    for (_, end, label), following in zip(bounds, [*marks, (len(text), 0, "")], strict=True):
        sections.append((label, text[end : following[0]].strip()))
    return sections


def _unfenced(text: str) -> str:
    """The text without a code fence around the whole of it."""
    fenced = re.fullmatch(r"\s*```[\w-]*\n(.*?)\n?```\s*", text, re.DOTALL)
    return fenced[1] if fenced and "```" not in fenced[1] else text


def _answer(thought: str, text: str) -> ReactReply:
    cut = _NEXT_EPISODE.search(text)
    answer = (text[: cut.start()] if cut else text).strip()
    bold = re.fullmatch(r"\*\*(.+)\*\*|__(.+)__", answer, re.DOTALL)
    answer = (bold[1] or bold[2]) if bold and "**" not in (bold[1] or "") else answer.removesuffix("**").strip()
    return ReactReply(thought, answer=answer) if answer else ReactReply(thought, problem="The Final Answer is empty.")


def _action(thought: str, body: str, given: str | None, known: Mapping[str, Any]) -> ReactReply:
    calls, _ = salvage_calls(body, list(known))
    if calls and given is None:
        return ReactReply(thought, calls[0].name, calls[0].arguments)
    line = body.strip().splitlines()[0] if body.strip() else ""
    name = line.strip(" \t*_`\"'“”‘’.:")
    name = next((tool for tool in known if tool.lower() == name.lower().replace(" ", "_")), name)
    if name.lower() in _NO_ACTION:
        if given:
            return _answer(thought, given)
        return ReactReply(thought, problem="The Action names no tool.")
    if given is None:
        written = _CALL.match(body.strip(" \t*`"))
        if written and (written[1] in known or not known):
            name, given = written[1], _call_arguments(written[2] == "(", written[3])
        elif "\n" in body.strip():
            given = body.strip().split("\n", 1)[1]
    return _with_arguments(thought, name, given, known.get(name, {}))


def _call_arguments(is_python: bool, inside: str) -> str:
    """The inside of `tool(key=value)` as a JSON-like object, where Python can read it; else as it stands."""
    if not is_python:
        return inside
    try:
        call = ast.parse(f"f({inside})", mode="eval").body
        if isinstance(call, ast.Call) and call.keywords and not call.args:
            return repr({str(word.arg): ast.literal_eval(word.value) for word in call.keywords})
        if isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords:
            only = ast.literal_eval(call.args[0])
            return only if isinstance(only, str) else inside
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        pass
    return inside


def _with_arguments(thought: str, name: str, given: str | None, schema: Mapping[str, Any]) -> ReactReply:
    if not re.fullmatch(r"[\w.-]{1,64}", name):
        return ReactReply(thought, problem=f"{name[:60]!r} is no tool name. Action takes the name of one tool alone.")
    arguments = _arguments(given or "", schema)
    if arguments is None and not given and not schema.get("required"):
        arguments = {}
    if arguments is None:
        fields = ", ".join(schema.get("properties", {})) or "its arguments"
        wrong = "is missing" if not given else "cannot be read"
        return ReactReply(thought, problem=f"The Action Input of {name} {wrong}. Send a JSON object with: {fields}.")
    return ReactReply(thought, name, arguments)


def _arguments(given: str, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """An object in JSON or Python, `key: value` lines, or a bare text for a tool that takes one."""
    text = _unfenced(given.strip()).strip()
    text = re.sub(r"^```\w*\s*|\s*```[\s\S]*$", "", text).strip()
    if (found := _object(text)) is not None:
        return found
    properties: Mapping[str, Any] = schema.get("properties", {})
    if not text or text.startswith(("{", "[{")):
        return None
    if (lines := _key_lines(text, properties)) is not None:
        return lines
    required = [name for name in schema.get("required", ()) if "enum" not in properties.get(name, {"enum": ()})]
    only = required[0] if len(required) == 1 else next(iter(properties)) if len(properties) == 1 else None
    return {only: _bare(text, properties[only])} if only is not None else None


def _object(text: str) -> Mapping[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        value, _ = read_at(text, 0)
    except NotJson:
        return _fixed_object(text)
    return value if isinstance(value, Mapping) else None


def _fixed_object(text: str) -> Mapping[str, Any] | None:
    """What models double by imitating templates: `{{"a": 1}}`."""
    if not text.startswith("{{"):
        return None
    try:
        found = find_objects(text[1:])
    except NotJson:
        return None
    return found[0][2] if found and isinstance(found[0][2], Mapping) else None


def _key_lines(text: str, properties: Mapping[str, Any]) -> Mapping[str, Any] | None:
    result: dict[str, Any] = {}
    for line in filter(str.strip, text.splitlines()):
        found = _KEY_LINE.match(line)
        if not found or found[1] not in properties:
            return result or None
        result[found[1]] = _bare(found[2].rstrip(","), properties[found[1]])
    return result or None


def _bare(text: str, schema: Mapping[str, Any]) -> Any:
    """A value without JSON around it: quotes taken off; read as JSON where the schema wants something else than text."""
    text = text.strip()
    try:
        value = loads(text)
    except NotJson:
        return text
    options = schema.get("anyOf") or [schema]
    wants_text = any(option.get("type") == "string" for option in options)
    return text if wants_text and not isinstance(value, str) else value


def _unlabelled(thought: str, text: str, known: Mapping[str, Any], has_labels: bool) -> ReactReply:
    calls, around = salvage_calls(text, list(known))
    if calls and calls[0].name in known:
        return ReactReply(thought if has_labels else around, calls[0].name, calls[0].arguments)
    if has_labels:
        return ReactReply(thought, problem="There is neither an Action nor a Final Answer in your reply.")
    return ReactReply(thought or text.strip(), problem="Your reply is not in the format.")
