"""Runs one call of one tool: everything that can go wrong in it comes back as a value."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Coroutine, Mapping
from contextvars import copy_context
from typing import Any

from pydantic import BaseModel

from tools.asynchrony import in_daemon_thread
from tools.base import _CALL, CallContext, Manifest, Replay, Tool, ToolOutput
from tools.errors import FailureKind, InvalidArguments
from tools.failures import failure_of
from tools.results import MAX_RESULT_CHARACTERS, as_json

_MAX_ERROR_CHARACTERS = 4_000
_MAX_METADATA_CHARACTERS = 10_000


async def run_call(
    tool: Tool,
    arguments: Mapping[str, Any] | BaseModel,
    context: CallContext | None = None,
    *,
    max_result_characters: int = MAX_RESULT_CHARACTERS,
) -> ToolOutput:
    """Run one attempt of one call.

    Asynchronous tools run in this event loop, synchronous ones in a daemon thread. After `tool.timeout_seconds` the answer is a
    failure of kind TIMEOUT; a synchronous tool cannot be cancelled and goes on unwatched, an asynchronous one is cancelled.

    Args:
        tool: The tool.
        arguments: What the model sent, or an instance of `tool.input_schema` that `tool.parse` gave.
        context: What the tool may know by `current_call()`.
        max_result_characters: How much of the result is kept; what is cut says so, and `metadata["cut"]` lists it.

    Returns:
        What the tool answered, JSON-serialisable and bounded (see `tools.results` for the forms), or its failure.

    Raises:
        asyncio.CancelledError: The awaiting task was cancelled.
        KeyboardInterrupt: The user wants to stop.
    """
    try:
        parsed = _parsed(tool, arguments)
    except InvalidArguments as error:
        return _bounded(failure_of(error), max_result_characters)
    call = _Call(tool, parsed, max_result_characters)
    scope = copy_context()
    scope.run(_CALL.set, context or CallContext())
    work = call.natively() if tool.is_async else in_daemon_thread(call.blocking, f"tool-{tool.name}")
    task = asyncio.get_running_loop().create_task(work, context=scope, name=f"tool-{tool.name}")
    try:
        # Not asyncio.timeout: it would wait for as long as a tool that swallows its cancellation pleases.
        await asyncio.wait({task}, timeout=tool.timeout_seconds)
    finally:
        if not task.done():
            task.add_done_callback(_forget)
            task.cancel()
    if not task.done():
        return ToolOutput.fail(_late(tool, parsed), FailureKind.TIMEOUT, timeout_seconds=tool.timeout_seconds)
    if task.cancelled():
        return ToolOutput.fail("the tool has a bug: it was cancelled from within", FailureKind.BUG)
    return task.result()


def manifest_of(tool: Tool, arguments: Mapping[str, Any]) -> Manifest:
    """What a call means; the worst of any call of the tool where its own `classify` fails.

    Raises:
        InvalidArguments: The arguments do not fit.
    """
    return _classified(tool, tool.parse(arguments))


def _classified(tool: Tool, parsed: BaseModel) -> Manifest:
    try:
        return tool.classify(parsed)
    except Exception:  # noqa: BLE001 - a tool's own code; the manifest is the safe answer
        return tool.manifest


class _Call:
    """The body of one attempt; ends in an output whatever the tool does."""

    def __init__(self, tool: Tool, input: BaseModel, limit: int) -> None:
        self._tool = tool
        self._input = input
        self._limit = limit

    async def natively(self) -> ToolOutput:
        try:
            return _bounded(_as_output(await self._tool.aexecute(self._input)), self._limit)
        except (asyncio.CancelledError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - the boundary: a tool's failure becomes a value here
            return _bounded(failure_of(error), self._limit)

    def blocking(self) -> ToolOutput:
        # In the tool's thread to the end, so that cutting a huge result does not hold up the event loop.
        try:
            return _bounded(_as_output(self._tool.execute(self._input)), self._limit)
        except (asyncio.CancelledError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - as above
            return _bounded(failure_of(error), self._limit)


def _parsed(tool: Tool, arguments: Any) -> BaseModel:
    if isinstance(arguments, BaseModel):
        return arguments
    if not isinstance(arguments, Mapping):
        kind = type(arguments).__name__
        raise InvalidArguments(f"{tool.name}: the arguments must be one JSON object, not {kind}; send {{}} for none")
    return tool.parse(arguments)


def _as_output(answer: Any) -> ToolOutput:
    output = answer if isinstance(answer, ToolOutput) else ToolOutput.ok(answer)
    result = output.result
    if inspect.isawaitable(result):
        if isinstance(result, Coroutine):
            result.close()
        raise TypeError("a synchronous tool returned an awaitable, so nothing ran; declare it with `async def`")
    if any(is_command(item) for item in (result[:100] if isinstance(result, list | tuple) else [result])):
        raise TypeError("the tool returned a LangGraph Command, which a tool must not do; return the data itself")
    return output


def is_command(value: Any) -> bool:
    """Whether `value` is a LangGraph `Command` (told by name: this room does not import the engine)."""
    return any(kind.__name__ == "Command" and kind.__module__.startswith("langgraph.") for kind in type(value).__mro__)


def _bounded(output: ToolOutput, limit: int) -> ToolOutput:
    result, cuts = as_json(output.result, limit)
    error, _ = as_json(output.error, _MAX_ERROR_CHARACTERS)
    metadata, _ = as_json(output.metadata, _MAX_METADATA_CHARACTERS)
    if cuts:
        metadata["cut"] = cuts
    failure = output.failure
    if not output.success:  # every failure has a reason and a kind, also where a tool forgot them
        error, failure = error or "the tool failed and did not say why", failure or FailureKind.PERMANENT
    return output.model_copy(update={"result": result, "error": error, "metadata": metadata, "failure": failure})


def _late(tool: Tool, parsed: BaseModel) -> str:
    message = f"{tool.name} did not answer within {tool.timeout_seconds:g} s"
    if _classified(tool, parsed).replay is Replay.PURE:
        return f"{message}; it changes nothing, so it may be tried again"
    return f"{message}; whether its effect happened is unknown, so check before you try again"


def _forget(task: asyncio.Task[Any]) -> None:
    """Take note of a late outcome, so that asyncio does not report it as never retrieved."""
    if not task.cancelled():
        task.exception()
