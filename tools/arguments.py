"""Models for the arguments of LangChain tools, whatever form their schema has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.tools import BaseTool
from langchain_core.tools.base import FILTERED_ARGS
from langchain_core.utils.pydantic import is_pydantic_v1_subclass
from pydantic import BaseModel, ConfigDict, PrivateAttr, RootModel

from tools.errors import RefusedTool
from tools.schemas import model_of

_RESERVED = {*FILTERED_ARGS, "config"}
"""Names that LangChain fills itself: a model's argument of that name would be lost without a word."""


def input_schema_of(tool: BaseTool, injected: Mapping[str, Any]) -> type[BaseModel]:
    """Make the model that a LangChain tool's arguments are validated by before anything runs.

    Args:
        tool: Any LangChain tool, with a pydantic 2, pydantic 1 or JSON schema, or none (then its signature is read).
        injected: The arguments to hide, by name.

    Returns:
        A pydantic 2 model that refuses unknown arguments and keeps what was sent in `_sent`.

    Raises:
        RefusedTool: The schema is not one of an object, or LangChain would lose one of the arguments.
    """
    if isinstance(tool.args_schema, dict):
        properties = tool.args_schema.get("properties", {})
        hidden = {key: value for key, value in properties.items() if key not in injected}
        required = [key for key in tool.args_schema.get("required", ()) if key not in injected]
        schema = {**tool.args_schema, "properties": hidden, "required": required}
        model: type[BaseModel] = model_of(tool.name, schema if injected else tool.args_schema)
        names = set(hidden)
    else:
        full = tool.get_input_schema()
        shown = tool.tool_call_schema if injected or is_pydantic_v1_subclass(full) else full
        model = _model(tool.name, shown, bool(injected))
        names = set(model.model_json_schema().get("properties", ()))
    if lost := names & _RESERVED:
        raise RefusedTool(f"tool {tool.name!r}: LangChain takes the argument {min(lost)!r} for itself; rename it")
    return model


def _model(name: str, schema: Any, hidden: bool) -> type[BaseModel]:
    """A pydantic v2 model that refuses unknown arguments and remembers what was sent."""
    if is_pydantic_v1_subclass(schema):
        return model_of(name, schema.schema())
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
