"""The three memories behind one name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory.working import WorkingMemory

if TYPE_CHECKING:
    from memory.episodic import EpisodicMemory
    from memory.semantic import SemanticMemory


@dataclass
class MemorySystem:
    """Working, semantic and episodic memory.

    Attributes:
        semantic: Long-term knowledge; `None` for an agent without it.
        episodic: Past runs; `None` for an agent without it.
        working: The task at hand, outside of a graph; inside of one it lives in the checkpointed state.
    """

    semantic: SemanticMemory | None = None
    episodic: EpisodicMemory | None = None
    working: WorkingMemory = field(default_factory=WorkingMemory)
