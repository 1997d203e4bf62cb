"""Counts what a benchmark run came to: per group successes with their uncertainty, times, and what was spent."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one goal went.

    Attributes:
        id: The goal's id.
        group: The goal's group.
        goal: What the user typed.
        problems: Why it is no success; empty for a success.
        answer: The final answer as text; of the last repeat.
        seconds: Wall-clock seconds from goal to answer; the mean over the repeats, like all that follows.
        steps: Turns of the reasoning loop.
        model_calls: Requests that a model answered.
        tokens: Prompt and completion tokens together.
        is_flaky: Whether some repeats succeeded and some did not.
    """

    id: str
    group: str
    goal: str
    problems: tuple[str, ...]
    answer: str = ""
    seconds: float = 0.0
    steps: float = 0.0
    model_calls: float = 0.0
    tokens: float = 0.0
    is_flaky: bool = False

    @property
    def success(self) -> bool:
        """Whether every check held."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Summary:
    """What a group came to; `low` and `high` are the 95 % Wilson interval of the share of successes."""

    group: str
    goals: int
    successes: int
    low: float
    high: float
    median_seconds: float
    p90_seconds: float
    model_calls: float
    tokens: float


def wilson_interval(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a share (E. B. Wilson 1927), which holds for small samples and for shares near 0 and 1.

    Args:
        successes: How many succeeded.
        trials: Out of how many; 0 gives (0, 1).
        z: The normal quantile of the confidence level.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials} trials cannot be; give 0 <= successes <= trials")
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank); 0.0 of nothing."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def summarise(group: str, attempts: Sequence[Attempt]) -> Summary:
    """Count one group."""
    seconds = [attempt.seconds for attempt in attempts]
    successes = sum(attempt.success for attempt in attempts)
    low, high = wilson_interval(successes, len(attempts))
    return Summary(
        group=group,
        goals=len(attempts),
        successes=successes,
        low=low,
        high=high,
        median_seconds=statistics.median(seconds) if seconds else 0.0,
        p90_seconds=percentile(seconds, 0.9),
        model_calls=sum(attempt.model_calls for attempt in attempts),
        tokens=sum(attempt.tokens for attempt in attempts),
    )


def summaries(attempts: Sequence[Attempt]) -> list[Summary]:
    """One summary per group, in order of appearance, and one of all."""
    groups = list(dict.fromkeys(attempt.group for attempt in attempts))
    rows = [summarise(group, [attempt for attempt in attempts if attempt.group == group]) for group in groups]
    return [*rows, summarise("all", attempts)]


def table(rows: Sequence[Summary]) -> str:
    """The summaries as a Markdown table."""
    lines = [
        "| group      | goals | success |       | 95 % interval   | median s |  p90 s | model calls |  tokens |",
        "|------------|------:|--------:|------:|:---------------:|---------:|-------:|------------:|--------:|",
    ]
    for row in rows:
        share = row.successes / row.goals if row.goals else 0.0
        lines.append(
            f"| {row.group:<10} | {row.goals:>5} | {row.successes:>7} | {share:>5.1%} | {row.low:>6.1%} – {row.high:<6.1%} "
            f"| {row.median_seconds:>8.2f} | {row.p90_seconds:>6.2f} | {row.model_calls:>11.0f} | {row.tokens:>7.0f} |"
        )
    return "\n".join(lines)


def failures(attempts: Sequence[Attempt]) -> str:
    """Every goal that failed, with the reasons; empty where none did."""
    blocks = []
    for attempt in attempts:
        if attempt.success:
            continue
        flaky = " (flaky)" if attempt.is_flaky else ""
        reasons = "".join(f"\n    - {problem}" for problem in attempt.problems)
        blocks.append(f"{attempt.id}{flaky}: {attempt.goal!r}{reasons}")
    return "\n".join(blocks)
