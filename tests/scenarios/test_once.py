"""Answered twice, forked, cancelled, resumed from the past: what was done is not done again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langgraph.types import Command

from graph.agent import Agent
from graph.result import AgentResult, RunStatus
from nodes.llm.scripted import answer, call
from nodes.safety.errors import DecisionRefused
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.toys import toy_registry
from tests.scenarios.wild import AsyncWild
from tools.base import Effect, Manifest, Replay
from tools.registry import ToolRegistry

APPROVE = {"decisions": [{"type": "approve"}]}


@pytest.fixture
def paid(make_agent: AgentMaker) -> tuple[Agent, AgentResult, ToolRegistry]:
    """A thread that waits with a payment."""
    registry = toy_registry()
    agent = make_agent(
        Says(call("pay", text="5"), *(answer(f"answer {n}") for n in range(5))), tools=registry, planning="never"
    )
    return agent, agent.run("pay", thread_id="t"), registry


def test_a_question_that_was_answered_cannot_be_answered_again(paid: tuple[Agent, AgentResult, ToolRegistry]) -> None:
    agent, waiting, registry = paid
    (question,) = waiting.interrupts
    agent.resume("t", "approve")

    with pytest.raises(DecisionRefused, match="Nothing waits"):
        agent.resume("t", {question.id: "approve"})
    for resume in (APPROVE, {question.id: APPROVE}):
        agent.graph.invoke(Command(resume=resume), agent.config("t"))
    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


def test_an_old_checkpoint_with_an_answered_question_pays_no_second_time(
    paid: tuple[Agent, AgentResult, ToolRegistry],
) -> None:
    agent, waiting, registry = paid
    old = agent.history("t")[0].config
    agent.resume("t", "approve")

    agent.graph.invoke(Command(resume={waiting.interrupts[0].id: APPROVE}), old)
    agent.graph.invoke(None, old)

    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("before", ["approval", "safety_check", "select_action"])
def test_forked_and_approved_again_it_is_not_done_twice(
    paid: tuple[Agent, AgentResult, ToolRegistry], before: str
) -> None:
    agent, _, registry = paid
    agent.resume("t", "approve")
    past = next(one for one in agent.history("t", limit=50) if one.next == (before,))

    agent.fork("t", past.config["configurable"]["checkpoint_id"])
    waiting = agent.resume("t")
    result = agent.resume("t", "approve") if waiting.interrupts else waiting

    assert result.success
    assert result.steps[0].observations[0].content == "pay: 5"
    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("durability", ["exit", "async", "sync"])
def test_every_durability_serves_ordinary_runs(make_agent: AgentMaker, durability: Any) -> None:
    registry = toy_registry()
    agent = make_agent(Says(call("look", text="a"), call("pay", text="5"), answer("paid")), tools=registry)
    config = agent.config("t")

    agent.graph.invoke({"goal": "look and pay"}, config, durability=durability)
    (question,) = agent.result("t").interrupts
    done = agent.graph.invoke(Command(resume={question.id: APPROVE}), config, durability=durability)

    assert done["outcome"].answer == "paid"
    result = agent.result("t")
    assert ([step.index for step in result.steps], registry.get("pay").texts) == ([1, 2, 3], ["5"])  # type: ignore[attr-defined]
    assert [message.type for message in done["messages"]] == ["human", "ai", "tool", "ai", "tool", "ai"]


async def test_cancelled_in_the_middle_of_a_tool_the_thread_asks_what_became_of_it(make_agent: AgentMaker) -> None:
    begun, times = asyncio.Event(), []

    async def pay(_: Any) -> str:
        times.append(1)
        begun.set()
        await asyncio.Event().wait()
        return "unreachable"

    tool = AsyncWild(pay)
    tool.manifest, tool.timeout_seconds = Manifest(effect=Effect.DESTRUCTIVE, replay=Replay.UNSAFE), 30.0
    agent = make_agent(
        Says(call("wild"), answer("done")), tools=ToolRegistry([tool]), policy=CAREFUL.with_tools(allow=["wild"])
    )
    task = asyncio.create_task(agent.arun("pay", thread_id="t"))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    waiting = await agent.aresume("t")
    assert (waiting.status, waiting.interrupts[0].payload["question"]) == (RunStatus.WAITING, "outcome")
    result = await agent.aresume("t", {"type": "respond", "message": "it was paid"})
    assert (result.answer, times) == ("done", [1])
