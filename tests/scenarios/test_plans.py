"""Whole runs of the controller on a real SQLite checkpointer; together they walk every transition of its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from langgraph.types import Command

from graph.result import RunStatus
from graph.threads import read_decisions
from graph.transitions import CONTROLLER
from nodes.context import RunKnobs
from nodes.llm.scripted import answer
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.scenarios.plans import brain, plan, stages, thinker, work
from tests.scenarios.toys import toy_registry
from tests.scenarios.walking import edges_of

START = "recall plan"
WAVE = "dispatch reasoning_loop track"
END = "answer remember"
POLICY = CAREFUL.with_tools(allow=["note"])
REJECT = {"type": "reject", "message": "too much"}


@dataclass
class Scenario:
    name: str
    plans: list[Any]
    path: str
    answers: list[Any] = field(default_factory=list)
    knobs: dict[str, Any] = field(default_factory=dict)
    success: bool = True
    ends: dict[str, str] = field(default_factory=dict)
    """How each task of the plan as it stands at the end came out."""
    called: dict[str, list[str]] = field(default_factory=dict)
    error: str = ""


SCENARIOS = [
    Scenario("a goal that is one step", [plan("a: look 1")], f"{START} {WAVE} {END}", ends={"goal": "completed"}),
    Scenario(
        "no plan comes of it",
        ["I cannot."],
        f"{START} {END}",
        success=False,
        error="no plan that can be run: the reply holds no tasks",
    ),
    Scenario(
        "linear",
        [plan("a: look 1", "b < a: look 2", "c < b: look 3")],
        f"{START} {WAVE} {WAVE} {WAVE} {END}",
        ends={"a": "completed", "b": "completed", "c": "completed"},
        called={"look": ["1", "2", "3"]},
    ),
    Scenario(
        "diamond",
        [plan("a: look 1", "b < a: look 2", "c < a: look 3", "d < b c: look 4")],
        f"{START} {WAVE} {WAVE} {WAVE} {END}",
        called={"look": ["1", "2", "3", "4"]},
    ),
    Scenario(
        "a failed branch is planned anew, and what is done is kept",
        [plan("a: note 1", "b: broken 2", "c < a b: note 3"), plan("b2: note 2", "c2 < a b2: note 3")],
        f"{START} {WAVE} replan {WAVE} {WAVE} {END}",
        ends={"a": "completed", "b2": "completed", "c2": "completed"},
        called={"note": ["1", "2", "3"], "broken": ["2"]},
    ),
    Scenario(
        "replanning is exhausted",
        [
            plan("a: note 1", "b: broken 1", "c < b: note 3"),
            plan("b2: broken 2"),
            plan("b3: broken 3", "c3 < b3: note 3"),
        ],
        f"{START} {WAVE} replan {WAVE} replan {WAVE} {END}",
        success=False,
        ends={"a": "completed", "b3": "failed", "c3": "blocked"},
        called={"note": ["1"], "broken": ["1", "2", "3"]},
        error="b3 (broken 3): NOT DONE: there is no '3'",
    ),
    Scenario(
        "replanning gives the same plan",
        [plan("a: note 1", "b: broken 1"), plan("b: broken 1")],
        f"{START} {WAVE} replan {END}",
        success=False,
        ends={"a": "completed", "b": "failed"},
        error="b (broken 1)",
    ),
    Scenario(
        "a failed branch does not hold up the others",
        [plan("a: broken 1", "b: note 1", "c < b: note 2", "d < a: note 3"), plan("a2: note 4")],
        f"{START} {WAVE} {WAVE} replan {WAVE} {END}",
        ends={"b": "completed", "c": "completed", "a2": "completed"},
        called={"note": ["1", "2", "4"]},
    ),
    Scenario(
        "an approved plan",
        [plan("a: look 1", "b < a: look 2")],
        f"{START} plan_approval {WAVE} {WAVE} {END}",
        answers=["approve"],
        knobs={"approve_plan": True},
        called={"look": ["1", "2"]},
    ),
    Scenario(
        "a rejected plan",
        [plan("a: look 1", "b: look 2")],
        f"{START} plan_approval {END}",
        answers=[REJECT],
        knobs={"approve_plan": True},
        success=False,
        called={"look": []},
        error="local user rejected the plan: too much",
    ),
    Scenario(
        "an edited plan",
        [plan("a: look 1", "b: pay 1000")],
        f"{START} plan_approval {WAVE} {WAVE} {END}",
        answers=[
            {
                "type": "edit",
                "edited_action": {
                    "name": "plan",
                    "args": {
                        "tasks": [
                            {"id": "a", "description": "look 1"},
                            {"id": "z", "description": "look 9", "dependencies": ["a"]},
                        ]
                    },
                },
            }
        ],
        knobs={"approve_plan": True},
        ends={"a": "completed", "z": "completed"},
        called={"look": ["1", "9"], "pay": []},
    ),
    Scenario(
        "every new plan is asked about",
        [plan("a: note 1", "b: broken 1"), plan("b2: note 2")],
        f"{START} plan_approval {WAVE} replan plan_approval {WAVE} {END}",
        answers=["approve", "approve"],
        knobs={"approve_plan": True},
        called={"note": ["1", "2"]},
    ),
    Scenario(
        "a budget is spent between two waves",
        [plan("a: look 1", "b < a: look 2", "c < b: look 3")],
        f"{START} {WAVE} {WAVE} dispatch {END}",
        knobs={"max_steps": 4},
        success=False,
        ends={"a": "completed", "b": "completed", "c": "pending"},
        error="c (look 3): not begun",
    ),
]


def act(messages: list[Any]) -> Any:
    """Work on tasks; the goal itself is answered at once."""
    return answer("did it") if messages[-1].text == "do it" else work(messages)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_run_walks_its_path(scenario: Scenario, make_agent: AgentMaker) -> None:
    registry = toy_registry()
    model = thinker(brain(*scenario.plans, on_task=act))

    agent = make_agent(model, tools=registry, planning="always", policy=POLICY)
    path = stages(agent, {"goal": "do it"}, context=RunKnobs(**scenario.knobs))
    for answer_ in scenario.answers:
        agent = make_agent(model, tools=registry, planning="always", policy=POLICY)  # as another process would go on
        waiting = agent.result("t")
        assert waiting.status is RunStatus.WAITING
        path += stages(agent, Command(resume=read_decisions(answer_, waiting.interrupts)))

    assert path == scenario.path.split()
    result = make_agent(model, tools=registry, planning="always", policy=POLICY).result("t")
    assert result.success is scenario.success, result.error
    assert result.status == ("succeeded" if scenario.success else "failed")
    assert scenario.error in (result.error or "")
    if scenario.ends:
        assert {task.id: task.status.value for task in result.tasks} == scenario.ends
    for name, called in scenario.called.items():
        assert sorted(registry.get(name).texts) == called  # type: ignore[attr-defined]


def test_the_scenarios_together_walk_every_transition() -> None:
    walked: set[tuple[str, str]] = set()
    for scenario in SCENARIOS:
        walked |= edges_of(scenario.path.split())

    assert walked == {(str(source), str(target)) for source, target in CONTROLLER.edges}
