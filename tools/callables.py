"""Typed functions as tools of the agent."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from langchain_core.tools import StructuredTool
from langchain_core.tools.base import SchemaAnnotationError
from pydantic import PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError

from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool
from tools.errors import RefusedTool
from tools.langchain import from_langchain
from tools.refusals import reason_to_refuse

_UNREADABLE = (
    NameError,
    TypeError,
    ValueError,
    SchemaAnnotationError,
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    PydanticUserError,
)


def from_function(
    function: Callable[..., Any],
    manifest: Manifest | None = None,
    timeout_seconds: float | None = None,
    max_attempts: int | None = None,
    name: str | None = None,
) -> Tool:
    """Make a typed function a tool: its name, its docstring and its parameters are what the model sees.

    Args:
        function: A function or bound method, `def` or `async def`, with a type on every parameter and a docstring (the `Args:` of a
            Google docstring describe the parameters). It returns data, or a `ToolOutput`.
        manifest: What its calls mean; by default a write that is unsafe to repeat, with untrusted output.
        timeout_seconds: Wall-clock limit of one attempt; by default 60.
        max_attempts: Tries of one action in all; by default 3.
        name: Another name than the function's.

    Returns:
        The tool.

    Raises:
        RefusedTool: The function cannot be a tool; the message says why and what to change.
    """
    if not isinstance(function, FunctionType | MethodType):
        kind = "a builtin" if isinstance(function, BuiltinFunctionType) else f"{type(function).__name__} {function!r}"
        raise RefusedTool(f"{kind} has no readable signature; wrap it in a typed function with a docstring")
    label = name or function.__name__
    _check(label, function)
    waits = inspect.iscoroutinefunction(function)
    try:
        made = StructuredTool.from_function(
            None if waits else function, function if waits else None, name=label, parse_docstring=True
        )
    except _UNREADABLE as error:
        raise RefusedTool(f"tool {label!r}: its signature cannot be read: {error}") from error
    return from_langchain(made, manifest, timeout_seconds, max_attempts)


def tool(
    *,
    effect: Effect = Effect.WRITE,
    replay: Replay = Replay.UNSAFE,
    roles: Mapping[str, ArgumentRole] | None = None,
    manifest: Manifest | None = None,
    name: str | None = None,
    timeout_seconds: float | None = None,
    max_attempts: int | None = None,
) -> Callable[[Callable[..., Any]], Tool]:
    """Decorate a typed function as a tool, saying what its calls mean.

    Args:
        effect: What a call does to the world.
        replay: What may be done when the outcome of a call is unknown.
        roles: What each argument means for safety, by its name.
        manifest: All of it, instead of `effect`, `replay` and `roles`, where the output's labels matter too.
        name: Another name than the function's.
        timeout_seconds: Wall-clock limit of one attempt; by default 60.
        max_attempts: Tries of one action in all; by default 3.

    Returns:
        A decorator that gives a `Tool`; see `from_function` for what it takes and refuses.
    """
    declared = manifest or Manifest(effect=effect, replay=replay, roles=dict(roles or {}))
    return lambda function: from_function(function, declared, timeout_seconds, max_attempts, name)


def _check(label: str, function: Callable[..., Any]) -> None:
    if reason := reason_to_refuse(function):
        raise RefusedTool(f"tool {label!r} is refused: {reason}")
    if not inspect.getdoc(function):
        raise RefusedTool(f"tool {label!r} has no docstring; say in one what it does, for the model")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise RefusedTool(f"tool {label!r} is a generator; return a list instead of yielding")
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind not in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}:
            raise RefusedTool(f"tool {label!r}: parameter {parameter.name!r} cannot be sent by name; give it one name")
        if parameter.annotation is parameter.empty:
            raise RefusedTool(f"tool {label!r}: parameter {parameter.name!r} has no type; annotate it")
