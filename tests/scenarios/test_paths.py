"""Whole runs through a real SQLite checkpointer; together they walk every transition of the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage

from graph.transitions import REASONING_LOOP
from nodes.llm.scripted import ScriptedModel, answer, call, calls
from tests.conftest import AgentMaker
from tests.scenarios.toys import toy_registry
from tests.scenarios.walking import edges_of, walk

ACT = "think select_action safety_check execute_tool observe update_memory"
END = "think done"


def path(text: str) -> list[str]:
    return text.split()


@dataclass
class Scenario:
    name: str
    script: list[Any]
    path: str
    answers: list[Any] = field(default_factory=list)
    knobs: dict[str, Any] = field(default_factory=dict)
    success: bool = True
    called: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    """Texts that stand in the tool messages, in order."""


def both(*wanted: tuple[str, str]) -> AIMessage:
    return calls([{"name": name, "args": {"text": text}} for name, text in wanted])


SCENARIOS = [
    Scenario("an answer at once", [answer("42")], END),
    Scenario(
        "one allowed call",
        [call("look", text="a"), answer("seen")],
        f"{ACT} {END}",
        called={"look": ["a"]},
        told=["look: a"],
    ),
    Scenario(
        "a denied call is replanned with the reason",
        [call("nonsense"), answer("I cannot")],
        f"think select_action safety_check blocked {END}",
        told=["'nonsense'"],
    ),
    Scenario(
        "bad arguments name the field",
        [call("look", text="a", colour="red"), answer("ok")],
        f"think select_action safety_check blocked {END}",
        told=["colour"],
    ),
    Scenario(
        "an approved call",
        [call("pay", text="5"), answer("paid")],
        f"think select_action safety_check approval execute_tool observe update_memory {END}",
        answers=["approve"],
        called={"pay": ["5"]},
        told=["pay: 5"],
    ),
    Scenario(
        "a rejected call",
        [call("pay", text="5"), answer("ok, not paid")],
        f"think select_action safety_check approval blocked {END}",
        answers=[{"type": "reject", "message": "too dear"}],
        called={"pay": []},
        told=["too dear"],
    ),
    Scenario(
        "an edited call is judged again",
        [call("pay", text="5"), answer("paid less")],
        f"think select_action safety_check approval safety_check execute_tool observe update_memory {END}",
        answers=[{"type": "edit", "edited_action": {"name": "pay", "args": {"text": "1"}}}],
        called={"pay": ["1"]},
        told=["changed the call to pay"],
    ),
    Scenario(
        "a person gives the result",
        [call("pay", text="5"), answer("ok")],
        f"think select_action safety_check approval observe update_memory {END}",
        answers=[{"type": "respond", "message": "I paid it myself"}],
        called={"pay": []},
        told=["I paid it myself"],
    ),
    Scenario(
        "a transient failure is tried again",
        [call("flaky", text="x"), answer("ok")],
        f"think select_action safety_check execute_tool observe error_handler execute_tool observe update_memory {END}",
        called={"flaky": ["x", "x"]},
        told=["flaky: x"],
    ),
    Scenario(
        "a permanent failure goes to the model",
        [call("broken", text="x"), answer("it is not there")],
        f"think select_action safety_check execute_tool observe error_handler update_memory {END}",
        told=["there is no 'x'"],
    ),
    Scenario(
        "an unknown outcome is asked about, and not run again without a word",
        [call("hang", text="x"), answer("ok")],
        "think select_action safety_check approval execute_tool observe error_handler approval blocked think done",
        answers=["approve", {"type": "reject", "message": "I will look myself"}],
        called={"hang": ["x"]},
        told=["I will look myself"],
    ),
    Scenario(
        "nothing but failures is given up",
        [call("broken", text=str(turn)) for turn in range(5)],
        " ".join(["think select_action safety_check execute_tool observe error_handler update_memory"] * 4)
        + " think select_action safety_check execute_tool observe error_handler done",
        success=False,
    ),
    Scenario(
        "a mixed turn: allowed, denied and asked calls each get their answer",
        [both(("look", "a"), ("nonsense", "b"), ("pay", "5")), answer("done")],
        f"think select_action safety_check approval execute_tool observe update_memory {END}",
        answers=["approve"],
        called={"look": ["a"], "pay": ["5"]},
        told=["look: a", "nonsense", "pay: 5"],
    ),
    Scenario(
        "a spent budget cuts off the calls of its last turn",
        [call("look", text="a"), call("look", text="b")],
        f"{ACT} think done",
        knobs={"max_steps": 1},
        success=False,
        called={"look": ["a"]},
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_run_walks_its_path(scenario: Scenario, make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel(scenario.script), tools=registry, planning="never")

    walked = walk(agent, "do it", *scenario.answers, **scenario.knobs)

    assert walked == path(scenario.path)
    result = agent.result("t")
    assert result.success is scenario.success, result.error
    assert result.status == ("succeeded" if scenario.success else "failed")
    for name, texts in scenario.called.items():
        assert registry.get(name).texts == texts  # type: ignore[attr-defined]
    messages = agent.graph.get_state(agent.config("t")).values["messages"]
    told = [message for message in messages if isinstance(message, ToolMessage)]
    for expected, message in zip(scenario.told, sorted(told, key=lambda m: m.id or ""), strict=False):
        assert expected in message.content
    assert_every_call_is_answered_once(messages)


def assert_every_call_is_answered_once(messages: list[Any]) -> None:
    asked = [call_["id"] for message in messages if isinstance(message, AIMessage) for call_ in message.tool_calls]
    answered = [message.tool_call_id for message in messages if isinstance(message, ToolMessage)]
    assert sorted(asked) == sorted(answered)


def test_the_scenarios_together_walk_every_transition() -> None:
    walked: set[tuple[str, str]] = set()
    for scenario in SCENARIOS:
        walked |= edges_of(path(scenario.path))

    assert walked == {(str(source), str(target)) for source, target in REASONING_LOOP.edges}
