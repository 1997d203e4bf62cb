"""MCP servers as the settings name them: started, pinned, and reported where something is amiss."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graph.settings import Settings

if TYPE_CHECKING:
    from tools.registry import ToolRegistry

_LOG = logging.getLogger("stanchion.mcp")


def register_mcp_tools(registry: ToolRegistry, settings: Settings) -> Callable[[], None] | None:
    """Load the tools of every server named in the settings.

    A server that fails and a tool that has changed since it was accepted are warned about; the others are registered.

    Args:
        registry: Gets the tools.
        settings: `mcp` names the servers, `mcp_accept` the changed tools that a person has looked at.

    Returns:
        What ends the sessions; `None` where no server is named.

    Raises:
        ToolError: The settings cannot be read, the extra is not installed, or a name is taken.
    """
    if not settings.mcp:
        return None
    from tools.mcp import load_mcp_tools
    from tools.mcp_pins import McpPins
    from tools.mcp_settings import McpServer, parse_mcp_server, read_mcp_servers

    servers: list[McpServer] = []
    for named in settings.mcp:
        is_command = "=" in named and not Path(named).expanduser().is_file()
        path = Path(named).expanduser()
        servers += [parse_mcp_server(named)] if is_command else read_mcp_servers(path, settings.environment)
    loaded = load_mcp_tools(servers, McpPins(settings.home / "mcp-pins.json"))
    for changed in list(loaded.changed):
        if f"{changed.new.server}:{changed.new.tool}" in settings.mcp_accept:
            loaded.accept(changed)
            continue
        _LOG.warning(
            "%s, so it is not used. It now says: %r. If you trust that: --mcp-accept %s:%s",
            changed,
            changed.new_description[:300],
            changed.new.server,
            changed.new.tool,
        )
    for name, reason in loaded.failed.items():
        _LOG.warning("MCP %s is not used: %s", name, reason)
    for tool in loaded.tools:
        registry.register(tool)
    return loaded.close
