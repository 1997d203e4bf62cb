"""The tools as lines of a prompt: a signature that any model reads, and what the tool is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nodes.llm.modes.schema import Branch, branches


def render_tools(tools: Iterable[Mapping[str, Any]]) -> str:
    """Write the tools for a prompt.

    Args:
        tools: `Tool.to_dict()` of every tool.

    Returns:
        For each tool one line with its description, then one signature per branch and a line per described argument.
    """
    blocks = [_tool(tool) for tool in tools]
    return "\n".join(blocks) if blocks else "(none: answer from what is known)"


def _tool(tool: Mapping[str, Any]) -> str:
    ways = branches(tool)
    lines = [f"- {tool['name']}: {' '.join(str(tool.get('description', '')).split())}"]
    lines += [f"  {_signature(branch)}" for branch in ways]
    described: dict[str, str] = {}
    for branch in ways:
        for name, schema in branch.parameters.get("properties", {}).items():
            if text := schema.get("description"):
                described.setdefault(name, " ".join(str(text).split()))
    return "\n".join([*lines, *(f"    {name}: {text}" for name, text in described.items())])


def _signature(branch: Branch) -> str:
    """For example `{"expression": string, "precision": integer (optional)}`."""
    required = set(branch.parameters.get("required", ()))
    fields = []
    for name, schema in branch.parameters.get("properties", {}).items():
        optional = "" if name in required else " (optional)"
        fields.append(f'"{name}": {type_name(schema)}{optional}')
    return f"arguments: {{{', '.join(fields)}}}"


def type_name(schema: Mapping[str, Any]) -> str:
    """A schema's type in a word or two; constants and enumerations as JSON literals."""
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in schema["enum"])
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return " | ".join(dict.fromkeys(type_name(option) for option in options))
    kind = schema.get("type", "any")
    if kind == "array":
        return f"[{type_name(schema.get('items', {}))}, …]"
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
