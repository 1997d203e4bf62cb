"""Checking a typed final answer against its JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodes.storable import storable


class AnswerSchemaError(ValueError):
    """The schema of the answer cannot be used; the message says which part of it."""


def check_schema(schema: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The schema, if answers can be checked against it; `None` for none.

    Args:
        schema: JSON schema, draft 2020-12.

    Raises:
        AnswerSchemaError: If it is no JSON schema, or none that a checkpoint can keep.
    """
    if schema is None:
        return None
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    kept = storable(dict(schema))
    try:
        Draft202012Validator.check_schema(kept)
    except SchemaError as error:
        where = "/".join(str(part) for part in error.absolute_path) or "output_schema"
        raise AnswerSchemaError(f"output_schema is no JSON schema: {where}: {error.message[:300]}") from error
    return dict(kept)


def complaint_about(answer: Any, schema: Mapping[str, Any]) -> str | None:
    """Why the answer does not fit, for the model; `None` if it does.

    Args:
        answer: The value.
        schema: JSON schema, draft 2020-12.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    problem = best_match(Draft202012Validator(dict(schema)).iter_errors(answer))
    if problem is None:
        return None
    where = "/".join(str(part) for part in problem.absolute_path) or "the answer"
    return f"The final answer does not fit its schema: {where}: {problem.message[:300]}. Give the final answer again."
