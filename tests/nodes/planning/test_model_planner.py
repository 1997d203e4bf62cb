"""The planner over a model: structured output or a list, one repair, and what it cost."""

from __future__ import annotations

from typing import Any

import pytest

from nodes.llm.decider import ModelDecider
from nodes.llm.port import DecisionMode
from nodes.llm.scripted import ScriptedModel, call
from nodes.planning.errors import InvalidPlan
from nodes.planning.model_planner import ModelPlanner
from nodes.planning.plan import Task
from nodes.planning.port import Planner, PlanRequest
from nodes.typed_answer import complaint_about
from tests.nodes.plans import completed, failed, pending

GOOD = '{"tasks": [{"id": "a", "description": "read"}, {"id": "b", "description": "sum", "dependencies": ["a"]}]}'
NUMBER = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
TOOLS = [{"name": "look", "description": "Looks at something.", "parameters": {}}]


def planner(*replies: Any, mode: DecisionMode = DecisionMode.AUTO) -> tuple[ModelPlanner, ScriptedModel]:
    model = ScriptedModel(list(replies))
    return ModelPlanner(ModelDecider(model, mode=mode), complaint=complaint_about), model


def request(goal: str = "read and sum", **more: Any) -> PlanRequest:
    return PlanRequest(goal, TOOLS, always=True, **more)


def test_it_is_a_planner() -> None:
    assert isinstance(planner()[0], Planner)


@pytest.mark.parametrize("mode", [DecisionMode.NATIVE, DecisionMode.TEXT, DecisionMode.JSON, DecisionMode.PLAN])
@pytest.mark.parametrize("reply", [GOOD, f"```json\n{GOOD}\n```", "1. read\n2. sum"])
async def test_a_plan_is_read_in_every_mode(mode: DecisionMode, reply: str) -> None:
    asking, model = planner(reply, reply, mode=mode)

    tasks = (await asking.plan(request())).tasks

    assert [(task.description, len(task.dependencies)) for task in tasks] == [("read", 0), ("sum", 1)]
    assert len(model.prompts) == 1


async def test_a_plan_by_the_answers_tool_is_read_too() -> None:
    asking, _ = planner(call("final_answer", answer={"tasks": [{"id": "a", "description": "read"}]}))

    assert (await asking.plan(request())).tasks == [Task("a", "read")]


async def test_the_model_is_told_all_there_is_to_know() -> None:
    asking, model = planner(GOOD)

    await asking.plan(request(conversation=[("hello", "hi")], context="look -> note"))

    prompt = model.prompts[0][-1].text
    for part in ("Goal: read and sum", "- look: Looks", "Earlier the user asked: hello", "look -> note"):
        assert part in prompt


async def test_in_auto_a_goal_of_one_part_asks_nothing() -> None:
    asking, model = planner()

    assert (await asking.plan(PlanRequest("what is 6 times 7?", TOOLS))).tasks == []
    assert model.prompts == []


async def test_a_bad_plan_is_sent_back_once_with_the_complaint_and_both_are_paid() -> None:
    asking, model = planner('{"tasks": [{"id": "a", "description": "x", "dependencies": ["q"]}]}', GOOD)

    reply = await asking.plan(request())

    assert (len(reply.tasks), reply.usage.model_calls) == (2, 2)
    assert "'q', which is not in the plan" in model.prompts[1][-1].text


async def test_two_bad_plans_are_an_error_that_knows_what_they_cost() -> None:
    asking, _ = planner("no", "no")

    with pytest.raises(InvalidPlan, match="holds no tasks") as caught:
        await asking.plan(request())
    assert caught.value.usage.model_calls == 2


@pytest.mark.parametrize("description", ["read and sum", "Read  and sum"])
async def test_a_part_that_is_the_goal_is_refused(description: str) -> None:
    bad = f'{{"tasks": [{{"id": "a", "description": "read"}}, {{"id": "b", "description": "{description}"}}]}}'
    asking, model = planner(bad, GOOD)

    await asking.plan(request())

    assert "'b' repeats the goal" in model.prompts[1][-1].text


async def test_a_new_plan_knows_what_failed_and_what_is_done() -> None:
    asking, model = planner('{"tasks": [{"id": "b2", "description": "sum by hand", "dependencies": ["a"]}]}')

    reply = await asking.replan(request(), failed("b"), [pending("c")], [completed("a")])

    assert [task.id for task in reply.tasks] == ["b2"]
    for part in ("Failed: do b", "Error: b is lost", '"result": "a is done"', "do c"):
        assert part in model.prompts[0][-1].text


async def test_the_plan_that_has_failed_is_no_new_plan() -> None:
    asking, _ = planner('{"tasks": [{"id": "x", "description": "do c"}, {"id": "y", "description": "do b"}]}')

    with pytest.raises(InvalidPlan, match="just failed") as caught:
        await asking.replan(request(), failed("b"), [pending("c")], [])
    assert caught.value.usage.model_calls == 1


async def test_doing_what_is_done_again_is_no_new_plan() -> None:
    again = '{"tasks": [{"id": "z", "description": "do a"}]}'
    asking, model = planner(again, again)

    with pytest.raises(InvalidPlan, match="'z' repeats"):
        await asking.replan(request(), failed("b"), [], [completed("a")])
    assert len(model.prompts) == 2


async def test_results_are_put_together() -> None:
    asking, model = planner("Both are done.")

    composed = await asking.compose(request(), [completed("a"), failed("b")], None)

    assert (composed.answer, composed.problem, composed.usage.model_calls) == ("Both are done.", None, 1)
    assert '"result": "a is done"' in model.prompts[0][-1].text
    assert '"error": "b is lost"' in model.prompts[0][-1].text


async def test_a_typed_answer_that_does_not_fit_is_asked_for_once_more() -> None:
    asking, model = planner('{"n": "three"}', '{"n": 3}')

    composed = await asking.compose(request(), [completed("a")], NUMBER)

    assert (composed.answer, composed.problem) == ({"n": 3}, None)
    assert "does not fit its schema" in model.prompts[1][-1].text


async def test_results_that_cannot_be_put_together_are_kept() -> None:
    asking, _ = planner("no", "no")

    composed = await asking.compose(request(), [completed("a")], NUMBER)

    assert "a is done" in composed.answer
    assert composed.problem is not None
