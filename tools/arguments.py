"""Models for the arguments of LangChain tools, whatever form their schema has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from langchain_core.tools import BaseTool, create_schema_from_function
from langchain_core.tools import Tool as SingleInputTool
from langchain_core.tools.base import FILTERED_ARGS, _get_runnable_config_param
from langchain_core.utils.pydantic import is_pydantic_v1_subclass
from pydantic import BaseModel, ConfigDict, PrivateAttr, RootModel

from tools.errors import RefusedTool
from tools.schemas import model_of

_RESERVED = {*FILTERED_ARGS, "config"}
"""Names that LangChain fills itself: a model's argument of that name would be lost without a word."""


def input_schema_of(tool: BaseTool, injected: Collection[str]) -> type[BaseModel]:
    """Make the model that a LangChain tool's arguments are validated by before anything runs.

    Args:
        tool: Any LangChain tool, with a pydantic 2, pydantic 1 or JSON schema, or none (then its signature is read).
        injected: The arguments to hide, by name.

    Returns:
        A pydantic 2 model that refuses unknown arguments and keeps what was sent in `_sent`.

    Raises:
        RefusedTool: The schema is not one of an object, or LangChain would lose one of the arguments.
    """
    schema = tool.args_schema
    if schema is None and isinstance(tool, SingleInputTool):
        model: type[BaseModel] = model_of(tool.name, {"properties": tool.args, "required": list(tool.args)})
    elif schema is None:
        model = _model(tool.name, _of_signature(tool), hidden=False)
    elif isinstance(schema, dict):
        model = model_of(tool.name, _without(schema, injected))
    elif is_pydantic_v1_subclass(schema):
        # Not `tool_call_schema`: it cannot be made from a pydantic 1 model with bounds.
        model = model_of(tool.name, {"additionalProperties": False, **_without(schema.schema(), injected)})
    else:
        model = _model(tool.name, tool.tool_call_schema if injected else schema, hidden=bool(injected))
    names = set(model.model_json_schema().get("properties", ()))
    if lost := names & _RESERVED:
        raise RefusedTool(f"tool {tool.name!r}: LangChain takes the argument {min(lost)!r} for itself; rename it")
    return model


def _of_signature(tool: BaseTool) -> Any:
    """What the body takes, without what LangChain fills itself."""
    filled = {name for body in (tool._run, tool._arun) if (name := _get_runnable_config_param(body))}
    return create_schema_from_function(
        tool.name, tool._run, filter_args=[*FILTERED_ARGS, *filled], include_injected=False
    )


def _without(schema: Mapping[str, Any], hidden: Collection[str]) -> Mapping[str, Any]:
    """A JSON schema of an object without some of its properties."""
    if not hidden:
        return schema
    properties = {key: value for key, value in schema.get("properties", {}).items() if key not in hidden}
    return {
        **schema,
        "properties": properties,
        "required": [key for key in schema.get("required", ()) if key in properties],
    }


def _model(name: str, schema: Any, hidden: bool) -> type[BaseModel]:
    """A pydantic v2 model that refuses unknown arguments and remembers what was sent."""
    if issubclass(schema, RootModel):
        raise RefusedTool(f"tool {name!r}: its arguments must be an object with named fields, not {schema.__name__}")
    allows_more = schema.model_config.get("extra") == "allow"

    class Remembering(schema):  # type: ignore[misc]
        __doc__ = schema.__doc__
        model_config = ConfigDict(extra="allow" if allows_more else "forbid", title=title_of(schema))
        _sent: dict[str, Any] | None = PrivateAttr(default=None)

    if hidden:
        # LangChain made this class to hide arguments and answers for it, and for its subclasses, from a cache.
        Remembering.model_json_schema = classmethod(vars(BaseModel)["model_json_schema"].__func__)
    return Remembering


def title_of(schema: Any) -> str:
    """The name that pydantic gives a model in its errors and its JSON schema."""
    return str(getattr(schema, "model_config", {}).get("title") or schema.__name__)
