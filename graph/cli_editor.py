"""A text in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graph.cli_errors import CommandError


def edit_text(text: str, environ: Mapping[str, str], suffix: str = ".json") -> Path:
    """Open a text in `$VISUAL`, else `$EDITOR`, and wait.

    Args:
        text: What to begin with.
        environ: Names the editor.
        suffix: Tells the editor what it is.

    Returns:
        A file that holds what was made of it; the caller removes it.

    Raises:
        CommandError: There is no editor, or it failed.
    """
    command = environ.get("VISUAL") or environ.get("EDITOR")
    if not command:
        raise CommandError("no editor is set: set VISUAL or EDITOR, or give the text with --from FILE")
    handle, name = tempfile.mkstemp(prefix="stanchion-", suffix=suffix)
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        ended = subprocess.run([*shlex.split(command), name], check=False)  # noqa: S603 - the user's own command
    except (OSError, ValueError) as error:
        path.unlink()
        raise CommandError(f"the editor {command!r} cannot be run ({error})") from error
    if ended.returncode != 0:
        path.unlink()
        raise CommandError(f"the editor {command!r} ended with {ended.returncode}; nothing was changed")
    return path
