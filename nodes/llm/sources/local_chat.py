"""The chat model of a GGUF file: the OpenAI client of a server that is started with the first question."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import PrivateAttr

from nodes.llm.sources.local_server import LocalServer, shared_server
from nodes.llm.sources.openai import connection
from nodes.llm.sources.openai_chat import OpenAIChat

_NOT_STARTED = "http://127.0.0.1:9/v1"
"""Until the server's port is known; port 9 is `discard` (RFC 863)."""


class LocalChat(OpenAIChat):
    """An OpenAI client that knows how to start its server, and starts it again if it has died."""

    _server: LocalServer = PrivateAttr()

    def __init__(self, server: LocalServer, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._server = server

    def _prepare(self) -> None:
        base_url = self._server.start()
        self.root_client.base_url = base_url
        self.root_async_client.base_url = base_url

    async def _aprepare(self) -> None:
        await asyncio.to_thread(self._prepare)


def gguf_model(
    path: Path,
    *,
    n_threads: int = 1,
    context_tokens: int = 8192,
    timeout_seconds: float = 600.0,
    max_tokens: int = 1024,
) -> BaseChatModel:
    """A chat model that runs a GGUF file on this machine, at temperature 0.

    Args:
        path: The file.
        n_threads: Processor threads.
        context_tokens: Prompt and answer together.
        timeout_seconds: For each silence in an answer; a long prompt is silent until it is read.
        max_tokens: Length limit where a call sets none.

    Raises:
        ModelNotConfigured: There is no such file, it is no GGUF file, or xllamacpp is missing. What shows only in loading is
            raised at the first question.
    """
    server = shared_server(path, n_threads, context_tokens)
    return LocalChat(
        server,
        **connection(_NOT_STARTED, server.api_key, timeout_seconds),
        model=path.stem,
        max_retries=0,
        temperature=0.0,
        max_completion_tokens=max_tokens,
    )
