"""Numbers as people write them in words, turned into digits."""

from __future__ import annotations

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_UNITS = {word: value for value, word in enumerate(_SMALL)}
_TENS = {
    word: 10 * (place + 2)
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
} | {"fourty": 40}
COUNTING_WORDS = frozenset((*_SMALL[2:], *_TENS)) - {"fourty"}
"""Two to nineteen and the tens, rightly spelled; `one` is mostly no number."""
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "grand": 1000}
_ORDINAL_WORDS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {word: place + 1 for place, word in enumerate(_ORDINAL_WORDS)}
FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9,
    "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100,
}  # fmt: skip


def is_digits(word: str) -> bool:
    """Whether the word is a number in digits."""
    return word[:1].isdigit() or (word[:1] == "." and word[1:2].isdigit())


def merge(words: list[str]) -> list[str]:
    """Replace every number in words by digits, leaving the other words as they are.

    Args:
        words: Lower case, hyphenated numbers already split.

    Returns:
        The words with each number as one word of digits: `two hundred and five` gives `205`.
    """
    merged: list[str] = []
    place = 0
    while place < len(words):
        number, taken = _number_at(words, place)
        if taken:
            merged.append(number)
            place += taken
        else:
            merged.append(words[place])
            place += 1
    return merged


def _number_at(words: list[str], start: int) -> tuple[str, int]:
    total, group, place, seen = 0, 0, start, False
    digits = ""
    while place < len(words):
        word = words[place]
        if word in _UNITS and (not seen or _may_follow(words[place - 1], word)):
            group += _UNITS[word]
        elif word in _TENS and (not seen or _may_follow(words[place - 1], word)):
            group += _TENS[word]
        elif word == "dozen" and (seen or _article(words, place)):
            return str((total + (group or 1)) * 12), place + 1 - start
        elif word in ("hundred", "hundreds") and (seen or _article(words, place)):
            group = (group or 1) * 100
        elif word in _SCALES and (seen or digits or _article(words, place)):
            if digits:
                return _scaled(digits, _SCALES[word]), place + 1 - start
            total, group = total + (group or 1) * _SCALES[word], 0
        elif not seen and not digits and is_digits(word) and words[place + 1 : place + 2] == ["dozen"]:
            return _scaled(word, 12), place + 2 - start
        elif not seen and not digits and is_digits(word) and place + 1 < len(words) and words[place + 1] in _SCALES:
            digits, place = word, place + 1
            continue
        elif (seen and word == "and" and _joins(words, place)) or (
            word in ("a", "an")
            and not seen
            and place + 1 < len(words)
            and words[place + 1] in ("hundred", "dozen", *_SCALES)
        ):
            place += 1
            continue
        else:
            break
        seen = True
        place += 1
    if not seen:
        return "", 0
    return _with_fraction(str(total + group), words, place, start)


def _article(words: list[str], place: int) -> bool:
    return place == 0 or words[place - 1] in ("a", "an") or words[place - 1] not in _SCALES


def _may_follow(before: str, word: str) -> bool:
    if before in _TENS:
        return word in _UNITS and 0 < _UNITS[word] < 10
    return before in ("hundred", "and", *_SCALES)


def _joins(words: list[str], place: int) -> bool:
    after = words[place + 1] if place + 1 < len(words) else ""
    return words[place - 1] in ("hundred", *_SCALES) and (after in _UNITS or after in _TENS)


def _scaled(digits: str, scale: int) -> str:
    number = float(digits.replace(",", "")) * scale
    return str(int(number)) if number.is_integer() else repr(number)


def _with_fraction(whole: str, words: list[str], place: int, start: int) -> tuple[str, int]:
    if place + 1 < len(words) and words[place] == "point" and words[place + 1] in _UNITS:
        place += 1
        decimals = ""
        while place < len(words) and words[place] in _UNITS and _UNITS[words[place]] < 10:
            decimals += str(_UNITS[words[place]])
            place += 1
        return f"{whole}.{decimals}", place - start
    return whole, place - start


def ordinal(word: str) -> int | None:
    """The place that an ordinal names: `third` and `3rd` give 3; `None` for any other word."""
    if word in ORDINALS:
        return ORDINALS[word]
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return int(word[:-2])
    return None
