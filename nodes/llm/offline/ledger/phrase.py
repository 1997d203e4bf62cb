"""The words of a request, taken away one after the other as they find their use; what is left over decides whether it was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

FILE = "[\ue800-\uefff]"
QUOTE = "[\ue000-\ue7ff]"

_FILLER = frozenset(
    re.findall(
        r"\S+",
        """
        a an the this that these those my our your his her their its i we you they he she it me us them him who's to of in on at
        for from by with and or but so as than then is are was were be been am do does did done has have had having will would
        shall should can could may might must please just only also too all any every each everything everyone everybody anything
        there here up down out into what whats what's which who whom whose how when where now today currently right ones one thing
        things stuff entry entries item items row rows record records line lines list listed lists file files table csv column
        columns value values number numbers figure figures result results amount amounts data according accordingly far already
        yet still exactly actually really own whole entire full given following per time times person people anyone someone
        persons name names that's inside holds contains hold contain shown show shows whether between got get gets give gives make
        makes made take takes taken took look see find tell know need needs want going go goes went put cost costs costing spent
        spend spending spends pay pays paying paid owe owes owed owing earn earned earns bought buy sold sell worth belong belongs
        belonging live lives living come comes coming came say says add adds work works worked read reads use used using compute
        calculate determine like money euro euros eur dollar dollars usd pound pounds cents bucks € $ £ % different kind kinds
        type types sort many much single individual ve re s t d ll m new latest comparing save saves respectively daily summary overview
        breakdown report afterwards i've we've i'm it's they've you've he's she's who's i'd
        """,
    )
)
"""Words that stand around what is asked for and change nothing about it; no negation, comparison or operation is among them."""


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass
class Phrase:
    """A text of which parts are taken away.

    Attributes:
        text: What is left; taken parts are blanks, so that places stay.
        whole: The text as it was.
        free: Words that the user used to describe the files; they need no other use.
    """

    text: str
    free: frozenset[str] = frozenset()
    whole: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.text.replace("’", "'")
        self.whole = self.text

    def has(self, pattern: str) -> re.Match[str] | None:
        """Where a pattern stands, without taking it."""
        found = _compiled(pattern).search(self.text)
        return found if found is not None and found.group().strip() else None

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take the first place of a pattern away."""
        found = self.has(pattern)
        if found is not None:
            self.blank(found.start(), found.end())
        return found

    def blank(self, start: int, end: int) -> None:
        """Take a part away."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def left(self) -> list[str]:
        """The words, numbers and marks that found no use."""
        words = re.findall(r"[\ue000-\uf8ff]|[^\W_][\w'\-]*(?:\.\d+)?|[%€$£+*/=<>]", self.text.lower())
        return [word for word in words if word not in _FILLER and word not in self.free]


def stem(word: str) -> str:
    """A word without its plural or verb ending, for comparisons only."""
    word = word.lower().replace("'s", "").strip("'")
    if word.endswith("uses") and len(word) < 7:
        return word[:-2]
    for ending, new in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + new
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def variants(name: str) -> str:
    """A pattern for a name of one or more words, in singular and plural."""
    words = [word for word in re.split(r"[\s_\-]+", name.strip().lower()) if word]
    if not words or not re.search(r"[^\W_]", name):
        return r"(?!)"
    last = stem(words[-1])
    base = re.escape(last[:-1]) + "(?:y|ies)" if last.endswith("y") and len(last) > 2 else re.escape(last) + "(?:e?s)?"
    return r"(?<![\w\-])" + r"[\s_\-]+".join([*(re.escape(word) for word in words[:-1]), base]) + r"(?:'s?)?(?![\w\-])"
