"""The smallest agent: the offline model and the real tools, in a loop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from nodes.llm.offline.model import OfflineModel
from tools.base import Tool
from tools.calculator import CalculatorTool
from tools.date_time import DateTimeTool
from tools.errors import ToolError
from tools.file_operations import FileOperationsTool
from tools.workspace import Workspace

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday

FILES = {
    "a.txt": "apple\nbanana\ncherry\n",
    "numbers.txt": "3\n5\n10\n",
    "notes.txt": "hello world\nbuy milk\n",
    "sales.csv": "item,price,qty\npen,2.5,4\nbook,10,1\n",
}


@dataclass
class Run:
    """What came of a goal."""

    answer: AIMessage
    files: dict[str, str]
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    turns: int = 0

    @property
    def text(self) -> str:
        return str(self.answer.content)

    @property
    def unread(self) -> list[str]:
        return list(self.answer.additional_kwargs.get("unread", []))


def run(
    goal: str,
    root: Path,
    files: Mapping[str, str] = FILES,
    fixed: Mapping[str, Any] | None = None,
    reject: str = "",
    before: list[BaseMessage] | None = None,
) -> Run:
    """Reach a goal in a folder.

    Args:
        goal: The goal.
        root: An empty folder.
        files: What is in it at the start.
        fixed: Results of tools that are not real here (remember, recall, web_search, api_call).
        reject: Calls whose arguments hold this text are rejected.
        before: Earlier messages of the conversation.
    """
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    real: list[Tool] = [CalculatorTool(), FileOperationsTool(Workspace(root)), DateTimeTool(lambda: NOW)]
    tools = {tool.name: tool for tool in real}
    forms = [tool.to_dict() for tool in real] + [
        {"name": name, "description": "", "parameters": {"type": "object", "properties": {}}} for name in fixed or {}
    ]
    model = OfflineModel().bind_tools(forms)
    messages: list[BaseMessage] = [*(before or []), HumanMessage(goal)]
    calls: list[tuple[str, dict[str, Any]]] = []
    for turn in range(1, 16):
        reply = model.invoke(messages)
        messages.append(reply)
        if not reply.tool_calls:
            there = {
                str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()
            }
            return Run(reply, there, calls, turn)
        for call in reply.tool_calls:
            calls.append((call["name"], call["args"]))
            rejected = bool(reject) and reject in json.dumps(call["args"])
            messages.append(_observe(call, tools, fixed or {}, rejected=rejected))
    raise AssertionError(f"{goal!r} did not end in 15 turns: {calls}")


def _observe(call: Any, tools: dict[str, Tool], fixed: Mapping[str, Any], *, rejected: bool) -> ToolMessage:
    if rejected:
        return ToolMessage("Rejected by the user.", tool_call_id=call["id"], status="error")
    if call["name"] in fixed:
        return ToolMessage(_text(fixed[call["name"]]), tool_call_id=call["id"])
    tool = tools[call["name"]]
    try:
        output = tool.execute(tool.parse(call["args"]))
    except ToolError as error:
        return ToolMessage(str(error), tool_call_id=call["id"], status="error")
    if not output.success:
        return ToolMessage(output.error or "", tool_call_id=call["id"], status="error")
    return ToolMessage(_text(output.result), tool_call_id=call["id"])


def _text(result: Any) -> str:
    return result if isinstance(result, str) else json.dumps(result)
