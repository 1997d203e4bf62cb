"""Requests about one table: every word is accounted for, or the request is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.llm.offline.ledger.query import Answer, ask
from nodes.llm.offline.ledger.table import table_of

ORDERS = "id,customer,status,amount\n1,Meyer,open,120\n2,Sand,paid,80\n3,Kern,open,45\n4,Lutz,paid,200\n"
SHOP = "milk 2.50\nbread 3.20\neggs 4.10\n"


def asked(text: str, held: str = ORDERS, path: str = "orders.csv") -> Answer | None:
    return ask(text, table_of(path, held), lambda mark: mark, frozenset())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the total amount of the open orders", 165),
        ("how many orders are over 100", 2),
        ("the average amount of the paid orders", 140),
        ("how many orders are not paid", 2),
        ("the sum of the amounts without Lutz", 245),
        ("what percentage of the orders is open", 50),
        ("how much does Meyer owe us", 120),
        ("the difference between the highest and the lowest amount", 155),
    ],
)
def test_a_figure_is_worked_out_over_the_rows_that_are_meant(text: str, value: int) -> None:
    answer = asked(text)
    assert answer is not None
    assert answer.figure is not None
    assert answer.figure.value == value


@pytest.mark.parametrize(
    "text",
    [
        "the total amount of the cancelled orders",
        "how many orders from Berlin are open",
        "the sum of the weights of all blue orders",
        "how many orders are over 100 twice",
    ],
)
def test_a_word_that_names_nothing_in_the_table_is_a_refusal(text: str) -> None:
    assert asked(text) is None


def test_groups_give_a_line_each() -> None:
    answer = asked("the total amount per status")
    assert answer is not None
    assert [(name, figure.value) for name, figure in answer.pairs] == [("open", Fraction(165)), ("paid", Fraction(280))]


def test_lines_without_column_names_are_names_with_numbers() -> None:
    answer = asked("the most expensive item", SHOP, "shop.txt")
    assert answer is not None
    assert answer.rows[0].cells == ("eggs", "4.10")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_no_text_and_no_file_break_it(held: str, text: str) -> None:
    asked(text, held, "x.txt")
