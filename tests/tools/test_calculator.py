"""The calculator works out what people write, exactly, and nothing can take it down."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.labels import Integrity
from tools.base import Effect, Replay, ToolOutput
from tools.calculator import CalculatorInput, CalculatorTool
from tools.errors import FailureKind
from tools.expression import MAX_NESTING
from tools.tokens import MAX_LENGTH

ATTACKS = (Path(__file__).parent / "corpora" / "calculator_attacks.txt").read_text(encoding="utf-8").split("\n")[:-1]


def work_out(expression: str) -> ToolOutput:
    return CalculatorTool().execute(CalculatorInput(expression=expression))


@pytest.mark.parametrize("expression", ATTACKS)
def test_an_attack_gets_one_clear_line_within_100_ms(expression: str) -> None:
    started = time.process_time()
    output = work_out(expression)
    assert time.process_time() - started < 0.1
    assert not output.success
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    assert output.error is not None
    assert "\n" not in output.error
    assert len(output.error) < 600


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1),
        "-" * 900 + "1",
        "2**" * 300 + "1",
        "2^" * 400 + "1",
        "sqrt " * 199 + "1",
        "sqrt(" * 150 + "1" + ")" * 150,
        "[" * 400,
        "sum([" * 150 + "1" + "])" * 150,
        "1+" * 1_000_000 + "1",
        "-(" * 400 + "1" + ")" * 400,
        "1!" + "!" * 900 + "+10000!",
        "9" * 999 + "**9",
    ],
)
def test_depth_and_length_are_refused_before_they_cost_anything(expression: str) -> None:
    started = time.process_time()
    output = work_out(expression)
    assert time.process_time() - started < 0.1
    assert output.failure is FailureKind.INVALID_ARGUMENTS


@pytest.mark.parametrize(
    "piece",
    [
        "+1/(3**5400)",
        "+1000!/7**3000",
        "+(1/3**5000+1/7**3000)",
        "-1000!",
        "*2**86",
        "+comb(4000,400)",
        "+1/1000!",
        "%1000!+1000!",
    ],
)
def test_the_dearest_accepted_expressions_end_within_100_ms(piece: str) -> None:
    expression = "1" + piece * ((MAX_LENGTH - 1) // len(piece))
    started = time.process_time()
    work_out(expression)
    assert time.process_time() - started < 0.1


def test_whole_numbers_beyond_64_bits_are_exact_digits() -> None:
    assert work_out("2**64").result == "18446744073709551616"
    assert work_out("-(2**63)").result == -(2**63)
    assert work_out("1000!").result == str(math.factorial(1000))


def test_every_result_is_json_without_infinities() -> None:
    for expression in ("1e308 * 10", "2**0.5", "1000!", "1e-300"):
        json.dumps(work_out(expression).result, allow_nan=False)
    assert not work_out("exp(709) * exp(709)").success
    assert not work_out("1e-320").success


def test_metadata_tell_whether_the_result_is_exact() -> None:
    assert work_out("1/4").metadata == {"exact": True}
    assert work_out("1/3").metadata == {"exact": False}
    assert work_out("sqrt(2)").metadata == {"exact": False}


def test_errors_name_the_problem_and_the_way_out() -> None:
    assert "division by zero" in str(work_out("1/0").error)
    assert "unknown name 'price'" in str(work_out("price * 2").error)
    assert "position 3" in str(work_out("1 2").error)
    assert "decimals with a point" in str(work_out("1,5").error)
    assert "empty" in str(work_out("  ").error)


def test_the_manifest_says_it_touches_nothing() -> None:
    tool = CalculatorTool()
    assert (tool.effect, tool.replay, tool.manifest.integrity) == (Effect.NONE, Replay.PURE, Integrity.TRUSTED)
    assert tool.preview(CalculatorInput(expression="1 + 1")) == "Work out 1 + 1"


@given(st.text(alphabet="0123456789.,+-*/%^!()[]; eExXpisqrtlogmaxof$€√²°°ºsum", max_size=60))
def test_any_jumble_ends_in_a_number_or_a_clear_error(expression: str) -> None:
    output = work_out(expression)
    assert output.success or (output.error and output.failure is FailureKind.INVALID_ARGUMENTS)
    if isinstance(output.result, float):
        assert math.isfinite(output.result)


@given(st.text(max_size=200))
def test_any_text_ends_in_a_number_or_a_clear_error(expression: str) -> None:
    output = work_out(expression)
    assert output.success or output.failure is FailureKind.INVALID_ARGUMENTS
