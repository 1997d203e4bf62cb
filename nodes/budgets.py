"""When a run must end although its goal is not reached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from nodes.llm.port import Usage
from nodes.records import Limits, Observation, Outcome, Step
from nodes.safety.guards import REPETITION_RULE

MALFORMED_LIMIT = 5
"""Unreadable replies in a row that end a run: a model that has not found the form by then will not."""
REPETITION_LIMIT = 2
"""Turns in a row of nothing but repeated calls, each refused and told why, that end a run."""
FAILURE_LIMIT = 5
"""Turns in a row in which every call failed that end a run."""


def spent(limits: Limits, usage: Usage, *, before_asking: bool) -> Outcome | None:
    """The outcome if a budget is spent.

    Args:
        limits: The budgets.
        usage: What the run has spent.
        before_asking: Whether a further turn is about to begin (only then do steps count).

    Returns:
        A failure that names the budget, or `None`.
    """
    checks = (
        (before_asking, limits.max_steps, usage.steps, "max_steps", "steps"),
        (True, limits.max_tokens, usage.tokens, "max_tokens", "tokens"),
        (True, limits.max_seconds, usage.seconds, "max_seconds", "seconds at work"),
        (True, limits.max_cost_usd, usage.cost_usd, "max_cost", "US dollars"),
    )
    for applies, limit, used, reason, unit in checks:
        if applies and limit is not None and used is not None and used >= limit:
            knob = "max_cost_usd" if reason == "max_cost" else reason
            return Outcome(
                success=False,
                error=f"The budget of {limit:g} {unit} is spent before the goal was reached. "
                f"Set {knob} higher, or ask for less at a time.",
                reason=reason,
            )
    return None


def stuck(steps: Sequence[Step]) -> Outcome | None:
    """The outcome if the model gets nowhere: unreadable replies, or the same call over and over."""
    idle = [*takewhile(lambda step: _is_malformed(step) or is_repeating(step), reversed(steps))]
    repeating = [step for step in idle if is_repeating(step)]
    if len(repeating) >= REPETITION_LIMIT:
        return Outcome(
            success=False,
            error=f"The model keeps making the same call of {repeating[0].actions[0].tool!r} although it was told the result. "
            "Rephrase the goal, or try another model.",
            reason="loop",
        )
    if len(idle) - len(repeating) >= MALFORMED_LIMIT:
        return Outcome(
            success=False,
            error=f"The model gave {MALFORMED_LIMIT} unreadable replies in a row. Try another decision mode or another model.",
            reason="malformed",
        )
    return None


def given_up(steps: Sequence[Step], observations: Sequence[Observation]) -> Outcome | None:
    """The outcome if every call of this turn and of the turns before it failed, `FAILURE_LIMIT` turns in a row."""
    if not observations or not all(observation.is_error for observation in observations):
        return None
    earlier = steps[-(FAILURE_LIMIT - 1) :]
    if len(earlier) < FAILURE_LIMIT - 1 or not all(_is_failure(step) for step in earlier):
        return None
    return Outcome(
        success=False,
        error=f"Every call failed {FAILURE_LIMIT} turns in a row; the last error was: {observations[-1].content[:300]}",
        reason="failures",
    )


def is_repeating(step: Step) -> bool:
    """Whether all that the step proposed was refused as a repetition."""
    return bool(step.verdicts) and all(verdict.rule == REPETITION_RULE for verdict in step.verdicts)


def _is_malformed(step: Step) -> bool:
    return bool(step.actions) and all(not action.tool for action in step.actions)


def _is_failure(step: Step) -> bool:
    return bool(step.observations) and all(observation.is_error for observation in step.observations)
