"""`stanchion model`: what runs on this machine, and fetching it."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from graph.cli_console import Console, one_line, visible
from graph.cli_errors import CommandError, ExitCode
from graph.cli_values import to_json

if TYPE_CHECKING:
    from graph.cli_streams import Streams

_BAR_CELLS = 24
_REDRAW_SECONDS = 0.1


def model(arguments: argparse.Namespace, streams: Streams) -> int:
    """List or fetch."""
    return _list(arguments, streams) if arguments.action == "list" else _pull(arguments, streams)


def _list(arguments: argparse.Namespace, streams: Streams) -> int:
    from graph.settings import load_settings
    from nodes.llm.sources.catalog import load_catalog
    from nodes.llm.sources.pull import models_dir

    folder = models_dir(load_settings().home)
    entries = [
        {
            "name": entry.name,
            "size_bytes": entry.size_bytes,
            "license": entry.license,
            "file": str(folder / entry.file),
            "is_here": (folder / entry.file).is_file(),
        }
        for entry in load_catalog(arguments.manifest).values()
    ]
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(entries))
        return ExitCode.SUCCESS
    width = max((len(str(entry["name"])) for entry in entries), default=0)
    for entry in entries:
        here = "here" if entry["is_here"] else ""
        size = _size(int(str(entry["size_bytes"])))
        line = f"{entry['name']!s:{width}}  {size:>8}  {here:4}  {one_line(entry['license'], 60)}"
        console.line(line.rstrip())
    console.line(console.style(f"fetch one with: stanchion model pull NAME  (into {visible(folder)})", "dim"))
    return ExitCode.SUCCESS


def _pull(arguments: argparse.Namespace, streams: Streams) -> int:
    from graph.settings import load_settings
    from nodes.llm.errors import ModelError
    from nodes.llm.sources.catalog import DEFAULT_MIRROR, load_catalog
    from nodes.llm.sources.pull import pull

    catalog = load_catalog(arguments.manifest)
    entry = catalog.get(arguments.name)
    if entry is None:
        raise CommandError(f"no model is named {arguments.name!r}; there are: {', '.join(catalog)}")
    out, err = Console(streams.stdout), Console(streams.stderr)
    bar = ProgressBar(err, entry.name)
    if not arguments.quiet:
        err.line(f"{entry.name}, {_size(entry.size_bytes)}, license: {one_line(entry.license, 100)}")
    try:
        path = pull(
            entry,
            load_settings().home,
            None if arguments.quiet else bar.show,
            mirror=arguments.mirror or DEFAULT_MIRROR,
        )
    except ModelError as error:
        bar.end()
        raise CommandError(str(error), ExitCode.NOT_REACHED) from error
    except KeyboardInterrupt as error:
        bar.end()
        message = f"stopped; what arrived is kept. Go on with: stanchion model pull {entry.name}"
        raise CommandError(message, ExitCode.INTERRUPTED) from error
    bar.end()
    out.line(str(path))
    if not arguments.quiet:
        err.line(f"Use it with: stanchion run --model gguf:{entry.name} GOAL")
    return ExitCode.SUCCESS


class ProgressBar:
    """How far a download is: one line that is drawn anew on a terminal, a line per tenth elsewhere.

    Args:
        console: Where to.
        name: What is fetched.
    """

    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self._start: tuple[float, int] | None = None
        self._drawn_at = 0.0
        self._tenth = -1
        self._is_open = False

    def show(self, done: int, total: int) -> None:
        """Draw, if it is time to: `done` and `total` are bytes."""
        now = time.monotonic()
        self._start = self._start or (now, done)
        is_due = now - self._drawn_at >= _REDRAW_SECONDS or done >= total
        if not self._console.is_terminal:
            is_due = done * 10 // total > self._tenth
        if not is_due:
            return
        self._drawn_at, self._tenth = now, done * 10 // total
        speed = (done - self._start[1]) / max(now - self._start[0], 1e-6)
        text = f"{done * 100 // total:3d}%  {_size(done)} of {_size(total)}  {_size(int(speed))}/s"
        if self._console.is_terminal:
            filled = done * _BAR_CELLS // total
            self._console.write(f"\r{'█' * filled}{'·' * (_BAR_CELLS - filled)} {text}   ")
            self._console.stream.flush()
            self._is_open = True
        else:
            self._console.line(f"{self._name} {text}")

    def end(self) -> None:
        """Leave the line."""
        if self._is_open:
            self._console.line()
        self._is_open = False


def _size(count: int) -> str:
    """Bytes as people read them, in powers of 1000."""
    for unit, power in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= power:
            return f"{count / power:.{2 if unit == 'GB' else 0}f} {unit}"
    return f"{count} B"
