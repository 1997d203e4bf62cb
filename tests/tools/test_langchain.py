from __future__ import annotations

import asyncio
import json
import warnings
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import ToolCall, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import (
    BaseTool,
    InjectedToolArg,
    InjectedToolCallId,
    StructuredTool,
    ToolException,
)
from langchain_core.tools import Tool as SingleInputTool
from langchain_core.tools import tool as langchain_tool
from langchain_tests.unit_tests import ToolsUnitTests
from langgraph.prebuilt import InjectedState, InjectedStore, ToolRuntime
from langgraph.runtime import Runtime
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command, interrupt
from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator, model_validator
from pydantic.v1 import BaseModel as BaseModelV1
from pydantic.v1 import Field as FieldV1

from tools.asynchrony import AsyncTool, run_blocking
from tools.base import CallContext, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.calls import run_call
from tools.errors import FailureKind, InvalidArguments, RefusedTool
from tools.langchain import as_langchain, from_langchain
from tools.registry import ToolRegistry
from tools.schemas import model_of


class Order(BaseModel):
    item: str = Field(description="What.")
    count: int = Field(1, ge=1, le=9)

    @field_validator("item")
    @classmethod
    def quoted(cls, item: str) -> str:
        if item == "forbidden":
            raise ValueError("not for sale")
        return f"<{item}>"


class OrderV1(BaseModelV1):
    item: str = FieldV1(description="What.")
    count: int = FieldV1(1, ge=1, le=9)


ORDER_JSON = {
    "type": "object",
    "title": "Order",
    "properties": {
        "item": {"type": "string", "description": "What."},
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1},
    },
    "required": ["item"],
}


def order(item: str, count: int = 1) -> dict[str, Any]:
    return {"item": item, "count": count}


async def order_later(item: str, count: int = 1) -> dict[str, Any]:
    return order(item, count)


def structured(schema: Any, later: bool = False) -> StructuredTool:
    body: dict[str, Any] = {"coroutine": order_later} if later else {"func": order}
    return StructuredTool(name="order", description="Order something.", args_schema=schema, **body)


SCHEMAS = pytest.mark.parametrize("schema", [Order, OrderV1, ORDER_JSON], ids=["pydantic 2", "pydantic 1", "json"])


@SCHEMAS
@pytest.mark.parametrize("later", [False, True])
async def test_a_tool_with_any_kind_of_schema_registers_as_is(schema: Any, later: bool) -> None:
    tool = ToolRegistry().register(structured(schema, later))
    assert tool.is_async is later
    assert tool.manifest == Manifest()
    form = tool.to_dict()
    assert form["description"] == "Order something."
    assert form["parameters"]["properties"]["item"]["description"] == "What."
    assert form["parameters"]["properties"]["count"]["maximum"] == 9
    assert form["parameters"]["required"] == ["item"]
    output = await run_call(tool, {"item": "tea", "count": 2})
    # A validator that changes its value runs once, although LangChain validates again.
    assert output.result == {"item": "<tea>" if schema is Order else "tea", "count": 2}
    assert run_blocking(lambda: run_call(tool, {"item": "tea"}), "test").success
    assert tool.execute(tool.parse({"item": "tea"})).success


@SCHEMAS
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({}, "item"),
        ({"item": 5}, "item"),
        ({"item": "tea", "count": "many"}, "count"),
        ({"item": "tea", "count": 10}, "count"),
        ({"item": "tea", "amount": 1}, "amount"),
        ({"item": "tea", "count": None}, "count"),
    ],
)
async def test_arguments_that_do_not_fit_are_named_before_anything_runs(
    schema: Any, arguments: Any, named: str
) -> None:
    if schema is OrderV1 and arguments == {"item": 5}:
        pytest.skip("pydantic 1 takes 5 for '5', but its JSON schema does not: the stricter one holds elsewhere")
    tool = from_langchain(structured(schema))
    with pytest.raises(InvalidArguments, match=named):
        tool.parse(arguments)


def test_the_schemas_own_validators_speak_at_parsing() -> None:
    with pytest.raises(InvalidArguments, match="not for sale"):
        from_langchain(structured(Order)).parse({"item": "forbidden"})


class EchoTool(BaseTool):
    name: str = "echo"
    description: str = "Say it again."

    def _run(self, text: str) -> str:
        return text


class EchoLater(BaseTool):
    name: str = "echo_later"
    description: str = "Say it again."

    def _run(self, text: str) -> str:
        raise NotImplementedError

    async def _arun(self, text: str) -> str:
        await asyncio.sleep(0)
        return text


@pytest.mark.parametrize("tool", [EchoTool(), EchoLater(), SingleInputTool("single", lambda text: text, "Say it.")])
async def test_classes_of_tools_register_as_is(tool: BaseTool) -> None:
    registered = ToolRegistry().register(tool)
    (argument,) = registered.to_dict()["parameters"]["properties"]
    assert (await run_call(registered, {argument: "a\x00b"})).result == "a\\u0000b"
    assert registered.is_async is isinstance(tool, EchoLater)


ORDERS = [from_langchain(structured(schema)) for schema in (Order, OrderV1, ORDER_JSON)]


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(ORDERS),
    st.dictionaries(
        st.sampled_from(["item", "count", "runtime", "self", "config", ""]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
    ),
)
def test_whatever_a_model_sends_is_run_or_refused(tool: Tool, arguments: dict[str, Any]) -> None:
    output = run_blocking(lambda: run_call(tool, arguments), "test")
    assert output.success or output.failure is FailureKind.INVALID_ARGUMENTS, output
    if output.success:
        assert set(arguments) <= {"item", "count"}
        assert 1 <= output.result["count"] <= 9
    json.dumps(output.model_dump(mode="json"), allow_nan=False).encode()


@langchain_tool
def inside(
    x: int,
    runtime: ToolRuntime[Any, Any],
    state: Annotated[dict[str, Any], InjectedState],
    last: Annotated[str, InjectedState("last")],
    store: Annotated[Any, InjectedStore],
    call_id: Annotated[str, InjectedToolCallId],
    tenant: Annotated[str, InjectedToolArg],
    user: Annotated[str, InjectedToolArg],
    colour: Annotated[str, InjectedToolArg] = "red",
) -> dict[str, Any]:
    """Look at what is injected."""
    return {
        "x": x,
        "runtime": (runtime.context, runtime.tool_call_id),
        "state": (state, last),
        "store": type(store).__name__,
        "who": (call_id, tenant, user, colour),
    }


class RuntimeWithState(Runtime[Any]):
    state: ClassVar[dict[str, str]] = {"last": "words"}


CALL = CallContext(
    action_id="action-1", tenant="acme", runtime=RuntimeWithState(context={"user": "bob"}, store=InMemoryStore())
)


async def test_injected_arguments_are_hidden_from_the_model_and_filled() -> None:
    tool = from_langchain(inside)
    assert list(tool.to_dict()["parameters"]["properties"]) == ["x"]
    assert tool.to_dict()["parameters"]["additionalProperties"] is False
    output = await run_call(tool, {"x": 1}, CALL)
    assert json.loads(output.result) == {
        "x": 1,
        "runtime": [{"user": "bob"}, "action-1"],
        "state": [{"last": "words"}, "words"],
        "store": "InMemoryStore",
        "who": ["action-1", "acme", "bob", "red"],
    }


@pytest.mark.parametrize("name", ["tenant", "state", "runtime", "call_id", "user", "colour"])
async def test_the_model_cannot_send_what_is_injected(name: str) -> None:
    output = await run_call(from_langchain(inside), {"x": 1, name: "evil"}, CALL)
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    assert name in str(output.error)


async def test_a_schema_that_allows_more_still_does_not_let_the_model_inject() -> None:
    class Open(BaseModel):
        model_config = ConfigDict(extra="allow")
        x: int
        tenant: Annotated[str, InjectedToolArg]

    def who(x: int, tenant: str, **more: Any) -> str:
        return tenant

    tool = from_langchain(StructuredTool(name="who", description="Who.", args_schema=Open, func=who))
    assert (await run_call(tool, {"x": 1, "tenant": "evil"}, CALL)).result != "evil"


async def test_outside_of_the_agent_a_tool_that_needs_the_runtime_says_so() -> None:
    output = await run_call(from_langchain(inside), {"x": 1})
    assert output.failure is FailureKind.PERMANENT
    assert "inside the agent" in str(output.error)


async def test_a_json_schema_with_a_runtime_in_the_signature_is_filled() -> None:
    def who(x: int, runtime: ToolRuntime[Any, Any]) -> str:
        return f"{x} {runtime.tool_call_id}"

    schema = {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}
    tool = from_langchain(StructuredTool(name="who", description="Who.", args_schema=schema, func=who))
    assert (await run_call(tool, {"x": 1}, CALL)).result == "1 action-1"
    assert (await run_call(tool, {"x": 1, "runtime": 2}, CALL)).failure is FailureKind.INVALID_ARGUMENTS


async def test_content_and_artifact_both_arrive() -> None:
    @langchain_tool(response_format="content_and_artifact")
    def drawn(x: int) -> tuple[str, dict[str, int]]:
        """Draw."""
        return f"drew {x}", {"raw": x}

    output = await run_call(from_langchain(drawn), {"x": 2})
    assert (output.result, output.metadata) == ("drew 2", {"artifact": {"raw": 2}})


async def test_a_tools_exception_is_a_failure_handled_or_not() -> None:
    def broken(x: int) -> str:
        """Break."""
        raise ToolException(f"no {x}")

    for handled in (False, True, "handled"):
        tool = from_langchain(StructuredTool.from_function(broken, handle_tool_error=handled))
        output = await run_call(tool, {"x": 1})
        assert output.failure is FailureKind.PERMANENT
        assert ("handled" if handled == "handled" else "no 1") in str(output.error)


async def test_a_tool_message_is_unpacked() -> None:
    @langchain_tool
    def answers(x: int, call_id: Annotated[str, InjectedToolCallId]) -> ToolMessage:
        """Answer."""
        content: list[str | dict[Any, Any]] = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
        return ToolMessage(content, tool_call_id=call_id, status="error" if x else "success")

    tool = from_langchain(answers)
    assert (await run_call(tool, {"x": 0}, CALL)).result == "a\nb"
    assert (await run_call(tool, {"x": 1}, CALL)).error == "a\nb"


async def test_a_validation_error_inside_of_the_tool_does_not_blame_the_arguments() -> None:
    @langchain_tool
    def parses(x: int) -> str:
        """Parse an answer from elsewhere."""
        return Order.model_validate({}).item

    output = await run_call(from_langchain(parses), {"x": 1})
    assert output.failure is FailureKind.PERMANENT


async def test_whole_model_validators_speak_even_with_injected_arguments() -> None:
    class Range(BaseModel):
        low: int
        high: int
        tenant: Annotated[str, InjectedToolArg]

        @model_validator(mode="after")
        def ordered(self) -> Range:
            if self.low > self.high:
                raise ValueError("low is above high")
            return self

    def width(low: int, high: int, tenant: str) -> int:
        return high - low

    tool = from_langchain(StructuredTool(name="width", description="Width.", args_schema=Range, func=width))
    assert (await run_call(tool, {"low": 1, "high": 3}, CALL)).result == 2
    output = await run_call(tool, {"low": 3, "high": 1}, CALL)
    assert (output.failure, "low is above high" in str(output.error)) == (FailureKind.INVALID_ARGUMENTS, True)


def test_a_tool_that_pauses_or_steers_is_refused() -> None:
    class Pausing(BaseTool):
        name: str = "pausing"
        description: str = "Pause."

        def _run(self, x: int) -> str:
            return str(interrupt(x))

    @langchain_tool
    def steering(x: int) -> Command[Any]:
        """Steer."""
        return Command()

    for tool in (Pausing(), steering):
        with pytest.raises(RefusedTool, match="refused"):
            from_langchain(tool)


def test_arguments_that_langchain_would_lose_are_refused() -> None:
    schema = {"type": "object", "properties": {"config": {"type": "string"}}}
    with pytest.raises(RefusedTool, match="'config'"):
        from_langchain(StructuredTool(name="t", description="T.", args_schema=schema, func=lambda config: config))


@pytest.mark.parametrize(
    "schema", [{"type": "array"}, {"properties": 3}, {"type": "object", "properties": {"a": {"$ref": "#/no"}}}]
)
def test_a_schema_that_is_not_one_of_an_object_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(RefusedTool, match="input schema"):
        model_of("t", schema)


def test_a_root_model_is_refused() -> None:
    class Numbers(RootModel[list[int]]):
        pass

    with pytest.raises(RefusedTool, match="named fields"):
        from_langchain(StructuredTool(name="t", description="T.", args_schema=Numbers, func=lambda root: root))


NESTED = {
    "type": "object",
    "$defs": {
        "tree": {
            "type": "object",
            "properties": {"value": {"type": "integer"}, "next": {"$ref": "#/$defs/tree"}},
            "required": ["value"],
        }
    },
    "properties": {
        "tree": {"$ref": "#/$defs/tree"},
        "either": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
        "kind": {"enum": ["a", "b"]},
        "many": {"type": "array", "items": {"type": "number"}, "maxItems": 2},
        "closed": {"type": "object", "properties": {"x": {"type": "boolean"}}, "additionalProperties": False},
        "scores": {"type": "object", "additionalProperties": {"type": "integer"}},
        "both": {"type": ["string", "integer"]},
        "model_config": {"type": "string"},
        "class": {"const": 1},
        "odd one, with \u00fcmlaut": {},
    },
}


@pytest.mark.parametrize(
    ("arguments", "fits"),
    [
        ({}, True),
        ({"tree": {"value": 1, "next": {"value": 2, "next": {"value": 3}}, "more": 1}}, True),
        ({"tree": {"value": 1, "next": {}}}, False),
        ({"either": None}, True),
        ({"either": "long!"}, False),
        ({"kind": "c"}, False),
        ({"many": [1, 2.5]}, True),
        ({"many": [1, 2, 3]}, False),
        ({"closed": {"x": True}}, True),
        ({"closed": {"y": True}}, False),
        ({"scores": {"a": "x"}}, False),
        ({"both": "x"}, True),
        ({"both": [1]}, False),
        ({"model_config": "x", "class": 1, "odd one, with \u00fcmlaut": [1, {"a": None}]}, True),
        ({"class": 2}, False),
        ({"unknown": 1}, False),
    ],
)
def test_a_json_schema_is_read(arguments: dict[str, Any], fits: bool) -> None:
    model = model_of("nested", NESTED)
    if fits:
        assert model.model_validate(arguments).arguments() == arguments
    else:
        with pytest.raises(ValueError):
            model.model_validate(arguments)
    assert model.model_json_schema()["properties"] == NESTED["properties"]


JSON_SCHEMAS = st.recursive(
    st.sampled_from(
        [{}, {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "null"}, {"enum": ["a", 1, None]}, True, 5]
    ),
    lambda inner: (
        st.fixed_dictionaries({"type": st.just("array"), "items": inner})
        | st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.text(), inner, max_size=3)}
        )
        | st.fixed_dictionaries({"anyOf": st.lists(st.fixed_dictionaries({"type": st.just("string")}), max_size=2)})
    ),
    max_leaves=6,
)


class Configured(BaseTool):
    name: str = "configured"
    description: str = "Read its configuration."

    def _run(self, x: int, config: RunnableConfig) -> str:
        return f"{x} {'metadata' in config}"


async def test_what_langchain_fills_itself_is_hidden() -> None:
    tool = from_langchain(Configured())
    assert list(tool.to_dict()["parameters"]["properties"]) == ["x"]
    assert (await run_call(tool, {"x": 1})).result == "1 True"


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(st.text(), JSON_SCHEMAS, max_size=4)}
    ),
    st.dictionaries(st.text(max_size=3), st.integers() | st.text(), max_size=3),
)
def test_any_schema_a_server_sends_is_read_or_refused(schema: dict[str, Any], arguments: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            model = model_of("foreign", schema)
        except RefusedTool:
            return
    try:
        model.model_validate(arguments)
    except ValueError:
        return


class AddInput(ToolInput):
    a: int
    b: int = 2


class Add(Tool):
    name = "add"
    description = "Add two numbers."
    input_schema: type[BaseModel] = AddInput
    manifest = Manifest(effect=Effect.NONE, replay=Replay.PURE)

    def execute(self, input: Any, /) -> ToolOutput:
        if input.b == 0:
            return ToolOutput.fail("zero is not added", FailureKind.PERMANENT)
        return ToolOutput.ok(input.a + input.b, checked=True)


class AddLater(AsyncTool):
    name = "add_later"
    description = "Add two numbers."
    input_schema: type[BaseModel] = AddInput

    async def aexecute(self, input: Any, /) -> ToolOutput:
        return Add().execute(input)


class TestStandardSync(ToolsUnitTests):
    @property
    def tool_constructor(self) -> BaseTool:
        return as_langchain(Add())

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"a": 1, "b": 3}


class TestStandardAsync(TestStandardSync):
    @property
    def tool_constructor(self) -> BaseTool:
        return as_langchain(AddLater())


@pytest.mark.parametrize("ours", [Add(), AddLater()])
async def test_a_tool_of_ours_is_a_langchain_tool(ours: Tool) -> None:
    theirs = as_langchain(ours)
    assert theirs.invoke({"a": 1}) == 3
    assert await theirs.ainvoke({"a": "5", "b": 3}) == 8
    message = await theirs.ainvoke(ToolCall(name=ours.name, args={"a": 1}, id="1", type="tool_call"))
    assert (message.content, message.status, message.artifact) == ("3", "success", ToolOutput.ok(3, checked=True))
    failed = theirs.invoke(ToolCall(name=ours.name, args={"a": 1, "b": 0}, id="1", type="tool_call"))
    assert (failed.content, failed.status) == ("zero is not added", "error")
    with pytest.raises(ValueError, match="valid integer"):
        theirs.invoke({"a": "x"})


async def test_there_and_back_again() -> None:
    original = structured(Order)
    assert as_langchain(from_langchain(original)) is original
    again = from_langchain(as_langchain(Add()))
    assert (await run_call(again, {"a": 4})).result == 6
    assert (await run_call(again, {"a": 4, "b": 0})).error == "zero is not added"
    assert again.to_dict()["parameters"]["properties"] == Add().to_dict()["parameters"]["properties"]
