"""Requests that a frame fits, run against the real tools; and requests that only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.framed.reader import read_frames
from nodes.llm.offline.protect import protect
from tests.nodes.llm.offline.loop import run

FILES = {
    "a.txt": "red\ngreen\nblue\n",
    "b.txt": "red\ngrey\nblue\n",
    "n.txt": "1. wash\n2. dry\n",
    "in/x.log": "x\n",
    "in/y.txt": "y\n",
}
CHANGED: dict[str, dict[str, str | None]] = {
    "Insert teal as the second line of a.txt": {"a.txt": "red\nteal\ngreen\nblue"},
    "Right after the line with green in a.txt, add a line: lime": {"a.txt": "red\ngreen\nlime\nblue"},
    "Put a line saying teal between red and green in a.txt": {"a.txt": "red\nteal\ngreen\nblue"},
    "Overwrite the third line of a.txt with navy": {"a.txt": "red\ngreen\nnavy"},
    "Extend the numbered list in n.txt with: iron": {"n.txt": "1. wash\n2. dry\n3. iron"},
    "Swap the contents of a.txt and b.txt": {"a.txt": FILES["b.txt"].strip(), "b.txt": FILES["a.txt"].strip()},
    "Change the extension of n.txt to .md": {"n.txt": None, "n.md": "1. wash\n2. dry"},
    "Copy everything in the folder in to the folder out": {"out/x.log": "x", "out/y.txt": "y"},
    "I no longer need the folder in, remove it with everything in it": {"in/x.log": None, "in/y.txt": None},
    "Start a k.md with two bullet points: nap, rest": {"k.md": "- nap\n- rest"},
}
ANSWERS = {
    "Are a.txt and b.txt identical?": "No, a.txt and b.txt differ",
    "On which line of a.txt is blue?": "Line 3: blue",
    "Is there a mention of green in b.txt?": "No.",
}


@pytest.mark.parametrize("goal", CHANGED)
def test_a_frame_leaves_what_was_asked_for(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path, FILES)
    wanted = {name: text for name, text in {**FILES, **CHANGED[goal]}.items() if text is not None}
    assert {name: text.strip() for name, text in outcome.files.items()} == {
        name: text.strip() for name, text in wanted.items()
    }


@pytest.mark.parametrize("goal", ANSWERS)
def test_a_question_is_answered_and_nothing_changes(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path, FILES)
    assert ANSWERS[goal] in str(outcome.answer.content)
    assert outcome.files == FILES


@pytest.mark.parametrize(
    "goal",
    [
        "If a.txt is empty, delete b.txt",
        "Delete a.txt and translate b.txt into French",
        "Add the total of a.txt as the last line of b.txt",
        "Delete all .txt files except a.txt",
    ],
)
def test_what_only_looks_like_a_frame_is_left_to_others(goal: str) -> None:
    assert read_frames(protect(goal)) is None
