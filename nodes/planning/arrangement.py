"""The pieces of a goal joined to parts that stand on their own, as many as there are, and linked by what they need."""

from __future__ import annotations

from dataclasses import dataclass

from nodes.planning.parts import Part, read_part
from nodes.planning.references import Linked, link, names_several, reaches_far
from nodes.planning.splitting import Piece, joined, opened
from nodes.planning.standing import spans

_MOST_PIECES = 60
_WIDEST = 4
"""Pieces that are joined to one part at most."""
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Arranged:
    """A part with what it waits for.

    Attributes:
        part: The part.
        after: Places of the parts that must be done first, in order.
    """

    part: Part
    after: tuple[int, ...] = ()


def arrange(pieces: list[Piece], *, unread: bool = False) -> list[Arranged]:
    """Join and link the pieces.

    Args:
        pieces: In the order of the goal.
        unread: Whether a piece that the rules do not read may be a part.

    Returns:
        The parts; empty where there is no way to cut the goal so that each part can be done by its own words.
    """
    if not 2 <= len(pieces) <= _MOST_PIECES:
        return []
    if any(spans(piece.text, is_part=read_part(piece.text).is_read) for piece in pieces):
        return []
    banned: set[tuple[int, int]] = set()
    for _ in range(_TRIES):
        cuts = _cuts(pieces, banned, unread)
        if cuts is None:
            return []
        arranged, to_join = _linked([_part(pieces, *cut) for cut in cuts])
        if to_join is None:
            return arranged
        banned.add(cuts[to_join])
    return []


def _part(pieces: list[Piece], start: int, end: int) -> Part:
    return read_part(_plain(opened(joined(pieces[start:end]))))


def _plain(text: str) -> str:
    text = text.strip()
    return text if text[-1:] in "?!" else text.rstrip(" ,;.")


def _cuts(pieces: list[Piece], banned: set[tuple[int, int]], unread: bool) -> list[tuple[int, int]] | None:
    """The most parts that the pieces can be joined to; of equally many, those that join across the weakest gaps."""
    best: list[tuple[int, list[tuple[int, int]]] | None] = [(0, [])]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(max(0, end - _WIDEST), end):
            before = best[start]
            if before is None or (start, end) in banned:
                continue
            part = _part(pieces, start, end)
            if not part.is_read and not (unread and part.stands) and not (start and names_several(part.text)):
                continue
            if start == 0 and part.points_back:
                continue
            if any(reaches_far(pieces[at].text, pieces[at - 1].text) for at in range(start + 1, end)):
                continue
            gaps = sum(int(piece.gap) for piece in pieces[start + 1 : end])
            value = before[0] + (100 if part.is_read else 50) - gaps
            options.append((value, [*before[1], (start, end)]))
        best.append(max(options, key=lambda option: option[0]) if options else None)
    whole = best[-1]
    return None if whole is None else whole[1]


def _linked(parts: list[Part]) -> tuple[list[Arranged], int | None]:
    """The parts with what each waits for, none where a reference is in doubt; or the place of a part that must be joined."""
    linked: list[Linked] = []
    for place, part in enumerate(parts):
        found = link(part, [other.part for other in linked])
        if found is None:
            return [], None
        if found.must_join:
            return [], place
        linked.append(found)
    arranged: list[Arranged] = []
    for place, item in enumerate(linked):
        after = set(item.sources) | {earlier for earlier in range(place) if item.part.follows(linked[earlier].part)}
        spared = {first for last in after for first in _before(arranged, last)} - set(item.sources)
        after -= spared
        if item.by_answer and max(after) != item.sources[-1]:
            return [], place
        arranged.append(Arranged(item.part, tuple(sorted(after))))
    return arranged, None


def _before(arranged: list[Arranged], place: int) -> set[int]:
    """All that a part waits for, directly or not."""
    found: set[int] = set()
    for earlier in arranged[place].after:
        found |= {earlier} | _before(arranged, earlier)
    return found
