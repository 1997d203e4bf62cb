"""Which words of a streamed reply are thought, however the reply is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.cli_console import Console
from graph.cli_thought import ThoughtFilter, ThoughtStream
from tests.graph.command import Terminal

REACT = 'Thought: I should multiply.\nIt is easy.\nAction: calculator\nAction Input: {"expression": "6*7"}'


def shown(pieces: list[str]) -> str:
    thought = ThoughtFilter()
    return "".join([*(thought.feed(piece) for piece in pieces), thought.end()])


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (REACT, "I should multiply.\nIt is easy.\n"),
        ("**Thought:** Now I know.\n**Final Answer:** 42", "Now I know.\n"),
        ("thought: small letters\naction: x", "small letters\n"),
        ("Final Answer: 42", ""),
        ("Just words, no labels.\nActionable ones.", "Just words, no labels.\nActionable ones."),
        ('{"tool": "calculator", "thought": "x"}', ""),
        ("```json\n{}\n```", ""),
        ("  \n [1, 2]", ""),
        ("Act", "Act"),
        ("", ""),
    ],
)
def test_thought_is_shown_and_structure_is_not(reply: str, expected: str) -> None:
    assert shown([reply]) == expected


@given(st.data(), st.one_of(st.just(REACT), st.text("ThoughtAcinput: \n{*#Final wer", max_size=80)))
def test_the_cuts_between_pieces_change_nothing(data: st.DataObject, reply: str) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reply)), max_size=8)))
    edges = [0, *cuts, len(reply)]
    pieces = [reply[start:end] for start, end in pairwise(edges)]
    assert shown(pieces) == shown([reply])


@given(st.text(st.characters(exclude_categories=()), max_size=300))
@example("x" * 500)
@example("世" * 200)
def test_what_is_taken_back_is_just_what_was_written(text: str) -> None:
    screen = Terminal()
    stream = ThoughtStream(Console(screen, {}))
    stream.feed(text)
    stream.end()
    written = screen.getvalue()
    stream.take_back()
    erased = screen.getvalue().removeprefix(written)
    rows = written.count("\n")
    assert erased == (f"\x1b[{rows}A\x1b[J" if 0 < rows < 24 else "")
