"""`stanchion graph`: a state machine as text or picture."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graph.cli_console import Console
from graph.cli_errors import CommandError, ExitCode
from graph.diagram import DiagramError, to_mermaid, to_png, to_svg
from graph.transitions import CONTROLLER, REASONING_LOOP

if TYPE_CHECKING:
    from graph.cli_streams import Streams

_KINDS = {".svg": "svg", ".png": "png"}


def draw(arguments: argparse.Namespace, streams: Streams) -> int:
    """Draw the controller or the reasoning loop."""
    machine = CONTROLLER if arguments.machine == "controller" else REASONING_LOOP
    kind = arguments.format or _KINDS.get(arguments.output.suffix.lower() if arguments.output else "", "mermaid")
    if kind == "png":
        try:
            picture = to_png(machine)
        except DiagramError as error:
            raise CommandError(str(error)) from error
        if arguments.output is None:
            return _binary(picture, streams)
        arguments.output.write_bytes(picture)
        return ExitCode.SUCCESS
    text = to_svg(machine) if kind == "svg" else to_mermaid(machine)
    if arguments.output is None:
        Console(streams.stdout).line(text.rstrip("\n"))
    else:
        arguments.output.write_text(text, encoding="utf-8")
    return ExitCode.SUCCESS


def _binary(picture: bytes, streams: Streams) -> int:
    buffer = getattr(streams.stdout, "buffer", None)
    if streams.stdout.isatty() or buffer is None:
        raise CommandError("a PNG is no text for a terminal; name a file with -o FILE, or redirect the output")
    buffer.write(picture)
    buffer.flush()
    return ExitCode.SUCCESS
