"""A small MCP server over stdio for the tests; what it says and does is steered by its command line."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from mcp.server.fastmcp import FastMCP, Image
from mcp.types import ToolAnnotations

parser = argparse.ArgumentParser()
parser.add_argument("--description", default="Add two whole numbers.")
parser.add_argument("--journal", default="")
parser.add_argument("--description-file", default="")
options = parser.parse_args()
description = Path(options.description_file).read_text() if options.description_file else options.description
server = FastMCP("test")


@server.tool(description=description, annotations=ToolAnnotations(readOnlyHint=True))
def add(a: int, b: int = 1) -> int:
    return a + b


@server.tool(annotations=ToolAnnotations(destructiveHint=False, idempotentHint=True))
def record(text: str, config: dict[str, str] | None = None, runtime: str = "") -> dict[str, str | int]:
    """Write a line into the journal."""
    if options.journal:
        with Path(options.journal).open("a") as journal:
            journal.write(text + "\n")
    return {"process": os.getpid(), "text": text, "config": str(config), "runtime": runtime}


@server.tool()
def fail(reason: str) -> str:
    """Fail with the reason."""
    raise ValueError(reason)


@server.tool()
async def hang() -> str:
    """Never answer."""
    await asyncio.Event().wait()
    return "never"


@server.tool()
def die() -> str:
    """End the server without an answer."""
    os._exit(3)


@server.tool()
def picture() -> Image:
    """Give a picture."""
    return Image(data=b"\x89PNG", format="png")


if __name__ == "__main__":
    server.run("stdio")
