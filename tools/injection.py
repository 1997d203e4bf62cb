"""Fills the arguments of LangChain tools that the model must not see: state, store, runtime, call id.

The engine's markers are told by their name, since this room does not import the engine.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any

from langchain_core.runnables.config import ensure_config
from langchain_core.tools import BaseTool, InjectedToolArg, InjectedToolCallId

# Private, but the one interface there is: LangGraph's own ToolNode tells injected arguments by the same functions.
from langchain_core.tools.base import _is_injected_arg_type, get_all_basemodel_annotations

from tools.base import CallContext
from tools.errors import ToolFailure


class _Absent:
    """Nothing to inject was found."""


_ABSENT = _Absent()


def injected_arguments(tool: BaseTool) -> dict[str, Any]:
    """The arguments of a tool that are injected, with their annotations.

    Args:
        tool: Any LangChain tool.

    Returns:
        Name to annotation; empty for most tools.
    """
    annotations: dict[str, Any] = {}
    if not isinstance(tool.args_schema, dict):
        annotations.update(get_all_basemodel_annotations(tool.get_input_schema()))
    for function in (getattr(tool, "func", None), getattr(tool, "coroutine", None), tool._run, tool._arun):
        if function is not None:
            for name, annotation in _hints(function).items():
                annotations.setdefault(name, annotation)
    found = {name: annotation for name, annotation in annotations.items() if _is_injected_arg_type(annotation)}
    for name in getattr(tool, "_injected_args_keys", ()):
        found.setdefault(name, annotations.get(name, Any))
    return found


def inject(arguments: Mapping[str, Any], wanted: Mapping[str, Any], call: CallContext) -> dict[str, Any]:
    """Add what is injected; whatever the arguments bring under those names is dropped first.

    `ToolRuntime`, `InjectedState` and `InjectedStore` come from `call.runtime`, the call's id is the action's id. Any other
    `InjectedToolArg` is looked up by its name in the call, then in the runtime's context; where it is nowhere, the function's
    default holds.

    Args:
        arguments: What the model sent.
        wanted: What `injected_arguments` gave.
        call: The running call.

    Returns:
        All the arguments.

    Raises:
        ToolFailure: The tool needs the engine's runtime and runs outside of the agent.
    """
    filled = {name: value for name, value in arguments.items() if name not in wanted}
    for name, annotation in wanted.items():
        value = _value(name, annotation, call)
        if not isinstance(value, _Absent):
            filled[name] = value
    return filled


def needs_call_id(wanted: Mapping[str, Any]) -> bool:
    """Whether one of the injected arguments is the call's id, which LangChain itself fills."""
    return any(_is_injected_arg_type(annotation, InjectedToolCallId) for annotation in wanted.values())


def _value(name: str, annotation: Any, call: CallContext) -> Any:
    runtime_type = typing.get_origin(annotation) or annotation
    if isinstance(runtime_type, type) and not _markers(annotation):
        return _runtime(name, runtime_type, call)
    for marker in _markers(annotation):
        kind = marker if isinstance(marker, type) else type(marker)
        names = {parent.__name__ for parent in kind.__mro__}
        if "InjectedToolCallId" in names:
            return call.action_id
        if "InjectedState" in names:
            state = getattr(_present(name, call), "state", None)
            field = getattr(marker, "field", None) if not isinstance(marker, type) else None
            return _looked_up(state, field) if field else (state if state is not None else {})
        if "InjectedStore" in names:
            return getattr(_present(name, call), "store", None)
    if name in _CALL_FIELDS:
        return getattr(call, name)
    return _looked_up(getattr(call.runtime, "context", None), name)


_CALL_FIELDS = {field.name for field in dataclasses.fields(CallContext)}


def _markers(annotation: Any) -> list[Any]:
    return [
        part
        for part in typing.get_args(annotation)[1:]
        if isinstance(part, InjectedToolArg) or (isinstance(part, type) and issubclass(part, InjectedToolArg))
    ]


def _present(name: str, call: CallContext) -> Any:
    if call.runtime is None:
        raise ToolFailure(f"the argument {name!r} is injected by the graph's runtime; run this tool inside the agent")
    return call.runtime


def _runtime(name: str, kind: type, call: CallContext) -> Any:
    """A node has a `Runtime`, a tool asks for a `ToolRuntime`: the same facts and the call's own."""
    runtime = _present(name, call)
    if isinstance(runtime, kind):
        return runtime
    if not dataclasses.is_dataclass(kind):
        return _ABSENT
    own = {"tool_call_id": call.action_id, "config": ensure_config(), "state": {}, "stream_writer": lambda _: None}
    facts = {
        field.name: getattr(runtime, field.name, own.get(field.name))
        for field in dataclasses.fields(kind)
        if field.init and (hasattr(runtime, field.name) or field.name in own or not _has_default(field))
    }
    return kind(**facts)


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _looked_up(holder: Any, name: str) -> Any:
    if isinstance(holder, Mapping):
        return holder.get(name, _ABSENT)
    return getattr(holder, name, _ABSENT)


def _hints(function: Any) -> dict[str, Any]:
    function = getattr(function, "__func__", function)
    try:
        return typing.get_type_hints(function, include_extras=True)
    except (NameError, TypeError, AttributeError, SyntaxError):  # a name known to type checkers only
        return {
            name: hint for name, hint in getattr(function, "__annotations__", {}).items() if not isinstance(hint, str)
        }
