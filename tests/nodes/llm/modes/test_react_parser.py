import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.react_parser import parse_react
from nodes.llm.modes.react_text import render_action
from tests.nodes.llm.modes.material import TOOLS


def read(text):
    return parse_react(text, TOOLS)


def call(text):
    reply = read(text)
    return reply.action, reply.arguments


SUM = ("calculator", {"expression": "6*7"})


@pytest.mark.parametrize(
    "text",
    [
        'Thought: multiply\nAction: calculator\nAction Input: {"expression": "6*7"}',
        'Action: calculator\nAction Input: {"expression": "6*7"}',
        '**Thought:** multiply\n**Action:** calculator\n**Action Input:** {"expression": "6*7"}',
        '**Thought**: multiply\n**Action**: `calculator`\n**Action Input**: `{"expression": "6*7"}`',
        'Thought: x\nAction: calculator\nAction Input:\n```json\n{"expression": "6*7"}\n```\nI wait.',
        "Thought: x\nAction: calculator\nAction Input: {'expression': '6*7',}",
        "Thought: x\nAction: calculator\nAction Input: 6*7",
        'Thought: x\nAction: calculator\nAction Input: "6*7"',
        "Thought: x\nAction: calculator\nAction Input: expression: 6*7",
        "Thought: x\nAction: calculator\nAction Input: expression = 6*7",
        'Thought: x\nAction: calculator\nAction Input: {"expression": "6*7"}\nThis multiplies.',
        'Thought: x\nAction: calculator\nAction Input: {"expression": "6*7"}\nObservation: 43\nThought: y\nFinal Answer: 43',
        'Thought: x\nAction: calculator\nAction Input: {"expression": "6*7"}\nFinal Answer: 43',
        'Thought: x\nAction: calculator\nAction Input: {"expression": "6*7"}\nAction: clock\nAction Input: {}',
        "Thought： x\nAction： calculator\nAction Input： {“expression”: “6*7”}",
        'Thought : x\nAction : calculator\nAction Input : {"expression": "6*7"}',
        'thought: x\naction: Calculator\naction input: {"expression": "6*7"}',
        'Thought 1: x\nAction 1: calculator\nAction Input 1: {"expression": "6*7"}',
        '```\nThought: x\nAction: calculator\nAction Input: {"expression": "6*7"}\n```',
        'Thought: x\r\nAction: calculator\r\nAction Input: {"expression": "6*7"}\r\n',
        'Thought: x\nAction: calculator(expression="6*7")',
        'Thought: x\nAction: calculator("6*7")',
        "Thought: x\nAction: calculator[6*7]",
        'Thought: x\nAction: {"name": "calculator", "arguments": {"expression": "6*7"}}',
        'Thought: x\nAction: calculator\n{"expression": "6*7"}',
        'Thought: x\nAction: calculator\nAction Input: {{"expression": "6*7"}}',
        'I will compute.\n{"name": "calculator", "arguments": {"expression": "6*7"}}',
        '- Thought: x\n- Action: calculator\n- Action Input: {"expression": "6*7"}',
    ],
)
def test_reads_an_action_however_it_is_dressed(text):
    assert call(text) == SUM


def test_key_lines_give_several_arguments():
    text = "Thought: x\nAction: file_operations\nAction Input:\noperation: write\npath: a.txt\ncontent: 12"
    assert call(text) == ("file_operations", {"operation": "write", "path": "a.txt", "content": "12"})


def test_a_bare_number_fits_a_number():
    assert call("Action: web_search\nAction Input:\nquery: cats\nmax_results: 3")[1] == {
        "query": "cats",
        "max_results": 3,
    }


def test_a_tool_without_arguments_needs_no_input():
    assert call("Thought: x\nAction: clock") == ("clock", {})


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Thought: done\nFinal Answer: 42", "42"),
        ("Final Answer: 42", "42"),
        ("**Final Answer:** 42", "42"),
        ("**Final Answer: 42**", "42"),
        ("Thought: I know it. Final Answer: 42", "42"),
        ("Final Answer：\n42", "42"),
        ("Final Answer: line one\n- line two\n\nline three", "line one\n- line two\n\nline three"),
        ("Final Answer: 42\n\nGoal: another\nThought: more", "42"),
        ("Final Answer: 42\nObservation: fine", "42"),
        ("Thought: done\nAction: None\nAction Input: 42", "42"),
        ("Thought: done\nAction: Final Answer\nAction Input: 42", "42"),
        ('Final Answer: {"total": 3}', '{"total": 3}'),
    ],
)
def test_reads_a_final_answer(text, answer):
    assert read(text).answer == answer


def test_the_thought_is_kept():
    assert read("Thought: first this\nand that\nAction: clock").thought == "first this\nand that"
    assert read("I should look.\nAction: clock").thought == "I should look."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not in the format"),
        ("just chatting", "not in the format"),
        ("Thought: hmm", "neither an Action nor a Final Answer"),
        ("Thought: x\nAction: calculator", "Action Input of calculator is missing"),
        ("Thought: x\nAction: file_operations\nAction Input: hello there", "cannot be read"),
        ('Thought: x\nAction: calculator\nAction Input: {"expression": "6', "cannot be read"),
        ("Thought: x\nAction: None", "names no tool"),
        ("Thought: x\nAction: I will now think about it", "no tool name"),
        ("Final Answer:", "is empty"),
        ("Observation: 5\nThought: x\nFinal Answer: 5", "neither"),
    ],
)
def test_says_what_is_wrong(text, problem):
    reply = read(text)
    assert reply.action is None
    assert reply.answer is None
    assert problem in reply.problem


PIECES = st.sampled_from(
    [
        "Thought:",
        "Action:",
        "Action Input:",
        "Final Answer:",
        "Observation:",
        "\n",
        "**",
        "```",
        "{",
        "}",
        '"',
        "calculator",
        "(",
        "[",
        "：",
        " 6*7",
        "None",
        "<think>",
    ]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_never_raises_and_always_says_exactly_one_thing(text):
    reply = read(text)
    assert sum(part is not None for part in (reply.action, reply.answer, reply.problem)) == 1
    assert (reply.action is None) == (reply.arguments is None)


LINES = st.text(
    alphabet=st.characters(exclude_categories=["C", "Z"], exclude_characters="*_`#>-:：﹕∶.!?。"),
    min_size=1,
    max_size=20,
)
ARGUMENTS = st.dictionaries(
    st.text(max_size=8), st.text() | st.integers() | st.booleans() | st.lists(st.text(), max_size=3), max_size=4
)


@given(LINES, st.sampled_from([tool["name"] for tool in TOOLS]), ARGUMENTS)
def test_a_rendered_action_comes_back(thought, name, arguments):
    reply = read(render_action(thought, name, arguments))
    assert (reply.thought, reply.action, reply.arguments) == (thought, name, json.loads(json.dumps(arguments)))


@given(LINES, LINES)
def test_a_rendered_answer_comes_back(thought, answer):
    reply = read(f"Thought: {thought}\nFinal Answer: {answer}")
    assert (reply.thought, reply.answer) == (thought, answer)
