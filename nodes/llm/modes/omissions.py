"""What a plan forgot or made up: small models leave out the last file, and answer before they have seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nodes.llm.modes.numbers import numbers_in

_FILE = re.compile(r"(?<![\w/.@-])(?!https?:)(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.[A-Za-z]\w{0,4}(?![\w/]|\.\w)")
_GIVEN = re.compile(r"(?<![\w.])\d{1,15}(?:\.\d{1,15})?(?!\w)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NO_QUANTITY = re.compile(
    r"\d+:[\d,]+|\d+-\d+-\d+|(?:^|\n|[.:;] |\s)\d+[.)](?=\s)|\d+(?:\.\d+)?\s*(?:[ap]\.?m\b|hundred|thousand|[mb]illion|and a\b)"
)
_REFERENCE = re.compile(r"\{\d+(?:\.\w+)*\}")
_ADDRESS = re.compile(r"\w+://\S+|\S+@\S+")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|(?<!\w)'[^'\n]*'(?!\w)|`[^`\n]*`")
_SPARED = re.compile(
    r"\b(?:not|never|without|except|leave|leaving|keep|keeping|ignore|spare|untouched)\b|n't\b", re.IGNORECASE
)
_NO_FILE = re.compile(r"[\d.]+\w?|e\.g|i\.e|[ap]\.m", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:!?\n]|\.\s|\band\b|\bthen\b", re.IGNORECASE)


def forgotten_files(goal: str, arguments: Iterable[Any]) -> list[str]:
    """Files that a goal names and that no call speaks of.

    Names within quotation marks may be texts to be written, and those in a clause with "not", "leave", "keep" and the like may be
    meant to be spared: both are passed over.

    Args:
        goal: What the user asked for.
        arguments: The arguments of every call made or planned.

    Returns:
        The names, in the order of the goal, without repeats.
    """
    spoken = " ".join(_texts(list(arguments))).casefold()
    names = [
        name for name in _files(goal) if name.casefold() not in spoken and name.rsplit("/")[-1].casefold() not in spoken
    ]
    return list(dict.fromkeys(names))


def unused_numbers(goal: str, arguments: Iterable[Any]) -> list[str]:
    """Numbers that a goal gives and that nothing done uses.

    Numbers within quotation marks, file names, times, dates and numbered lists are passed over, and so are 0 and 1, which are
    seldom said to be calculated with; a number counts as used as a percentage, too.

    Args:
        goal: What the user asked for.
        arguments: The arguments of every call made or planned.

    Returns:
        The numbers as they stand in the goal, in its order.
    """
    used = {abs(float(found)) for text in _texts(list(arguments)) for found in _GIVEN.findall(text)}
    plain = _FILE.sub(" ", _QUOTED.sub(" ", _ADDRESS.sub(" ", goal)))
    told = _GIVEN.findall(_THOUSANDS.sub("", _NO_QUANTITY.sub(" ", plain)))
    return [
        number for number in told if float(number) not in (0, 1) and not {float(number), float(number) / 100} & used
    ]


def mistaken_file(goal: str, arguments: Iterable[Any], known: Iterable[Any]) -> tuple[str, str] | None:
    """The one file name that a plan took from somewhere else, with the one of the goal that it should have been.

    Small models copy names from the examples before them.

    Args:
        goal: What the user asked for.
        arguments: The arguments of every planned call.
        known: The arguments and results of every call made.

    Returns:
        The wrong and the right name; `None` where not exactly one of each is to be seen.
    """
    planned = list(arguments)
    forgotten = forgotten_files(goal, [*planned, *known])
    spoken = " ".join([goal, *_texts(list(known))]).casefold()
    named = (text for text in _texts(planned) if _FILE.fullmatch(text))
    strange = [name for name in dict.fromkeys(named) if name.casefold() not in spoken]
    return (strange[0], forgotten[0]) if len(strange) == len(forgotten) == 1 else None


def invented_numbers(answer: str, known: Iterable[Any]) -> list[int | float]:
    """Numbers that an answer states and that stand nowhere in what is known.

    Args:
        answer: The answer, its references to results left as they are.
        known: The goal, and the arguments and results of every call.

    Returns:
        The numbers, in order.
    """
    stated = numbers_in(_REFERENCE.sub(" ", answer))
    if not stated:
        return []
    seen = {abs(number) for text in _texts(list(known)) for number in numbers_in(text)}
    seen |= {abs(int(digits)) for text in _texts(list(known)) for digits in re.findall(r"\d{1,15}", text)}
    return [number for number in stated if abs(number) not in seen]


def leaves_out(answer: str, result: Any) -> bool:
    """Whether an answer states numbers, refers to no result, and does not hold the number that the last step gave."""
    if isinstance(result, bool) or not isinstance(result, int | float | str) or _REFERENCE.search(answer):
        return False
    given, stated = numbers_in(result), numbers_in(answer)
    return len(given) == 1 and str(result).strip() == str(given[0]) and bool(stated) and given[0] not in stated


def _files(goal: str) -> Iterator[str]:
    plain = _QUOTED.sub(" ", _ADDRESS.sub(" ", goal))
    for clause in _CLAUSE.split(plain):
        if not _SPARED.search(clause):
            yield from (found[0] for found in _FILE.finditer(clause) if not _NO_FILE.fullmatch(found[0]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
