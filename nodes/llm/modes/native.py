"""The native mode: the provider's own tool calling, with what some servers put in the content instead taken for what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.tool import ToolCall

from nodes.llm.modes.constrained import ANSWER_NOW, answered
from nodes.llm.modes.loose_json import NotJson, loads
from nodes.llm.modes.mode import CUT_ADVICE, Mode, Prompt, act, new_call, text_of, unreadable, was_cut
from nodes.llm.modes.reply import split_thinking
from nodes.llm.modes.salvage import salvage_calls
from nodes.llm.modes.schema import FINAL_ANSWER, inlined
from nodes.llm.port import Decision, DecisionMode, DecisionRequest
from nodes.prompts import render

_CALL_FINAL = f"Call {FINAL_ANSWER} with an answer that fits its schema."


class NativeMode(Mode):
    """Bind the tools and take the calls that come back.

    The system prompt and the tools stay the same through a run and messages are only appended, so that providers can re-use the
    prefix. A typed answer is asked for by one more tool, `final_answer`: every provider with tools can do that, while
    `response_format` beside tools is refused by many.
    """

    kind: ClassVar[DecisionMode] = DecisionMode.NATIVE
    how: ClassVar[str] = "native tool calls"

    async def ask(self, request: DecisionRequest) -> Prompt:
        """The canonical messages as they are, behind one system prompt."""
        messages: list[BaseMessage] = [SystemMessage(render("native", context=request.context)), *request.messages]
        if not any(isinstance(message, HumanMessage) for message in messages):
            messages.append(HumanMessage(request.goal))
        tools = [function_form(tool) for tool in request.tools]
        typed = [function_form(_answer_tool(request.answer_schema))] if request.answer_schema is not None else []
        if not request.must_answer:
            # On the last step the model is told to answer, but not kept from acting: what it wants is worth knowing.
            hint = [HumanMessage(ANSWER_NOW)] if request.steps_left <= 1 else []
            return Prompt([*messages, *hint], {}, [*tools, *typed], "any" if typed else None)
        notice = f"{ANSWER_NOW} {_CALL_FINAL}" if typed else ANSWER_NOW
        messages.append(HumanMessage(notice))
        return Prompt(messages, {}, typed or tools, "any" if typed else "none" if tools else None)

    def read(self, request: DecisionRequest, reply: AIMessage) -> Decision:
        """The calls, else calls in the content, else the content as the answer."""
        thinking, text = split_thinking(text_of(reply))
        if reply.invalid_tool_calls and not reply.tool_calls:
            return unreadable(reply, _broken(reply), text)
        if reply.tool_calls:
            return self._act(request, reply, _checked_ids(request, reply.tool_calls), text or thinking)
        salvaged, around = salvage_calls(text, [str(tool["name"]) for tool in request.tools])
        if salvaged:
            calls = [new_call(call.name, call.arguments) for call in salvaged]
            return self._act(request, reply, calls, around or thinking)
        return self._answer(request, reply, text, thinking)

    def _act(self, request: DecisionRequest, reply: AIMessage, calls: Sequence[ToolCall], thought: str) -> Decision:
        acting = [call for call in calls if call["name"] != FINAL_ANSWER]
        if acting and request.must_answer:
            return unreadable(reply, f"No tool can be used any more. {ANSWER_NOW}", thought)
        if acting == reply.tool_calls:
            return Decision(message=_as_sent(reply), thought=thought)
        if acting:
            return act(reply, acting, thought)
        arguments = calls[0]["args"]
        value = arguments.get("answer", arguments if request.answer_schema else None)
        return answered(request, reply, value, thought)

    def _answer(self, request: DecisionRequest, reply: AIMessage, text: str, thinking: str) -> Decision:
        if not text:
            why = CUT_ADVICE if was_cut(reply) else "Your reply is empty. Call a tool, or answer in words."
            return unreadable(reply, why, thinking)
        if was_cut(reply) and not request.must_answer:
            return unreadable(reply, CUT_ADVICE, thinking)
        if request.answer_schema is None:
            return answered(request, reply, text, thinking)
        value = typed_value(text, request.answer_schema)
        if value is None:
            return unreadable(reply, f"The answer must be typed. {_CALL_FINAL}", thinking)
        return answered(request, reply, value, thinking)


def _as_sent(reply: AIMessage) -> AIMessage:
    """The reply with its content blocks: some providers want their own (signed reasoning) back beside the calls' results."""
    kept = {key: value for key, value in reply.additional_kwargs.items() if key not in {"tool_calls", "function_call"}}
    content = reply.content if isinstance(reply.content, list) else text_of(reply)
    return reply.model_copy(update={"additional_kwargs": kept, "content": content, "invalid_tool_calls": []})


def typed_value(text: str, schema: Mapping[str, Any]) -> Any:
    """A typed answer from a text that should be its JSON (fenced or not); `None` where it is none of that schema's type."""
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    kind = schema.get("type", "object" if "properties" in schema else None)
    if kind == "string" and not bare.startswith('"'):
        return bare
    try:
        value = loads(bare)
    except NotJson:
        return None
    if isinstance(value, dict) and set(value) == {"answer"} and "answer" not in schema.get("properties", {}):
        value = value["answer"]
    expected = _PYTHON_TYPES.get(kind) if isinstance(kind, str) else None
    return value if expected is None or isinstance(value, expected) else None


_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def function_form(tool: Mapping[str, Any]) -> dict[str, Any]:
    """A tool as `{"type": "function", …}`, its schema without references, titles and our own hints."""
    parameters = _plain(inlined(tool.get("parameters") or {}))
    parameters.setdefault("type", "object")
    parameters.setdefault("properties", {})
    function = {"name": tool["name"], "description": tool.get("description", ""), "parameters": parameters}
    return {"type": "function", "function": function}


def _plain(schema: Any, *, names_fields: bool = False) -> Any:
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if names_fields:
        return {name: _plain(value) for name, value in schema.items()}
    kept = {key: value for key, value in schema.items() if key != "title" and not key.startswith("x-")}
    literal = {"enum", "const", "default", "required", "examples"}
    return {
        key: value if key in literal else _plain(value, names_fields=key == "properties") for key, value in kept.items()
    }


def _answer_tool(schema: Mapping[str, Any] | None) -> dict[str, Any]:
    parameters = {"type": "object", "properties": {"answer": inlined(schema or {})}, "required": ["answer"]}
    return {"name": FINAL_ANSWER, "description": "Give the final answer and end.", "parameters": parameters}


def _checked_ids(request: DecisionRequest, calls: Sequence[ToolCall]) -> list[ToolCall]:
    """The calls with ids that are theirs alone: some servers send none, or the same for all."""
    taken = {
        call["id"] for message in request.messages if isinstance(message, AIMessage) for call in message.tool_calls
    }
    checked: list[ToolCall] = []
    for call in calls:
        kept = call if call["id"] and call["id"] not in taken else new_call(call["name"], call["args"])
        taken.add(kept["id"])
        checked.append(kept)
    return checked


def _broken(reply: AIMessage) -> str:
    """What is wrong with the calls whose arguments are no JSON object."""
    if was_cut(reply):
        return CUT_ADVICE
    names = ", ".join(str(call.get("name") or "unnamed") for call in reply.invalid_tool_calls)
    return f"The arguments of the call ({names}) are no JSON object. Send the call again with valid JSON."
