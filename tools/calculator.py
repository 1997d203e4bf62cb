"""The calculator: a model's arithmetic, done right."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from memory.labels import Confidentiality, Integrity
from tools.arithmetic import Number, present, refuse
from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import ToolFailure
from tools.expression import evaluate


class CalculatorInput(ToolInput):
    """What to work out."""

    expression: str = Field(
        description='Arithmetic, for example "(2 + 3) * 4", "15% of 240", "sqrt(2)", "round(10 / 3, 2)".'
    )


class CalculatorTool(Tool):
    """Works out arithmetic as people write it; what is accepted stands in `tools.expression`."""

    name = "calculator"
    description = (
        "Work out arithmetic exactly. Takes + - * / // % ** ^ ! and parentheses, percentages (15% of 240, 200 + 10%), thousands "
        "separators, pi and e, and functions: sqrt sin cos tan log log10 log2 exp abs round floor ceil min max sum mean median "
        'factorial comb gcd. Numbers only, no variables. Example: {"expression": "(1,250 + 3 * 99.5) / 4"}'
    )
    input_schema = CalculatorInput
    manifest = Manifest(
        effect=Effect.NONE,
        replay=Replay.PURE,
        integrity=Integrity.TRUSTED,
        confidentiality=Confidentiality.PRIVATE,
        roles={"expression": ArgumentRole.TEXT},
    )
    timeout_seconds = 5.0
    max_attempts = 1

    def execute(self, input: CalculatorInput, /) -> ToolOutput:
        """Work it out.

        Returns:
            An int where the value is whole (a string of digits beyond 64 bits), else a float of 15 significant digits; the
            metadata's `exact` tells whether anything was rounded.
        """
        try:
            value = _evaluate(input.expression)
            shown = present(value)
        except ToolFailure as failure:
            return ToolOutput.fail(f"calculator: {failure}", failure.kind)
        return ToolOutput.ok(shown, exact=_is_exact(value, shown))

    def preview(self, input: CalculatorInput, /) -> str:
        """What will be worked out."""
        return f"Work out {input.expression}"


def _evaluate(expression: str) -> Number:
    try:
        return evaluate(expression)
    except (OverflowError, MemoryError, RecursionError):
        # The bounds should make these impossible; if one is missed, the model still gets a plain answer.
        refuse("the expression is too large to work out; use smaller numbers")


def _is_exact(value: Number, shown: int | float | str) -> bool:
    return not isinstance(value, float) and Fraction(str(shown)) == value
