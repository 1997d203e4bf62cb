"""Whole runs over a real OpenAI-protocol server on loopback, set up as a user would: by the environment alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.agent import Agent, build_agent
from graph.result import RunStatus
from graph.settings import load_settings
from tests.openai_server import OpenAIServer, call, calls, drop, fail, say

KEY = "sk-very-secret-0123456789"


def agent_for(home: Path, server: OpenAIServer | str, **env: str) -> Agent:
    url = server if isinstance(server, str) else server.base_url
    settings = {
        "STANCHION_HOME": str(home),
        "OPENAI_BASE_URL": url,
        "STANCHION_MODEL": "scripted",
        "OPENAI_API_KEY": KEY,
    }
    return build_agent(settings=load_settings({**settings, **env}))


def test_native_tool_calls_reach_a_goal(home: Path) -> None:
    script = [
        calls(("calculator", {"expression": "6*7"}), ("calculator", {"expression": "2^10"}), text="Two sums."),
        call("file_operations", operation="write", filepath="out.txt", content="42 1024"),
        say("42 and 1024, saved."),
    ]
    with OpenAIServer(script) as server, agent_for(home, server) as agent:
        result = agent.run("work out 6*7 and 2^10, save both")

    assert (result.success, result.answer) == (True, "42 and 1024, saved.")
    assert (home / "workspace" / "out.txt").read_text(encoding="utf-8") == "42 1024"
    assert [seen.content for seen in result.steps[0].observations] == ["42", "1024"]
    assert {tool["function"]["name"] for tool in server.requests[0].body["tools"]} >= {"calculator", "file_operations"}
    roles = [message["role"] for message in server.requests[-1].body["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "tool", "assistant", "tool"]
    assert result.usage.input_tokens > 0


def test_the_text_format_reaches_the_same_goal(home: Path) -> None:
    script = [
        say('Thought: I multiply.\nAction: calculator\nAction Input: {"expression": "6*7"}'),
        say("Thought: I know it.\nFinal Answer: 42"),
    ]
    with OpenAIServer(script) as server, agent_for(home, server, STANCHION_DECISION_MODE="text") as agent:
        result = agent.run("what is 6*7?")

    assert (result.success, result.answer) == (True, "42")
    assert (result.steps[0].thought, result.steps[0].observations[0].content) == ("I multiply.", "42")
    assert "tools" not in server.requests[0].body
    assert "Observation: 42" in str(server.requests[1].body["messages"])


@pytest.mark.parametrize("mode", ["native", "text", "json", "plan"])
def test_a_reply_that_cannot_be_read_goes_back_to_the_model(home: Path, mode: str) -> None:
    good: dict[str, Any] = {
        "native": say("42"),
        "text": say("Final Answer: 42"),
        "json": say('{"name": "final_answer", "arguments": {"answer": "42"}}'),
        "plan": say('{"steps": [], "answer": "42"}'),
    }
    with OpenAIServer([say(""), good[mode]]) as server, agent_for(home, server, STANCHION_DECISION_MODE=mode) as agent:
        result = agent.run("what is 6*7?")

    assert (len(result.steps), result.steps[0].verdicts[0].ruling) == (2, "deny")
    assert result.success, result.error


def test_a_wrong_key_is_one_line_without_the_key_and_the_thread_goes_on_later(home: Path) -> None:
    with OpenAIServer([say("never")], api_key="another") as server, agent_for(home, server) as agent:
        result = agent.run("what is 6*7?")
    assert result.status is RunStatus.INTERRUPTED
    assert "OPENAI_API_KEY" in (result.error or "")
    assert KEY not in repr(result)

    with OpenAIServer([say("42")]) as server, agent_for(home, server) as agent:
        assert agent.resume(result.thread_id).answer == "42"
    assert KEY.encode() not in (home / "stanchion.db").read_bytes()


def test_an_unreachable_endpoint_is_named(home: Path) -> None:
    with OpenAIServer() as server:
        url = server.base_url
    with agent_for(home, url) as agent:
        agent._ports().model._sleep = _no_wait  # type: ignore[attr-defined]
        result = agent.run("what is 6*7?")

    assert result.status is RunStatus.INTERRUPTED
    assert url in (result.error or "")


def test_overload_and_lost_connections_are_ridden_out(home: Path) -> None:
    script = [fail(429, retry_after=0.01), drop(), say("42")]
    with OpenAIServer(script) as server, agent_for(home, server) as agent:
        result = agent.run("what is 6*7?")

    assert (result.answer, len(server.requests)) == ("42", 3)


def test_a_fallback_model_answers_where_the_first_does_not(home: Path) -> None:
    def script(request: Any) -> Any:
        return fail(500) if request.body["model"] == "scripted" else say("from the second")

    with OpenAIServer(script) as server, agent_for(home, server, STANCHION_FALLBACK_MODEL="second") as agent:
        agent._ports().model._sleep = _no_wait  # type: ignore[attr-defined]
        result = agent.run("what is 6*7?")

    assert result.answer == "from the second"


async def _no_wait(seconds: float) -> None:
    return None
