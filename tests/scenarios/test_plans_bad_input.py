"""What a plan makes of bad replies, tools that do not exist, and a model that is away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.agent import Agent
from graph.result import RunStatus
from nodes.llm.scripted import answer
from tests.conftest import AgentMaker
from tests.scenarios.plans import brain, plan, thinker, work
from tests.scenarios.toys import toy_registry


def wide(number: int, verb: str = "look") -> str:
    return plan(*(f"t{n}: {verb} {n}" for n in range(number)))


BAD_PLANS = {
    "500 tasks": (wide(500), "the plan has 500 tasks; at most 50"),
    "no list": ("I would rather not.", "the reply holds no tasks"),
    "nothing": ("", "the reply holds no tasks"),
    "a circle": (plan("a < b: look 1", "b < a: look 2"), "circle"),
    "an unknown dependency": (plan("a: look 1", "b < z: look 2"), "'z', which is not in the plan"),
    "the whole goal's id": (plan("goal: look 1", "b: look 2"), "'goal' stands for the whole goal"),
}


@pytest.mark.parametrize("name", BAD_PLANS)
def test_a_bad_plan_goes_back_once_and_then_the_run_ends_clearly(make_agent: AgentMaker, name: str) -> None:
    bad, complaint = BAD_PLANS[name]
    model = thinker(brain(bad))

    result = make_agent(model, tools=toy_registry(), planning="always").run("do it")

    assert (result.status, result.reason, len(model.prompts)) == (RunStatus.FAILED, "plan", 2)
    assert complaint in (result.error or "")
    assert complaint in model.prompts[1][-1].text
    assert result.usage.model_calls == 2


def test_a_bad_plan_where_none_was_demanded_leaves_the_goal_to_the_loop(make_agent: AgentMaker) -> None:
    model = thinker(brain(wide(500), on_task=lambda messages: answer("done in one")))

    result = make_agent(model, tools=toy_registry(), planning="auto").run("Look at a. Then look at b. Then look at c.")

    assert (result.success, result.answer) == (True, "done in one")
    assert result.usage.model_calls == len(model.prompts) == 3


@pytest.mark.parametrize("planned", [plan("a: do it all"), plan("a: do it"), "1. do it"])
def test_a_plan_that_repeats_the_goal_is_the_goal(make_agent: AgentMaker, planned: str) -> None:
    model = thinker(brain(planned, on_task=lambda messages: answer("done")))

    result = make_agent(model, tools=toy_registry(), planning="always").run("do it")

    assert (result.success, result.answer, [task.id for task in result.tasks]) == (True, "done", ["goal"])
    assert len(model.prompts) == 2


def test_a_plan_with_the_goal_among_its_tasks_is_refused(make_agent: AgentMaker) -> None:
    model = thinker(brain(plan("a: look 1", "b: do it")))

    result = make_agent(model, tools=toy_registry(), planning="always").run("Do  it")

    assert (result.status, result.reason) == (RunStatus.FAILED, "plan")
    assert "'b' repeats the goal" in (result.error or "")


def test_a_task_whose_tool_does_not_exist_fails_alone(make_agent: AgentMaker) -> None:
    def stubborn(messages: list[Any]) -> Any:
        if "teleport" in messages[1].text and messages[-1].type == "tool":
            return answer(f"NOT DONE: {messages[-1].text}")
        return work(messages)

    model = thinker(brain(plan("a: teleport home", "b: look 1", "c < a: look 2"), "no other way", on_task=stubborn))
    result = make_agent(model, tools=toy_registry(), planning="always").run("do it")

    assert (result.status, result.reason) == (RunStatus.FAILED, "tasks_failed")
    assert [task.status for task in result.tasks] == ["failed", "completed", "blocked"]
    assert "teleport" in (result.error or "")
    assert "look: 1" in str(model.prompts[-1])  # what was reached is told all the same


@pytest.mark.parametrize("stage", ["plan", "replan", "compose", "look 2"])
def test_a_model_that_is_away_leaves_a_run_that_can_be_resumed(make_agent: AgentMaker, stage: str) -> None:
    registry = toy_registry()
    away = {"now": True}
    plans = (plan("a: look 1", "b: look 2", "c: broken 3"), plan("d: look 4"))

    def reply(messages: list[Any]) -> Any:
        from tests.scenarios.plans import kind_of

        if away["now"] and kind_of(messages) == stage:
            return PermissionError("401: no such key")
        return brain(*plans)(messages)

    def fresh() -> Agent:
        return make_agent(thinker(reply), tools=registry, planning="always")

    stopped = fresh().run("do it", thread_id="t")
    assert (stopped.status, "401" in (stopped.error or "")) == (RunStatus.INTERRUPTED, True)
    away["now"] = False
    done = fresh().resume("t")

    assert done.success, done.error
    assert sorted(registry.get("look").texts) == ["1", "2", "4"]  # type: ignore[attr-defined]


def test_ids_may_be_whatever_a_model_writes(make_agent: AgentMaker) -> None:
    ids = ["a/b", "a:1", "a.0", "a", "1", "Schritt 1: lesen", "\u200b\U0001f600", "reply", "end", "x" * 300]
    tasks = [{"id": id_, "description": f"look {n}", "dependencies": ids[:n][-1:]} for n, id_ in enumerate(ids)]
    registry = toy_registry()
    agent = make_agent(thinker(brain(json.dumps({"tasks": tasks}))), tools=registry, planning="always")

    result = agent.run("do it")

    assert result.success, result.error
    assert [(task.id, task.result) for task in result.tasks] == [(id_, f"look: {n}") for n, id_ in enumerate(ids)]
    assert registry.get("look").texts == [str(n) for n in range(10)]  # type: ignore[attr-defined]
    assert [step.task for step in result.steps] == [id_ for id_ in ids for _ in range(2)]
    actions = [action.id for step in result.steps for action in step.actions]
    assert len(set(actions)) == len(actions) == 10


def test_a_task_whose_model_is_never_readable_fails_alone(make_agent: AgentMaker) -> None:
    def idle(messages: list[Any]) -> Any:
        return "" if "look 1" in messages[-1].text or len(messages) > 2 else work(messages)

    model = thinker(brain(plan("a: look 1", "b: say 2"), "no", on_task=idle))
    result = make_agent(model, tools=toy_registry(), planning="always").run("do it")

    assert [task.status for task in result.tasks] == ["failed", "completed"]
    assert "unreadable replies" in (result.error or "")
