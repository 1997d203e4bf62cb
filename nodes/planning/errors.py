"""Everything that can go wrong in planning.

PlanningError
├── InvalidPlan      the plan is no program: unknown ids, cycles, duplicates, empty, too large
└── UnknownTask      no task of that id is in the plan
"""

from __future__ import annotations

from nodes.llm.port import Usage


class PlanningError(Exception):
    """Root of the errors of the Planning Module."""


class InvalidPlan(PlanningError):  # noqa: N818 - reads as the sentence it stands for
    """The plan cannot be run; the message lists every complaint.

    Attributes:
        usage: What it cost to come to none.
    """

    def __init__(self, message: str, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage or Usage()


class UnknownTask(PlanningError):  # noqa: N818
    """No task of that id is in the plan."""
