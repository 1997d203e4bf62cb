"""Which earlier part of a goal a part points back to, and in which words its task gets hold of the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nodes.llm.offline.protect import ANY, Protected, protect
from nodes.planning.parts import ANYTHING, Part, path_key, read_part

_NOUN = (
    r"(?:results?|totals?|sums?|differences?|products?|averages?|means?|medians?|counts?|numbers?|answers?|amounts?|"
    r"values?|outcomes?|figures?)"
)
_SEVERAL = re.compile(
    rf"\b(?:both|(?:all|the|these|those|all the|all of the|both of the)\s+(?P<count>two|three|four|five)|all|the|these|those)\s+"
    rf"(?:of\s+)?(?:(?:these|those|the|my)\s+)?(?:[a-z]+\s+)?(?P<noun>{_NOUN[:-1]}))(?<=s)\b"
    r"|\b(?P<pair>both)(?: of (?:them|these|those))?\b|\b(?:all of )?(?:them|these|those)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b(?:the|that|this)\s+(?:(?P<which>first|second|third|fourth|last|final|new|previous)\s+)?(?P<noun>{_NOUN})(?<!s)\b"
    r"|\b(?P<word>it|that|this)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_KINDS = {
    "total": {"sum", "add", "mul"}, "sum": {"sum", "add"}, "difference": {"sub", "range"}, "product": {"mul", "product"},
    "average": {"average", "mean"}, "mean": {"average", "mean"}, "median": {"median"},
    "count": {"count", "lines", "words", "characters", "files", "occurrences"},
}  # fmt: skip
_SAMPLE = "4711.5"
"""A number that stands in no goal, to see in which words an answer would tell one."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A part whose words get hold of what they need.

    Attributes:
        part: With references to results put as files, where these hold them.
        sources: Places of the parts whose results it needs.
        by_answer: Whether it needs the answer of the last of these as the earlier answer of its conversation.
        must_join: Whether it can only be done together with the part before it, which has what it needs in no form to hand on.
    """

    part: Part
    sources: tuple[int, ...] = ()
    by_answer: bool = False
    must_join: bool = False


def link(part: Part, earlier: Sequence[Part]) -> Linked | None:
    """Find what a part points back to.

    Args:
        part: Reads on its own.
        earlier: The parts before it.

    Returns:
        The part and what it needs; `None` where that is in doubt, or where its task could not get hold of it at all.
    """
    text = protect(part.text)
    several = _SEVERAL.search(text.text)
    if part.stands and not part.points_back and (part.is_read or not names_several(part.text)):
        return Linked(part)
    with_numbers = [place for place, other in enumerate(earlier) if other.numbers()]
    if several:
        places = _several_meant(several, with_numbers)
        return _by_files(text, several, places, earlier) if places else None
    one = _ONE.search(text.text)
    if one is None or not part.is_read:
        return None
    place = _meant(one, with_numbers, earlier)
    if place is None:
        return Linked(part, must_join=True) if one["word"] and earlier and not earlier[-1].numbers() else None
    linked = _by_files(text, one, [place], earlier)
    if linked is None and _tells_one_number(earlier[place]):
        linked = Linked(part, (place,), by_answer=True)
    if linked is None and place == len(earlier) - 1:
        linked = Linked(part, must_join=True)
    return linked


def names_several(text: str) -> bool:
    """Whether words stand for several results, by a noun that says so: `both totals`, `all three sums`."""
    found = _SEVERAL.search(protect(text).text)
    return bool(found and (found["noun"] or found["pair"]))


def reaches_far(text: str, before: str) -> bool:
    """Whether words may stand for more than the piece before them gives."""
    plain = protect(text).text
    several, one = _SEVERAL.search(plain), _ONE.search(plain)
    if several and (several["noun"] or several["pair"] or len(re.findall(ANY, protect(before).text)) < 2):
        return True
    return bool(one and (one["which"] or "").lower() in _PLACES)


def _several_meant(found: re.Match[str], with_numbers: list[int]) -> list[int]:
    """The places of the parts that a reference to several results means; none where it might be others."""
    count = _COUNTS.get((found["count"] or "").lower()) or (2 if found.group().lower().startswith("both") else None)
    return with_numbers if len(with_numbers) >= 2 and count in (None, len(with_numbers)) else []


def _meant(found: re.Match[str], with_numbers: list[int], earlier: Sequence[Part]) -> int | None:
    """The place of the part that a reference to one result means."""
    if not with_numbers:
        return None
    which, noun = (found["which"] or "").lower(), (found["noun"] or "").lower()
    if found["word"]:
        return with_numbers[-1] if with_numbers[-1] == len(earlier) - 1 else None
    if which in _PLACES:
        return with_numbers[_PLACES[which]] if _PLACES[which] < len(with_numbers) else None
    if noun not in _KINDS:
        return with_numbers[-1]
    fitting = [place for place in with_numbers if _kinds(earlier[place]) & _KINDS[noun]]
    if fitting:
        return fitting[-1]
    return with_numbers[0] if len(with_numbers) == 1 else None


def _kinds(part: Part) -> set[str]:
    return {str(getattr(expr, "op", None) or getattr(expr, "kind", "")) for expr in part.numbers()}


def _by_files(text: Protected, found: re.Match[str], places: Sequence[int], earlier: Sequence[Part]) -> Linked | None:
    """The part with files in place of the words for their results; `None` where some are in no file, or it is not read so."""
    files = [earlier[place].kept_in() for place in places]
    names = [name for name in files if name is not None]
    if len(names) < len(files) or len(set(names)) < len(names):
        return None
    if any(_is_changed(name, place, earlier) for name, place in zip(names, places, strict=True)):
        return None
    for words in _wordings(names):
        told = read_part(text.original(text.text[: found.start()]) + words + text.original(text.text[found.end() :]))
        if told.is_read and not told.points_back and {path_key(name) for name in names} <= told.read_into():
            return Linked(told, tuple(places))
    return None


def _is_changed(name: str, place: int, earlier: Sequence[Part]) -> bool:
    """Whether a part after the one that kept its number in a file changes that file."""
    return any({path_key(name), ANYTHING} & other.writes for other in earlier[place + 1 :])


def _wordings(names: Sequence[str]) -> list[str]:
    if len(names) == 1:
        return [
            f"the number in {names[0]}",
            f"the total of the numbers in {names[0]}",
            f"the number from {names[0]}",
            names[0],
        ]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return [f"the numbers in {listed}", listed]


def _tells_one_number(part: Part) -> bool:
    """Whether the answer to a part holds its result and no other number, which is how a later task finds it there."""
    from nodes.llm.offline import wording
    from nodes.llm.offline.outcomes import Value
    from nodes.llm.offline.program import Say
    from nodes.llm.offline.texts import numbers_in

    steps = part.program.steps
    if len(steps) != 1 or not isinstance(steps[0], Say) or len(part.numbers()) != 1:
        return False
    return numbers_in(wording.told(steps[0], Value(_SAMPLE))) == [_SAMPLE]
