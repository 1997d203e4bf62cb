"""A plan carried out by the offline rules with the real tools, each task with nothing but its dependencies' answers before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from memory.database import Database
from nodes.llm.offline.model import decide
from nodes.planning.plan import Task
from nodes.planning.tracker import TaskTracker
from tests.bench.toolbox import toolbox
from tools.base import Tool, ToolOutput
from tools.calls import run_call

MOST_TURNS = 20


async def carry_out(tasks: Sequence[Task], workspace: Path, database: Path) -> list[Task]:
    """The tasks with what came of them."""
    tracker = TaskTracker()
    tracker.load_tasks(tasks)
    with closing(Database(database)) as opened:
        tools = toolbox(workspace, opened)
        while ready := tracker.ready_tasks():
            for task in ready:
                known = [other for other in tracker.tasks if other.id in task.dependencies]
                before: list[BaseMessage] = []
                for other in known:
                    before += [HumanMessage(other.description), AIMessage(other.result or "done")]
                answer = await _answer([*before, HumanMessage(task.description)], tools)
                if answer.additional_kwargs.keys() & {"unread", "failed"}:
                    tracker.mark_failed(task.id, answer.text)
                else:
                    tracker.mark_complete(task.id, answer.text)
    return tracker.tasks


async def _answer(messages: list[BaseMessage], tools: dict[str, Tool]) -> AIMessage:
    for _ in range(MOST_TURNS):
        reply = decide(messages, list(tools))
        messages.append(reply)
        if not reply.tool_calls:
            return reply
        for call in reply.tool_calls:
            output = await run_call(tools[call["name"]], call["args"])
            status = "success" if output.success else "error"
            messages.append(ToolMessage(_content(output), tool_call_id=call["id"], name=call["name"], status=status))
    raise AssertionError("the rules came to no end")


def _content(output: ToolOutput) -> str:
    if not output.success:
        return output.error or "failed"
    return output.result if isinstance(output.result, str) else json.dumps(output.result, default=str)
