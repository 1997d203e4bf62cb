"""What a plan may spend, how much of it runs at once, and what its tasks and its answer know."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from typing import Any

import pytest
from pydantic import BaseModel

from graph.result import RunStatus
from nodes.llm.scripted import answer, call
from nodes.planning.plan import TaskStatus
from tests.conftest import AgentMaker
from tests.scenarios.plans import asked, brain, plan, thinker
from tests.scenarios.toys import Look, toy_registry
from tools.base import ToolOutput
from tools.registry import ToolRegistry


class Meeting(Look):
    """Opens only when so many calls are inside at the same time; counts how many there were at most."""

    name = "meet"

    def __init__(self, size: int, wait_seconds: float = 20.0) -> None:
        super().__init__()
        self.barrier = threading.Barrier(size)
        self.wait_seconds = wait_seconds
        self.lock, self.inside, self.most = threading.Lock(), 0, 0

    def act(self, text: str) -> ToolOutput:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.barrier.wait(self.wait_seconds)
        with self.lock:
            self.inside -= 1
        return super().act(text)


def wide(number: int, verb: str = "look") -> str:
    return plan(*(f"t{n}: {verb} {n}" for n in range(number)))


def test_five_blocking_tasks_really_overlap(make_agent: AgentMaker) -> None:
    meeting = Meeting(5)
    agent = make_agent(thinker(brain(wide(5, "meet"))), tools=ToolRegistry([meeting]), planning="always")

    assert agent.run("do it").success
    assert meeting.most == 5


def test_twenty_tasks_go_as_many_at_once_as_are_allowed(make_agent: AgentMaker) -> None:
    meeting = Meeting(4)
    agent = make_agent(thinker(brain(wide(20, "meet"))), tools=ToolRegistry([meeting]), planning="always")

    result = agent.run("do it", max_parallel_tasks=4)

    assert (result.success, meeting.most) == (True, 4)
    assert Counter(meeting.texts) == Counter(str(n) for n in range(20))
    assert [task.result for task in result.tasks] == [f"meet: {n}" for n in range(20)]


def test_twenty_at_once_where_twenty_are_allowed(make_agent: AgentMaker) -> None:
    meeting = Meeting(20)
    agent = make_agent(thinker(brain(wide(20, "meet"))), tools=ToolRegistry([meeting]), planning="always")

    assert agent.run("do it", max_parallel_tasks=20).success
    assert meeting.most == 20


@pytest.mark.parametrize("max_steps", [1, 2, 3, 5, 8, 13, 24])
def test_tasks_side_by_side_never_take_more_steps_than_the_run_has(make_agent: AgentMaker, max_steps: int) -> None:
    registry = toy_registry()
    agent = make_agent(thinker(brain(wide(6), wide(6))), tools=registry, planning="always")

    result = agent.run("do it", max_steps=max_steps)

    assert result.usage.steps <= max_steps
    assert len(result.steps) <= max_steps
    assert result.success is (max_steps >= 12)
    assert result.status is not RunStatus.INTERRUPTED
    if not result.success:
        lost = [task for task in result.tasks if task.status is not TaskStatus.COMPLETED]
        assert lost
        assert all(f"{task.id} ({task.description})" in (result.error or "") for task in lost)


@pytest.mark.parametrize("max_tokens", [600, 2_000, 4_000, 8_000])
def test_a_spent_budget_of_tokens_ends_every_branch(make_agent: AgentMaker, max_tokens: int) -> None:
    model = thinker(brain(wide(6), wide(6)))
    agent = make_agent(model, tools=toy_registry(), planning="always")

    result = agent.run("do it", max_tokens=max_tokens, max_parallel_tasks=3)

    # What a call costs is known when it is over: each loop of a wave may be in its last one, and no call follows.
    dearest = max(sum(len(str(message.content)) for message in prompt) for prompt in model.prompts)
    assert result.usage.tokens <= max_tokens + 3 * dearest
    calls = len(model.prompts)
    agent.resume(result.thread_id)
    assert len(model.prompts) == calls
    if not result.success:
        assert result.reason in ("max_tokens", "tasks_failed")
        assert asked(model)["compose"] <= (result.usage.tokens < max_tokens)


@pytest.mark.parametrize("goal", ["what is 15% of 240?", "look at the note and tell me what it says", "hello"])
def test_a_trivial_goal_costs_as_many_calls_as_the_loop_alone(make_agent: AgentMaker, goal: str) -> None:
    def reply(messages: list[Any]) -> Any:
        return answer("36") if messages[-1].type == "tool" else call("look", text="it")

    spent = {}
    for planning in ("auto", "never"):
        model = thinker(reply)
        result = make_agent(model, tools=toy_registry(), planning=planning).run(goal)
        assert (result.success, result.answer) == (True, "36")
        spent[planning] = (len(model.prompts), result.usage.model_calls, result.usage.steps)
    assert spent["auto"] == spent["never"]


class Sum(BaseModel):
    total: int


def test_a_typed_answer_of_one_task(make_agent: AgentMaker) -> None:
    agent = make_agent(thinker(lambda messages: call("final_answer", answer={"total": 3})), planning="auto")

    result = agent.run("add 1 and 2", output_schema=Sum)

    assert result.answer == Sum(total=3)


@pytest.mark.parametrize("first", ["many", '{"total": "many"}', '{"total": 3}'])
def test_a_typed_answer_of_several_tasks_is_asked_for_once_more(make_agent: AgentMaker, first: str) -> None:
    def reply(messages: list[Any]) -> Any:
        said = [message for message in messages if message.type == "ai"]
        return first if not said else call("final_answer", answer={"total": 3})

    def respond(messages: list[Any]) -> Any:
        plain = brain(wide(2), composed="")
        return reply(messages) if messages[1].text.startswith("The goal was worked on") else plain(messages)

    model = thinker(respond)
    result = make_agent(model, tools=toy_registry(), planning="always").run("add", output_schema=Sum)

    assert (result.success, result.answer) == (True, Sum(total=3)), result.error
    assert asked(model)["compose"] == (1 if first == '{"total": 3}' else 2)


def test_results_that_make_no_typed_answer_are_named_and_kept(make_agent: AgentMaker) -> None:
    model = thinker(brain(wide(2), composed="no number"))

    result = make_agent(model, tools=toy_registry(), planning="always").run("add", output_schema=Sum)

    assert (result.success, result.reason) == (False, "malformed")
    assert [task.result for task in result.tasks] == ["look: 0", "look: 1"]


def test_dependents_are_shown_results_and_others_nothing(make_agent: AgentMaker) -> None:
    model = thinker(brain(plan("a: look 1", "b: look 2", "c < a: look 3")))

    make_agent(model, tools=toy_registry(), planning="always").run("do it")

    (seen,) = {str([m.text for m in prompt[1:]]) for prompt in model.prompts if prompt[-1].text.startswith("look 3")}
    assert seen == str(["look 1", "look: 1", "look 3"])
    (alone,) = {str([m.text for m in prompt[1:]]) for prompt in model.prompts if prompt[-1].text.startswith("look 2")}
    assert alone == str(["look 2"])


async def test_two_runs_of_plans_share_an_agent(make_agent: AgentMaker) -> None:
    agent = make_agent(thinker(brain(wide(3))), tools=toy_registry(), planning="always")

    results = await asyncio.gather(*(agent.arun(f"goal {n}", thread_id=f"t{n}") for n in range(4)))

    assert all(result.success and len(result.tasks) == 3 for result in results)
    assert json.dumps([result.thread_id for result in results]) == json.dumps([f"t{n}" for n in range(4)])
