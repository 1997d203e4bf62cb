"""Which column of a table a word means."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.phrase import Phrase, stem, variants
from nodes.llm.offline.ledger.table import Table

_GROUPS = (
    "amount sum value price cost total expense spending revenue sale income payment fee money figure",
    "quantity qty count stock piece number amount pcs unit item",
    "price cost rate fee",
    "name person people who member student customer guest employee participant player child kid someone everybody everyone user",
    "item product article thing what name good ingredient book expense task",
    "score point mark grade result",
    "category type kind group",
    "hour time duration",
    "month when",
    "day date when weekday",
    "km kilometer kilometre distance mile",
    "city town place where",
    "age old",
    "revenue turnover sale income",
    "salary wage pay",
)
_HINTS = {
    "old": "age", "young": "age", "cheap": "price cost amount", "expensive": "price cost amount", "heavy": "weight", "light": "weight",
    "tall": "height size", "long": "page length duration minutes hours km distance", "far": "distance km", "short": "page length duration distance km",
    "new": "year date", "recent": "year date", "fast": "time speed", "cost": "cost price amount", "spend": "amount cost", "spent": "amount cost", "earn": "salary amount income",
}  # fmt: skip


def likeness(word: str, name: str) -> int:
    """How well a word names a column: 3 for the name itself, 2 for a part of it, 1 for a word of like meaning, 0 for none."""
    base = stem(word)
    parts = [stem(part) for part in re.split(r"[\s_\-/()]+", name.lower()) if part]
    if base == stem(name) or word.lower() == name:
        return 3
    if base in parts and len(base) > 1:
        return 2
    alike = any(base in group.split() and any(part in group.split() for part in parts) for group in _GROUPS)
    return (
        1
        if alike or any(base == hint and set(parts) & {stem(held) for held in _HINTS[hint].split()} for hint in _HINTS)
        else 0
    )


def column_of(table: Table, words: str, among: list[int]) -> int | None:
    """The one column among some that the words name best; `None` where there is none or more than one."""
    found: dict[int, int] = {}
    for word in re.findall(r"[^\W\d_][\w\-]*", words):
        for at in among:
            found[at] = max(found.get(at, 0), likeness(word, table.names[at]) if table.names[at] else 0)
    best = max(found.values(), default=0)
    chosen = [at for at, worth in found.items() if worth == best]
    return chosen[0] if best and len(chosen) == 1 else None


def figure_of(table: Table, words: str) -> int | None:
    """The column of numbers that the words mean: the named one, else the only one."""
    numeric = table.numeric()
    named = column_of(table, words, numeric)
    if named is not None:
        return named
    return numeric[0] if len(numeric) == 1 else None


def label_of(table: Table, words: str) -> int | None:
    """The column of words that is meant: the named one, else the one of names, else the only one."""
    labels = table.labels() or [at for at in range(len(table.names)) if at not in table.numeric()]
    named = column_of(table, words, labels)
    if named is not None:
        return named
    plain = [at for at in labels if at not in table.days()] or labels
    called = [
        at for at in plain if table.names[at] in ("name", "item", "product", "title", "article", "what", "customer")
    ]
    if called:
        return called[0]
    return plain[0] if len(plain) == 1 else None


def take_names(phrase: Phrase, table: Table) -> None:
    """Take the names of the columns away, and words of like meaning."""
    for name in table.names:
        while name and phrase.take(variants(name)):
            pass
    for word in set(re.findall(r"[^\W\d_][\w\-]*", phrase.text)):
        if any(name and likeness(word, name) for name in table.names):
            while phrase.take(rf"(?<![\w\-]){re.escape(word)}(?![\w\-])"):
                pass
