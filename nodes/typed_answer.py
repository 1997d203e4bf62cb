"""Checking a typed final answer against its JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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
