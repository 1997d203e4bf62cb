"""A chat model that plays a script: for tests and demonstrations, also those of people who use this package."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import ToolCall, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field

from nodes.llm.errors import ModelError
from nodes.llm.tokens import estimate_tokens

Reply = str | AIMessage | Mapping[str, Any] | Sequence[Mapping[str, Any]] | BaseException
"""A text; a message; one or several calls as `{"name": …, "args": {…}}`; or an error to raise."""


class ScriptExhausted(ModelError):  # noqa: N818 - reads as the sentence it stands for
    """The script has no reply left; the message says how many it had."""


class ScriptedModel(BaseChatModel):
    """Answers with the given replies, one per request, and keeps what it was asked.

    Text streams word by word and calls in pieces, as providers send them. Token counts are estimates, so budgets can be tested.

    Attributes:
        replies: What to answer, in order. A function is given the messages and returns the reply.
        prompts: Every prompt so far.
        options: The options of every request so far (`tools`, `stop`, `response_format`).
        name_of_model: What the model calls itself.

    Example:
        >>> model = ScriptedModel(replies=[call("calculator", expression="6*7"), "The answer is 42."])
        >>> model.invoke("what is 6 times 7?").tool_calls[0]["name"]
        'calculator'
    """

    replies: list[Any]
    prompts: list[list[BaseMessage]] = Field(default_factory=list)
    options: list[dict[str, Any]] = Field(default_factory=list)
    name_of_model: str = "scripted"
    max_tokens: int | None = None
    temperature: float | None = None

    def __init__(self, replies: Sequence[Reply | Callable[[list[BaseMessage]], Reply]] = (), **fields: Any) -> None:
        super().__init__(**{"replies": list(replies), **fields})

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def remaining(self) -> int:
        """How many replies are left."""
        return max(0, len(self.replies) - len(self.prompts))

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Take note of the tools; the script decides whether they are called."""
        functions = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=functions, tool_choice=tool_choice, **kwargs)

    def _next(self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]) -> AIMessage:
        index = len(self.prompts)
        self.prompts.append(list(messages))
        self.options.append({**options, **({"stop": stop} if stop else {})})
        if index >= len(self.replies):
            raise ScriptExhausted(
                f"the script is at its end: it has {len(self.replies)} replies and was asked {index + 1} times; add a reply"
            )
        reply = self.replies[index]
        if callable(reply) and not isinstance(reply, type):
            reply = reply(list(messages))
        if isinstance(reply, BaseException):
            raise reply
        return self._message(reply, messages, index)

    def _message(self, reply: Any, messages: list[BaseMessage], index: int) -> AIMessage:
        message = _as_message(reply)
        calls = [{**item, "id": item["id"] or f"call_{index}_{place}"} for place, item in enumerate(message.tool_calls)]
        written = str(message.text) + (json.dumps(message.tool_calls, default=str) if message.tool_calls else "")
        prompt_tokens = sum(estimate_tokens(str(item.text)) for item in messages)
        output_tokens = estimate_tokens(written)
        usage = message.usage_metadata or UsageMetadata(
            input_tokens=prompt_tokens, output_tokens=output_tokens, total_tokens=prompt_tokens + output_tokens
        )
        facts = {"model_name": self.name_of_model, "finish_reason": "stop", **message.response_metadata}
        return message.model_copy(update={"tool_calls": calls, "usage_metadata": usage, "response_metadata": facts})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages, stop, kwargs))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages, stop, None, **kwargs)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(self._next(messages, stop, kwargs)):
            if run_manager is not None:
                run_manager.on_llm_new_token(str(chunk.message.text), chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._next(messages, stop, kwargs)):
            if run_manager is not None:
                await run_manager.on_llm_new_token(str(chunk.message.text), chunk=chunk)
            yield chunk


def call(tool: str, /, **arguments: Any) -> AIMessage:
    """A reply that calls one tool."""
    return calls([{"name": tool, "args": arguments}])


def calls(wanted: Sequence[Mapping[str, Any]], thought: str = "") -> AIMessage:
    """A reply that calls several tools at once.

    Args:
        wanted: `{"name": …, "args": {…}}` for each; `id` is optional.
        thought: Said along with it.
    """
    listed = [
        ToolCall(name=item["name"], args=dict(item.get("args", {})), id=item.get("id"), type="tool_call")
        for item in wanted
    ]
    return AIMessage(content=thought, tool_calls=listed)


def answer(text: str) -> AIMessage:
    """A reply in words."""
    return AIMessage(content=text)


def _as_message(reply: Any) -> AIMessage:
    if isinstance(reply, str):
        return answer(reply)
    if isinstance(reply, AIMessage):
        return reply
    if isinstance(reply, Mapping):
        return calls([reply])
    if isinstance(reply, list | tuple) and all(isinstance(item, Mapping) for item in reply):
        return calls(reply)
    raise TypeError(f"a reply is a text, an AIMessage, one or several calls, an error or a function, not {reply!r}")


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    for piece in re.findall(r"\s*\S+|\s+$", str(message.text)):
        yield _chunk(content=piece)
    for index, item in enumerate(message.tool_calls):
        text = json.dumps(item["args"])
        yield _chunk(tool_call_chunks=[tool_call_chunk(name=item["name"], args="", id=item["id"], index=index)])
        for start in range(0, len(text), 12):
            piece = text[start : start + 12]
            yield _chunk(tool_call_chunks=[tool_call_chunk(name=None, args=piece, id=None, index=index)])
    for place, bad in enumerate(message.invalid_tool_calls, len(message.tool_calls)):
        wrong = tool_call_chunk(name=bad.get("name"), args=bad.get("args"), id=bad.get("id"), index=place)
        yield _chunk(tool_call_chunks=[wrong])
    yield _chunk(
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
        additional_kwargs=message.additional_kwargs,
        chunk_position="last",
    )


def _chunk(content: str = "", **fields: Any) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=content, **fields))
