"""The agents that the planning benchmark compares, each ready to reach one goal on a SQLite checkpointer of its own."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

from bench.planning_script import SlowModel, Style, controller_model, deepagents_model, trivial_model
from bench.planning_shapes import Shape, slow_service
from tools.base import Effect, Replay, Tool

PARALLEL = 20
"""Tasks that the controller may have at work at the same time."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One run.

    Attributes:
        seconds: From goal to answer.
        answer: In words.
        calls: How often the model was asked.
        prompt_tokens: All that it was shown, by the script's own count of texts.
        tool_tokens: The descriptions of tools that were sent along.
    """

    seconds: float
    answer: str
    calls: int
    prompt_tokens: int
    tool_tokens: int


Open = Callable[[Path], AbstractAsyncContextManager[Callable[[str], Any]]]
"""Opens an agent in an empty folder; what it gives is awaited with a goal and tells the answer."""


async def reach(open_agent: Open, model: SlowModel, goal: str, folder: Path) -> Reached:
    """Reach a goal once; building and closing the agent is not counted, opening what it opens late is."""
    async with open_agent(folder) as run:
        began = time.perf_counter()
        answer = await run(goal)
        seconds = time.perf_counter() - began
    return Reached(seconds, str(answer), len(model.prompts), model.prompt_tokens, model.tool_tokens)


def controller(
    shape: Shape, service_seconds: float, model_seconds: float, parallel: int = PARALLEL
) -> tuple[Open, SlowModel]:
    """Ours: the goal is planned and its tasks are run as a plan."""
    from tools.callables import tool
    from tools.registry import ToolRegistry

    model = controller_model(shape, model_seconds)
    service = tool(effect=Effect.READ, replay=Replay.PURE)(slow_service(service_seconds))
    return _ours(model, lambda _: ToolRegistry([service]), planning="always", max_parallel_tasks=parallel), model


def deepagents(shape: Shape, service_seconds: float, model_seconds: float, style: Style) -> tuple[Open, SlowModel]:
    """deepagents with its default prompts and sub-agents, and LangChain's to-do list where the style uses it."""
    model = deepagents_model(shape, style, model_seconds)
    service = StructuredTool.from_function(coroutine=slow_service(service_seconds), name="service")

    def build(saver: Any) -> Any:
        from deepagents import create_deep_agent  # type: ignore[import-not-found,unused-ignore]
        from langchain.agents.middleware import TodoListMiddleware  # type: ignore[import-not-found,unused-ignore]

        middleware = [] if style is Style.BARE else [TodoListMiddleware()]
        return create_deep_agent(model, [service], middleware=middleware, checkpointer=saver)

    return _theirs(build), model


def right_sized(replies: list[Any]) -> tuple[Open, SlowModel]:
    """Ours as it comes, which sees for itself whether a goal needs a plan, with a calculator and files."""
    from tools.registry import ToolRegistry

    model = trivial_model(replies)
    return _ours(model, lambda folder: ToolRegistry(_everyday(folder)), planning="auto"), model


def plain(replies: list[Any]) -> tuple[Open, SlowModel]:
    """LangChain's `create_agent` with the same two tools and no prompt of its own."""
    model = trivial_model(replies)

    @asynccontextmanager
    async def open_agent(folder: Path) -> AsyncIterator[Callable[[str], Any]]:
        def build(saver: Any) -> Any:
            from langchain.agents import create_agent  # type: ignore[import-not-found,unused-ignore]

            return create_agent(model, [_as_langchain(tool) for tool in _everyday(folder)], checkpointer=saver)

        async with _theirs(build)(folder) as run:
            yield run

    return open_agent, model


def _ours(model: SlowModel, registry: Callable[[Path], Any], planning: str, **knobs: Any) -> Open:
    @asynccontextmanager
    async def open_agent(folder: Path) -> AsyncIterator[Callable[[str], Any]]:
        from graph.agent import build_agent
        from graph.settings import load_settings

        settings = load_settings({"STANCHION_HOME": str(folder)})  # of this machine's environment nothing counts
        with build_agent(model=model, tools=registry(folder), planning=planning, settings=settings) as agent:

            async def run(goal: str) -> str:
                result = await agent.arun(goal, **knobs)
                if not result.success:
                    raise RuntimeError(f"the controller did not reach {goal!r}: {result.status} {result.error}")
                return str(result.answer)

            yield run

    return open_agent


def _theirs(build: Callable[[Any], Any]) -> Open:
    @asynccontextmanager
    async def open_agent(folder: Path) -> AsyncIterator[Callable[[str], Any]]:
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        async with AsyncSqliteSaver.from_conn_string(str(folder / "checkpoints.db")) as saver:
            await saver.setup()
            graph = build(saver)

            async def run(goal: str) -> str:
                value = {"messages": [{"role": "user", "content": goal}]}
                state = await graph.ainvoke(value, {"configurable": {"thread_id": "one"}})
                return str(state["messages"][-1].text)

            yield run

    return open_agent


def _everyday(folder: Path) -> list[Tool]:
    from tools.calculator import CalculatorTool
    from tools.file_operations import FileOperationsTool
    from tools.workspace import Workspace

    return [CalculatorTool(), FileOperationsTool(Workspace(folder / "workspace"))]


def _as_langchain(tool: Tool) -> BaseTool:
    """The same tool, without the machinery around it."""

    async def run(**arguments: Any) -> str:
        return (await tool.aexecute(tool.parse(arguments))).model_dump_json()

    schema = tool.to_dict()["parameters"]
    return StructuredTool.from_function(coroutine=run, name=tool.name, description=tool.description, args_schema=schema)
