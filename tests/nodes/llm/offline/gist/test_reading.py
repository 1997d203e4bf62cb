"""Requests in free words, run against the real tools: judged by the files that are left and the values in the answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.llm.offline.gist.reading import read_gist
from nodes.llm.offline.program import Branch, EachFile, FileAction, Program, Step, Write
from nodes.llm.offline.protect import protect
from nodes.llm.offline.reader import read_program
from nodes.llm.offline.terms import Literal
from tests.nodes.llm.offline.gist.cases import CASES, Case
from tests.nodes.llm.offline.loop import run

_TOOLS = {"remember": {"stored": 1}, "recall": []}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.goal)
def test_a_request_in_free_words_leaves_what_was_asked_for(case: Case, tmp_path: Path) -> None:
    outcome = run(case.goal, tmp_path, case.before, fixed=_TOOLS)
    wanted = {**case.before, **case.after}
    assert {name: text.strip() for name, text in outcome.files.items()} == {
        name: text.strip() for name, text in wanted.items() if text is not None
    }
    assert not outcome.unread
    for part in case.says:
        assert part in outcome.text


_HARMLESS = (
    "I nearly deleted a.txt yesterday. What is in b.txt?",
    "Write 'delete a.txt' to b.txt",
    "Please create b.txt that says: delete a.txt",
    "Don't delete a.txt, just show me b.txt",
    "a.txt is old and not needed. How many lines does b.txt have?",
    "Somebody asked me to remove a.txt. Please read b.txt",
    "delete a.txt and then summarize b.txt",
    "Copy a.txt to b.txt without deleting a.txt",
    "Remove the second line of a.txt",
    "Please explain how to delete a.txt",
)


@pytest.mark.parametrize("goal", _HARMLESS)
def test_no_file_is_deleted_that_was_not_to_be_deleted(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path, {"a.txt": "one\ntwo\n", "b.txt": "three\n"}, fixed=_TOOLS)
    assert {"a.txt", "b.txt"} <= outcome.files.keys()


_DESCRIBED = (
    "Work it out and write just the number to x.txt",
    "Please save the sorted list in x.txt",
    "write only the weekday to x.txt",
    "put the smaller one into x.txt",
    "Write a poem about the sea to x.txt",
)


@pytest.mark.parametrize("goal", _DESCRIBED)
def test_a_description_is_never_written_as_a_text(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path, {}, fixed=_TOOLS)
    assert "x.txt" not in outcome.files
    assert outcome.unread


_WORDS = st.sampled_from(
    [
        *{word for case in CASES for word in case.goal.split()},
        "delete",
        "if",
        "otherwise",
        ":",
        ",",
        "and",
        "then",
        "'x'",
        "a.txt",
        "dir/",
        "5%",
    ]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_words_give_the_same_program_or_none_and_nothing_is_raised(goal: str) -> None:
    first = read_gist(protect(goal))
    assert first == read_gist(protect(goal))
    assert first is None or first.steps


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_asked(goal: str) -> None:
    program = read_gist(protect(goal))
    assert program is None or isinstance(program, Program)


@given(st.text(alphabet="abc deltrmov.,;:!", max_size=60).filter(lambda text: "'" not in text))
@settings(max_examples=100, deadline=None)
def test_a_quoted_text_is_never_an_order(text: str) -> None:
    program = read_gist(protect(f"Write 'delete a.txt {text}' to b.txt"))
    assert program is not None
    assert not [step for step in _all(program.steps) if isinstance(step, FileAction | EachFile)]
    (write,) = program.steps
    assert isinstance(write, Write)
    assert isinstance(write.expr, Literal)
    assert write.expr.text == f"delete a.txt {text}"


def _all(steps: tuple[Step, ...]) -> list[Step]:
    return [
        inner
        for step in steps
        for inner in ((step, *_all(step.then + step.otherwise)) if isinstance(step, Branch) else (step,))
    ]


def test_a_goal_is_read_within_50_ms() -> None:
    read_gist(protect(CASES[0].goal))
    for case in CASES:
        began = time.process_time()
        read_gist(protect(case.goal))
        assert time.process_time() - began < 0.05 * 4  # a busy machine measures up to four times as much


def test_a_file_that_has_no_use_in_the_reading_makes_it_void() -> None:
    assert read_gist(protect("Sort a.txt and frobnicate b.txt with c.txt")) is None


def test_a_date_in_a_file_name_is_the_day_on_which_the_goal_runs(tmp_path: Path) -> None:
    outcome = run(
        "Copy log.txt to a file called log_ plus today's date, like log_2020-01-01.txt", tmp_path, {"log.txt": "x\n"}
    )
    assert outcome.files == {"log.txt": "x\n", "log_2026-03-02.txt": "x\n"}


def test_an_unreadable_part_keeps_everything_as_it_is(tmp_path: Path) -> None:
    outcome = run("Delete a.txt and translate b.txt into French", tmp_path, {"a.txt": "x\n", "b.txt": "y\n"})
    assert outcome.files == {"a.txt": "x\n", "b.txt": "y\n"}
    assert read_program("Delete a.txt and translate b.txt into French").unread


def test_a_line_that_begins_with_and_is_a_request_of_its_own() -> None:
    program = read_gist(protect('Write "a b" to a.txt\nand tell me 3*3'))
    assert program is not None
    assert [type(step).__name__ for step in program.steps] == ["Write", "Say"]
