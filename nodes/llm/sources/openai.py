"""OpenAI and every server that speaks its chat-completions protocol, as a LangChain chat model."""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from nodes.llm.sources.endpoint import OPENAI_URL, is_loopback, is_openai

PLACEHOLDER_KEY = "none"
"""Sent where no key is set: the SDK insists on one, servers without keys ignore it."""

_CONNECT_SECONDS = 10.0


def openai_model(
    name: str,
    api_key: SecretStr | None = None,
    base_url: str | None = None,
    timeout_seconds: float = 120.0,
    *,
    max_retries: int = 0,
    temperature: float | None = 0.0,
    max_tokens: int | None = None,
) -> BaseChatModel:
    """A chat model behind the OpenAI protocol.

    Args:
        name: The model, as the endpoint calls it.
        api_key: May be `None` for endpoints other than OpenAI's own that ask for none.
        base_url: The endpoint, `/v1` included; `None` is OpenAI.
        timeout_seconds: For the whole of an answer that does not stream, and for each silence in one that does.
        max_retries: The SDK's own; 0, as `nodes.llm` retries itself.
        temperature: 0 for the most likely answer; left out for models that refuse it.
        max_tokens: Length limit where a call sets none; the decision model sets one with every call.

    Returns:
        The model. OpenAI's newest models are asked by its responses API where chat completions do not do tools; all other
        endpoints by chat completions alone.
    """
    from nodes.llm.sources.openai_chat import OpenAIChat

    return OpenAIChat(
        **connection(base_url or OPENAI_URL, api_key, timeout_seconds),
        model=name,
        max_retries=max_retries,
        temperature=temperature,
        max_completion_tokens=max_tokens,
    )


def connection(base_url: str, api_key: SecretStr | None, timeout_seconds: float) -> dict[str, Any]:
    """The arguments of `OpenAIChat` that belong to the endpoint and not to the model."""
    import openai

    timeout = openai.Timeout(timeout_seconds, connect=min(timeout_seconds, _CONNECT_SECONDS))
    # A proxy from the environment cannot reach this machine's loopback.
    network: dict[str, Any] = {"timeout": timeout, "trust_env": not is_loopback(base_url)}
    official = is_openai(base_url)
    return {
        "base_url": base_url,
        "api_key": api_key or SecretStr(PLACEHOLDER_KEY),
        "timeout": timeout,
        "stream_chunk_timeout": timeout_seconds,
        "openai_proxy": None,  # not from the environment: HTTPS_PROXY and NO_PROXY hold, as everywhere
        "stream_usage": True,
        "use_responses_api": None if official else False,
        "names_account": official,
        "limit_spelling": "max_completion_tokens" if official else "max_tokens",
        # A kept connection belongs to the event loop that opened it, and the next run may have another loop: the second
        # `asyncio.run` would fail with "Event loop is closed". A new connection costs little beside a model's answer.
        "default_headers": {"Connection": "close"},
        "http_client": openai.DefaultHttpxClient(**network),
        "http_async_client": openai.DefaultAsyncHttpxClient(**network),
    }
