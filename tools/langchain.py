"""LangChain tools as tools of the agent, and the agent's tools as LangChain tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from langchain_core.messages import ToolCall, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from langchain_core.tools import Tool as SingleInputTool
from langchain_core.tools.base import ArgsSchema
from langchain_core.utils.pydantic import is_pydantic_v1_subclass
from pydantic import BaseModel, ValidationError

from tools.arguments import input_schema_of, title_of
from tools.asynchrony import AsyncTool, run_blocking
from tools.base import CallContext, Manifest, Tool, ToolOutput, _explain, current_call
from tools.calls import run_call
from tools.errors import FailureKind, InvalidArguments, RefusedTool
from tools.injection import inject, injected_arguments, needs_call_id
from tools.refusals import reason_to_refuse
from tools.schemas import JsonSchemaInput

_TOLD_AT_RUN_TIME = ("langchain_mcp_adapters.", "langchain_core.")
"""Adapters whose annotations allow a Command for the sake of others; a returned one still fails when it happens."""


def from_langchain(
    tool: BaseTool,
    manifest: Manifest | None = None,
    timeout_seconds: float | None = None,
    max_attempts: int | None = None,
) -> Tool:
    """Make a LangChain tool a tool of the agent.

    Arguments that are injected are hidden from the model. Arguments that the schema does not name are refused.

    Args:
        tool: Any LangChain tool, synchronous, asynchronous or both.
        manifest: What its calls mean; by default a write that is unsafe to repeat, with untrusted output.
        timeout_seconds: Wall-clock limit of one attempt; by default 60.
        max_attempts: Tries of one action in all; by default 3.

    Returns:
        A tool that runs the LangChain tool with its callbacks and error handlers.

    Raises:
        RefusedTool: It pauses or steers the graph, or its schema cannot be used; the message says why.
    """
    _refuse_steering(tool)
    wrapped = (_AsyncLangChainTool if _is_async(tool) else _LangChainTool)(tool)
    wrapped.manifest = manifest or Manifest()
    wrapped.timeout_seconds = Tool.timeout_seconds if timeout_seconds is None else timeout_seconds
    wrapped.max_attempts = Tool.max_attempts if max_attempts is None else max_attempts
    return wrapped


class _LangChainTool(Tool):
    """A LangChain tool that has a synchronous body."""

    is_async: ClassVar[bool] = False

    def __init__(self, tool: BaseTool) -> None:
        self.langchain_tool = tool
        self.name = tool.name
        self.description = tool.description
        self._injected = injected_arguments(tool)
        self.input_schema = input_schema_of(tool, self._injected)
        # Only as a message does LangChain tell the artifact, or that an error was handled.
        self._as_message = (
            tool.response_format == "content_and_artifact"
            or bool(tool.handle_tool_error)
            or bool(tool.handle_validation_error)
            or needs_call_id(self._injected)
        )

    def parse(self, arguments: Mapping[str, Any]) -> BaseModel:
        """Validate, and remember what was sent: LangChain validates again, and a validator may not bear its own output."""
        parsed = super().parse(arguments)
        schema = self.langchain_tool.args_schema
        if isinstance(schema, type) and is_pydantic_v1_subclass(schema) and not self._injected:
            try:
                schema.parse_obj(dict(arguments))
            except ValueError as error:
                raise InvalidArguments(f"{self.name}: {error}") from error
        if hasattr(parsed, "_sent"):
            parsed._sent = dict(arguments)
        return parsed

    def to_dict(self) -> dict[str, Any]:
        """The form that models take, without the description that LangChain repeats in the parameters."""
        form = super().to_dict()
        form["parameters"].pop("description", None)
        return form

    def execute(self, input: Any, /) -> ToolOutput:
        """Invoke the LangChain tool."""
        try:
            return self._read(self.langchain_tool.invoke(self._call(input)))
        except ValidationError as error:
            return self._unfit(error)

    async def aexecute(self, input: Any, /) -> ToolOutput:
        """Invoke the LangChain tool in this event loop."""
        try:
            return self._read(await self.langchain_tool.ainvoke(self._call(input)))
        except ValidationError as error:
            return self._unfit(error)

    def _call(self, input: BaseModel) -> dict[str, Any] | ToolCall:
        sent = getattr(input, "_sent", None)
        if sent is None:
            sent = input.arguments() if isinstance(input, JsonSchemaInput) else _given(input)
        call = current_call()
        arguments = inject(sent, self._injected, call)
        if self._as_message:
            return ToolCall(name=self.name, args=arguments, id=call.action_id or "call", type="tool_call")
        return arguments

    def _read(self, answer: Any) -> ToolOutput:
        if isinstance(answer, ToolOutput):
            return answer
        if not isinstance(answer, ToolMessage):
            return ToolOutput.ok(answer)
        if isinstance(answer.artifact, ToolOutput):
            return answer.artifact
        content = _plain(answer.content)
        metadata = {} if answer.artifact is None else {"artifact": answer.artifact}
        if answer.status == "error":
            return ToolOutput.fail(content if isinstance(content, str) else repr(content), **metadata)
        return ToolOutput.ok(content, **metadata)

    def _unfit(self, error: ValidationError) -> ToolOutput:
        """A schema with injected arguments is validated as a whole only here; other validation errors are the tool's own."""
        schema = self.langchain_tool.get_input_schema()
        if error.title != title_of(schema):
            raise error
        return ToolOutput.fail(_explain(self.name, error), FailureKind.INVALID_ARGUMENTS)


class _AsyncLangChainTool(_LangChainTool, AsyncTool):
    """A LangChain tool that has an asynchronous body."""

    is_async: ClassVar[bool] = True
    execute = AsyncTool.execute


def _is_async(tool: BaseTool) -> bool:
    if isinstance(tool, StructuredTool | SingleInputTool):
        return tool.coroutine is not None
    return type(tool)._arun is not BaseTool._arun


def _refuse_steering(tool: BaseTool) -> None:
    bodies = [getattr(tool, "func", None), getattr(tool, "coroutine", None), type(tool)._run, type(tool)._arun]
    for body in bodies:
        if body is None or str(getattr(body, "__module__", "")).startswith(_TOLD_AT_RUN_TIME):
            continue
        if reason := reason_to_refuse(body):
            raise RefusedTool(f"tool {tool.name!r} is refused: {reason}")


def _given(input: BaseModel) -> dict[str, Any]:
    """The fields that were set, by the names the schema takes, with their values as they are."""
    fields = type(input).model_fields
    return {(fields[name].alias or name): getattr(input, name) for name in fields if name in input.model_fields_set}


def _plain(content: Any) -> Any:
    """The text of content blocks where they are nothing but text."""
    if isinstance(content, list) and content and all(isinstance(b, str) or b.get("type") == "text" for b in content):
        return "\n".join(block if isinstance(block, str) else str(block.get("text", "")) for block in content)
    return content


def as_langchain(tool: Tool) -> BaseTool:
    """Make a tool of the agent a LangChain tool, usable in any chain or agent.

    A message carries the result as its content and the whole `ToolOutput` as its artifact; a failure becomes an error message.
    Timeout and error handling are those of `run_call`; the policy and the ledger are the agent's and do not apply elsewhere.

    Args:
        tool: Any tool.

    Returns:
        A LangChain tool with the same name, description and schema; for a tool that came from LangChain, the original.
    """
    if isinstance(tool, _LangChainTool):
        return tool.langchain_tool
    schema = tool.input_schema
    return _StanchionTool(
        name=tool.name,
        description=tool.description,
        args_schema=schema.json_schema if issubclass(schema, JsonSchemaInput) else schema,
        tool=tool,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


class _StanchionTool(BaseTool):
    """A tool of the agent, as LangChain sees it."""

    tool: Tool

    @property
    def tool_call_schema(self) -> ArgsSchema:
        """The schema as it is: LangChain would make it anew without what it does not know, and nothing needs hiding here."""
        return super().tool_call_schema if isinstance(self.args_schema, dict) else self.tool.input_schema

    def _run(self, **arguments: Any) -> tuple[Any, ToolOutput]:
        return run_blocking(lambda: self._arun(**arguments), f"tool-{self.name}")

    async def _arun(self, **arguments: Any) -> tuple[Any, ToolOutput]:
        # LangChain has validated already, unless the schema is plain JSON.
        by_model = not isinstance(self.args_schema, dict)
        input = self.tool.input_schema.model_construct(**arguments) if by_model else arguments
        output = await run_call(self.tool, input, CallContext())
        if not output.success:
            raise ToolException(output.error or f"{self.name} failed")
        return output.result, output
