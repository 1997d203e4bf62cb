"""What each MCP tool said of itself when it was accepted, so that a later change does not slip through.

A server may show a harmless description first and another one later ("rug pull", Invariant Labs 2025). What is pinned is all that
steers the model or the policy: name, description, input schema and hints.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.errors import ToolError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class McpDefinition:
    """What a server says of one of its tools.

    Attributes:
        server: The server's name in the settings.
        tool: The tool's name on the server.
        description: For the model; untrusted text.
        schema: JSON schema of the arguments.
        hints: The annotations (`readOnlyHint`, …).
    """

    server: str
    tool: str
    description: str
    schema: Mapping[str, Any]
    hints: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 in hex of all of it."""
        content = [self.server, self.tool, self.description, self.schema, self.hints]
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class ChangedTool:
    """A tool that says something else of itself than when it was accepted; not loaded until a person accepts it.

    Attributes:
        old_description: What was accepted.
        old_schema: What was accepted.
        new: What the server says now.
    """

    old_description: str
    old_schema: Mapping[str, Any]
    new: McpDefinition

    @property
    def new_description(self) -> str:
        """What the server says now."""
        return self.new.description

    def __str__(self) -> str:
        """One line for people."""
        changed = "description" if self.old_description != self.new.description else "schema or hints"
        return f"MCP server {self.new.server!r} changed the {changed} of its tool {self.new.tool!r}"


class McpPins:
    """Accepted definitions, kept in a JSON file.

    Args:
        path: The file; made with its folder at the first pin.

    Raises:
        ToolError: The file exists and cannot be read. It is never taken for empty: that would accept every change.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pins: dict[str, dict[str, dict[str, Any]]] = self._read()

    def check(self, definition: McpDefinition) -> ChangedTool | None:
        """Compare with what was accepted; a tool seen for the first time is accepted as it is.

        Returns:
            The change, `None` where there is none.
        """
        pin = self._pins.get(definition.server, {}).get(definition.tool)
        if pin is None:
            self.accept(definition)
            return None
        if pin["digest"] == definition.digest:
            return None
        return ChangedTool(str(pin.get("description", "")), pin.get("schema") or {}, definition)

    def accept(self, definition: McpDefinition) -> None:
        """Pin exactly this definition, as a person has seen it.

        Raises:
            ToolError: The file cannot be written.
        """
        self._pins = self._read()  # another process may have pinned since
        self._pins.setdefault(definition.server, {})[definition.tool] = {
            "digest": definition.digest,
            "description": definition.description,
            "schema": dict(definition.schema),
        }
        self._write()

    def _read(self) -> dict[str, dict[str, dict[str, Any]]]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise ToolError(f"cannot read the MCP pins {str(self._path)!r} ({error}); {_ADVICE}") from error
        servers = content.get("servers") if isinstance(content, dict) and content.get("version") == _VERSION else None
        if not isinstance(servers, dict) or not all(_is_pins(tools) for tools in servers.values()):
            raise ToolError(f"the MCP pins {str(self._path)!r} are not of version {_VERSION}; {_ADVICE}")
        return servers

    def _write(self) -> None:
        text = json.dumps({"version": _VERSION, "servers": self._pins}, indent=1, sort_keys=True)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=".pins-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, self._path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ToolError(f"cannot write the MCP pins {str(self._path)!r}: {error.strerror}") from error


_ADVICE = "restore it, or remove it and look at each tool again"


def _is_pins(tools: Any) -> bool:
    return isinstance(tools, dict) and all(
        isinstance(pin, dict) and isinstance(pin.get("digest"), str) for pin in tools.values()
    )
