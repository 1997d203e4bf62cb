"""`ChatOpenAI` made to get along with every server that calls itself OpenAI-compatible. Import it only where it is used."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Self

import openai
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr, model_validator

from nodes.llm.errors import ModelUnavailable

_DISPENSABLE = ("stream_options", "parallel_tool_calls", "temperature", "seed")
"""Parameters that a request can do without where a server or model refuses them."""
_LIMITS = ("max_completion_tokens", "max_tokens")
"""The two spellings of the length limit: OpenAI's present one, and the older one that most other servers know."""
_REFUSAL = re.compile(
    r"not support|unsupported|unrecognized|unknown|unexpected|not permitted|forbidden|not allowed|extra", re.IGNORECASE
)
_REFUSED = (openai.BadRequestError, openai.UnprocessableEntityError)
_NO_EVENT = (json.JSONDecodeError, AttributeError)
"""What the client libraries raise for a stream event that is not a JSON object."""


class OpenAIChat(ChatOpenAI):
    """A chat model behind the OpenAI protocol.

    What it adds: a parameter that the server names in its refusal is left out (or spelled the other way) from then on; a
    stream that ends before its `finish_reason` is an error and not a short answer; a constrained reply is passed on as it is,
    also when it is cut off by the length limit (the SDK's own parser raises then, and the reply would be lost).

    Attributes:
        limit_spelling: Which of the two names the length limit is sent under.
        names_account: Whether organization and project (`OPENAI_ORG_ID`, `OPENAI_PROJECT_ID`) are sent along.
    """

    limit_spelling: str = "max_completion_tokens"
    names_account: bool = True
    _left_out: set[str] = PrivateAttr(default_factory=set)
    _respelled: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def _forget_account(self) -> Self:
        """Keep the account's name from endpoints that it is not for; the clients take it from the environment."""
        if not self.names_account:
            for client in (self.root_client, self.root_async_client):
                client.organization = client.project = None
        return self

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        payload: dict[str, Any] = super()._get_request_payload(input_, stop=stop, **kwargs)
        for name in self._left_out:
            payload.pop(name, None)
        if self._use_responses_api(payload):
            return payload
        for name in _LIMITS:
            if name != self.limit_spelling and name in payload:
                payload[self.limit_spelling] = payload.pop(name)
        if isinstance(payload.get("response_format"), dict):
            form = payload.pop("response_format")
            payload["extra_body"] = {**(payload.get("extra_body") or {}), "response_format": form}
        return payload

    def _create_chat_result(
        self, response: dict[str, Any] | openai.BaseModel, generation_info: dict[str, Any] | None = None
    ) -> ChatResult:
        with _shape():
            return super()._create_chat_result(response, generation_info)

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        with _shape():
            return super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)

    def _prepare(self) -> None:
        """Called before each request, in a worker thread where the call is asynchronous; for models that must be started."""

    async def _aprepare(self) -> None:
        """The asynchronous form of `_prepare`."""

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        self._prepare()
        while True:
            try:
                return _whole(super()._generate(*args, **kwargs))
            except json.JSONDecodeError as error:
                raise _foreign(error) from error
            except _REFUSED as error:
                if not self._adapt(error):
                    raise

    async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
        await self._aprepare()
        while True:
            try:
                return _whole(await super()._agenerate(*args, **kwargs))
            except json.JSONDecodeError as error:
                raise _foreign(error) from error
            except _REFUSED as error:
                if not self._adapt(error):
                    raise

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self._prepare()
        while True:
            end = _End()
            try:
                for chunk in super()._stream(*args, **kwargs):
                    end.see(chunk)
                    yield chunk
            except _REFUSED as error:
                if end.begun or not self._adapt(error):
                    raise
                continue
            except _NO_EVENT as error:
                raise _foreign(error) from error
            except _transport_errors() as error:
                raise _broken(error) from error
            end.check()
            return

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        await self._aprepare()
        while True:
            end = _End()
            try:
                async for chunk in super()._astream(*args, **kwargs):
                    end.see(chunk)
                    yield chunk
            except _REFUSED as error:
                if end.begun or not self._adapt(error):
                    raise
                continue
            except _NO_EVENT as error:
                raise _foreign(error) from error
            except _transport_errors() as error:
                raise _broken(error) from error
            end.check()
            return

    def _adapt(self, error: openai.APIStatusError) -> bool:
        """Change what is sent so that the refusal does not come again; whether there was anything to change."""
        said = f"{error.message} {error.body}"
        if not _REFUSAL.search(said):
            return False
        named = {name for name in (*_DISPENSABLE, *_LIMITS) if re.search(rf"\b{name}\b", said)}
        left_out = {name for name in named if name in _DISPENSABLE} - self._left_out
        self._left_out |= left_out
        respell = not left_out and self.limit_spelling in named and not self._respelled
        if respell:
            self._respelled = True
            self.limit_spelling = _LIMITS[1 - _LIMITS.index(self.limit_spelling)]
        return bool(left_out) or respell


class _End:
    """Watches for the end mark of a stream."""

    def __init__(self) -> None:
        self.begun = False
        self._finished = False

    def see(self, chunk: ChatGenerationChunk) -> None:
        self.begun = True
        about = {**chunk.message.response_metadata, **(chunk.generation_info or {})}
        # The responses API says `status` where chat completions say `finish_reason`.
        self._finished |= bool(about.get("finish_reason") or about.get("status"))

    def check(self) -> None:
        if not self._finished:
            raise ModelUnavailable("the model's answer broke off before its end; asking again may help")


def _whole(result: ChatResult) -> ChatResult:
    """Refuse an answer with neither a text nor a call nor a reason to have ended: it is not of this protocol."""
    if not result.generations:
        raise _foreign("it holds no choice")
    for generation in result.generations:
        message = generation.message
        ended = {**message.response_metadata, **(generation.generation_info or {})}
        calls = isinstance(message, AIMessage) and (message.tool_calls or message.invalid_tool_calls)
        if not (message.content or calls or ended.get("finish_reason") or ended.get("status")):
            raise _foreign("it is empty")
    return result


@contextmanager
def _shape() -> Iterator[None]:
    """What breaks on the way from an answer to a message is a fault of the answer."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _foreign(error) from error


def _foreign(why: object) -> ModelUnavailable:
    said = " ".join(str(why).split())[:200]
    return ModelUnavailable(f"the endpoint's answer is not a chat completion ({said}); check the base address")


def _transport_errors() -> tuple[type[BaseException], ...]:
    """What the HTTP library raises while a stream is read; the SDK wraps only what happens before that."""
    import httpx

    kinds: list[type[BaseException]] = [httpx.TransportError]
    try:
        import httpx2  # the SDK's library from version 3 on

        kinds.append(httpx2.TransportError)
    except ImportError:
        pass
    return tuple(kinds)


def _broken(error: BaseException) -> ModelUnavailable:
    return ModelUnavailable(
        f"the connection to the model broke: {error or type(error).__name__}; asking again may help"
    )
