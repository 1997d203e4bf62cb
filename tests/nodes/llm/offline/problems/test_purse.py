"""Debts both ways, coins, ages, pixels and tiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.problems.purse import told_by_words
from nodes.llm.offline.problems.tilings import covered
from tests.nodes.llm.offline.loop import run

ANSWERS = {
    "I owe Tom 35, Anna owes me 20 and Ben owes me 18. What's my balance?": "3",
    "Lily is 9 years old. Her mum was 28 when she was born. How old is her mum now?": "37",
    "How many pixels does a 4000 x 3000 photo have?": "12000000",
    "How many 30 cm x 30 cm tiles do I need for a floor of 3 m by 4.5 m?": "150",
    "I have 7 two-euro coins, 5 fifty-cent coins and 12 ten-cent coins. How much money is that?": "17.7",
    "How much money is 7 quarters, 4 dimes and 3 nickels in dollars?": "2.3",
    "I put away 45 a week. How long until I have 900?": "20",
    "Dinner for three came to 84.60. We split evenly. How much does each pay?": "28.2",
    "She weighed 60 kg and gained 3 kg. What does she weigh now?": "63",
    "How many days is it from 3 April 2026 to 20 April 2026?": "17",
}
OTHERS = (
    "I owe Tom 35 and Ben owes me 18. How many days are there in May?",
    "I owe Tom 35, Anna owes me 20 and I have 4 cats. What's my balance?",
    "Lily is 9. Her mum was 28 when she was born. How old is her uncle, who is 3 years older?",
    "A 4000 x 3000 photo at 300 dpi: how many pixels?",
)


@pytest.mark.parametrize("goal", ANSWERS)
def test_the_answer_is_told(goal: str, tmp_path: Path) -> None:
    assert ANSWERS[goal] in run(goal, tmp_path, {}).text.replace(",", "").split("=")[-1]


@pytest.mark.parametrize("text", OTHERS)
def test_a_text_with_another_number_is_left_alone(text: str) -> None:
    assert told_by_words(text) is None
    assert covered(text) is None
