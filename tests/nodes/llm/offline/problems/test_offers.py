"""Offers and units held against each other, told with what each comes to; and answers in two units."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.problems.offers import chosen_offer, longer_of
from nodes.llm.offline.problems.solve import solve
from tests.nodes.llm.offline.loop import run

CHOICES = [
    (
        "Which is cheaper per 100 g: 250 g of coffee for 4.50 or 400 g for 6.80?",
        ("400 g for 6.80: 1.7 per 100 g", "1.8 per 100 g"),
    ),
    ("What is cheaper: 3 kg of potatoes for 4.20 or 5 kg for 6.50?", ("5 kg for 6.50: 1.3 per kg",)),
    ("What's the better deal, 6 for 4.20 or 10 for 6.50?", ("10 for 6.50: 0.65 per piece",)),
    (
        "The gym is 29.90 a month or 7 per visit. I'd go 5 times a month. Which is cheaper and by how much?",
        ("29.90 a month", "5.1"),
    ),
    ("A phone for 599 or 24 times 27.50. What's cheaper and by how much?", ("A phone for 599", "a difference of 61")),
    ("Which is longer, 3 miles or 5 km?", ("5 km",)),
    ("Which is heavier, 4 pounds or 2 kg?", ("2 kg",)),
    ("How many hours and minutes are 385 minutes?", ("6 hours 25 minutes",)),
    ("I drive 210 km at 90 km/h. How long does it take in hours and minutes?", ("2 hours 20 minutes",)),
]
NO_CHOICES = [
    "Which is cheaper, the red one or the blue one?",
    "Which is cheaper: 3 kg for 4.20 or 5 kg for 6.50, if I have 12 euros?",
    "Which is cheaper: 3 kg for 4.20 or 5 metres for 6.50?",
    "I bought 3 kg for 4.20 and 5 kg for 6.50. What did I pay?",
    "Which is longer, 3 miles or 5 kg?",
]


@pytest.mark.parametrize(("goal", "parts"), CHOICES)
def test_the_choice_is_told_with_what_it_comes_to(goal: str, parts: tuple[str, ...], tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert not outcome.unread
    assert outcome.text.index(parts[0]) >= 0
    assert [part for part in parts if part not in outcome.text] == []


@pytest.mark.parametrize("text", NO_CHOICES)
def test_what_is_no_choice_between_like_offers_is_left_alone(text: str) -> None:
    assert chosen_offer(text, solve) is None
    assert longer_of(text) is None
