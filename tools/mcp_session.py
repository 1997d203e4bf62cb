"""Lasting sessions with MCP servers, in a loop of their own, so that synchronous and asynchronous callers share them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from tools.errors import FailureKind, ToolFailure
from tools.mcp_pins import McpDefinition
from tools.mcp_settings import McpServer
from tools.mcp_transport import LastWords, connect

T = TypeVar("T")

_CONNECT_SECONDS = 30.0
_CLOSE_SECONDS = 5.0
_PING_SECONDS = 5.0
_MAX_PAGES = 100
_CLOSED = -32000
"""`CONNECTION_CLOSED` of the MCP SDK; servers use the same number for errors of their own, so its text decides, too."""
_NO_ANSWER = 408
_INVALID_PARAMS = -32602
"""JSON-RPC 2.0, section 5.1."""


class McpLoop:
    """An event loop on a daemon thread; the one place where sessions live (anyio binds them to a loop and a task)."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mcp", daemon=True)
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Run work on the loop for an awaiting caller; cancelling the await cancels the work."""
        if self._loop.is_closed():
            work.close()
            raise ToolFailure("the MCP servers are closed; load their tools again")
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run work on the loop and block until it is done; never call it from a coroutine."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """Stop the loop; sessions must be closed before."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSE_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()


class McpSession:
    """One server's session; every method runs on the `McpLoop`.

    A task of its own opens and closes the session, because anyio's scopes must be left in the task that entered them. A session
    that was lost is opened again by the next call.

    Args:
        server: How to reach it.
    """

    def __init__(self, server: McpServer) -> None:
        self.server = server
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[None] | None = None
        self._stop = asyncio.Event()
        self._session: Any = None
        self._doubtful = False
        self._last_words = LastWords()
        self._offered: dict[str, McpDefinition] = {}

    async def definitions(self) -> list[McpDefinition]:
        """All that the server offered when the session was opened.

        Raises:
            ToolFailure: The server cannot be reached or breaks the protocol.
        """
        await self._connected()
        return list(self._offered.values())

    async def call(self, definition: McpDefinition, arguments: dict[str, Any]) -> Any:
        """Call a tool, if it still says of itself what was accepted.

        Args:
            definition: As accepted.
            arguments: Validated.

        Returns:
            `mcp.types.CallToolResult`.

        Raises:
            ToolFailure: TRANSIENT when the server could not be reached, UNKNOWN when it was lost after the call was sent,
                PERMANENT when the tool has changed since the session was lost and opened again.
        """
        session = await self._connected()
        name = definition.tool
        offered = self._offered.get(name)
        if offered is None or offered.digest != definition.digest:
            raise ToolFailure(
                f"MCP server {self.server.name!r} started again without the tool {name!r} as it was accepted; "
                "it must be accepted again before it is called"
            )
        limit = timedelta(seconds=self.server.timeout_seconds)
        return await self._guarded(session.call_tool(name, arguments, read_timeout_seconds=limit), f"running {name!r}")

    async def close(self) -> None:
        """Close the session; a started process is ended."""
        self._stop.set()
        if self._owner is not None:
            _, waiting = await asyncio.wait({self._owner}, timeout=_CLOSE_SECONDS)
            if waiting:
                self._owner.cancel()
                await asyncio.wait(waiting, timeout=_CLOSE_SECONDS)

    async def _connected(self) -> Any:
        async with self._lock:
            if self._doubtful and not self._stop.is_set():
                await self._ping()
            if self._owner is None or self._owner.done() or self._stop.is_set():
                await self.close()
                self._stop = asyncio.Event()
                ready: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                self._owner = asyncio.create_task(self._own(ready, self._stop))
                try:
                    self._session = await self._opened(ready, self._owner)
                    self._offered = {found.tool: found for found in await self._listed()}
                except (
                    BaseException
                ):  # a caller that gave up while connecting must not leave half a session to the next
                    self._stop.set()
                    self._owner.cancel()
                    ready.add_done_callback(_heard)
                    raise
            return self._session

    async def _ping(self) -> None:
        """After a call that was not answered, see whether anybody is there; the SDK does not notice that an HTTP server is gone."""
        self._doubtful = False
        try:
            async with asyncio.timeout(min(_PING_SECONDS, self.server.timeout_seconds)):
                await self._guarded(self._session.send_ping(), "answering a ping")
        except (TimeoutError, ToolFailure):
            self._stop.set()

    async def _listed(self) -> list[McpDefinition]:
        found: list[McpDefinition] = []
        cursor = None
        for _ in range(_MAX_PAGES):
            page = await self._guarded(self._session.list_tools(cursor=cursor), "listing its tools")
            found.extend(_definition(self.server.name, tool) for tool in page.tools)
            cursor = page.nextCursor
            if not cursor:
                return found
        self._stop.set()
        raise ToolFailure(f"MCP server {self.server.name!r} lists tools without end")

    async def _opened(self, ready: asyncio.Future[Any], owner: asyncio.Task[None]) -> Any:
        await asyncio.wait({ready, owner}, timeout=_CONNECT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and (error := ready.exception()) is None:
            return ready.result()
        reason = _reason(error) if ready.done() and error else f"no answer within {_CONNECT_SECONDS:g} s"
        owner.cancel()
        await asyncio.wait({owner}, timeout=_CLOSE_SECONDS)
        said = f"; its last words: {self._last_words}" if str(self._last_words) else ""
        raise ToolFailure(f"MCP server {self.server.name!r} cannot be reached: {reason}{said}", FailureKind.TRANSIENT)

    async def _own(self, ready: asyncio.Future[Any], stop: asyncio.Event) -> None:
        try:
            async with connect(self.server, self._last_words) as session:
                await session.initialize()
                if not ready.done():
                    ready.set_result(session)
                await stop.wait()
        except BaseException as error:  # noqa: BLE001 - whatever ends a foreign session is told to whoever waits for it
            if not ready.done():
                ready.set_exception(error if isinstance(error, Exception) else ConnectionError(repr(error)))

    async def _guarded(self, work: Coroutine[Any, Any, Any], doing: str) -> Any:
        """Wait for an answer, or for the end of the session: the SDK leaves some requests waiting when a server dies."""
        from anyio import BrokenResourceError, ClosedResourceError
        from mcp import McpError

        assert self._owner is not None
        request = asyncio.ensure_future(work)
        try:
            await asyncio.wait({request, self._owner}, return_when=asyncio.FIRST_COMPLETED)
            if not request.done():
                raise self._lost(doing)
            return request.result()
        except McpError as error:
            if error.error.code == _CLOSED and "closed" in str(error).lower():
                self._stop.set()
                raise self._lost(doing) from error
            self._doubtful = error.error.code == _NO_ANSWER
            kinds = {_NO_ANSWER: FailureKind.TIMEOUT, _INVALID_PARAMS: FailureKind.INVALID_ARGUMENTS}
            kind = kinds.get(error.error.code, FailureKind.PERMANENT)
            raise ToolFailure(f"MCP server {self.server.name!r}, {doing}: {error}", kind) from error
        except (OSError, BrokenResourceError, ClosedResourceError) as error:
            self._stop.set()
            raise self._lost(doing) from error
        except (RuntimeError, ValueError) as error:
            raise ToolFailure(
                f"MCP server {self.server.name!r} answered against its schema, {doing}: {error}"
            ) from error
        finally:
            request.cancel()

    def _lost(self, doing: str) -> ToolFailure:
        return ToolFailure(
            f"the connection to MCP server {self.server.name!r} was lost while {doing}; whether that happened is unknown",
            FailureKind.UNKNOWN,
        )


def _heard(ready: asyncio.Future[Any]) -> None:
    """Take note of a failure that nobody waits for, so that asyncio does not report it as never retrieved."""
    if not ready.cancelled():
        ready.exception()


def _definition(server: str, tool: Any) -> McpDefinition:
    hints = tool.annotations.model_dump(exclude_none=True) if tool.annotations is not None else {}
    return McpDefinition(server, tool.name, tool.description or "", tool.inputSchema, hints)


def _reason(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):  # anyio wraps what happened in its task groups
        error = error.exceptions[0]
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
