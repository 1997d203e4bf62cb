"""A small MCP server over stdio for the tests; what it says and does is steered by its command line."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from mcp.server.fastmcp import FastMCP, Image
from mcp.types import ToolAnnotations


def add(a: int, b: int = 1) -> int:
    return a + b


def record(text: str, config: dict[str, str] | None = None, runtime: str = "") -> dict[str, str | int]:
    """Tell what has arrived, and in which process."""
    return {"process": os.getpid(), "text": text, "config": str(config), "runtime": runtime}


def fail(reason: str) -> str:
    """Fail with the reason."""
    raise ValueError(reason)


async def hang() -> str:
    """Never answer."""
    await asyncio.Event().wait()
    return "never"


def die() -> str:
    """End the server without an answer."""
    os._exit(3)


def picture() -> Image:
    """Give a picture."""
    return Image(data=b"\x89PNG", format="png")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--description-file", type=Path)
    parser.add_argument("--http", action="store_true")
    options = parser.parse_args()
    description = options.description_file.read_text() if options.description_file else "Add two whole numbers."
    server = FastMCP("test", port=0)
    server.tool(description=description, annotations=ToolAnnotations(readOnlyHint=True))(add)
    server.tool(annotations=ToolAnnotations(destructiveHint=False, idempotentHint=True))(record)
    for function in (fail, hang, die, picture):
        server.tool()(function)
    server.run("streamable-http" if options.http else "stdio")


if __name__ == "__main__":
    main()
