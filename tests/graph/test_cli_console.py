"""What reaches a terminal: nothing that steers it, whatever a model or a tool has said."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.cli_console import Console, cells_of, one_line, visible, wrapped
from tests.graph.command import Terminal

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@given(ANY_TEXT)
def test_no_character_that_steers_survives(text: str) -> None:
    left = {unicodedata.category(char) for char in visible(text) if char not in "\n\t"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(visible(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@pytest.mark.parametrize("text", ["plain", "Grüße, 世界 🎉", "two\nlines\tand a tab", "a\\x1b as written"])
def test_ordinary_text_of_every_script_is_left_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_an_escape_sequence_is_written_out() -> None:
    assert visible("\x1b[31m\x9b\u202e\r\nx\r") == "\\x1b[31m\\x9b\\u202e\nx\\x0d"


@given(ANY_TEXT, st.integers(2, 60))
def test_one_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200), st.integers(10, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    assert all(sum(map(cells_of, line)) <= width for line in lines)


@given(ANY_TEXT)
def test_no_line_of_foreign_text_begins_at_the_margin(text: str) -> None:
    screen = Terminal()
    Console(screen, {}).block(text, "  ")
    assert all(line.startswith("  ") for line in screen.getvalue().split("\n") if line)


@given(ANY_TEXT)
def test_a_stream_of_a_small_encoding_takes_everything(text: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Console(stream, {}).line(f"→ {visible(text)}")
    stream.flush()
    assert raw.getvalue().startswith(b"-> ")


@pytest.mark.parametrize(
    ("environ", "is_colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_that_want_them(environ: dict[str, str], is_colored: bool) -> None:
    assert ("\x1b" in Console(Terminal(), environ).style("x", "bold")) is is_colored
    assert Console(io.StringIO(), environ).style("x", "bold") == "x"
