"""Which goals are worth a plan, told without asking anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.planning.sizing import has_parts, parts_in


@pytest.mark.parametrize(
    "goal",
    [
        "what is 15% of 240?",
        "hello",
        "read notes.txt and tell me what it says",
        "Look at a.txt. Then sum it.",
        "write 'First this. Then that. Finally those. And more.' to a.txt",
        'save "1. eggs\n2. milk\n3. bread" to list.txt',
        "compare cats and dogs",
        "",
    ],
)
def test_one_thought_is_no_plan(goal: str) -> None:
    assert not has_parts(goal)


@pytest.mark.parametrize(
    ("goal", "parts"),
    [
        ("Read a.txt. Sum the numbers. Write the sum to b.txt.", 3),
        ("read a.txt, then sum the numbers, then write the sum to b.txt", 3),
        ("read a.txt and sum the numbers and write the sum to b.txt", 3),
        ("Do this:\n1. read a.txt\n2. read b.txt\n3. compare them", 3),
        ("- read a.txt\n- read b.txt\n- read c.txt\n- write the sum", 4),
        ("Please (1) read a.txt, (2) read b.txt and (3) add them", 3),
    ],
)
def test_parts_are_counted(goal: str, parts: int) -> None:
    assert parts_in(goal) == parts
    assert has_parts(goal)


@given(st.text(max_size=300))
def test_any_goal_is_sized(goal: str) -> None:
    assert parts_in(goal) >= 0


@given(st.text("abc. \n1)-then", max_size=80))
def test_what_is_quoted_has_no_parts(text: str) -> None:
    assert not has_parts(f"write `{text.replace('`', '')}` to a.txt")
