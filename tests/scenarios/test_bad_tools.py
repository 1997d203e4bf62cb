"""Whatever a tool raises, returns or is given: the run goes on, and every call has its answer."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from langgraph.types import Command

from graph.result import RunStatus
from nodes.llm.scripted import answer, call
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.wild import KINDS, AsyncWild, Own, Wild, ask_wild, deep
from tools.base import ToolOutput
from tools.errors import FailureKind, ToolFailure
from tools.registry import ToolRegistry


class Odd(Exception):  # noqa: N818
    def __str__(self) -> str:
        raise RuntimeError("not even its text can be had")


@KINDS
@pytest.mark.parametrize(
    "error",
    [
        *(ValueError("x"), KeyError(), StopIteration(1), StopAsyncIteration(), GeneratorExit(), SystemExit(3), Odd()),
        *(
            MemoryError(),
            RecursionError(),
            Own("own"),
            BaseExceptionGroup("g", [Own("in it")]),
            asyncio.CancelledError(),
        ),
        *(TimeoutError("late"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "half"), ToolFailure("no", "nonsense")),  # type: ignore[arg-type]
        *(ToolFailure("no", FailureKind.TRANSIENT, retry_after_seconds="soon"),),  # type: ignore[arg-type]
        *(ToolFailure("no", FailureKind.TRANSIENT, retry_after_seconds=float("nan")),),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_a_tool_raises_is_told_to_the_model(make_agent: AgentMaker, kind: Any, error: BaseException) -> None:
    def fail(_: Any) -> Any:
        raise error

    result, seen = ask_wild(make_agent, kind(fail))

    assert (result.success, result.answer) == (True, "done")
    assert (seen.status, bool(seen.content)) == ("failed", True)


@KINDS
def test_a_tool_that_raises_a_keyboard_interrupt_stops_this_run_alone(make_agent: AgentMaker, kind: Any) -> None:
    def interrupt(_: Any) -> Any:
        raise KeyboardInterrupt

    agent = make_agent(Says(call("wild"), answer("other")), tools=ToolRegistry([kind(interrupt)]))
    with pytest.raises(KeyboardInterrupt):
        agent.run("go", thread_id="t")

    assert agent.result("t").status is RunStatus.INTERRUPTED
    assert agent.run("something else").answer == "other"


def test_a_hanging_tool_is_left_behind(make_agent: AgentMaker) -> None:
    never = threading.Event()

    async def hang(_: Any) -> None:
        await asyncio.Event().wait()

    for tool in (Wild(lambda _: never.wait(30)), AsyncWild(hang)):
        tool.timeout_seconds = 0.05
        result, seen = ask_wild(make_agent, tool)
        assert (result.answer, seen.failure) == ("done", FailureKind.TIMEOUT)
    never.set()


class Opaque:
    """No JSON."""


@KINDS
@pytest.mark.parametrize(
    "result",
    [
        *(
            "x" * 50_000_000,
            b"\xff" * 1000,
            10**10_000,
            -(2**70),
            float("nan"),
            float("inf"),
            "\ud800 half",
            "nul \x00",
        ),
        *(
            Opaque(),
            {1: {2}, "1": Opaque()},
            [float("-inf")] * 3,
            {"a": b"\x00"},
            object,
            iter([1]),
            None,
            "",
            (),
            range(9),
        ),
        *(ToolOutput(success=True, result=10**30), ToolOutput(success=False), Command(goto="done")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_tool_returns_ends_bounded_and_storable(make_agent: AgentMaker, kind: Any, result: Any) -> None:
    outcome, seen = ask_wild(make_agent, kind(lambda _: result))

    assert outcome.success
    assert (seen.content == "") is (result == "" and isinstance(result, str))
    assert len(seen.content) < 3_000
    json.dumps(seen.content).encode()


@pytest.mark.parametrize(
    "value",
    [deep(500), "x" * 5_000_000, 10**5000, float("nan"), {"\ud800": "\udfff"}, b"\xff", {"a": deep(500, {"b": 1})}],
    ids=["deep", "5 MB", "huge", "nan", "half characters", "bytes", "deep in an object"],
)
def test_arguments_of_any_shape_reach_the_tool_or_are_refused(make_agent: AgentMaker, value: Any) -> None:
    result, seen = ask_wild(make_agent, Wild(lambda given: type(given).__name__), value)

    assert result.success
    assert (seen.status, seen.content) in {("succeeded", name) for name in ("list", "str", "float", "dict")}
