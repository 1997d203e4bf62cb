"""Tools that do whatever a test tells them to, in a thread or in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from graph.result import AgentResult
from nodes.llm.scripted import answer, call
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.test_paths import assert_every_call_is_answered_once
from tools.asynchrony import AsyncTool
from tools.base import Effect, Manifest, Replay, Tool, ToolInput
from tools.registry import ToolRegistry


class Anything(ToolInput):
    """Takes anything."""

    value: Any = None


class Wild(Tool):
    """Does what it is told to, in a thread."""

    name, description, input_schema = "wild", "Does anything.", Anything
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)
    timeout_seconds, max_attempts = 0.5, 1

    def __init__(self, do: Callable[[Any], Any]) -> None:
        self.do = do

    def execute(self, input: Anything, /) -> Any:
        return self.do(input.value)


class AsyncWild(AsyncTool):
    """Does what it is told to, in the event loop."""

    name, description, input_schema = "wild", "Does anything.", Anything
    manifest, timeout_seconds, max_attempts = Wild.manifest, 0.5, 1

    def __init__(self, do: Callable[[Any], Any]) -> None:
        self.do = do

    async def aexecute(self, input: Anything, /) -> Any:
        done = self.do(input.value)
        return await done if asyncio.iscoroutine(done) else done


KINDS = pytest.mark.parametrize("kind", [Wild, AsyncWild])


def ask_wild(make_agent: AgentMaker, tool: Any, value: Any = None) -> tuple[AgentResult, Any]:
    """A run with one call of the tool; its result, and what became of the call."""
    agent = make_agent(Says(call("wild", value=value), answer("done")), tools=ToolRegistry([tool]))
    result = agent.run("go wild")
    messages = agent.graph.get_state(agent.config(result.thread_id)).values["messages"]
    assert_every_call_is_answered_once(messages)
    return result, result.steps[0].observations[0]


class Own(BaseException):
    """No Exception."""


def deep(levels: int, value: Any = "core") -> Any:
    for _ in range(levels):
        value = [value]
    return value
