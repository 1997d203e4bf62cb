"""Which MCP servers to use, from a settings file or a line of text."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.errors import ToolError

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,32}")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_TRANSPORTS = {
    "stdio": "stdio",
    "http": "streamable_http",
    "streamable_http": "streamable_http",
    "streamable-http": "streamable_http",
    "streamableHttp": "streamable_http",
    "sse": "sse",
    "websocket": "websocket",
}
_KNOWN = {
    "command",
    "args",
    "env",
    "cwd",
    "url",
    "headers",
    "transport",
    "type",
    "trusted",
    "disabled",
    "timeout_seconds",
    "description",
}


@dataclass(frozen=True, slots=True)
class McpServer:
    """How to reach one MCP server.

    Attributes:
        name: Begins the names of its tools; letters, digits, `_` and `-`, at most 32.
        connection: What `langchain_mcp_adapters.sessions.create_session` takes. Its `env` is all that a started process gets beside
            a few harmless variables, so keys reach only the servers they are given to.
        trusted: Whether its hints about what a tool does (`readOnlyHint`, …) are believed. The specification calls them untrusted
            unless the server is (MCP 2025-06-18, Tool annotations).
        timeout_seconds: Wall-clock limit of one call.
    """

    name: str
    connection: Mapping[str, Any] = field(hash=False)
    trusted: bool = False
    timeout_seconds: float = 60.0


def read_mcp_servers(path: Path, environment: Mapping[str, str] | None = None) -> list[McpServer]:
    """Read a settings file in the common form.

    `{"mcpServers": {NAME: {"command": …, "args": […], "env": {…}} | {"url": …, "headers": {…}, "transport": …}}}`, and beside those
    `trusted`, `timeout_seconds` and `disabled`.

    Args:
        path: A JSON file.
        environment: What `${NAME}` in `args`, `env`, `url` and `headers` stands for, so that keys need not be in the file.

    Returns:
        The servers that are not disabled, in the file's order.

    Raises:
        ToolError: The file cannot be read, or a server is not described; the message names the part.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ToolError(f"cannot read the MCP settings {str(path)!r}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ToolError(f"the MCP settings {str(path)!r} are not JSON: {error}") from error
    servers = content.get("mcpServers") if isinstance(content, dict) else None
    if not isinstance(servers, dict):
        raise ToolError(f'the MCP settings {str(path)!r} have no "mcpServers" object')
    return [
        _server(name, _expanded(entry, environment or {}, f"MCP server {name!r} in {str(path)!r}"), str(path))
        for name, entry in servers.items()
        if not (isinstance(entry, dict) and entry.get("disabled") is True)
    ]


def parse_mcp_server(text: str) -> McpServer:
    """Read `name=command args…` or `name=https://…`.

    Args:
        text: As typed; the command is split as a POSIX shell splits words, and no shell runs.

    Returns:
        The server, not trusted.

    Raises:
        ToolError: The text has another form.
    """
    name, equals, rest = text.strip().partition("=")
    try:
        words = shlex.split(rest)
    except ValueError as error:
        raise ToolError(f"cannot read the MCP server {text!r}: {error}") from error
    if not (equals and words):
        raise ToolError(f"cannot read the MCP server {text!r}; write name=command args… or name=https://…")
    if len(words) == 1 and words[0].startswith(("http://", "https://")):
        return _server(name, {"url": words[0]}, text)
    return _server(name, {"command": words[0], "args": words[1:]}, text)


def _expanded(value: Any, environment: Mapping[str, str], where: str) -> Any:
    def replacement(found: re.Match[str]) -> str:
        if found.group(1) not in environment:
            raise ToolError(f"{where} needs the variable {found.group(1)!r}, which is not set")
        return environment[found.group(1)]

    if isinstance(value, str):
        return _VARIABLE.sub(replacement, value)
    if isinstance(value, list):
        return [_expanded(item, environment, where) for item in value]
    if isinstance(value, dict):
        return {key: _expanded(item, environment, where) for key, item in value.items()}
    return value


def _server(name: str, entry: Any, source: str) -> McpServer:
    where = f"MCP server {name!r} in {source!r}"
    if not _NAME.fullmatch(name):
        raise ToolError(f"{where}: a name has 1 to 32 letters, digits, '_' and '-'")
    if not isinstance(entry, dict):
        raise ToolError(f"{where} must be an object with a command or a url")
    if unknown := sorted(set(entry) - _KNOWN):
        raise ToolError(f"{where}: unknown setting {unknown[0]!r}; known are {', '.join(sorted(_KNOWN))}")
    trusted, seconds = entry.get("trusted", False), entry.get("timeout_seconds", 60.0)
    if not isinstance(trusted, bool):
        raise ToolError(f"{where}: trusted must be true or false, not {trusted!r}")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 86_400:
        raise ToolError(f"{where}: timeout_seconds must be above 0 and below 86400, not {seconds!r}")
    return McpServer(name, _connection(where, entry), trusted, float(seconds))


def _connection(where: str, entry: dict[str, Any]) -> dict[str, Any]:
    command, url = entry.get("command"), entry.get("url")
    if bool(command) == bool(url):
        raise ToolError(f"{where} must have either a command or a url")
    named = entry.get("transport", entry.get("type", "stdio" if command else "http"))
    transport = _TRANSPORTS.get(named) if isinstance(named, str) else None
    if transport is None or (transport == "stdio") != bool(command):
        raise ToolError(f"{where}: transport {named!r} does not fit; use one of {', '.join(_TRANSPORTS)}")
    if command:
        arguments, env = entry.get("args", []), entry.get("env", {})
        if not isinstance(command, str) or not _is_texts(arguments):
            raise ToolError(f"{where}: command must be text and args a list of texts")
        connection = {"transport": transport, "command": command, "args": arguments, "env": _texts(where, "env", env)}
        return connection | ({"cwd": str(entry["cwd"])} if entry.get("cwd") else {})
    if not isinstance(url, str):
        raise ToolError(f"{where}: url must be text, not {url!r}")
    connection = {"transport": transport, "url": url}
    # The adapter knows no headers for WebSocket.
    return connection | (
        {} if transport == "websocket" else {"headers": _texts(where, "headers", entry.get("headers", {}))}
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _texts(where: str, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ToolError(f"{where}: {key} must be an object of texts")
    return value
