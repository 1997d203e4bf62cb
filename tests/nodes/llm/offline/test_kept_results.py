"""Requests whose result one clause keeps in a file: the file holds what was asked for, and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.kept_results import read_kept
from nodes.llm.offline.protect import protect
from nodes.llm.offline.reader import read_program
from tests.nodes.llm.offline.loop import run

KEPT = [
    (
        "I earn 2,850 a month and get a 3.5% raise. What's my new monthly pay? Put it in raise.txt.",
        "raise.txt",
        "2949.75",
    ),
    (
        "A tap drips 15 ml a minute. How many litres are that in a day? Write the number to drip.txt.",
        "drip.txt",
        "21.6",
    ),
    ("Simple interest on 1200 at 5% for 4 years - write the interest to interest.txt", "interest.txt", "240"),
    (
        "My last five runs took 31, 29, 33, 28 and 30 minutes. Work out the average and save it in runs.txt.",
        "runs.txt",
        "30.2",
    ),
    (
        "I have a book of 416 pages and read 32 a day. How many days till I'm done? Save to days.txt, please",
        "days.txt",
        "13",
    ),
    ("Add up 56, 78 and 99, save the sum in sum.txt, then tell me the average of the three.", "sum.txt", "233"),
]
OTHERS = [
    "Write hello to a.txt",
    "Count the lines in a.txt and save the number in b.txt",
    "The rent is 700 and the power 80. Save the names of my 3 flatmates to a.txt",
    "2 people pay 30 each. How much does each pay? Save the total in a.txt",
    "Mia's birthday is on 2027-03-14. What weekday is that? Save the weekday in birthday.txt",
    "What is 5 + 6? Append it to a.txt",
    "Make a folder reports, compute 31*24 and save the answer there as hours.txt",
]


@pytest.mark.parametrize(("goal", "path", "content"), KEPT)
def test_the_result_is_kept_in_the_file(goal: str, path: str, content: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert not outcome.unread
    assert outcome.files[path].strip() == content


@pytest.mark.parametrize("goal", OTHERS)
def test_another_kind_of_request_is_left_to_the_other_readers(goal: str) -> None:
    assert read_kept(protect(goal), read_program, sums_only=True) is None


def test_numbered_orders_on_one_line_and_what_comes_out(tmp_path: Path) -> None:
    outcome = run("1) 18 * 25  2) add 150 to that  3) take 10% of it. Tell me the last result.", tmp_path)
    assert not outcome.unread
    assert outcome.text.rstrip(".").endswith("60")
    assert "1500" in run("Start with 500, subtract 125, then multiply by 4. What do I get?", tmp_path).text
