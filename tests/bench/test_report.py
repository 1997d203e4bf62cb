from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.report import Attempt, failures, percentile, summaries, table, wilson_interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 0, 0.0, 1.0)],
)  # fmt: skip
def test_the_interval_is_wilsons(successes: int, trials: int, low: float, high: float) -> None:
    """The values for 81/263 and 15/148 are those of R. G. Newcombe, Statistics in Medicine 17 (1998), table I."""
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    successes, trials = counts
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= high <= 1
    if trials:
        assert low - 1e-12 <= successes / trials <= high + 1e-12


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 3)])
def test_impossible_counts_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        wilson_interval(successes, trials)


def test_a_percentile_is_the_nearest_rank() -> None:
    assert percentile([5, 1, 3, 2, 4, 6, 8, 7, 10, 9], 0.9) == 9
    assert percentile([3], 0.9) == 3
    assert percentile([], 0.9) == 0


def test_groups_and_the_whole_are_counted() -> None:
    attempts = [
        Attempt("a", "files", "do a", (), seconds=1, model_calls=2, tokens=10),
        Attempt("b", "files", "do b", ("a.txt does not exist",), seconds=3, model_calls=1, tokens=5, is_flaky=True),
        Attempt("c", "mixed", "do c", (), seconds=2),
    ]
    rows = summaries(attempts)
    assert [(row.group, row.goals, row.successes) for row in rows] == [("files", 2, 1), ("mixed", 1, 1), ("all", 3, 2)]
    assert (rows[0].median_seconds, rows[0].p90_seconds, rows[0].model_calls, rows[0].tokens) == (2, 3, 3, 15)
    assert "| files      |     2 |       1 | 50.0% |" in table(rows)
    assert failures(attempts) == "b (flaky): 'do b'\n    - a.txt does not exist"
