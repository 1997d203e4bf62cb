"""How far the rules' reading of a goal is trusted, by the kind of goal and the size of the model that could decide instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from langchain_core.messages import BaseMessage

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
        kinds: The kinds of goal that the rules may decide, where they read all of one and nothing speaks against it (`doubts`).
    """

    kinds: frozenset[Kind] = frozenset(Kind)

    def covers(self, messages: Sequence[BaseMessage], tools: Collection[str]) -> bool:
        """Whether the rules should decide the run: by its goal and, where they look into files before they read it, by these.

        Looking is theirs: it changes nothing. A reading with the files' contents at hand accounts for every clause or is none.

        Args:
            messages: The conversation; the last human message is the goal.
            tools: Names of the tools at hand.
        """
        from nodes.llm.modes.constrained import ANSWER_NOW
        from nodes.llm.offline.conversation import read_conversation
        from nodes.llm.offline.ledger.opening import opened
        from nodes.llm.offline.reader import read_program
        from nodes.llm.rules_first.doubts import doubts
        from nodes.llm.rules_first.kinds import kind_of

        run = read_conversation(messages, ANSWER_NOW)
        if opened(run, frozenset(tools)) is not None:
            return Kind.MIXED in self.kinds
        program = read_program(run.goal)
        return kind_of(program) in self.kinds and not doubts(run.goal, program)


BEFORE_SMALL = Trust()
"""Rules first for every kind of goal, as each kind came out better so.

Measured with Qwen2.5-Coder-Instruct Q4_K_M in short plans on goals that were new to rules and models
(`bench/dev_goals/cascade_fresh.jsonl`: calculator, files, mixed, 20 each): 0.5B reached 18, 13, 12 and 1.5B 19, 15, 14; the rules
18, 18, 16, and all but two of their misses they refused to try. On harder goals (`offline_*_fresh2.jsonl`) the readings that
raise no doubt were right in 42 of 46, 34 of 41 and 19 of 30; 0.5B reached 13 of 22 and 9 of 22 of such sums and files, and 1.5B
6 of 12 mixed ones, of which the rules reached 10.
"""

_LARGEST_SMALL = 3.0
"""Billions of parameters: from here on a model is not known to gain by the rules."""


def trust_beside(billions: float | None, setting: RulesFirstSetting) -> Trust | None:
    """How far the rules are trusted before a model.

    Args:
        billions: The parameters of a model on this machine; `None` for one elsewhere, or of unknown size.
        setting: What the user has set.

    Returns:
        The trust; `None` where the model decides everything.
    """
    if setting is RulesFirstSetting.AUTO and (billions is None or billions >= _LARGEST_SMALL):
        return None
    return None if setting is RulesFirstSetting.OFF else BEFORE_SMALL
