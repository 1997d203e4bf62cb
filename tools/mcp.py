"""Tools of MCP servers as tools of the agent.

The connections are those of `langchain-mcp-adapters` and its SDK. Its LangChain tools are not used: arguments named `config`,
`runtime` or `run_manager` are lost in them, and audio makes them fail.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from pydantic import BaseModel

from tools.asynchrony import AsyncTool, in_daemon_thread
from tools.base import Effect, Manifest, Replay, ToolOutput
from tools.errors import FailureKind, ToolError
from tools.mcp_pins import ChangedTool, McpDefinition, McpPins
from tools.mcp_session import McpLoop, McpSession
from tools.mcp_settings import McpServer
from tools.schemas import JsonSchemaInput, model_of

_MAX_DESCRIPTION = 4_000
_MAX_NAME = 64


class McpTool(AsyncTool):
    """One tool of an MCP server.

    Its output is untrusted, its description is the server's text with invisible characters taken out. Without trust in the
    server it counts as a write that is unsafe to repeat, whatever the server hints.

    Args:
        loop: Where the session lives.
        session: The server's session.
        definition: What the server says of the tool, as accepted.
    """

    def __init__(self, loop: McpLoop, session: McpSession, definition: McpDefinition) -> None:
        self._loop = loop
        self._session = session
        self.definition = definition
        self.name = _name(definition)
        text = _visible(definition.description)[:_MAX_DESCRIPTION]
        self.description = text or f"{definition.tool} of the MCP server {definition.server} (no description)"
        self.input_schema = model_of(self.name, _cleaned(definition.schema))
        self.manifest = _manifest(definition.hints) if session.server.trusted else Manifest()
        # The server's own limit is enforced by the session, with a better message; this one is the net below.
        self.timeout_seconds = session.server.timeout_seconds + 5.0

    async def aexecute(self, input: Any, /) -> ToolOutput:
        """Call the tool on its server."""
        arguments = input.arguments() if isinstance(input, JsonSchemaInput) else _fields(input)
        answer = await self._loop.submit(self._session.call(self.definition, arguments))
        return _output(answer)


class McpTools:
    """The tools of some servers and the sessions behind them; close it, or use it as a context manager.

    Attributes:
        tools: Ready to be registered.
        changed: Tools that say something else than when they were accepted; not loaded.
        failed: Servers and tools that could not be loaded, with the reason, by name.
    """

    def __init__(self, pins: McpPins) -> None:
        self.tools: list[McpTool] = []
        self.changed: list[ChangedTool] = []
        self.failed: dict[str, str] = {}
        self._pins = pins
        self._loop = McpLoop()
        self._sessions: dict[str, McpSession] = {}

    def add(self, server: McpServer) -> None:
        """Connect to a server and load what it offers; blocks until it has answered or failed."""
        session = McpSession(server)
        self._sessions[server.name] = session
        try:
            definitions = self._loop.wait(session.definitions())
        except ToolError as error:
            self.failed[server.name] = str(error)
            return
        for definition in definitions:
            if (change := self._pins.check(definition)) is not None:
                self.changed.append(change)
            else:
                self._load(session, definition)

    def accept(self, changed: ChangedTool) -> McpTool | None:
        """Accept a change that a person has looked at, and load the tool.

        Args:
            changed: One of `changed`; exactly this text is accepted.

        Returns:
            The tool; `None` if it cannot be loaded (`failed` says why).
        """
        self._pins.accept(changed.new)
        self.changed = [other for other in self.changed if other != changed]
        return self._load(self._sessions[changed.new.server], changed.new)

    def close(self) -> None:
        """End the sessions and the processes behind them; may be called again."""
        for session in self._sessions.values():
            self._loop.wait(session.close())
        self._sessions.clear()
        self._loop.close()

    def __enter__(self) -> Self:
        """Close at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Close."""
        self.close()

    def _load(self, session: McpSession, definition: McpDefinition) -> McpTool | None:
        try:
            tool = McpTool(self._loop, session, definition)
        except ToolError as error:
            self.failed[f"{definition.server}:{definition.tool}"] = str(error)
            return None
        if any(other.name == tool.name for other in self.tools):
            self.failed[f"{definition.server}:{definition.tool}"] = f"the server offers two tools named {tool.name!r}"
            return None
        self.tools.append(tool)
        return tool


def load_mcp_tools(servers: Iterable[McpServer], pins: McpPins) -> McpTools:
    """Start or reach MCP servers and load their tools; blocks meanwhile.

    Args:
        servers: From `tools.mcp_settings`.
        pins: What was accepted before. A tool seen for the first time is pinned; one that has changed is reported in `changed`.

    Returns:
        The tools with their sessions; a server that fails does not keep the others from loading, see `failed`.

    Raises:
        ToolError: The extra is not installed, a server is named twice, or the pins cannot be written.
    """
    wanted = list(servers)
    if wanted and importlib.util.find_spec("langchain_mcp_adapters") is None:
        raise ToolError("MCP servers need an extra that is not installed; run: pip install 'stanchion[mcp]'")
    names = [server.name for server in wanted]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ToolError(f"two MCP servers are named {twice[0]!r}; give one of them another name")
    loaded = McpTools(pins)
    try:
        for server in wanted:
            loaded.add(server)
    except BaseException:
        loaded.close()
        raise
    return loaded


async def aload_mcp_tools(servers: Iterable[McpServer], pins: McpPins) -> McpTools:
    """`load_mcp_tools` without blocking the event loop."""
    return await in_daemon_thread(lambda: load_mcp_tools(servers, pins), "mcp-load")


def _manifest(hints: Mapping[str, Any]) -> Manifest:
    """What the hints of a trusted server mean (MCP 2025-06-18: a tool that does not say is destructive)."""
    if hints.get("readOnlyHint") is True:
        return Manifest(effect=Effect.READ, replay=Replay.PURE)
    effect = Effect.WRITE if hints.get("destructiveHint") is False else Effect.DESTRUCTIVE
    return Manifest(effect=effect, replay=Replay.IDEMPOTENT if hints.get("idempotentHint") is True else Replay.UNSAFE)


def _name(definition: McpDefinition) -> str:
    """The server's name before the tool's, so that no server can take the place of another tool."""
    whole = f"{definition.server}_{definition.tool}"
    fit = re.sub(r"[^a-zA-Z0-9_-]", "_", whole)
    if fit == whole and len(fit) <= _MAX_NAME:
        return fit
    mark = hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{fit[: _MAX_NAME - 9]}_{mark}"


def _visible(text: str) -> str:
    """Without control and format characters, in which instructions can hide from people (Unicode tags, zero width, bidi)."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    ).strip()


def _cleaned(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {key: _shown(key, value) for key, value in schema.items()}
    return [_cleaned(item) for item in schema] if isinstance(schema, list) else schema


def _shown(key: str, value: Any) -> Any:
    if key in {"description", "title"} and isinstance(value, str):
        return _visible(value)[:_MAX_DESCRIPTION]
    return _cleaned(value)


def _fields(input: BaseModel) -> dict[str, Any]:
    return input.model_dump(by_alias=True, exclude_unset=True)


def _output(answer: Any) -> ToolOutput:
    parts = [_part(block) for block in answer.content]
    texts = [part for part in parts if isinstance(part, str)]
    if answer.isError:
        return ToolOutput.fail("\n".join(texts) or "the MCP tool failed and did not say why", FailureKind.PERMANENT)
    structured = answer.structuredContent
    if structured is not None:
        # Servers wrap what is no object into {"result": …}.
        result = structured["result"] if set(structured) == {"result"} else structured
        others = [part for part in parts if not isinstance(part, str)]
        return ToolOutput.ok({"result": result, "attached": others} if others else result)
    return ToolOutput.ok("\n".join(texts) if len(texts) == len(parts) else parts)


def _part(block: Any) -> Any:
    """A content block as data: text as it is, binary by its kind and size."""
    resource = getattr(block, "resource", block)
    if isinstance(text := getattr(resource, "text", None), str):
        return text
    data = getattr(resource, "data", None) or getattr(resource, "blob", None)
    facts = {
        "type": block.type,
        "mime_type": getattr(resource, "mimeType", None),
        "uri": str(resource.uri) if hasattr(resource, "uri") else None,
        "base64_characters": len(data) if isinstance(data, str) else None,
    }
    return {key: value for key, value in facts.items() if value is not None}
