"""Slips of the keys in the words that requests are made of (`plese`, `mnay`); never in names or texts."""

from __future__ import annotations

import re

_KEYS = (
    "please", "create", "delete", "append", "rename", "remove", "replace", "duplicate", "duplicates", "folder", "number", "numbers",
    "average", "alphabetically", "write", "copy", "total", "many", "lines", "words", "sort", "reverse", "count", "file", "files",
    "longest", "shortest", "highest", "lowest", "calculate",
)  # fmt: skip
_KNOWN = frozenset(_KEYS) | {
    "wrote", "written", "writes", "copies", "line", "word", "mane", "any", "sorts", "short", "court", "mount", "counts", "cope",
    "coop", "fill", "totals", "report", "sport", "tile", "while", "life", "like", "live", "white", "writer", "lanes", "sword",
    "removed", "created", "deleted", "added",
}  # fmt: skip


def corrected(text: str) -> str:
    """The text with slips in the words of requests put right."""
    return re.sub(r"(?<![\w./\-])[a-z]{4,16}(?![\w./\-])", lambda found: _nearest(found.group()), text)


def _nearest(word: str) -> str:
    if word in _KNOWN:
        return word
    for key in _KEYS:
        if word[0] == key[0] and len(key) > 3 and _is_slip(word, key):
            return key
    return word


def _is_slip(word: str, key: str) -> bool:
    """Two neighbours swapped, or (in longer words) one letter missing or doubled."""
    if len(word) == len(key):
        wrong = [place for place in range(len(key)) if word[place] != key[place]]
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and word[wrong[0]] == key[wrong[1]]
            and word[wrong[1]] == key[wrong[0]]
        )
    if len(key) < 6 or abs(len(word) - len(key)) != 1:
        return False
    longer, shorter = (word, key) if len(word) > len(key) else (key, word)
    return longer[-1] == shorter[-1] and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
