"""The command `stanchion`: parse, stream, ask, print. What the agent does is decided elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from graph.cli_console import Console, one_line
from graph.cli_errors import CommandError, ExitCode, Terminated, expected_errors
from graph.cli_parser import build_parser
from graph.cli_streams import Streams

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str] | None = None, streams: Streams | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments; the process's own if omitted.
        streams: Where to read and write.

    Returns:
        The exit code; see `ExitCode`.
    """
    streams = streams or Streams()
    arguments = build_parser().parse_args(argv)
    errors = Console(streams.stderr)
    try:
        return int(_command(arguments)(arguments, streams))
    except BrokenPipeError:
        _discard_output(streams.stdout)
        return _fail(errors, "the output was closed before all was written", ExitCode.NOT_REACHED)
    except CommandError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            _discard_output(streams.stdout)
        return _fail(errors, str(error), error.code)
    except KeyboardInterrupt:
        return _fail(errors, "stopped by Ctrl-C", ExitCode.INTERRUPTED)
    except Terminated:
        return _fail(errors, "terminated", ExitCode.TERMINATED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(errors, f"{where}{error.strerror or error}", ExitCode.USAGE)
    except expected_errors() as error:
        return _fail(errors, str(error), ExitCode.USAGE)


def _command(arguments: argparse.Namespace) -> Callable[[argparse.Namespace, Streams], int]:
    name: str = arguments.command
    if name in ("run", "resume"):
        from graph import cli_run

        return cli_run.run if name == "run" else cli_run.resume
    if name == "model":
        from graph import cli_model

        return cli_model.model
    if name == "graph":
        from graph import cli_graph

        return cli_graph.draw
    if name == "plan":
        from graph import cli_edit

        return cli_edit.plan
    from graph import cli_show

    commands: dict[str, Any] = {
        "threads": cli_show.threads,
        "show": cli_show.show,
        "tools": cli_show.tools,
        "history": cli_show.history,
        "fork": cli_show.fork,
    }
    return commands[name]  # type: ignore[no-any-return]


def _fail(errors: Console, message: str, code: ExitCode) -> int:
    try:
        errors.line(f"{errors.style('error:', 'red', 'bold')} {one_line(message, 1000)}")
    except BrokenPipeError:  # nobody is left to be told
        _discard_output(errors.stream)
    return int(code)


def _discard_output(stream: TextIO) -> None:
    """Keep the interpreter from failing again when it flushes the closed output at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # no real file is behind the stream
        return


if __name__ == "__main__":
    sys.exit(main())
