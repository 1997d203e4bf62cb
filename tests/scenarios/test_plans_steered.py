"""A plan in the hands of people: approvals of parallel tasks, further goals; each resume by a fresh agent."""

from __future__ import annotations

import pytest

from graph.result import AgentResult, RunStatus
from nodes.safety.errors import DecisionRefused
from tests.conftest import AgentMaker
from tests.scenarios.desk import Desk
from tests.scenarios.plans import plan

TWO_PAYMENTS = plan("a: pay 1", "b: pay 2", "c: note 3", "d < a b: note 4")


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
    ends = {task.description: (task.status.value, task.result or task.error or "") for task in done.tasks}
    assert ends[f"pay {first}"] == ("completed", f"pay: {first}")
    assert (ends[f"pay {second}"][0], "too dear" in ends[f"pay {second}"][1]) == ("failed", True)
    assert ends["note 4"][0] == "blocked"
    assert (done.status, "too dear" in (done.error or "")) == (RunStatus.FAILED, True)


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
