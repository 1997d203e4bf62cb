"""The real tools on a workspace, by name."""

from __future__ import annotations

from pathlib import Path

from memory.database import Database
from memory.embeddings import HashingEmbeddings
from memory.semantic import SemanticMemory
from tools.base import Tool
from tools.calculator import CalculatorTool
from tools.date_time import DateTimeTool
from tools.file_operations import FileOperationsTool
from tools.recall import RecallTool
from tools.remember import RememberTool
from tools.workspace import Workspace


def toolbox(workspace: Path, database: Database) -> dict[str, Tool]:
    """What the goals are about: the built-in tools that need no network, and memory with the light embedder."""
    memory = SemanticMemory(database, HashingEmbeddings())
    tools: list[Tool] = [
        CalculatorTool(),
        FileOperationsTool(Workspace(workspace)),
        DateTimeTool(),
        RememberTool(memory),
        RecallTool(memory),
    ]
    return {tool.name: tool for tool in tools}
