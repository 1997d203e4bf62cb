"""Word problems in many wordings: what is asked comes out, by the calculator; what is not plain is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.llm.offline.expressions import Rendered, atom, render
from nodes.llm.offline.problems.solve import expression, solve
from nodes.llm.offline.terms import Calc, Derived, Expr, Literal
from tools.expression import evaluate

_ROWS = Path(__file__).with_name("wordings.tsv").read_text(encoding="utf-8").splitlines()
PROBLEMS = [(text, float(value)) for value, text in (row.split("\t") for row in _ROWS)]
UNCLEAR = [
    "I have 12 apples and 5 pears.",
    "A train has 12 coaches and leaves on track 7. What is the driver's name?",
    "I paid 20 and 30. Why?",
    "She has 3 dogs and 14 candles. How much is the rent?",
    "I have 35 euros, a third of it, no wait, 40 percent is gone. How much is left?",
    "There are 4 people. How many tickets do we need?",
    "Split 100 euros in the ratio 3 to 2. What does she get?",
    "5 divided by 0 apples each, how many?",
    "Mia's birthday is on 2027-03-14. What weekday is that?",
    "calculate 5*5 and 6*6, then add the two results",
    "I leave at 7:50 and arrive at 8:35, five days a week. How many hours do I travel per week?",
    "It's 1,450 km to Rome. We drive 110 km/h and take 4 breaks of 20 minutes. How long is the trip?",
    "Two pizzas at 9.90, three drinks at 2.80, plus 10% tip - total and per person for 4?",
    "A jacket costs 90 and a coat 120. Where is it cheaper?",
    "Anna paid 48, Ben paid 12 and Cy paid 30, to be split evenly. How much does Ben owe Anna?",
]


def _rendered(expr: Expr) -> Rendered:
    if isinstance(expr, Calc):
        return render(expr.op, [_rendered(arg) for arg in expr.args])
    assert isinstance(expr, Literal)
    return atom(expr.text)


def _value(text: str) -> float | None:
    expr = expression(text)
    return None if expr is None else float(evaluate(_rendered(expr)[0]))


@pytest.mark.parametrize(("text", "value"), PROBLEMS)
def test_a_problem_comes_to_what_is_asked(text: str, value: float) -> None:
    assert _value(text) == pytest.approx(value, abs=0.006)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_plain_is_refused(text: str) -> None:
    assert _value(text) is None


@pytest.mark.parametrize(("text", "value"), PROBLEMS[::7])
def test_politeness_changes_nothing(text: str, value: float) -> None:
    assert _value(f"Hello! I hope you can help me with something. {text} Thank you!") == pytest.approx(value, abs=0.006)


def test_a_wish_for_rounding_is_heeded() -> None:
    assert _value("Three friends share a bill of 100 euros. How much does each pay, to two decimals?") == 33.33
    assert _value("Three friends share a bill of 100 euros. How much does each pay, to the nearest euro?") == 33


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It's 10:50 now. What time will it be 95 minutes from now?", 12 * 60 + 25),
        ("The cake needs 75 minutes in the oven and has to be out at 16:00. When must it go in?", 14 * 60 + 45),
        ("A film starts at 23:10 and lasts 2 h 5 min. When does it end?", 75),
        ("I must arrive at 9:00 and the drive takes 1 hour 20 minutes. At what time should I leave?", 7 * 60 + 40),
    ],
)
def test_a_time_of_day_is_reckoned_in_minutes_and_told_as_a_clock_shows_it(text: str, value: int) -> None:
    expr = expression(text)
    assert isinstance(expr, Derived)
    assert expr.kind == "clock"
    assert round(float(evaluate(_rendered(expr.sources[0])[0]))) == value


_VOCABULARY = """
how many much what is the a each per of for and in with costs 12 3.5 20% 0 1 euros km hours people boxes left
over share total , . ? half two thirds of than more minus 09:15 2024 month average ratio to percent interest off
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_always_the_same(text: str) -> None:
    first = solve(text)
    solve.cache_clear()
    assert solve(text) == first


def test_a_problem_is_read_quickly() -> None:
    solve.cache_clear()
    expression(PROBLEMS[0][0])
    texts = [text for text, _ in PROBLEMS]
    solve.cache_clear()
    start = time.process_time()
    for text in texts:
        solve(text)
    assert (time.process_time() - start) / len(texts) < 0.05
