"""Whatever a model says or fails to say: every call answered once, nothing done by halves, an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from graph.result import RunStatus
from nodes.llm.decider import ModelDecider
from nodes.llm.port import Decision, DecisionRequest
from nodes.llm.scripted import answer, call, calls
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.test_paths import assert_every_call_is_answered_once
from tests.scenarios.toys import toy_registry
from tests.scenarios.wild import Own


def test_two_hundred_calls_in_a_turn_are_two_hundred_answers(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    many = calls([{"name": "look", "args": {"text": str(number)}} for number in range(200)])
    agent = make_agent(Says(many, answer("seen")), tools=registry)

    result = agent.run("look around")

    assert len(result.steps[0].observations) == 200
    assert sorted(registry.get("look").texts, key=int) == [str(n) for n in range(200)]  # type: ignore[attr-defined]
    assert_every_call_is_answered_once(agent.graph.get_state(agent.config(result.thread_id)).values["messages"])


@pytest.mark.parametrize("name", ["", " ", "lo\nok", "look\x00", "\ud800", "n" * 100_000, "../look", "LOOK"])
def test_a_call_of_no_tool_is_answered_with_the_tools_there_are(make_agent: AgentMaker, name: str) -> None:
    agent = make_agent(Says(calls([{"name": name, "args": {}, "id": f"id {name}"[:50]}]), answer("ok")))

    result = agent.run("go")

    (seen,) = result.steps[0].observations
    assert (result.success, seen.status) == (True, "denied")
    assert "the tools are: look, pay" in seen.content
    assert len(seen.content) < 1000


def test_the_same_id_for_every_call_of_every_reply(make_agent: AgentMaker) -> None:
    same = [calls([{"name": "look", "args": {"text": f"{n}{m}"}, "id": "0"} for m in range(3)]) for n in range(3)]
    agent = make_agent(Says(*same, answer("ok")))

    result = agent.run("look")

    assert [len(step.observations) for step in result.steps] == [3, 3, 3, 0]
    assert_every_call_is_answered_once(agent.graph.get_state(agent.config(result.thread_id)).values["messages"])


@pytest.mark.parametrize("error", [RuntimeError("a bug"), TimeoutError("its own"), Own("own")])
def test_a_decision_model_with_a_bug_leaves_a_thread_that_can_be_resumed(
    make_agent: AgentMaker, error: BaseException
) -> None:
    registry = toy_registry()
    broken = make_agent(Says(call("look", text="a"), error), tools=registry)
    with pytest.raises(type(error)):
        broken.run("look", thread_id="t", max_seconds=60)

    result = make_agent(Says(answer("seen")), tools=registry).resume("t")

    assert (result.success, len(result.steps), registry.get("look").texts) == (True, 2, ["a"])  # type: ignore[attr-defined]


class Dying(BaseChatModel):
    """Its stream breaks off in the middle of a call."""

    @property
    def _llm_type(self) -> str:
        return "dying"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        raise AssertionError("it streams")

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        piece: Any = {"name": "pay", "args": '{"te', "id": "1", "index": 0, "type": "tool_call_chunk"}
        yield ChatGenerationChunk(message=AIMessageChunk("I pay", tool_call_chunks=[piece]))
        raise ConnectionResetError("peer went away")


def test_a_stream_that_dies_midway_does_nothing_by_halves(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    allow = CAREFUL.with_tools(allow=["pay"])
    cut = make_agent(ModelDecider(Dying(), max_attempts=1), tools=registry, policy=allow).run("pay", thread_id="t")

    assert (cut.status, cut.steps) == (RunStatus.INTERRUPTED, ())
    assert "peer went away" in (cut.error or "")
    assert make_agent(Says(answer("mended")), tools=registry).resume("t").answer == "mended"
    assert registry.get("pay").texts == []  # type: ignore[attr-defined]


class Hanging:
    label = "hanging"

    async def decide(self, request: DecisionRequest) -> Decision:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


def test_a_hanging_model_ends_by_the_budget_of_seconds(make_agent: AgentMaker) -> None:
    result = make_agent(Hanging()).run("think", max_seconds=0.05)

    assert (result.status, result.reason) == (RunStatus.FAILED, "max_seconds")
