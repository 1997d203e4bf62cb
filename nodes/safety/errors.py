"""Everything that can go wrong in the Safety Layer.

SafetyError
├── PolicyError          a rule that cannot be read
└── DecisionRefused      an approver's answer that does not fit the question
"""

from __future__ import annotations


class SafetyError(Exception):
    """Root of the errors of the Safety Layer."""


class PolicyError(SafetyError):
    """A policy cannot be read; the message names the rule and the value."""


class DecisionRefused(SafetyError):  # noqa: N818 - reads as the sentence it stands for
    """An approver's answer does not fit the question; the question stays open."""
