"""Tables with a header, worked on by the words of a request."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.offline.gist.grid import columns_kept, count_kept, grid_of, rows_kept, sorted_grid
from nodes.llm.offline.gist.grid_edits import cell_set, row_added

_FRUIT = "fruit,price,town\napple,0.45,Oslo\nmango,1.80,Rome\npear,1.10,Oslo"


def test_rows_are_chosen_by_the_cells_that_a_request_names() -> None:
    assert rows_kept(_FRUIT, "only the rows from Oslo") == "fruit,price,town\napple,0.45,Oslo\npear,1.10,Oslo"


def test_a_name_that_no_cell_holds_chooses_nothing() -> None:
    assert count_kept(_FRUIT, "count the rows from Paris") is None


def test_a_bound_applies_to_the_column_that_is_named() -> None:
    assert count_kept(_FRUIT, "how many have a price over 1") == "2"


def test_the_header_stays_on_top_of_sorted_rows() -> None:
    assert sorted_grid(_FRUIT, "sort by price, highest first") == "\n".join(
        ["fruit,price,town", "mango,1.80,Rome", "pear,1.10,Oslo", "apple,0.45,Oslo"]
    )


def test_a_column_is_dropped_by_its_name() -> None:
    assert columns_kept(_FRUIT, "drop the town column", "drop") == "fruit,price\napple,0.45\nmango,1.80\npear,1.10"


def test_one_cell_is_set_where_a_row_and_a_column_meet() -> None:
    assert cell_set(_FRUIT, "change the price of pears to 2.20") == _FRUIT.replace("1.10", "2.20")


def test_a_cell_is_not_set_where_two_rows_fit() -> None:
    assert cell_set(_FRUIT, "change the price in Oslo to 2.20") is None


def test_a_row_needs_all_its_cells() -> None:
    assert row_added(_FRUIT, "add a row for kiwi with the price 0.60") is None
    assert (
        row_added("fruit,price\napple,0.45", "add a row for kiwi with the price 0.60")
        == "fruit,price\napple,0.45\nkiwi,0.60"
    )


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_and_request_give_a_table_or_nothing(text: str, words: str) -> None:
    for made in (rows_kept(text, words), sorted_grid(text, words), cell_set(text, words), row_added(text, words)):
        assert made is None or grid_of(text) is not None
