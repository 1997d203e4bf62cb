"""Pydantic models for JSON schemas, so that tools which bring only a schema (MCP) are validated like all others."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.errors import PydanticUserError
from pydantic_core import SchemaError

from tools.errors import RefusedTool

_MAX_DEPTH = 16
_SIMPLE: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "null": None,
}
_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
}
_APPLIES = {
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}


class JsonSchemaInput(BaseModel):
    """Base of the models made from a JSON schema; shows models the schema as it was given.

    Attributes:
        json_schema: The schema as given.
    """

    json_schema: ClassVar[dict[str, Any]] = {}

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """The schema as it was given."""
        return copy.deepcopy(cls.json_schema)

    def arguments(self) -> dict[str, Any]:
        """The validated arguments under the names the schema gives them, without those that were not sent."""
        return self.model_dump(exclude_unset=True)


def model_of(name: str, schema: Mapping[str, Any]) -> type[JsonSchemaInput]:
    """Make a pydantic model that refuses what a JSON schema refuses.

    Read are: types, required, enum, const, bounds, lengths, items, nested objects, `anyOf`/`oneOf`, `allOf` of one, local
    `$ref`. What pydantic cannot express (`not`, `if`, look-around patterns, …) is left to the tool: the model is never stricter
    than the schema, with one stated exception: arguments that the schema does not name are refused unless it allows them by
    `additionalProperties` or `patternProperties`.

    Args:
        name: The tool's name, for messages.
        schema: JSON Schema of an object (draft 2020-12 or 7).

    Returns:
        A subclass of `JsonSchemaInput`.

    Raises:
        RefusedTool: The schema is not one of an object, or cannot be read.
    """
    try:
        given: dict[str, Any] = json.loads(json.dumps(schema, allow_nan=False))
        reader = _Reader(given)
        top = reader.resolved(given)
        if not isinstance(top.get("properties", {}), dict) or top.get("type", "object") != "object":
            raise RefusedTool(f"tool {name!r}: its input schema must be of type object, not {top.get('type')!r}")
        named = "properties" in top and "patternProperties" not in top
        open_ = top.get("additionalProperties", not named) is not False
        fields = reader.fields(top, 0)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError, SchemaError, PydanticUserError) as error:
        raise RefusedTool(f"tool {name!r}: its input schema cannot be read: {type(error).__name__}: {error}") from error
    model = create_model(
        f"{name}_input", __base__=_base(open_), __doc__=str(given.get("description") or "") or None, **fields
    )
    given.setdefault("type", "object")
    given.setdefault("properties", {})
    model.json_schema = given
    return model


def _base(open_: bool) -> type[JsonSchemaInput]:
    class _Input(JsonSchemaInput):
        model_config = ConfigDict(
            extra="allow" if open_ else "forbid", protected_namespaces=(), serialize_by_alias=True
        )

    return _Input


class _Reader:
    """Reads one schema; knows its root for `$ref`."""

    def __init__(self, root: dict[str, Any]) -> None:
        self._root = root

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow local references; a remote one is never fetched."""
        seen = 0
        while isinstance(reference := schema.get("$ref"), str):
            seen += 1
            if not reference.startswith("#") or seen > _MAX_DEPTH:
                return {}
            target: Any = self._root
            for part in reference.removeprefix("#").strip("/").split("/") if reference != "#" else []:
                target = target[part.replace("~1", "/").replace("~0", "~")]
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def fields(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        """Field definitions for `create_model`; named by number, with the schema's names as aliases.

        Any text may be a name in JSON, but not in Python, and some shadow what `BaseModel` defines.
        """
        required = set(schema.get("required", ()))
        return {
            f"argument_{number}": (
                self.annotation(part, depth + 1),
                Field(... if key in required else None, alias=key, validate_default=False),
            )
            for number, (key, part) in enumerate(schema.get("properties", {}).items())
        }

    def annotation(self, schema: Any, depth: int) -> Any:
        """The Python type for a schema; `Any` where none says it."""
        if not isinstance(schema, dict) or depth > _MAX_DEPTH:
            return Any
        schema = self.resolved(schema)
        if "const" in schema or "enum" in schema:
            return _literal(schema["enum"] if "enum" in schema else [schema["const"]])
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return _union([self.annotation({**_siblings(schema), **part}, depth + 1) for part in schema[key]])
        if len(schema.get("allOf", ())) == 1:
            return self.annotation({**_siblings(schema), **schema["allOf"][0]}, depth + 1)
        kinds = schema.get("type")
        if isinstance(kinds, list):
            return _union([self._typed(kind, schema, depth) for kind in kinds]) if kinds else Any
        return self._typed(kinds, schema, depth)

    def _typed(self, kind: Any, schema: dict[str, Any], depth: int) -> Any:
        make: dict[str, Callable[[], Any]] = {
            "array": lambda: list[self.annotation(schema.get("items", {}), depth + 1)],  # type: ignore[misc]
            "object": lambda: self._object(schema, depth),
        }
        annotation = make[kind]() if kind in make else _SIMPLE.get(kind, Any)
        limits = {_LIMITS[key]: schema[key] for key in _APPLIES.get(kind, ()) if _is_bound(key, schema.get(key))}
        return Annotated[annotation, Field(**limits)] if limits else annotation

    def _object(self, schema: dict[str, Any], depth: int) -> Any:
        if not schema.get("properties"):
            values = schema.get("additionalProperties")
            return dict[str, self.annotation(values, depth + 1)] if isinstance(values, dict) else dict[str, Any]  # type: ignore[misc]
        base = _base(open_=schema.get("additionalProperties") is not False)
        return create_model("object", __base__=base, **self.fields(schema, depth))


def _siblings(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in {"anyOf", "oneOf", "allOf"}}


def _union(parts: list[Any]) -> Any:
    return reduce(lambda left, right: Union[left, right], parts) if parts else Any  # noqa: UP007 - parts may be None


def _literal(values: list[Any]) -> Any:
    plain = [value for value in values if value is None or isinstance(value, str | int)]
    return Literal[tuple(plain)] if plain and len(plain) == len(values) else Any


def _is_bound(key: str, value: Any) -> bool:
    if key.startswith(("min", "max")) and key not in {"minimum", "maximum"}:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, int | float) and not isinstance(value, bool) and (key != "multipleOf" or value > 0)
