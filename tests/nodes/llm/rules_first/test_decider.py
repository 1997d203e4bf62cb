from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from nodes.llm.decider import ModelDecider
from nodes.llm.errors import ModelUnavailable
from nodes.llm.port import DecisionMode, DecisionModel, DecisionRequest
from nodes.llm.rules_first.decider import DECIDED_BY, RULES, RulesFirst
from nodes.llm.rules_first.trust import BEFORE_SMALL
from nodes.llm.scripted import ScriptedModel, answer, call
from tools.calculator import CalculatorTool
from tools.file_operations import FileOperationsTool
from tools.workspace import Workspace

READ = "What does hello.txt say?"
POEM = "Write me a poem about the sea"


@pytest.fixture
def tools(tmp_path):
    return [tool.to_dict() for tool in (CalculatorTool(), FileOperationsTool(Workspace(tmp_path)))]


def cascade(*replies):
    model = ScriptedModel(replies)
    return model, RulesFirst(ModelDecider(model, mode=DecisionMode.NATIVE), BEFORE_SMALL)


def asked(goal, tools, *later, **fields):
    return DecisionRequest(goal, [HumanMessage(goal), *later], tools, **fields)


def results(message, *texts, failed=False):
    status = "error" if failed else "success"
    return [
        ToolMessage(text, tool_call_id=made["id"], status=status)
        for made, text in zip(message.tool_calls, texts, strict=True)
    ]


def test_it_is_a_decision_model_and_says_that_the_rules_come_first():
    _model, decider = cascade()
    assert isinstance(decider, DecisionModel)
    assert decider.label == "scripted, native tool calls, offline rules first"


async def test_the_rules_decide_every_turn_of_a_goal_that_they_read(tools):
    model, decider = cascade()
    acted = await decider.decide(asked("What is 6 times 7?", tools))
    assert [(made["name"], made["args"]) for made in acted.message.tool_calls] == [
        ("calculator", {"expression": "6 * 7"})
    ]
    assert acted.message.additional_kwargs[DECIDED_BY] == RULES
    told = await decider.decide(asked("What is 6 times 7?", tools, acted.message, *results(acted.message, "42")))
    assert "42" in told.answer
    assert (acted.model, told.model) == ("offline", "offline")
    assert all(decision.thought.startswith("offline rules") for decision in (acted, told))
    assert acted.usage.tokens == told.usage.tokens == 0
    assert model.prompts == []


async def test_the_model_decides_every_turn_of_a_goal_that_the_rules_do_not_read(tools):
    model, decider = cascade(call("calculator", expression="1"), answer("Waves."))
    acted = await decider.decide(asked(POEM, tools))
    told = await decider.decide(asked(POEM, tools, acted.message, *results(acted.message, "1")))
    assert told.answer == "Waves."
    assert [decision.model for decision in (acted, told)] == ["scripted", "scripted"]
    assert all(decision.thought.startswith("scripted") for decision in (acted, told))
    assert DECIDED_BY not in acted.message.additional_kwargs
    assert len(model.prompts) == 2


async def test_a_doubtful_reading_is_left_to_the_model(tools):
    _model, decider = cascade(answer("41.6"))
    goal = 'Work out 8% of 650 and write "The commission is X" to commission.txt, with X being the result'
    assert (await decider.decide(asked(goal, tools))).model == "scripted"


async def test_the_model_takes_over_where_the_rules_fail_midway(tools):
    model, decider = cascade(call("file_operations", operation="read", filepath="Hello.txt"), answer("hi"))
    first = await decider.decide(asked(READ, tools))
    assert first.message.additional_kwargs[DECIDED_BY] == RULES
    run = [first.message, *results(first.message, "there is no file hello.txt", failed=True)]
    while (next_one := await decider.decide(asked(READ, tools, *run))).model == "offline":
        run += [
            next_one.message,
            *results(next_one.message, *["nothing of the kind"] * len(next_one.message.tool_calls), failed=True),
        ]
        assert len(run) < 10
    assert next_one.message.tool_calls[0]["args"]["filepath"] == "Hello.txt"
    shown = model.prompts[0]
    assert "there is no file hello.txt" in [message.text for message in shown if isinstance(message, ToolMessage)]
    # What the rules could do now with the model's call does not matter any more: the run is the model's.
    run += [next_one.message, *results(next_one.message, "hi")]
    assert (await decider.decide(asked(READ, tools, *run))).model == "scripted"


@pytest.mark.parametrize("why", ["a person rejected it: no", "not allowed: hello.txt is private"])
async def test_a_refusal_is_told_by_the_rules_and_not_tried_another_way(tools, why):
    model, decider = cascade()
    goal = "Delete old.txt"
    first = await decider.decide(asked(goal, tools))
    refusal = results(first.message, f"file_operations did not run: {why}", failed=True)
    told = await decider.decide(asked(goal, tools, first.message, *refusal))
    assert told.answer is not None
    assert told.message.additional_kwargs["failed"]
    assert model.prompts == []


async def test_a_run_resumed_by_another_process_goes_on_with_whoever_began_it(tools):
    _, begun = cascade()
    first = await begun.decide(asked("What is 6 times 7?", tools))
    stored = AIMessage.model_validate(first.message.model_dump())
    _model, decider = cascade()
    told = await decider.decide(asked("What is 6 times 7?", tools, stored, *results(stored, "42")))
    assert told.model == "offline"


async def test_a_run_that_a_model_began_stays_with_it_though_the_rules_could(tools):
    _model, decider = cascade(answer("42"))
    mine = AIMessage(
        "", tool_calls=[{"name": "calculator", "args": {"expression": "6*7"}, "id": "1", "type": "tool_call"}]
    )
    told = await decider.decide(asked("What is 6 times 7?", tools, mine, *results(mine, "42")))
    assert told.model == "scripted"


async def test_a_typed_answer_is_the_models(tools):
    _model, decider = cascade(answer("42"))
    decision = await decider.decide(asked("What is 6 times 7?", tools, answer_schema={"type": "integer"}))
    assert (decision.model, decision.answer) == ("scripted", 42)


async def test_the_model_answers_where_somebody_says_something_in_between(tools):
    _model, decider = cascade(answer("fine"))
    first = await decider.decide(asked("What is 6 times 7?", tools))
    later = [first.message, *results(first.message, "42"), HumanMessage("in Roman numerals, please")]
    assert (await decider.decide(asked("What is 6 times 7?", tools, *later))).model == "scripted"


async def test_an_earlier_run_of_the_thread_binds_nobody(tools):
    _model, decider = cascade(answer("Waves."))
    first = await decider.decide(asked("What is 6 times 7?", tools))
    before = [HumanMessage("What is 6 times 7?"), first.message, *results(first.message, "42"), AIMessage("42")]
    poem = DecisionRequest(POEM, [*before, HumanMessage(POEM)], tools)
    assert (await decider.decide(poem)).model == "scripted"
    poems = [HumanMessage(POEM), AIMessage("Waves.")]
    total = DecisionRequest("What is 2 + 3?", [*poems, HumanMessage("What is 2 + 3?")], tools)
    assert (await decider.decide(total)).model == "offline"


async def test_tools_that_the_rules_would_need_and_are_not_there_leave_the_goal_to_the_model(tools):
    _model, decider = cascade(answer("hi"))
    assert (await decider.decide(asked(READ, tools[:1]))).model == "scripted"


async def test_a_rule_that_may_only_answer_says_what_is_left_undone(tools):
    model, decider = cascade()
    goal = "Calculate 1250 + 379 and save the result in total.txt"
    first = await decider.decide(asked(goal, tools))
    last = asked(goal, tools, first.message, *results(first.message, "1629"), must_answer=True)
    told = await decider.decide(last)
    assert (told.model, bool(told.message.additional_kwargs["unread"])) == ("offline", True)
    assert model.prompts == []


async def test_an_error_of_the_model_is_the_callers(tools):
    _model, decider = cascade(ModelUnavailable("gone"), ModelUnavailable("gone"), ModelUnavailable("gone"))
    decider._model._sleep = _no_wait
    with pytest.raises(ModelUnavailable):
        await decider.decide(asked(POEM, tools))


async def _no_wait(seconds):
    pass
