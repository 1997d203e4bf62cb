"""What a run is given on the command line beside its options: the goal, and the schema of its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.cli_errors import CommandError

if TYPE_CHECKING:
    from graph.cli_streams import Streams


def read_goal(given: str, streams: Streams) -> str:
    """The goal, from standard input where it is `-`.

    Raises:
        CommandError: It is not text.
    """
    if given != "-":
        return given
    try:
        return streams.stdin.read()
    except UnicodeDecodeError as error:
        raise CommandError(f"the goal on standard input is not text ({error.reason}); send UTF-8") from error


def read_schema(path: Path) -> dict[str, Any]:
    """The JSON schema of the answer.

    Raises:
        CommandError: It is none.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(schema, dict):
            raise CommandError(f"--output-schema {path}: must be a JSON object, got {type(schema).__name__}")
        Draft202012Validator.check_schema(schema)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"--output-schema {path}: is not JSON in UTF-8 ({error})") from error
    except SchemaError as error:
        raise CommandError(f"--output-schema {path}: is not a JSON schema: {error.message}") from error
    return schema
