import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.salvage import salvage_calls

BODY = '{"name": "calculator", "arguments": {"expression": "6*7"}}'


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"```json\n{BODY}\n```",
        f"```\n{BODY}\n```",
        f"<tool_call>\n{BODY}\n</tool_call>",
        f"<tool_call>{BODY}",
        f"[TOOL_CALLS][{BODY}]",
        f"<|python_tag|>{BODY}",
        f"[{BODY}]",
        '{"tool_calls": [' + BODY + "]}",
        '{"type": "function", "function": {"name": "calculator", "arguments": "{\\"expression\\": \\"6*7\\"}"}}',
        '{"type": "function", "name": "calculator", "parameters": {"expression": "6*7"}}',
        '{"action": "calculator", "action_input": {"expression": "6*7"}}',
        "{'name': 'calculator', 'arguments': {'expression': '6*7',}}",
        "<tool_call>\n<function=calculator>\n<parameter=expression>\n6*7\n</parameter>\n</function>\n</tool_call>",
        '<function=calculator>{"expression": "6*7"}</function>',
    ],
)
def test_a_call_in_the_content_is_found(text):
    (call,), around = salvage_calls(text, ["calculator"])
    assert (call.name, call.arguments) == ("calculator", {"expression": "6*7"})
    assert around == ""


def test_words_around_a_call_are_kept_as_the_thought():
    calls, around = salvage_calls(f"Let me compute.\n```json\n{BODY}\n```", ["calculator"])
    assert len(calls) == 1
    assert around == "Let me compute."


def test_several_calls_are_several():
    text = "\n".join(
        f'<tool_call>{{"name": "calculator", "arguments": {{"expression": "{n}"}}}}</tool_call>' for n in (1, 2)
    )
    assert [call.arguments["expression"] for call in salvage_calls(text, ["calculator"])[0]] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "The answer is 42.",
        'Here is the record: {"name": "Ada", "age": 36}',
        '{"name": "Ada", "age": 36}',
        '{"name": "calculator"}',
        'An example of a call is {"name": "pay", "arguments": {"amount": 5}}, as you see.',
        '{"name": "calculator", "arguments": {"expression": "6',
        '{"result": 42}',
    ],
)
def test_data_and_prose_and_halves_are_no_calls(text):
    assert salvage_calls(text, ["calculator"]) == ([], text)


def test_an_unknown_name_counts_where_the_whole_reply_is_a_call():
    calls, _ = salvage_calls('{"name": "calc", "arguments": {"x": 1}}', ["calculator"])
    assert [call.name for call in calls] == ["calc"]


@given(st.text() | st.text(alphabet='{}[]",:<>/=|` tool_calfunctinarmes\n', max_size=80))
def test_never_raises(text):
    salvage_calls(text, ["calculator"])


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4))
def test_any_arguments_come_back(arguments):
    text = json.dumps({"name": "calculator", "arguments": arguments})
    (call,), _ = salvage_calls(text, ["calculator"])
    assert call.arguments == arguments


def test_a_call_repeated_until_the_reply_is_cut_counts_once():
    assert len(salvage_calls(f"{BODY}\n" * 9 + BODY[:20], ["calculator"])[0]) == 1
