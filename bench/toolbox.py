"""The real tools on a workspace and a memory made for one goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from memory.database import Database
from memory.embeddings import MiniLMEmbeddings
from memory.semantic import SemanticMemory
from tools.base import ToolOutput
from tools.calculator import CalculatorTool
from tools.calls import run_call
from tools.date_time import DateTimeTool
from tools.errors import UnknownTool
from tools.file_operations import FileOperationsTool
from tools.recall import RecallTool
from tools.registry import ToolRegistry
from tools.remember import RememberTool
from tools.workspace import Workspace

_EMBEDDINGS = MiniLMEmbeddings()


class Toolbox:
    """Tools whose effects stay in one folder.

    Args:
        folder: Empty.
        files: The workspace's files, as text by path.
        memory: Facts remembered before.
    """

    def __init__(self, folder: Path, files: Mapping[str, str], memory: Sequence[str]) -> None:
        self.root = folder / "workspace"
        self.root.mkdir()
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        self._knowledge = SemanticMemory(Database(folder / "memory.db"), _EMBEDDINGS)
        for fact in memory:
            self._knowledge.store(fact)
        self._registry = ToolRegistry(
            [
                CalculatorTool(),
                FileOperationsTool(Workspace(self.root)),
                DateTimeTool(),
                RememberTool(self._knowledge),
                RecallTool(self._knowledge),
            ]
        )
        self.tools = self._registry.list_tools()

    async def run(self, name: str, arguments: Mapping[str, Any]) -> ToolOutput:
        """Run one call; an unknown tool is a failure like others."""
        try:
            tool = self._registry.get(name)
        except UnknownTool as error:
            return ToolOutput.fail(str(error))
        return await run_call(tool, arguments)

    def remembered(self) -> list[str]:
        """Every fact in memory."""
        return [document.page_content for document in self._knowledge.retrieve("fact", top_k=1000)]
