"""A goal is cut where its own structure parts requests, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.planning.splitting import LONGEST_GOAL, Gap, Piece, joined, opened, pieces_of


def texts(goal: str) -> list[str]:
    return [piece.text for piece in pieces_of(goal)]


@pytest.mark.parametrize(
    ("goal", "pieces"),
    [
        ("1. Count a.txt\n2. Read b.txt\n3. Delete c.txt", ["Count a.txt", "Read b.txt", "Delete c.txt"]),
        ("Please do the following:\n- count a.txt\n- read b.txt\n\nThanks!", ["count a.txt", "read b.txt"]),
        ("Two things: 1) count a.txt; and 2) read b.txt", ["count a.txt", "read b.txt"]),
        ("Step 1: count a.txt. Step 2: read b.txt.", ["count a.txt", "read b.txt"]),
        ("* count a.txt\n  and say the number\n* read b.txt", ["count a.txt\nand say the number", "read b.txt"]),
        ("1. Count a.txt\n   - only the words\n2. Read b.txt", ["Count a.txt\n- only the words", "Read b.txt"]),
        ("Count a.txt. Read b.txt; delete c.txt", ["Count a.txt.", "Read b.txt", "delete c.txt"]),
        ("Count a.txt, then read b.txt and delete c.txt", ["Count a.txt", "read b.txt", "delete c.txt"]),
        ("Count a.txt. After that, read b.txt. Finally, stop.", ["Count a.txt.", "read b.txt.", "Finally, stop."]),
        ("First, count a.txt. Second, read b.txt.", ["count a.txt.", "read b.txt."]),
        ("Hi! Count a.txt. Thank you very much!", ["Count a.txt."]),
    ],
)
def test_structure_parts_requests(goal: str, pieces: list[str]) -> None:
    assert texts(goal) == pieces


@pytest.mark.parametrize(
    "goal",
    [
        "Add up a.txt and b.txt",
        "Write 'Read this. Then delete it; and copy b' to a.txt",
        "What is 3.5 and 4.5 together",
        "If a.txt exists, delete b.txt and copy c.txt to d.txt",
        "Copy a.txt, b.txt and c.txt to old/",
    ],
)
def test_what_is_one_request_stays_one(goal: str) -> None:
    assert texts(goal) == [goal]


@pytest.mark.parametrize(
    "goal",
    [
        "In sales.csv:\n1. count the rows\n2. add up the amounts",
        "Round to 2 decimals: 1) divide 10 by 3 2) divide 20 by 7",
    ],
)
def test_a_list_below_words_that_are_part_of_what_is_asked_is_not_cut(goal: str) -> None:
    assert pieces_of(goal) == []


def test_the_gaps_tell_lists_from_clauses() -> None:
    assert {piece.gap for piece in pieces_of("- read a.txt\n- read b.txt")} == {Gap.ITEM}
    assert [piece.gap for piece in pieces_of("Read a.txt and read b.txt, then read c.txt. Read d.txt")] == [
        Gap.SENTENCE,
        Gap.CLAUSE,
        Gap.THEN,
        Gap.SENTENCE,
    ]


def test_neighbours_can_be_put_together_again() -> None:
    assert joined(pieces_of("Read 'a; b' in a.txt and delete b.txt, then read c.txt.")) == (
        "Read 'a; b' in a.txt and delete b.txt, then read c.txt."
    )
    assert joined([Piece("a", Gap.ITEM, "\n"), Piece("b", Gap.ITEM, "\n")]) == "a\nb"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("then read a.txt", "read a.txt"),
        ("and finally, read a.txt", "read a.txt"),
        ("third, read a.txt", "read a.txt"),
        ("first line of a.txt", "first line of a.txt"),
        ("then", "then"),
    ],
)
def test_words_that_only_say_whose_turn_it_is_are_dropped(text: str, rest: str) -> None:
    assert opened(text) == rest


def test_a_goal_that_is_far_too_long_is_not_looked_at() -> None:
    assert pieces_of("Read a.txt. " * (LONGEST_GOAL // 10)) == []


@given(st.text(alphabet=st.sampled_from("ab .,;:!?\n\r\t-*•1234().'\"\ue000\ue800") | st.characters(), max_size=200))
def test_the_pieces_hold_the_goals_own_characters_in_order(goal: str) -> None:
    left = iter(goal)
    for piece in pieces_of(goal):
        assert piece.text.strip()
        assert all(character in left for character in piece.text if not character.isspace())


@given(
    st.lists(
        st.sampled_from(["read a.txt", "count 'x. y' in b.txt", "what is 2.5 * 4", "delete c.txt"]),
        min_size=2,
        max_size=9,
    )
)
def test_a_list_is_cut_into_its_items(items: list[str]) -> None:
    assert texts("\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))) == items
    assert texts("\n".join(f"- {item}" for item in items)) == items
