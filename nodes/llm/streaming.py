"""One request to a chat model: streamed, so that tokens show as they come, and put together to one message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, InvalidToolCall
from langchain_core.messages.tool import ToolCall
from langchain_core.runnables import Runnable

from nodes.llm.errors import ModelUnavailable
from nodes.llm.modes.loose_json import NotJson, loads


async def stream_reply(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[BaseMessage],
    options: dict[str, Any],
    timeout_seconds: float,
) -> AIMessage:
    """Ask and gather the answer.

    Args:
        model: A chat model, or one with tools bound.
        messages: The prompt.
        options: Keyword arguments of the request.
        timeout_seconds: The longest silence: until the first token, and from each to the next.

    Returns:
        The whole message. Calls are taken from the streamed pieces by a strict reading: arguments that were cut off are invalid
        calls here, where LangChain's own reading would complete them.

    Raises:
        ModelUnavailable: The model was silent for too long, or closed the stream without a word.
        Exception: Whatever the model library raises.
    """
    gathered: list[AIMessageChunk] = []
    loop = asyncio.get_running_loop()
    # LangChain declares an iterator here; it is an async generator, which must be closed for the connection to end with the wait.
    stream = cast("Any", model.astream(list(messages), **options))
    try:
        async with asyncio.timeout(timeout_seconds) as limit, aclosing(stream) as pieces:
            async for chunk in cast("AsyncIterator[AIMessageChunk]", pieces):
                gathered.append(chunk)
                limit.reschedule(loop.time() + timeout_seconds)
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise ModelUnavailable(
            f"nothing came for {timeout_seconds:g} s; raise the timeout or check the endpoint"
        ) from error
    except Exception as error:
        if not _stopped_at_limit(error):
            raise
        return _cut(_sum(gathered), error)
    whole = _sum(gathered)
    if whole is None:
        raise ModelUnavailable("the endpoint closed the stream without an answer")
    return _message(whole)


def _sum(gathered: list[AIMessageChunk]) -> AIMessageChunk | None:
    """All the pieces at once: one by one, each addition would read all the arguments so far again."""
    if len(gathered) < 2:  # a model that cannot stream gives one message
        return gathered[0] if gathered else None
    return gathered[0] + gathered[1:]


def _stopped_at_limit(error: Exception) -> bool:
    """Whether this is OpenAI's client refusing to parse a constrained reply that ended at the token limit."""
    return type(error).__name__ == "LengthFinishReasonError"


def _cut(whole: AIMessageChunk | None, error: Exception) -> AIMessage:
    """What came before the limit, as a message that says that it was cut."""
    message = _message(whole) if whole is not None else AIMessage(content=_completed(error))
    return message.model_copy(update={"response_metadata": {**message.response_metadata, "finish_reason": "length"}})


def _completed(error: Exception) -> str:
    choices = getattr(getattr(error, "completion", None), "choices", None) or []
    return str(getattr(getattr(choices[0], "message", None), "content", "") or "") if choices else ""


def _message(whole: AIMessage) -> AIMessage:
    if not isinstance(whole, AIMessageChunk):
        return whole  # a model that cannot stream gives its message in one piece
    calls: list[ToolCall] = []
    invalid: list[InvalidToolCall] = []
    for piece in whole.tool_call_chunks:
        arguments = _arguments(piece["args"])
        if arguments is None or not piece["name"]:
            broken = InvalidToolCall(
                type="invalid_tool_call", name=piece["name"], args=piece["args"], id=piece["id"], error=None
            )
            invalid.append(broken)
        else:
            calls.append(ToolCall(name=piece["name"], args=arguments, id=piece["id"], type="tool_call"))
    if not whole.tool_call_chunks:
        calls, invalid = whole.tool_calls, whole.invalid_tool_calls
    return AIMessage(
        content=whole.content,
        tool_calls=calls,
        invalid_tool_calls=invalid,
        additional_kwargs=whole.additional_kwargs,
        response_metadata=whole.response_metadata,
        usage_metadata=whole.usage_metadata,
        id=whole.id,
        name=whole.name,
    )


def _arguments(text: str | None) -> dict[str, Any] | None:
    """A call's arguments: none at all is an empty object; nearly JSON is read; cut off or something else is `None`."""
    if not (text or "").strip():
        return {}
    try:
        value = loads(text or "")
    except NotJson:
        return None
    return value if isinstance(value, dict) else None
