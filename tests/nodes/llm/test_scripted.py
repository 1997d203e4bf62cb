import pytest
from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.scripted import ScriptedModel, ScriptExhausted, answer, call, calls


def test_replies_come_in_order_and_prompts_are_kept():
    model = ScriptedModel(
        ["one", call("clock"), {"name": "clock", "args": {}}, lambda messages: messages[-1].text.upper()]
    )
    assert model.invoke("a").text == "one"
    assert model.invoke("b").tool_calls[0]["name"] == "clock"
    assert model.invoke("c").tool_calls[0]["id"] == "call_2_0"
    assert model.invoke("d").text == "D"
    assert [prompt[-1].text for prompt in model.prompts] == ["a", "b", "c", "d"]
    assert model.remaining == 0


def test_an_ended_script_says_so():
    with pytest.raises(ScriptExhausted, match="has 0 replies and was asked 1 times"):
        ScriptedModel().invoke("a")


def test_errors_are_raised_and_count_as_replies():
    model = ScriptedModel([ConnectionError("down"), "up"])
    with pytest.raises(ConnectionError):
        model.invoke("a")
    assert model.invoke("a").text == "up"


def test_a_reply_that_is_none_is_refused():
    with pytest.raises(TypeError, match="a reply is a text"):
        ScriptedModel([5]).invoke("a")


@pytest.mark.parametrize(
    "reply",
    [
        answer("  two words\n and more "),
        answer(""),
        call("clock"),
        calls([{"name": "a", "args": {"x": "y" * 50}}, {"name": "b"}], "both"),
    ],
)
async def test_what_streams_is_what_is_said(reply):
    said = ScriptedModel([reply]).invoke("a")
    whole = None
    async for chunk in ScriptedModel([reply]).astream([HumanMessage("a")]):
        whole = chunk if whole is None else whole + chunk
    assert (whole.text, whole.tool_calls, whole.usage_metadata) == (said.text, said.tool_calls, said.usage_metadata)
    assert whole.response_metadata == said.response_metadata


def test_words_stream_one_by_one():
    assert [chunk.text for chunk in ScriptedModel(["one two three"]).stream("a")][:3] == ["one", " two", " three"]


def test_tools_and_options_are_noted():
    model = ScriptedModel(["x"])
    model.bind_tools(
        [{"name": "t", "description": "d", "parameters": {"type": "object", "properties": {}}}], tool_choice="any"
    ).invoke("a", stop=["."])
    assert model.options[0]["tools"][0]["function"]["name"] == "t"
    assert model.options[0]["tool_choice"] == "any"
    assert model.options[0]["stop"] == ["."]


def test_token_counts_are_plausible_or_as_given():
    assert ScriptedModel(["four by four letters"]).invoke("a" * 40).usage_metadata["input_tokens"] == 10
    usage = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    assert ScriptedModel([AIMessage(content="x", usage_metadata=usage)]).invoke("a").usage_metadata == usage
