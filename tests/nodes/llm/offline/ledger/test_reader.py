"""Whole goals about files: composed steps where all is understood, and nothing at all where a part is not."""

from __future__ import annotations

import pytest

from nodes.llm.offline.ledger.reader import read_ledger, sources_of
from nodes.llm.offline.program import Say, Write
from nodes.llm.offline.protect import protect
from nodes.llm.offline.terms import Literal

SCORES = {"scores.txt": "Anna 82\nBen 67\nCleo 91\nDan 74\n"}


def steps(goal: str, **files: str) -> list[object]:
    program = read_ledger(protect(goal), files or SCORES)
    return [] if program is None else list(program.steps)


def test_a_result_is_written_where_it_is_wanted() -> None:
    made = steps("Find out who has the highest score in scores.txt and write only the name to winner.txt")
    assert made[-1] == Write("winner.txt", Literal("Cleo"))


def test_a_remark_with_a_number_is_used() -> None:
    goal = "The pass mark is 70. How many people in scores.txt passed?"
    assert steps(goal) == [Say(Literal("3", number=True))]


def test_a_remark_that_finds_no_use_is_a_refusal() -> None:
    assert steps("The pass mark is 70. What is the average score in scores.txt?") == []


@pytest.mark.parametrize(
    "goal",
    [
        "Encrypt the list. What is the average score in scores.txt?",
        "Write the average of the blue scores in scores.txt to avg.txt",
        'What is the highest score in scores.txt? Mention "Ben" too.',
    ],
)
def test_a_part_that_is_not_understood_refuses_the_whole(goal: str) -> None:
    assert steps(goal) == []


def test_every_number_can_be_changed_in_place() -> None:
    made = steps("Everyone in scores.txt gets 5 extra points. Save the new list to curved.txt.")
    assert [step.path for step in made if isinstance(step, Write)] == ["curved.txt"]


def test_a_condition_is_decided_on_the_numbers() -> None:
    goal = 'If the average score in scores.txt is over 80 write "good" to note.txt, otherwise write "practise".'
    assert steps(goal) == [Write("note.txt", Literal("practise"))]


def test_telling_a_double_changes_no_file() -> None:
    files = {"run.txt": "12\n"}
    program = read_ledger(protect("Read the distance in run.txt and tell me double that"), files)
    assert program is None or not any(isinstance(step, Write) for step in program.steps)


def test_files_that_are_only_written_are_not_opened() -> None:
    assert sources_of(protect("Write the sum of the prices in a.txt to b.txt")) == ("a.txt",)
