"""A plan in the hands of people: approvals of parallel tasks, edits in mid-run, further goals; each resume by a fresh agent."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from pydantic import ValidationError

from graph.agent import Agent
from graph.result import AgentResult, RunStatus
from nodes.llm.scripted import ScriptedModel
from nodes.planning.editing import edited_plan
from nodes.planning.plan import Task
from nodes.safety.errors import DecisionRefused
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.scenarios.plans import asked, brain, plan, thinker
from tests.scenarios.toys import toy_registry

TWO_PAYMENTS = plan("a: pay 1", "b: pay 2", "c: note 3", "d < a b: note 4")


class Desk:
    """Fresh agents on one database, one registry and one model, as one process after another would be."""

    def __init__(self, make_agent: AgentMaker, *plans: Any, **options: Any) -> None:
        self.registry = toy_registry()
        self.model: ScriptedModel = thinker(brain(*plans))
        self._make, self._options = make_agent, options

    def agent(self) -> Agent:
        policy = CAREFUL.with_tools(allow=["note"])
        return self._make(self.model, tools=self.registry, planning="always", policy=policy, **self._options)

    def run(self, **knobs: Any) -> AgentResult:
        return self.agent().run("do it", thread_id="t", **knobs)

    def resume(self, decisions: Any = None) -> AgentResult:
        return self.agent().resume("t", decisions)

    def called(self, tool: str) -> list[str]:
        return sorted(self.registry.get(tool).texts)  # type: ignore[attr-defined]


def question_about(result: AgentResult, text: str) -> str:
    """The id of the question about the payment of that text."""
    (question,) = [one for one in result.interrupts if one.arguments == {"text": text}]
    return question.id


@pytest.mark.parametrize("order", [("1", "2"), ("2", "1")])
def test_two_tasks_that_wait_are_answered_one_by_one(make_agent: AgentMaker, order: tuple[str, str]) -> None:
    desk = Desk(make_agent, TWO_PAYMENTS)
    first, second = order

    waiting = desk.run()
    assert (waiting.status, sorted(one.arguments["text"] for one in waiting.interrupts)) == ("waiting", ["1", "2"])
    assert desk.called("note") == ["3"]  # the third task of the wave did not wait for them

    half = desk.resume({question_about(waiting, first): "approve"})
    assert (half.status, [one.arguments["text"] for one in half.interrupts]) == ("waiting", [second])
    assert desk.called("pay") == [first]

    done = desk.resume({question_about(half, second): {"type": "reject", "message": "too dear"}})
    assert desk.called("pay") == [first]
    assert "too dear" not in str([task.result for task in done.tasks if task.description == f"pay {first}"])


def test_an_answer_for_one_task_never_reaches_another(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, TWO_PAYMENTS, plan("e: note 5"))
    waiting = desk.run()

    one = question_about(waiting, "1")
    half = desk.resume({one: "approve"})
    with pytest.raises(DecisionRefused, match="No open question has the id"):
        desk.resume({one: "approve"})
    (other,) = half.interrupts
    digest = next(question.digest for question in waiting.interrupts if question.id == one)
    with pytest.raises(DecisionRefused, match="of another call"):
        desk.resume({other.id: {"type": "approve", "digest": digest}})
    assert desk.called("pay") == ["1"]

    done = desk.resume({other.id: "approve"})
    assert (done.success, desk.called("pay"), desk.called("note")) == (True, ["1", "2"], ["3", "4"])


def test_what_is_done_while_others_wait_is_shown(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, TWO_PAYMENTS)
    desk.run()

    waiting = desk.agent().result("t")

    assert sorted({step.task for step in waiting.steps}) == ["c"]
    assert waiting.usage.steps == 4  # two for the task that ended, one for each that waits


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


def test_a_second_goal_has_a_fresh_plan_and_the_conversation(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: note 1", "b < a: note 2"))
    first = desk.run()
    second = desk.agent().run("do more", thread_id="t")

    assert (first.success, second.success) == (True, True)
    assert [(task.id, task.status) for task in second.tasks] == [("a", "completed"), ("b", "completed")]
    assert second.usage.steps == first.usage.steps == len(second.steps)
    prompts = [str(prompt[-1].text) for prompt in desk.model.prompts if prompt[-1].text.startswith("Split")]
    assert "Earlier the user asked" not in prompts[0]
    assert "Earlier the user asked: do it\nThe answer was: put together" in prompts[1]
    messages = desk.agent().graph.get_state(desk.agent().config("t")).values["messages"]
    assert [message.text for message in messages] == ["do it", "put together", "do more", "put together"]


def test_a_goal_given_while_a_plan_waits_begins_anew(make_agent: AgentMaker) -> None:
    desk = Desk(make_agent, plan("a: pay 1", "b: note 2"))
    old = desk.run()
    new = desk.agent().run("do it instead", thread_id="t")

    assert (new.status, new.goal) == (RunStatus.WAITING, "do it instead")
    with pytest.raises(DecisionRefused):
        desk.resume({old.interrupts[0].id: "approve"})
    done = desk.resume("approve")
    assert (done.success, desk.called("pay")) == (True, ["1"])
