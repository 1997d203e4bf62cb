import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.example import ExampleStep, WorkedExample
from nodes.llm.modes.short_plan import ShortPlanMode
from nodes.llm.port import Usage
from tests.nodes.llm.modes.material import EXAMPLE, LOOKING, FixedBank, called, is_one_of_three, observed, request

MODE = ShortPlanMode()


def step(name, **arguments):
    return {"name": name, "arguments": arguments}


def calculate(expression):
    return step("calculator", expression=expression)


def write(path, content):
    return step("file_operations", operation="write", path=path, content=content)


def plan(*steps, answer="done"):
    return AIMessage(content=json.dumps({"steps": steps, "answer": answer}))


def read(reply, asked=None):
    decision = MODE.read(asked or request(), reply)
    assert is_one_of_three(decision)
    return decision


def arguments(decision):
    return [call["args"] for call in decision.message.tool_calls]


def test_a_plan_is_carried_out_with_real_results_and_one_request():
    first = read(plan(calculate("6*7"), write("o.txt", "{1}"), answer="It is {1}; {2}."))
    assert arguments(first) == [{"expression": "6*7"}]
    history = [first.message, *observed(first.message, "42")]
    second = MODE.settle(request(*history))
    assert arguments(second) == [{"operation": "write", "path": "o.txt", "content": "42"}]
    assert second.usage == Usage()
    history += [second.message, *observed(second.message, "Written to o.txt")]
    assert MODE.settle(request(*history)).answer == "It is 42; Written to o.txt."


def test_the_plan_survives_being_stored():
    first = read(plan(calculate("6*7"), answer="{1}"))
    stored = AIMessage(**json.loads(json.dumps(first.message.model_dump())))
    assert MODE.settle(request(stored, *observed(stored, "42"))).answer == "42"


def test_alike_and_independent_steps_go_out_together():
    decision = read(plan(write("a", "1"), write("b", "2"), calculate("1+1"), calculate("2+{3}")))
    assert len(decision.message.tool_calls) == 2
    after = MODE.settle(request(decision.message, *observed(decision.message, "ok", "ok")))
    assert arguments(after) == [{"expression": "1+1"}]


@pytest.mark.parametrize(
    "steps",
    [
        [write("a", "1"), step("file_operations", operation="read", path="a")],
        [write("a", "1"), write("a", "2")],
        [write("a", "1"), step("clock")],
        [step("clock"), step("clock")],
        [calculate("1"), calculate("{1}+1")],
    ],
)
def test_steps_that_may_disturb_each_other_wait(steps):
    assert len(read(plan(*steps)).message.tool_calls) == 1


TWO_SUMS = (calculate("6*7"), calculate("{1}+1"))


def unsettled(*observations, failed=False, steps=TWO_SUMS, answer="{2}", later=()):
    first = read(plan(*steps, answer=answer))
    return request(first.message, *observed(first.message, *observations, failed=failed), *later)


def test_an_error_sends_the_model_back_to_planning():
    assert MODE.settle(unsettled("division by zero", failed=True)) is None


def test_a_word_in_between_sends_the_model_back_to_planning():
    assert MODE.settle(unsettled("42", later=[HumanMessage("stop, do it otherwise")])) is None


def test_a_result_that_does_not_fit_sends_the_model_back_to_planning():
    assert MODE.settle(unsettled("buy milk")) is None


def test_a_plan_that_wants_to_look_is_asked_again():
    assert MODE.settle(unsettled("42", steps=(calculate("6*7"),), answer=None)) is None


def test_a_call_without_its_observation_sends_the_model_back():
    first = read(plan(calculate("6*7")))
    assert MODE.settle(request(first.message)) is None


def test_no_step_is_taken_where_only_an_answer_may_come():
    asked = unsettled("42")
    last = type(asked)(asked.goal, asked.messages, asked.tools, steps_left=1)
    assert MODE.settle(last) is None
    assert "No tool" in read(plan(calculate("1")), last).malformed
    assert read(plan(answer="It is {1}."), last).answer == "It is 42."


def test_a_finished_plan_may_answer_on_the_last_step():
    asked = unsettled("42", steps=(calculate("6*7"),), answer="{1}")
    assert MODE.settle(type(asked)(asked.goal, asked.messages, asked.tools, must_answer=True)).answer == "42"


@pytest.mark.parametrize(
    "kept", [None, 5, {"steps": 1}, {"steps": [], "first": 0, "sent": 9}, {"steps": [1], "first": 1, "sent": 1}]
)
def test_an_edited_plan_is_no_plan(kept):
    first = read(plan(calculate("6*7")))
    first.message.additional_kwargs["plan"] = kept
    assert MODE.settle(request(first.message, *observed(first.message, "42"))) is None


def test_a_second_plan_counts_on_and_can_use_what_is_known():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 apples")
    decision = read(plan(calculate("7*2"), write("o", "{1}: {2}"), answer="{2}"), request(*before))
    history = [*before, decision.message, *observed(decision.message, "14")]
    assert arguments(MODE.settle(request(*history)))[0]["content"] == "7 apples: 14"


@pytest.mark.parametrize(
    ("steps", "answer", "why"),
    [
        ([calculate("{1}")], "x", "does not come before"),
        ([calculate("{2}"), calculate("1")], "x", "does not come before"),
        ([calculate("1")], "{3}", "no such step"),
        ([{"hello": 1}], "x", "Each step"),
        ([], None, "neither a step nor an answer"),
        ([], "", "empty"),
        ("calculator", "x", "must be a list"),
        ([calculate("1")] * 40, "x", "at most"),
    ],
)
def test_a_plan_that_cannot_work_is_refused_before_its_first_step(steps, answer, why):
    assert why in read(AIMessage(content=json.dumps({"steps": steps, "answer": answer}))).malformed


def test_a_cut_plan_does_nothing():
    text = plan(write("a", "1"), write("b", "2")).text
    for end in range(len(text)):
        assert read(AIMessage(content=text[:end])).malformed


def test_a_single_call_is_a_plan_that_looks():
    decision = read(AIMessage(content=json.dumps(calculate("6*7"))))
    assert arguments(decision) == [{"expression": "6*7"}]
    assert MODE.settle(request(decision.message, *observed(decision.message, "42"))) is None


def test_a_plan_that_begins_again_goes_on_instead():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 apples")
    again = [step("file_operations", operation="read", path="n"), calculate("7*2"), write("o", "{2} of {1}")]
    decision = read(plan(*again, answer="{2}"), request(*before))
    assert arguments(decision) == [{"expression": "7*2"}]
    history = [*before, decision.message, *observed(decision.message, "14")]
    assert arguments(MODE.settle(request(*history)))[0]["content"] == "14 of 7 apples"


def test_a_plan_that_begins_again_may_count_on_from_the_run():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 apples")
    again = [step("file_operations", operation="read", path="n"), calculate("7*2"), write("o", "{3} of {2}")]
    decision = read(plan(*again, answer="{3}"), request(*before))
    history = [*before, decision.message, *observed(decision.message, "14")]
    assert arguments(MODE.settle(request(*history)))[0]["content"] == "14 of 7 apples"


def test_a_plan_of_nothing_but_what_was_done_is_refused():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 apples")
    again = plan(step("file_operations", operation="read", path="n"), answer=None)
    assert "made already" in read(again, request(*before)).malformed


def test_a_step_that_failed_may_be_tried_again():
    before = called("file_operations", {"operation": "read", "path": "n"}, "busy", failed=True)
    assert read(plan(step("file_operations", operation="read", path="n")), request(*before)).message.tool_calls


def test_the_error_of_a_step_that_failed_is_no_value():
    before = called("file_operations", {"operation": "read", "path": "n"}, "path 'n' does not exist", failed=True)
    for reply in (plan(write("a", "{1}")), plan(answer="The total is {1}.")):
        assert "Step 1 failed" in read(reply, request(*before)).malformed


@pytest.mark.parametrize(
    ("answer", "settled"), [("Bo has 407.", False), ("Bo has 12.", True), ("Bo has {1}.", True), ("Done.", True)]
)
def test_an_answer_with_a_number_that_nobody_gave_is_not_given(answer, settled):
    asked = unsettled("Al 407\nBo 12" if settled else "Al 3", steps=(step("clock"),), answer=answer)
    assert (MODE.settle(asked) is not None) is settled


async def test_what_was_only_repeated_cannot_be_repeated_again():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 apples")
    decision = read(plan(step("file_operations", operation="read", path="n"), answer=None), request(*before))
    asked = request(*before, decision.message, HumanMessage(decision.malformed))
    schema = (await MODE.ask(asked)).options["response_format"]["json_schema"]["schema"]
    words = [form["properties"]["tool"]["const"] for form in schema["properties"]["steps"]["items"]["anyOf"]]
    assert "file_operations.read" not in words
    assert "file_operations.write" in words
    assert schema["properties"]["steps"]["minItems"] == 1


def test_steps_in_their_short_form_are_read():
    steps = [
        {"tool": "calculator", "expression": "6*7"},
        {"tool": "file_operations.write", "path": "o", "content": "{1}"},
    ]
    first = read(AIMessage(content=json.dumps({"steps": steps, "answer": "{1}"})))
    assert arguments(first) == [{"expression": "6*7"}]
    second = MODE.settle(request(first.message, *observed(first.message, "42")))
    assert arguments(second) == [{"operation": "write", "path": "o", "content": "42"}]


def test_a_file_of_an_example_gives_way_to_the_goals():
    asked = request(goal="Save 6 * 7 in answer.txt")
    first = read(plan(calculate("6*7"), write("result.txt", "{1}"), answer="It is in result.txt."), asked)
    history = [first.message, *observed(first.message, "42")]
    second = MODE.settle(request(*history, goal=asked.goal))
    assert arguments(second)[0]["path"] == "answer.txt"
    history += [second.message, *observed(second.message, "ok")]
    assert MODE.settle(request(*history, goal=asked.goal)).answer == "It is in answer.txt."


async def test_a_plan_that_forgets_a_file_of_the_goal_is_asked_once_more():
    asked = request(goal="Save 6 * 7 in answer.txt")
    short = plan(calculate("6*7"), answer="It is {1}.")
    decision = read(short, asked)
    assert "answer.txt" in decision.malformed
    again = request(decision.message, HumanMessage(decision.malformed), goal=asked.goal)
    assert read(short, again).message.tool_calls
    schema = (await MODE.ask(again)).options["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["steps"]["minItems"] == 2
    assert read(plan(calculate("6*7"), write("answer.txt", "{1}")), asked).message.tool_calls
    assert read(plan(calculate("6*7"), answer=None), asked).message.tool_calls


@given(
    st.text()
    | st.recursive(
        st.text(max_size=4),
        lambda x: (
            st.lists(x, max_size=2)
            | st.dictionaries(st.sampled_from(["steps", "answer", "name", "arguments", "{1}"]), x)
        ),
        max_leaves=8,
    ).map(json.dumps)
)
def test_any_reply_is_a_decision(text):
    read(AIMessage(content=text))


async def test_the_run_so_far_is_told_in_turns():
    asked = request(
        *called("clock", {}, "noon"),
        *called("calculator", {"expression": "1/0"}, "no", failed=True),
        AIMessage("nonsense"),
        HumanMessage("not JSON"),
    )
    _, *turns = (await ShortPlanMode(FixedBank(EXAMPLE, LOOKING)).ask(asked)).messages
    assert [(turn.type, turn.text) for turn in turns[-5:]] == [
        ("human", "Goal: the goal"),
        ("ai", '{"steps": [{"tool": "clock"}, {"tool": "calculator", "expression": "1/0"}], "answer": null}'),
        ("human", "Result 1: noon\nError 2: no"),
        ("ai", "nonsense"),
        ("human", "not JSON\nGo on: the steps that are missing, from 3, and the answer."),
    ]
    assert [turn.type for turn in turns[:6]] == ["human", "ai", "human", "ai", "human", "ai"]
    assert '"content": "{1}"' in turns[1].text
    assert turns[4].text == "Result 1: 3 and 9\nGo on: the steps that are missing, from 2, and the answer."


@pytest.mark.parametrize(
    ("examples", "must"),
    [([LOOKING, LOOKING], True), ([EXAMPLE, LOOKING], False), ([LOOKING, LOOKING, EXAMPLE], False), ([], False)],
)
async def test_goals_like_those_that_had_to_look_must_look(examples, must):
    prompt = await ShortPlanMode(FixedBank(*examples), 3).ask(request())
    answer = prompt.options["response_format"]["json_schema"]["schema"]["properties"]["answer"]
    assert (answer == {"type": "null"}) is must


def test_an_answer_that_counts_one_step_too_many_means_the_last():
    first = read(plan(calculate("6*7"), answer="It is {2}."))
    assert MODE.settle(request(first.message, *observed(first.message, "42"))).answer == "It is 42."


async def forms_left(*later, bank=None, goal="the goal"):
    asked = request(*later, goal=goal)
    schema = (await ShortPlanMode(bank, 2).ask(asked)).options["response_format"]["json_schema"]["schema"]
    steps = schema["properties"]["steps"]
    return [form["properties"]["tool"]["const"] for form in steps["items"]["anyOf"]], steps.get("minItems", 0)


async def test_who_has_looked_must_act_where_a_file_is_still_to_be_written():
    looked = read(
        plan(step("file_operations", operation="read", path="in.txt"), answer=None),
        request(goal="Sort in.txt into out.txt"),
    )
    seen = [looked.message, *observed(looked.message, "b a")]
    words, least = await forms_left(*seen, goal="Sort in.txt into out.txt")
    assert "file_operations.read" not in words
    assert least == 1
    words, least = await forms_left(*seen, goal="What is the last word in in.txt?")
    assert "file_operations.read" in words
    assert least == 0


async def test_a_first_plan_leaves_out_tools_that_only_other_goals_needed():
    sums = [WorkedExample(f"sum {n}", (ExampleStep("calculator", {"expression": "1"}, 1),), "{1}") for n in range(30)]
    words, _ = await forms_left(bank=FixedBank(EXAMPLE, *sums))
    assert words == ["calculator", "clock", "web_search"]
    words, _ = await forms_left(*called("clock", {}, "noon"), bank=FixedBank(EXAMPLE, *sums))
    assert "file_operations.write" in words
    words, _ = await forms_left(bank=FixedBank(EXAMPLE, *sums[:20]))
    assert "file_operations.write" in words


async def test_an_answer_with_a_result_that_nothing_gives_must_come_with_a_step():
    before = called("file_operations", {"operation": "read", "path": "n"}, "7 and 9")
    decision = read(plan(answer="It is {2}."), request(*before))
    _, least = await forms_left(*before, decision.message, HumanMessage(decision.malformed))
    assert least == 1


def test_what_is_written_is_a_value_and_not_the_receipt_of_a_step():
    first = read(plan(calculate("15*4"), calculate("90/3"), write("a", "{1}"), write("b", "{3}")))
    history = [first.message, *observed(first.message, "60", "30")]
    second = MODE.settle(request(*history))
    assert [call["content"] for call in arguments(second)] == ["60", "30"]
    only = read(plan(write("a", "closed"), write("a", "{1}")))
    assert "{1} is no value" in only.malformed
    before = called("file_operations", {"operation": "write", "path": "a", "content": "closed"}, "Written to a")
    assert "{1} is no value" in read(plan(write("b", "{1}")), request(*before)).malformed
    said = read(plan(write("a", "closed"), answer="{1}"))
    assert MODE.settle(request(said.message, *observed(said.message, "Written to a"))).answer == "Written to a"
