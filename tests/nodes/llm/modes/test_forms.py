import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.forms import CallForms
from nodes.llm.modes.reply import as_call
from tests.nodes.llm.modes.material import CALCULATOR, CLOCK, FILES, TOOLS
from tools.file_operations import FileOperationsInput

REAL = {"name": "file_operations", "description": "Files.", "parameters": FileOperationsInput.model_json_schema()}
FORMS = CallForms(TOOLS)


def words(tools):
    return [schema["properties"]["tool"]["const"] for schema in CallForms(tools).schemas()]


def test_each_operation_is_a_form_of_its_own():
    assert words([CALCULATOR, FILES]) == [
        "calculator",
        "file_operations.read",
        "file_operations.write",
        "file_operations.list",
    ]


def test_a_named_option_is_a_form_of_its_own():
    assert "file_operations.append" in words([REAL])
    forms = CallForms([REAL])
    call = {"operation": "write", "filepath": "a", "content": "b", "mode": "a"}
    short = forms.write("file_operations", call)
    assert short == {"tool": "file_operations.append", "filepath": "a", "content": "b"}
    assert forms.read(short) == {"name": "file_operations", "arguments": call}


def test_what_must_be_sent_cannot_be_null():
    forms = {schema["properties"]["tool"]["const"]: schema for schema in CallForms([REAL]).schemas()}
    assert forms["file_operations.copy"]["properties"]["destination"] == {"type": "string"}
    assert forms["file_operations.copy"]["required"] == ["tool", "filepath", "destination"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("calculator", {"expression": "6*7"}),
        ("file_operations", {"operation": "write", "path": "a", "content": "b"}),
        ("file_operations", {"operation": "unheard of", "path": "a"}),
        ("clock", {}),
        ("no_such_tool", {"a": 1}),
    ],
)
def test_what_is_written_is_read_back(name, arguments):
    call = as_call(FORMS.read(json.loads(json.dumps(FORMS.write(name, arguments)))))
    assert (call.name, call.arguments) == (name, arguments)


def test_an_argument_called_tool_is_nested():
    drill = {
        "name": "drill",
        "parameters": {"type": "object", "properties": {"tool": {"type": "string"}}, "required": ["tool"]},
    }
    forms = CallForms([drill])
    short = forms.write("drill", {"tool": "6 mm"})
    assert short == {"tool": "drill", "arguments": {"tool": "6 mm"}}
    assert forms.read(short) == {"name": "drill", "arguments": {"tool": "6 mm"}}
    assert forms.schemas()[0]["properties"]["arguments"]["required"] == ["tool"]


@given(st.dictionaries(st.text(max_size=5) | st.sampled_from(["tool", "arguments", "operation"]), st.integers()))
def test_any_arguments_survive(arguments):
    for name in ("clock", "file_operations", "unknown"):
        call = as_call(FORMS.read(FORMS.write(name, arguments)))
        assert (call.name, call.arguments) == (name, arguments)


@given(
    st.recursive(
        st.none() | st.text(max_size=4) | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=4), x)
    )
)
def test_anything_else_is_left_as_it_is(value):
    assert FORMS.read_all(value) == value or "tool" in json.dumps(value)


def test_the_catalogue_shows_the_forms_and_no_example_of_the_long_form():
    text = CallForms([REAL | {"description": 'Do files. Example: {"operation": "read"}'}, CLOCK]).catalogue()
    assert "- file_operations: Do files.\n" in text
    assert '  {"tool": "file_operations.read", "filepath": string}' in text
    assert '  {"tool": "clock"}' in text
    assert '"operation"' not in text
    assert CallForms([]).catalogue() == "(none: answer from what is known)"
