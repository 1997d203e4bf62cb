"""Labels that travel with data: how far it may be trusted, who may see it, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Integrity(StrEnum):
    """Whether whoever wrote the data is allowed to steer the agent."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"


class Confidentiality(StrEnum):
    """Who may see the data; ordered from open to closed."""

    PUBLIC = "public"
    PRIVATE = "private"
    SECRET = "secret"  # noqa: S105 - a level of confidentiality, not a secret


_CLOSEDNESS = {level: rank for rank, level in enumerate(Confidentiality)}


@dataclass(frozen=True, slots=True)
class Label:
    """What is known about one piece of data.

    Attributes:
        integrity: `UNTRUSTED` as soon as any part came from outside.
        confidentiality: The most closed level of any part.
        sources: Where the parts came from, for example `user`, `file:notes.txt`; sorted, no repeats.
    """

    integrity: Integrity = Integrity.UNTRUSTED
    confidentiality: Confidentiality = Confidentiality.PRIVATE
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", tuple(self.sources))  # a checkpoint gives lists back

    @property
    def is_trusted(self) -> bool:
        """Whether no untrusted source has a part in the data."""
        return self.integrity is Integrity.TRUSTED


FROM_USER = Label(Integrity.TRUSTED, Confidentiality.PRIVATE, ("user",))
"""What the user typed."""


def join(labels: Iterable[Label]) -> Label:
    """Label data made from several parts: the least trusted, the most closed, all the sources.

    Args:
        labels: The parts' labels; data made from nothing is trusted and public.

    Returns:
        The label of the whole (the least upper bound of the two lattices).
    """
    parts = list(labels)
    untrusted = any(not part.is_trusted for part in parts)
    levels = [part.confidentiality for part in parts]
    return Label(
        integrity=Integrity.UNTRUSTED if untrusted else Integrity.TRUSTED,
        confidentiality=max(levels, key=_CLOSEDNESS.__getitem__, default=Confidentiality.PUBLIC),
        sources=tuple(sorted({source for part in parts for source in part.sources})),
    )
