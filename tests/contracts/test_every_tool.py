"""What every built-in tool keeps to."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.utils.function_calling import convert_to_openai_tool

from tools.asynchrony import run_blocking
from tools.base import CallContext, Effect, Replay, Tool
from tools.builtin import builtin_tools
from tools.calls import run_call
from tools.errors import FailureKind, InvalidArguments
from tools.langchain import as_langchain
from tools.registry import ToolRegistry
from tools.workspace import Workspace

WORKSPACE = Path(tempfile.mkdtemp(prefix="contract-"))
TOOLS: list[Tool] = builtin_tools(Workspace(WORKSPACE))
EVERY = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    yield
    shutil.rmtree(WORKSPACE)


def test_the_four_of_the_architecture_are_there() -> None:
    assert {"calculator", "file_operations", "web_search", "api_call"} <= {tool.name for tool in TOOLS}


@EVERY
def test_it_registers_and_lists_as_json(tool: Tool) -> None:
    (form,) = ToolRegistry([tool]).list_tools()
    assert form["name"] == tool.name
    assert form["parameters"]["type"] == "object"
    assert json.dumps(form, allow_nan=False)


@EVERY
def test_every_argument_is_described_for_the_model(tool: Tool) -> None:
    for name, schema in tool.to_dict()["parameters"]["properties"].items():
        assert schema.get("description") or "$ref" in schema, f"{tool.name}.{name} has no description"


@EVERY
def test_it_says_what_its_calls_mean(tool: Tool) -> None:
    if tool.effect is Effect.NONE:
        assert tool.replay is Replay.PURE
    if tool.replay is Replay.PURE:
        assert tool.effect in {Effect.NONE, Effect.READ}
    if tool.replay is Replay.RECONCILABLE:
        assert type(tool).verify is not Tool.verify
    assert set(tool.manifest.roles) <= set(tool.input_schema.model_fields)


@EVERY
def test_it_refuses_arguments_that_it_does_not_know(tool: Tool) -> None:
    with pytest.raises(InvalidArguments, match="no_such_argument"):
        tool.parse({"no_such_argument": 1})


ORDER = list(Effect)


def shaped(tool: Tool) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments under the tool's own names, with values of any kind, near misses included."""
    known = {
        name: st.sampled_from([*_choices(schema), "1 + 1", "notes.txt", "../x", "a\x00b", "", -1, None, True])
        | JSON_VALUES
        for name, schema in tool.to_dict()["parameters"]["properties"].items()
    }
    required = set(tool.to_dict()["parameters"].get("required", ()))
    return st.fixed_dictionaries(
        {name: value for name, value in known.items() if name in required},
        optional={name: value for name, value in known.items() if name not in required},
    )


def _choices(schema: dict[str, Any]) -> list[Any]:
    return list(schema.get("enum", [])) + ([schema["const"]] if "const" in schema else [])


@EVERY
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_fits_can_be_judged_and_shown_without_effect(tool: Tool, data: st.DataObject) -> None:
    before = sorted(path.name for path in WORKSPACE.iterdir())
    try:
        parsed = tool.parse(data.draw(shaped(tool)))
    except InvalidArguments:
        return
    judged = tool.classify(parsed)
    assert ORDER.index(judged.effect) <= ORDER.index(tool.effect), "a call is never worse than its tool's manifest"
    assert tool.preview(parsed)
    assert sorted(path.name for path in WORKSPACE.iterdir()) == before


@EVERY
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_model_sends_is_answered_in_json_and_never_by_a_bug(tool: Tool, data: st.DataObject) -> None:
    if tool.name in {"web_search", "api_call"}:
        # Whatever fits would go out to the network: only what does not fit is sent here, the rest is the tool's own tests.
        arguments = {**data.draw(shaped(tool)), "no_such_argument": data.draw(JSON_VALUES)}
    else:
        arguments = data.draw(shaped(tool))
    output = run_blocking(lambda: run_call(tool, arguments, CallContext("a", "k")), "contract")
    assert output.failure is not FailureKind.BUG, output.error
    assert output.success == (output.failure is None)
    assert output.success or output.error
    json.dumps(output.model_dump(mode="json"), allow_nan=False).encode()


@EVERY
def test_it_is_a_langchain_tool_elsewhere(tool: Tool) -> None:
    theirs = as_langchain(tool)
    assert (theirs.name, theirs.description) == (tool.name, tool.description)
    assert theirs.args == tool.to_dict()["parameters"]["properties"]
    function = convert_to_openai_tool(theirs)["function"]
    assert (function["name"], function["description"]) == (tool.name, tool.description)
    assert set(function["parameters"]["properties"]) == set(theirs.args)
