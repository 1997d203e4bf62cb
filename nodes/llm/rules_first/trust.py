"""How far the rules' reading of a goal is trusted, by the kind of goal and the size of the model that could decide instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nodes.llm.rules_first.setting import RulesFirstSetting


class Kind(StrEnum):
    """What a goal is about, by what the rules made of it."""

    SUM = "sum"
    """No file, no memory: something is worked out and told."""
    FILES = "files"
    """Files, and nothing is worked out."""
    MIXED = "mixed"
    """Both."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Which readings are good enough.

    Attributes:
        most_doubts: By kind of goal, how many doubts a reading may raise; `-1` leaves the kind to the model.
    """

    most_doubts: Mapping[Kind, int] = field(default_factory=dict)

    def covers(self, goal: str) -> bool:
        """Whether the rules should decide the run with this goal."""
        from nodes.llm.offline.reader import read_program
        from nodes.llm.rules_first.doubts import doubts
        from nodes.llm.rules_first.kinds import kind_of

        program = read_program(goal)
        return len(doubts(goal, program)) <= self.most_doubts.get(kind_of(program), 0)


BEFORE_TINY = Trust()
BEFORE_SMALL = Trust()
_LIMITS: tuple[tuple[float, Trust], ...] = ((1.0, BEFORE_TINY), (3.0, BEFORE_SMALL))


def trust_beside(billions: float | None, setting: RulesFirstSetting) -> Trust | None:
    """How far the rules are trusted before a model.

    Args:
        billions: The parameters of a model on this machine; `None` for one elsewhere, or of unknown size.
        setting: What the user has set.

    Returns:
        The trust; `None` where the model decides everything.
    """
    if setting is RulesFirstSetting.OFF:
        return None
    for limit, trust in _LIMITS:
        if billions is not None and billions < limit:
            return trust
    return BEFORE_SMALL if setting is RulesFirstSetting.ON else None
