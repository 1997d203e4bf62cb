"""Plans that are changed in mid-run or taken up from their past: the next DISPATCH obeys, and nothing happens twice."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from pydantic import ValidationError

from graph.result import RunStatus
from nodes.planning.editing import edited_plan
from nodes.planning.plan import Task
from nodes.safety.errors import DecisionRefused
from tests.conftest import AgentMaker
from tests.scenarios.desk import Desk
from tests.scenarios.plans import asked, plan


def test_an_edit_between_waves_is_obeyed(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b < a: pay 2", "c < b: note 3"))
    waiting = desk.run()
    agent = desk.agent()
    wish = {"tasks": [{"id": "b", "description": "note 7", "dependencies": ["a"]}]}

    agent.graph.update_state(agent.config("t"), {"tasks": edited_plan(waiting.tasks, wish)}, as_node="track")
    done = desk.resume()

    assert done.success, done.error
    assert [(task.id, task.status) for task in done.tasks] == [("a", "completed"), ("b", "completed")]
    assert (desk.called("note"), desk.called("pay")) == (["1", "7"], [])
    assert asked(desk.model)["note 1"] == 2  # its call and its answer: it was not begun again


def test_an_edit_while_a_task_waits_begins_it_again_and_does_nothing_twice(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b: pay 2"))
    waiting = desk.run()
    agent = desk.agent()

    tasks = [replace(task, description="note 8") if task.id == "b" else task for task in waiting.tasks]
    agent.graph.update_state(agent.config("t"), {"tasks": [*tasks, Task("c", "note 9")]}, as_node="track")
    done = desk.resume()

    assert done.success, done.error
    assert (desk.called("note"), desk.called("pay")) == (["1", "8", "9"], [])
    assert asked(desk.model)["note 1"] == 2  # it had ended in the same wave, and its loop was not begun again


@pytest.mark.parametrize("as_it_was", [True, False])
def test_a_plan_edited_while_a_task_waits_keeps_what_has_ended_and_what_it_cost(
    make_agent: AgentMaker, as_it_was: bool
) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b: pay 2"))
    waiting = desk.run(max_steps=6)
    wish = {"tasks": [{"id": "b", "description": "pay 2" if as_it_was else "note 7"}]}

    edited = desk.agent().edit_plan("t", wish, seen=waiting.tasks)
    assert (edited.status, edited.usage.steps, len(edited.steps)) == (RunStatus.INTERRUPTED, 3, len(waiting.steps))
    done = desk.resume()
    if as_it_was:
        (question,) = done.interrupts
        done = desk.resume({question.id: "approve"})

    assert done.success, done.error
    assert (desk.called("note"), desk.called("pay")) == ((["1"], ["2"]) if as_it_was else (["1", "7"], []))
    assert asked(desk.model)["note 1"] == 2
    assert done.usage.steps == 5
    assert [step.task for step in done.steps].count("a") == 2


def test_an_update_that_changes_nothing_begins_what_was_at_work_again(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: pay 1", "b: pay 2"))
    waiting = desk.run()
    agent = desk.agent()

    agent.graph.update_state(agent.config("t"), {"tasks": list(waiting.tasks)}, as_node="track")
    again = desk.resume()
    assert (again.status, len(again.interrupts)) == (RunStatus.WAITING, 2)
    done = desk.resume(["approve", "approve"])

    assert (done.success, desk.called("pay")) == (True, ["1", "2"])


def test_a_client_that_writes_json_is_obeyed_too(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b < a: pay 2"))
    waiting = desk.run()
    agent = desk.agent()
    first, second = (json.loads(json.dumps(asdict(task))) for task in waiting.tasks)

    with pytest.raises(ValidationError, match="description"):
        agent.graph.update_state(agent.config("t"), {"tasks": [first, {"id": "b"}]}, as_node="track")
    wish = {**second, "description": "note 7", "status": "pending"}
    agent.graph.update_state(agent.config("t"), {"tasks": [first, wish]}, as_node="track")
    done = desk.resume()

    assert done.success, done.error
    assert done.tasks[0] == waiting.tasks[0]
    assert (desk.called("note"), desk.called("pay")) == (["1", "7"], [])


def test_a_plan_forked_into_its_past_does_nothing_twice(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b: note 2", "c < a b: note 3"))
    first = desk.run()
    agent = desk.agent()
    stops = [past for past in agent.history("t", limit=50) if {"dispatch", "reasoning_loop"} & set(past.next)]

    for past in stops:
        agent.fork("t", past.config["configurable"]["checkpoint_id"])
        again = desk.resume()
        assert (again.success, again.usage.steps, len(again.steps)) == (True, first.usage.steps, len(first.steps))
    assert len(stops) == 4
    assert desk.called("note") == ["1", "2", "3"]


@pytest.mark.parametrize("durability", ["exit", "async", "sync"])
def test_every_durability_serves_plans(make_agent: AgentMaker, durability: Any) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b: pay 2", "c < a b: note 3"))
    agent = desk.agent()

    agent.graph.invoke({"goal": "do it"}, agent.config("t"), durability=durability)
    done = desk.resume("approve")

    assert (done.success, desk.called("note"), desk.called("pay")) == (True, ["1", "3"], ["2"])
    assert (done.usage.steps, len(done.steps)) == (6, 6)


def test_an_emptied_plan_is_no_success(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: pay 1", "b: pay 2"))
    desk.run()
    agent = desk.agent()

    agent.graph.update_state(agent.config("t"), {"tasks": []}, as_node="track")
    done = desk.resume()

    assert (done.status, done.answer) == (RunStatus.FAILED, None)
    assert "no tasks" in (done.error or "")


def test_an_edited_plan_that_cannot_be_run_ends_clearly(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b < a: pay 2"))
    waiting = desk.run()
    agent = desk.agent()

    tasks = [replace(task, dependencies=["nowhere"]) if task.id == "b" else task for task in waiting.tasks]
    agent.graph.update_state(agent.config("t"), {"tasks": tasks}, as_node="track")
    done = desk.resume()

    assert (done.status, desk.called("pay")) == (RunStatus.FAILED, [])
    assert "b (pay 2)" in (done.error or "")


def test_a_bad_edit_at_the_approval_is_refused_and_the_plan_stays_open(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b: note 2"))
    desk.run(approve_plan=True)

    circle = [
        {"id": "a", "description": "x", "dependencies": ["b"]},
        {"id": "b", "description": "y", "dependencies": ["a"]},
    ]
    for tasks, complaint in ([], "tasks"), (circle, "circle"):
        with pytest.raises(DecisionRefused, match=complaint):
            desk.resume({"type": "edit", "edited_action": {"name": "plan", "args": {"tasks": tasks}}})
    assert desk.agent().result("t").status is RunStatus.WAITING

    assert desk.resume("approve").success
    assert desk.called("note") == ["1", "2"]
