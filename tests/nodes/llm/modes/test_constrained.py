import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.modes.constrained import ConstrainedMode
from tests.nodes.llm.modes.material import EXAMPLE, TOOLS, FixedBank, called, is_one_of_three, request


def read(text, asked=None, **facts):
    decision = ConstrainedMode().read(asked or request(), AIMessage(content=text, response_metadata=facts))
    assert is_one_of_three(decision)
    return decision


def test_a_call():
    decision = read('{"name": "calculator", "arguments": {"expression": "6*7"}}')
    (call,) = decision.message.tool_calls
    assert (call["name"], call["args"]) == ("calculator", {"expression": "6*7"})


def test_a_call_in_the_short_form():
    decision = read('{"tool": "file_operations.write", "path": "a", "content": "b"}')
    assert decision.message.tool_calls[0]["args"] == {"operation": "write", "path": "a", "content": "b"}
    assert read('{"tool": "final_answer", "answer": "It is 42."}').answer == "It is 42."


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (
            '{"tool": "file_operations.write", "path": "a", "content": "b"}',
            {"operation": "write", "path": "a", "content": "b"},
        ),
        ('{"tool": "file_operations", "operation": "read", "path": "a"}', {"operation": "read", "path": "a"}),
    ],
)
def test_a_call_in_its_short_form(text, arguments):
    (call,) = read(text).message.tool_calls
    assert (call["name"], call["args"]) == ("file_operations", arguments)


def test_an_answer_in_its_short_form():
    assert read('{"tool": "final_answer", "answer": "It is 42."}').answer == "It is 42."


def test_an_answer():
    decision = read('{"name": "final_answer", "arguments": {"answer": "It is 42."}}')
    assert decision.answer == decision.message.text == "It is 42."


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"name": "clock", "arguments": {}}\n```',
        "{'tool': 'clock', 'args': {},}",
        'Sure: {"action": "clock", "action_input": {}} ok',
    ],
)
def test_servers_that_ignore_the_schema_are_understood(text):
    assert read(text).message.tool_calls[0]["name"] == "clock"


def test_a_cut_reply_is_malformed_and_says_why():
    text = '{"name": "file_operations", "arguments": {"operation": "write", "path": "a", "content": "lo'
    assert "cut off" in read(text, finish_reason="length").malformed
    assert "ends too early" in read(text).malformed


@pytest.mark.parametrize(
    "text", ["", "no json", "{}", "[1]", '{"name": "final_answer", "arguments": {"answer": ""}}', '{"a": 1}']
)
def test_what_is_no_decision_is_malformed(text):
    assert read(text).malformed


def test_no_call_passes_where_only_an_answer_may():
    assert "No tool" in read('{"name": "clock", "arguments": {}}', request(must_answer=True)).malformed


def test_a_typed_answer_keeps_its_type():
    asked = request(answer_schema={"type": "array", "items": {"type": "integer"}})
    assert read('{"name": "final_answer", "arguments": {"answer": [1, 2]}}', asked).answer == [1, 2]


@given(st.text())
def test_any_reply_is_a_decision(text):
    read(text)


async def test_the_schema_leaves_only_the_answer_at_the_end():
    prompt = await ConstrainedMode().ask(request(steps_left=1))
    schema = prompt.options["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["tool"]["const"] == "final_answer"
    assert prompt.options["temperature"] == 0


async def test_examples_are_shown_with_their_results_in_place():
    bank = FixedBank(EXAMPLE)
    prompt = await ConstrainedMode(bank, 3).ask(request())
    assert [turn.type for turn in prompt.messages] == ["system", "human", "ai", "human", "ai", "human", "ai", "human"]
    assert '"content": "12"' in prompt.messages[4].text
    assert prompt.messages[6].text == '{"tool": "final_answer", "answer": "3 times 4 is 12; it is in r.txt."}'
    assert bank.asked == [("the goal", 3, {tool["name"] for tool in TOOLS})]


async def test_the_prompt_tells_the_run_and_only_names_the_earlier_ones():
    earlier = [HumanMessage("old goal"), *called("clock", {}, "noon"), AIMessage(content="It is noon.")]
    asked = request(
        *called("calculator", {"expression": "1/0"}, "division by zero", failed=True), HumanMessage("try again")
    )
    asked = type(asked)(asked.goal, [*earlier, *asked.messages], asked.tools)
    _, begin, *turns = (await ConstrainedMode().ask(asked)).messages
    assert begin.text == "Earlier in this conversation:\nUser: old goal\nYou: It is noon.\n\nGoal: the goal"
    assert [(turn.type, turn.text) for turn in turns] == [
        ("ai", '{"tool": "calculator", "expression": "1/0"}'),
        ("human", "Error: division by zero\ntry again"),
    ]


async def test_long_observations_are_cut_and_say_so():
    text = (await ConstrainedMode().ask(request(*called("clock", {}, "a" * 50_000)))).messages[-1].text
    assert len(text) < 4000
    assert "characters left out" in text
