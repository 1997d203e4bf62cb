import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from nodes.llm.modes.native import NativeMode, function_form, typed_value
from nodes.llm.scripted import answer, call, calls
from tests.nodes.llm.modes.material import CALCULATOR, FILES, TOOLS, called, is_one_of_three, request

MODE = NativeMode()
TYPED = {"type": "object", "properties": {"total": {"type": "integer"}}, "required": ["total"]}


def read(reply, asked=None):
    decision = MODE.read(asked or request(), reply)
    assert is_one_of_three(decision)
    return decision


async def test_the_prompt_only_grows():
    first = await MODE.ask(request())
    later = await MODE.ask(request(*called("calculator", {"expression": "1"}, "1"), steps_left=3))
    assert later.messages[: len(first.messages)] == first.messages
    assert later.tools == first.tools
    assert isinstance(first.messages[0], SystemMessage)


async def test_the_goal_is_said_where_no_message_says_it():
    asked = request()
    prompt = await MODE.ask(type(asked)(asked.goal, [], TOOLS))
    assert prompt.messages[-1] == HumanMessage("the goal")


async def test_no_call_passes_where_only_an_answer_may():
    prompt = await MODE.ask(request(must_answer=True))
    assert prompt.tool_choice == "none"
    assert "answer now" in prompt.messages[-1].text
    assert "No tool" in read(call("clock"), request(must_answer=True)).malformed


async def test_on_the_last_step_the_model_is_told_to_answer_but_may_act():
    prompt = await MODE.ask(request(steps_left=1))
    assert "answer now" in prompt.messages[-1].text
    assert prompt.tool_choice is None
    assert read(call("clock"), request(steps_left=1)).message.tool_calls


async def test_a_typed_answer_is_one_more_tool():
    prompt = await MODE.ask(request(answer_schema=TYPED))
    assert prompt.tools[-1]["function"]["name"] == "final_answer"
    assert prompt.tool_choice == "any"
    final = await MODE.ask(request(answer_schema=TYPED, must_answer=True))
    assert [tool["function"]["name"] for tool in final.tools] == ["final_answer"]


def test_calls_come_through_with_the_thought():
    decision = read(
        calls([{"name": "clock", "id": "a"}, {"name": "calculator", "args": {"expression": "1"}, "id": "b"}], "Both.")
    )
    assert [item["id"] for item in decision.message.tool_calls] == ["a", "b"]
    assert decision.thought == decision.message.text == "Both."


@pytest.mark.parametrize("ids", [("x", "x"), (None, None), ("", ""), ("old", "new")])
def test_every_call_gets_an_id_of_its_own(ids):
    before = AIMessage(content="", tool_calls=[{"name": "clock", "args": {}, "id": "old", "type": "tool_call"}])
    reply = calls([{"name": "clock", "id": ids[0]}, {"name": "clock", "args": {"a": 1}, "id": ids[1]}])
    found = [item["id"] for item in read(reply, request(before)).message.tool_calls]
    assert len({*found, "old"}) == 3
    assert all(found)


def test_words_are_the_answer():
    decision = read(answer("It is 42."))
    assert decision.answer == decision.message.text == "It is 42."


def test_hidden_reasoning_is_not_the_answer():
    decision = read(answer("<think>\nsix times seven\n</think>\n\n42"))
    assert (decision.answer, decision.thought) == ("42", "six times seven")
    assert read(answer("<think>going on and on")).malformed


def test_a_call_in_the_content_is_salvaged():
    decision = read(
        answer('Computing.\n<tool_call>{"name": "calculator", "arguments": {"expression": "6*7"}}</tool_call>')
    )
    assert decision.message.tool_calls[0]["args"] == {"expression": "6*7"}
    assert decision.message.text == "Computing."


def test_content_blocks_that_a_provider_wants_back_are_kept():
    blocks = [{"type": "thinking", "thinking": "hm", "signature": "s"}, {"type": "text", "text": "Look."}]
    reply = AIMessage(
        content=blocks, tool_calls=call("clock").tool_calls, additional_kwargs={"tool_calls": [1], "k": 2}
    )
    reply.tool_calls[0]["id"] = "a"
    message = read(reply).message
    assert message.content == blocks
    assert message.additional_kwargs == {"k": 2}


def test_an_empty_reply_and_a_broken_call_are_malformed():
    assert "empty" in read(answer("  ")).malformed
    broken = AIMessage(
        content="",
        invalid_tool_calls=[{"type": "invalid_tool_call", "name": "clock", "args": "{", "id": "a", "error": None}],
    )
    decision = read(broken)
    assert "clock" in decision.malformed
    assert not decision.message.tool_calls
    assert decision.message.text


def test_a_typed_answer_by_call_or_as_json():
    asked = request(answer_schema=TYPED)
    assert read(call("final_answer", answer={"total": 3}), asked).answer == {"total": 3}
    assert read(call("final_answer", total=3), asked).answer == {"total": 3}
    assert read(answer('```json\n{"total": 3}\n```'), asked).answer == {"total": 3}
    assert "final_answer" in read(answer("three"), asked).malformed
    decision = read(call("final_answer", answer={"total": 3}), asked)
    assert decision.message.text == '{"total": 3}'
    assert not decision.message.tool_calls


def test_an_answer_beside_calls_waits_for_them():
    reply = calls([{"name": "clock", "id": "a"}, {"name": "final_answer", "args": {"answer": "x"}, "id": "b"}])
    assert [item["name"] for item in read(reply).message.tool_calls] == ["clock"]


def test_an_answer_that_was_cut_off_is_asked_for_again_but_not_at_the_end():
    cut = AIMessage(content="The first half of", response_metadata={"finish_reason": "length"})
    assert "cut off" in read(cut).malformed
    assert read(cut, request(must_answer=True)).answer == "The first half of"


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("4", {"type": "integer"}, 4),
        ("four", {"type": "integer"}, None),
        ("four", {"type": "string"}, "four"),
        ('{"answer": [1]}', {"type": "array"}, [1]),
    ],
)
def test_typed_values_from_text(text, schema, value):
    assert typed_value(text, schema) == value


def test_tools_go_out_without_our_hints_and_titles():
    operation = function_form(FILES)["function"]["parameters"]["properties"]["operation"]
    assert operation == {"type": "string", "enum": ["read", "write", "list"]}
    assert "title" not in function_form(CALCULATOR)["function"]["parameters"]
    titled = {"name": "t", "parameters": {"type": "object", "properties": {"title": {"type": "string", "title": "T"}}}}
    assert function_form(titled)["function"]["parameters"]["properties"] == {"title": {"type": "string"}}
