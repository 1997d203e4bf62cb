"""What of a model's streamed words is thought, and worth showing while it comes."""

from __future__ import annotations

from graph.cli_console import Console, cells_of, visible

_SHOWN = ("thought:",)
_HIDDEN = ("action:", "action input:", "observation:", "final answer:")
"""Labels of the text format (Yao et al. 2022, ReAct): the action and the answer are shown as such when they are read."""
_LABELS = _SHOWN + _HIDDEN
_WIDEST = max(map(len, _LABELS))


class ThoughtFilter:
    """Takes the pieces of one reply as they come and gives those that are thought.

    A reply that is JSON (a constrained decision) or code is not shown at all: its thought is told when it is read.
    """

    def __init__(self) -> None:
        self._held = ""
        self._is_line_start = True
        self._is_shown = True
        self._is_structured: bool | None = None

    def feed(self, piece: str) -> str:
        """What may be shown now; a line's beginning is held back while it may become a label."""
        self._held += piece
        if self._is_structured is None:
            self._held = self._held.lstrip()
            if not self._held:
                return ""
            self._is_structured = self._held[0] in "{[`<"
        if self._is_structured:
            self._held = ""
            return ""
        shown = ""
        while self._held:
            if self._is_line_start and not self._begin_line():
                break
            line, newline, self._held = self._held.partition("\n")
            if self._is_shown:
                shown += line + newline
            self._is_line_start = bool(newline)
        return shown

    def end(self) -> str:
        """What was held back when the reply ended."""
        rest, self._held = self._held, ""
        return rest if self._is_shown and not self._is_structured else ""

    def _begin_line(self) -> bool:
        """Read the label at the beginning of a line, if there is one; `False` while that cannot be told."""
        start = self._held.lstrip(" *#").lower()
        if len(start) < _WIDEST and "\n" not in self._held and any(label.startswith(start) for label in _LABELS):
            return False
        for label in _SHOWN:
            if start.startswith(label):
                self._held = self._held[self._held.lower().index(label) + len(label) :].lstrip(" *")
                self._is_shown = True
        if start.startswith(_HIDDEN):
            self._is_shown = False
        self._is_line_start = False
        return True


class ThoughtStream:
    """Writes one reply on a terminal as it comes, indented, and can take it back when it turns out to be the answer.

    Args:
        console: A terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._filter = ThoughtFilter()
        self._width = console.width
        self._column = 0
        self._rows = 0
        self._space = ""
        self.text = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text

    def feed(self, piece: str) -> None:
        """Write what of the next piece is thought."""
        self._write(self._filter.feed(piece))

    def end(self) -> None:
        """Write what was held back, and end the line."""
        self._write(self._filter.end())
        if not self.is_empty:
            self._console.line()
            self._rows += 1

    def take_back(self) -> None:
        """Erase what was written, where that is still on the screen and the terminal can; after `end`."""
        is_there = self._console.width == self._width and self._rows < self._console.height
        if self._console.has_colors and is_there and not self.is_empty:
            self._console.write(f"\x1b[{self._rows}A\x1b[J")  # cursor up, erase below (ECMA-48 CUU, ED)
            self._console.stream.flush()

    def _write(self, text: str) -> None:
        text = (self._space + text).lstrip() if self.is_empty else self._space + text
        kept = text.rstrip()
        self._space = text[len(kept) :]  # shown only once words follow it
        text = kept
        if not text:
            return
        # Lines are broken here and not by the terminal, so that how many there are is known.
        broken = "" if self.text else "  "
        for char in visible(text).expandtabs(4):
            cells = cells_of(char)
            if char == "\n" or self._column + cells > self._width - 4:
                broken += "\n  "
                self._rows += 1
                self._column = 0
            if char != "\n":
                broken += char
                self._column += cells
        self.text += text
        self._console.write(self._console.style(broken, "dim"))
        self._console.stream.flush()
