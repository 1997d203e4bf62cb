"""The guards: pure functions over values that judge one action. No verdict is a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nodes.safety.policy import Policy
from nodes.safety.verdict import Ruling, Verdict
from tools.base import Effect

REPEAT_LIMIT = 3
"""An identical call that gave an identical result is denied from this occurrence on: the third asks nothing new."""

REPETITION_RULE = "identical calls"
"""The rule's name in verdicts."""


class ApprovalMode(StrEnum):
    """What becomes of a call that needs a person."""

    ASK = "ask"
    """The run waits for an answer."""
    DENY = "deny"
    """Nobody is there: the model is told and goes on without."""
    FAIL = "fail"
    """Nobody is there: the run ends."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a guard may know of an action.

    Attributes:
        action_id: The action.
        digest: The call.
        tool: The tool's name as the model gave it.
        effect: What this very call does; `None` where that cannot be known.
        problem: Why the call cannot be read (unknown tool, bad arguments), or `None`.
        earlier_results: What identical calls of this run gave, oldest first.
        edited_by: Who wrote this call at an approval, or `None` if the model did.
    """

    action_id: str
    digest: str
    tool: str
    effect: Effect | None
    problem: str | None = None
    earlier_results: Sequence[str] = ()
    edited_by: str | None = None


def judge(proposal: Proposal, policy: Policy, mode: ApprovalMode) -> Verdict:
    """Judge one action.

    Args:
        proposal: The action.
        policy: The rules.
        mode: What becomes of a call that needs a person.

    Returns:
        The verdict; denials say what to do instead.
    """

    def say(ruling: Ruling, rule: str, reason: str) -> Verdict:
        return Verdict(proposal.action_id, proposal.digest, ruling, rule, reason)

    if proposal.problem is not None or proposal.effect is None:
        return say(Ruling.DENY, "well-formed call", proposal.problem or "the call cannot be read")
    if is_repetition(proposal.earlier_results):
        times = len(proposal.earlier_results)
        return say(
            Ruling.DENY,
            REPETITION_RULE,
            f"this exact call was made {times} times and gave the same result each time: {proposal.earlier_results[-1][:200]!r}. "
            "Use that result, call something else, or give the final answer",
        )
    rule = policy.judge(proposal.tool, proposal.effect)
    if rule.ruling is Ruling.ASK and proposal.edited_by is not None:
        return say(Ruling.ALLOW, rule.name, f"written by {proposal.edited_by} at the approval")
    if rule.ruling is Ruling.ASK and mode is ApprovalMode.DENY:
        return say(
            Ruling.DENY, rule.name, f"it needs a person's approval ({rule.reason}) and nobody is there to give it"
        )
    return say(rule.ruling, rule.name, rule.reason)


def is_repetition(earlier_results: Sequence[str]) -> bool:
    """Whether a further identical call would only repeat what the last ones gave."""
    tail = earlier_results[-(REPEAT_LIMIT - 1) :]
    return len(tail) == REPEAT_LIMIT - 1 and len(set(tail)) == 1
