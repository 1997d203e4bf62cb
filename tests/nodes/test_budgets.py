"""When a run ends without its goal: budgets, loops, nonsense, nothing but failures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.budgets import FAILURE_LIMIT, MALFORMED_LIMIT, REPETITION_LIMIT, given_up, spent, stuck
from nodes.llm.port import Usage
from nodes.records import Limits, ObservationStatus, Step
from nodes.safety.guards import REPETITION_RULE
from nodes.safety.verdict import Ruling, Verdict
from tests.nodes.turns import action, failed, seen, step
from tools.errors import FailureKind

LOOK = action(text="a")
GOOD = step(LOOK)
REPEATED = replace(GOOD, verdicts=[Verdict(LOOK.id, LOOK.digest, Ruling.DENY, REPETITION_RULE, "again")])
NONSENSE = replace(GOOD, actions=[replace(LOOK, tool="", call_id="")])
FAILED = step(LOOK, status=ObservationStatus.FAILED)


@pytest.mark.parametrize(
    ("limits", "usage", "reason"),
    [
        ({"max_steps": 2}, {"steps": 2}, "max_steps"),
        ({"max_tokens": 10}, {"input_tokens": 4, "output_tokens": 6}, "max_tokens"),
        ({"max_seconds": 1.0}, {"seconds": 1.0}, "max_seconds"),
        ({"max_cost_usd": 0.5}, {"cost_usd": 0.5}, "max_cost"),
    ],
)
def test_a_budget_is_spent_at_its_limit_and_the_error_names_the_knob(
    limits: dict[str, Any], usage: dict[str, Any], reason: str
) -> None:
    outcome = spent(Limits(**limits), Usage(**usage), before_asking=True)

    assert outcome is not None
    assert (outcome.success, outcome.reason) == (False, reason)
    assert next(iter(limits)) in (outcome.error or "")


def test_the_last_step_may_act_and_only_a_further_one_is_refused() -> None:
    assert spent(Limits(max_steps=2), Usage(steps=2), before_asking=False) is None
    assert spent(Limits(), Usage(steps=14), before_asking=True) is None


def test_a_cost_that_nobody_knows_is_no_cost() -> None:
    assert spent(Limits(max_cost_usd=0.01), Usage(cost_usd=None), before_asking=True) is None


usages = st.builds(Usage, steps=st.integers(0, 20), input_tokens=st.integers(0, 99), seconds=st.floats(0, 9))


@given(usages, usages)
def test_spending_more_never_brings_a_budget_back(used: Usage, more: Usage) -> None:
    limits = Limits(max_steps=10, max_tokens=50, max_seconds=5.0)

    if spent(limits, used, before_asking=True) is not None:
        assert spent(limits, used + more, before_asking=True) is not None


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([REPEATED] * REPETITION_LIMIT, "loop"),
        ([REPEATED] * (REPETITION_LIMIT - 1), None),
        ([REPEATED, GOOD, REPEATED], None),
        ([REPEATED, NONSENSE, REPEATED], "loop"),
        ([NONSENSE] * MALFORMED_LIMIT, "malformed"),
        ([NONSENSE] * (MALFORMED_LIMIT - 1), None),
        ([NONSENSE] * (MALFORMED_LIMIT - 1) + [GOOD, NONSENSE], None),
        ([], None),
    ],
)
def test_a_model_that_gets_nowhere_is_stopped(steps: list[Step], reason: str | None) -> None:
    outcome = stuck(steps)

    assert (outcome.reason if outcome else None) == reason


def test_given_up_needs_failures_all_the_way() -> None:
    now = [failed(LOOK, FailureKind.PERMANENT)]

    assert given_up([FAILED] * (FAILURE_LIMIT - 1), now) is not None
    assert given_up([FAILED] * (FAILURE_LIMIT - 2), now) is None
    assert given_up([*[FAILED] * 3, GOOD], now) is None
    assert given_up([FAILED] * 9, [*now, seen(LOOK)]) is None
    assert given_up([FAILED] * 9, []) is None
