"""Lines at the lower end of a terminal that are drawn anew in place, while others are written above them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.cli_console import Console

TICK_SECONDS = 0.5
"""How often the lines are looked at while nothing happens: what they show of time goes on."""


class Board:
    """The lines, and the thread that keeps them true.

    Args:
        console: A terminal that can move its cursor.
        lines: Gives them, each in at most one row, in fewer rows than the terminal has.
        tick_seconds: How often they are looked at.
    """

    def __init__(self, console: Console, lines: Callable[[], list[str]], tick_seconds: float = TICK_SECONDS) -> None:
        self._console = console
        self._lines = lines
        self._tick = tick_seconds
        self._lock = threading.RLock()
        self._drawn: list[str] = []
        self._width = 0
        self._stop: threading.Event | None = None

    @contextmanager
    def above(self) -> Iterator[None]:
        """Write lines above; the board is back below them afterwards."""
        with self._lock:
            self._console.write(self._erasing())
            self._drawn = []
            yield
            self._draw()
        if self._stop is None:
            self._start()

    def rest(self) -> None:
        """Draw a last time and leave the lines where they are; the next writing above begins a new board."""
        if self._stop is None:
            return
        self._stop.set()
        self._stop = None
        with self._lock:
            self._draw()
            self._drawn = []

    def _start(self) -> None:
        self._stop = threading.Event()
        threading.Thread(target=self._keep, args=(self._stop,), name="stanchion-board", daemon=True).start()

    def _keep(self, stop: threading.Event) -> None:
        while not stop.wait(self._tick):
            with self._lock:
                if stop.is_set():
                    return
                try:
                    self._draw()
                except (OSError, ValueError):  # the output is closed, which the one who writes next will tell
                    return

    def _draw(self) -> None:
        lines = self._lines()
        if lines == self._drawn and self._width == self._console.width:
            return
        self._console.write(self._erasing() + "".join(f"{line}\n" for line in lines))
        self._console.stream.flush()
        self._drawn, self._width = lines, self._console.width

    def _erasing(self) -> str:
        """Cursor up, erase below (ECMA-48 CUU, ED); nothing where the lines may have moved since."""
        is_there = self._width == self._console.width and len(self._drawn) < self._console.height
        return f"\x1b[{len(self._drawn)}A\x1b[J" if self._drawn and is_there else ""
