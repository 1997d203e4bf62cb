"""The compiled graph serves every kind of caller: synchronous, asynchronous, inside a running loop, with any checkpointer."""

from __future__ import annotations

import asyncio
import sqlite3
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from graph.agent import Agent
from nodes.llm.scripted import ScriptedModel, answer, call
from tests.conftest import AgentMaker
from tests.scenarios.toys import toy_registry

SCRIPT = [call("pay", text="5"), answer("paid five")]
APPROVE = {"decisions": [{"type": "approve"}]}


def test_invoke_stops_at_the_question_and_goes_on(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel(SCRIPT))
    config = agent.config("t")

    first = agent.graph.invoke({"goal": "pay"}, config)
    (question,) = first["__interrupt__"]
    assert question.value["action_requests"][0]["name"] == "pay"
    assert question.response_schema["type"] == "object"
    second = agent.graph.invoke(Command(resume=APPROVE), config)

    assert second["outcome"].answer == "paid five"


async def test_ainvoke_does_the_same(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel(SCRIPT))
    config = agent.config("t")

    first = await agent.graph.ainvoke({"goal": "pay"}, config)
    second = await agent.graph.ainvoke(Command(resume=APPROVE), config)

    assert "__interrupt__" in first
    assert second["outcome"].answer == "paid five"


async def test_invoke_works_inside_a_running_loop(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel([answer("42")]))

    assert agent.graph.invoke({"goal": "think"}, agent.config("t"))["outcome"].answer == "42"
    assert agent.run("again", thread_id="t").success is False  # the script has run out


def test_streaming_gives_tokens_updates_and_interrupts(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel(SCRIPT), planning="never")

    parts = list(agent.stream("pay", thread_id="t"))
    more = list(agent.graph.stream(Command(resume=APPROVE), agent.config("t"), stream_mode="messages", version="v2"))

    nodes = [node for part in parts if part["type"] == "updates" for node in part["data"]]
    assert nodes == ["think", "select_action", "safety_check", "__interrupt__"]
    tokens = [part["data"][0].text for part in more if isinstance(part["data"][0], AIMessageChunk)]
    assert "".join(tokens) == "paid five"
    assert len([token for token in tokens if token]) > 1


async def test_astream_gives_the_same(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel([answer("two words")]), planning="never")

    parts = [part async for part in agent.astream("speak", thread_id="t")]

    assert [node for part in parts if part["type"] == "updates" for node in part["data"]] == ["think", "done"]


def test_a_stream_that_is_left_early_goes_no_further(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel([call("look", text="a"), answer("seen")]), tools=registry, planning="never")

    for part in agent.graph.stream({"goal": "look"}, agent.config("t"), stream_mode="updates", version="v2"):
        if "safety_check" in part["data"]:
            break

    assert registry.get("look").texts == []  # type: ignore[attr-defined]
    assert agent.resume("t").answer == "seen"


CALLER: ContextVar[str] = ContextVar("caller", default="nobody")


def whoami() -> str:
    """Tells who called."""
    return CALLER.get()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_callers_context_variables_reach_the_tools(make_agent: AgentMaker, asynchronous: bool) -> None:
    async def awhoami() -> str:
        """Tells who called."""
        return CALLER.get()

    awhoami.__name__ = "whoami"
    registry = toy_registry()
    registry.register(awhoami if asynchronous else whoami)
    agent = make_agent(ScriptedModel([call("whoami"), answer("ok")]), tools=registry, approvals="ask")
    token = CALLER.set("ann")
    try:
        waiting = agent.run("who calls?")
        result = agent.resume(waiting.thread_id, "approve")
    finally:
        CALLER.reset(token)

    assert result.steps[0].observations[0].content == "ann"


async def test_many_threads_run_at_once(make_agent: AgentMaker) -> None:
    def reply(messages: Any) -> Any:
        return (
            answer(str(messages[-1].content))
            if messages[-1].type == "tool"
            else call("look", text=messages[-1].content)
        )

    agent = make_agent(ScriptedModel([reply] * 40))

    results = await asyncio.gather(*(agent.arun(f"goal {number}") for number in range(20)))

    assert [result.answer for result in results] == [f"look: goal {number}" for number in range(20)]
    assert len({result.thread_id for result in results}) == 20


@pytest.mark.parametrize("kind", ["memory", "sync sqlite"])
def test_any_checkpointer_serves(make_agent: AgentMaker, tmp_path: Path, kind: str) -> None:
    connection = sqlite3.connect(tmp_path / "own.db", check_same_thread=False)
    saver = InMemorySaver() if kind == "memory" else SqliteSaver(connection)
    agent = make_agent(ScriptedModel(SCRIPT), checkpointer=saver)

    waiting = agent.run("pay")
    result = agent.resume(waiting.thread_id, "approve")

    assert result.answer == "paid five"
    assert [line.thread_id for line in agent.threads()] == [result.thread_id]
    connection.close()


async def test_an_asynchronous_checkpointer_serves(make_agent: AgentMaker, tmp_path: Path) -> None:
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "own.db")) as saver:
        agent: Agent = make_agent(ScriptedModel(SCRIPT), checkpointer=saver)

        waiting = await agent.arun("pay")
        result = await agent.aresume(waiting.thread_id, "approve")

        assert result.answer == "paid five"
