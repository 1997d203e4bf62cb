"""Writing to a terminal or a pipe: colours only where they are wanted, and nothing that a model or a tool could steer it with."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from typing import TextIO

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""C0 and C1 controls (among them the ESC of ECMA-48), line and paragraph separators, Unicode's direction controls (UAX #9), which
make a line read as something else, and lone surrogates, which no encoding writes. Tab and line feed are ordinary text."""
_PLAIN = str.maketrans({"→": "->", "←": "<-", "✗": "x", "·": "-", "…": "...", "─": "-", "█": "#", "│": "|"})


def visible(text: object) -> str:
    r"""Text in which every character that could steer a terminal is written out, for example as `\x1b`."""
    return _STEERING.sub(_escaped, str(text).replace("\r\n", "\n"))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(text: object, limit: int = 200) -> str:
    """The text on one line, cut to at most `limit` characters with `…` for what is missing."""
    # Half a megabyte of output is not worth cleaning to show 200 characters of it.
    line = " ".join(visible(str(text)[: limit * 4]).split())
    whole = len(line) <= limit and len(str(text)) <= limit * 4
    return line if whole else line[: limit - 1] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; nothing is dropped, so that no line can begin where the reader expects ours."""
    lines = []
    for line in text.split("\n"):
        piece, used = "", 0
        for char in line.expandtabs(4):
            cells = cells_of(char)
            if used + cells > width and piece:
                lines.append(piece)
                piece, used = "", 0
            piece, used = piece + char, used + cells
        lines.append(piece)
    return lines


def cells_of(char: str) -> int:
    """How many columns a character may take: never fewer than it does (UAX #11, ambiguous ones counted as wide)."""
    return 2 if unicodedata.east_asian_width(char) in "WFA" and char > "\x7f" else 1


class Console:
    """One output stream.

    Args:
        stream: Where to.
        environ: `NO_COLOR` (any value but an empty one, see no-color.org) and `TERM=dumb` turn colours off.
    """

    def __init__(self, stream: TextIO, environ: Mapping[str, str] | None = None) -> None:
        environ = os.environ if environ is None else environ
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.has_colors = self.is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._is_unicode = self._encoding.lower().replace("-", "").startswith("utf")

    @property
    def width(self) -> int:
        """Columns; 80 where there is no terminal."""
        return max(20, shutil.get_terminal_size((80, 24)).columns) if self.is_terminal else 80

    @property
    def height(self) -> int:
        """Rows; 24 where there is no terminal."""
        return shutil.get_terminal_size((80, 24)).lines if self.is_terminal else 24

    def style(self, text: str, *names: str) -> str:
        """The text in these colours, where there are colours."""
        if not self.has_colors or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def write(self, text: str) -> None:
        """Write text that is made visible already; what the stream's encoding lacks is written out."""
        if not self._is_unicode:
            text = text.translate(_PLAIN)
        self.stream.write(text.encode(self._encoding, "backslashreplace").decode(self._encoding))

    def line(self, text: str = "") -> None:
        """Write one line, at once."""
        self.write(text + "\n")
        self.stream.flush()

    def block(self, text: object, indent: str = "  ", style: Callable[[str], str] = str) -> None:
        """Write foreign text as lines that all begin with the indent; on a terminal long ones are wrapped below it."""
        clean = visible(text)
        lines = wrapped(clean, max(10, self.width - len(indent) - 1)) if self.is_terminal else clean.split("\n")
        for line in lines:
            self.line(f"{indent}{style(line)}" if line else "")
