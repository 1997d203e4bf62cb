"""Opens the connection to an MCP server, keeping what a started process says on stderr out of the terminal."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tools.mcp_settings import McpServer

_MAX_LINES = 20
_MAX_LINE = 500


class LastWords:
    """The last lines that a process wrote to stderr; the one place that says why a server did not start."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_MAX_LINES)

    def drain(self, handle: int) -> None:
        """Read until the process closes its end; bounded, however much it writes."""
        with os.fdopen(handle, encoding="utf-8", errors="replace") as pipe:
            while line := pipe.readline(_MAX_LINE):
                if line.strip():
                    self._lines.append(line.strip())

    def __str__(self) -> str:
        """The very last line; empty if there was none."""
        return self._lines[-1] if self._lines else ""


@asynccontextmanager
async def connect(server: McpServer, last_words: LastWords) -> AsyncIterator[Any]:
    """Open a session; not yet initialized.

    Args:
        server: How to reach it.
        last_words: Gets what a started process says on stderr.

    Yields:
        An `mcp.ClientSession`.
    """
    from langchain_mcp_adapters.sessions import create_session
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    if server.connection["transport"] != "stdio":
        async with create_session(dict(server.connection)) as session:  # type: ignore[arg-type]
            yield session
        return
    # The adapter's stdio session would share our stderr with the process.
    facts = {key: value for key, value in server.connection.items() if key != "transport"}
    reading, writing = os.pipe()
    listener = threading.Thread(target=last_words.drain, args=(reading,), name=f"mcp-{server.name}", daemon=True)
    listener.start()
    try:
        with os.fdopen(writing, "w", encoding="utf-8") as errors:
            async with (
                stdio_client(StdioServerParameters(**facts), errlog=errors) as (incoming, outgoing),
                ClientSession(incoming, outgoing) as session,
            ):
                yield session
    finally:
        # The process has ended, so its last line is there; a grandchild that keeps the pipe open is not waited for.
        listener.join(0.2)
