"""The offline decision model: rules behind LangChain's chat-model interface, for when no language model is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

LABEL = "offline rules, no language model"


class OfflineModel(BaseChatModel):
    """Reads everyday goals by a grammar and turns them into calls of the built-in tools.

    No download, no key, no randomness, and no state: every reply follows from the messages and the bound tools alone. A reply is
    either tool calls or an answer; what could not be read stands in the answer and in `additional_kwargs["unread"]`,
    what was tried and did not succeed in `additional_kwargs["failed"]`; an answer without both is a success.
    """

    model_name: str = "offline"

    @property
    def label(self) -> str:
        """One honest line for people."""
        return LABEL

    @property
    def _llm_type(self) -> str:
        return "offline-rules"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name}

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Name the tools that may be called.

        Args:
            tools: `Tool.to_dict()` forms, OpenAI's forms, LangChain tools or functions.
            tool_choice: `none` for an answer only; other choices have no effect.
            kwargs: Bound as they are.
        """
        names = [_name_of(tool) for tool in tools]
        return self.bind(tool_names=names, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = decide(messages, kwargs.get("tool_names") or (), answer_only=kwargs.get("tool_choice") == "none")
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = decide(messages, kwargs.get("tool_names") or (), answer_only=kwargs.get("tool_choice") == "none")
        for chunk in _chunks(message):
            generation = ChatGenerationChunk(message=chunk)
            if run_manager and chunk.content:
                run_manager.on_llm_new_token(str(chunk.content), chunk=generation)
            yield generation


def decide(messages: Sequence[BaseMessage], tool_names: Sequence[str], *, answer_only: bool = False) -> AIMessage:
    """The next calls or the answer.

    Args:
        messages: The conversation; the last human message is the goal.
        tool_names: The tools that are bound.
        answer_only: No call may be made any more.
    """
    from nodes.llm.offline.reply import reply_to

    return reply_to(messages, frozenset(tool_names), answer_only=answer_only)


def _name_of(tool: dict[str, Any] | type | Callable[..., Any] | BaseTool) -> str:
    if isinstance(tool, dict) and isinstance(tool.get("name"), str):
        return str(tool["name"])
    return str(convert_to_openai_tool(tool)["function"]["name"])


def _chunks(message: AIMessage) -> Iterator[AIMessageChunk]:
    text = str(message.content)
    pieces = text.splitlines(keepends=True) or ([text] if text else [])
    for piece in pieces:
        yield AIMessageChunk(content=piece)
    calls = [
        tool_call_chunk(name=call["name"], args=_json(call["args"]), id=call["id"], index=place)
        for place, call in enumerate(message.tool_calls)
    ]
    yield AIMessageChunk(
        content="",
        tool_call_chunks=calls,
        additional_kwargs=message.additional_kwargs,
        response_metadata={"model_name": "offline", "counts_tokens": False},
        chunk_position="last",
    )


def _json(arguments: dict[str, Any]) -> str:
    import json

    return json.dumps(arguments, ensure_ascii=False)


__all__ = ["LABEL", "OfflineModel", "decide", "tool_call"]
