"""A request about one table, read with the table at hand: rows chosen, a column meant, an operation; nothing in it left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from nodes.llm.offline.gist.words import MAX_WORDS, MIN_WORDS
from nodes.llm.offline.ledger.columns import column_of, figure_of, label_of, take_names
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.figure import Figure
from nodes.llm.offline.ledger.layout import Layout, first_of, layout_of
from nodes.llm.offline.ledger.phrase import Phrase, stem
from nodes.llm.offline.ledger.table import Row, Table
from nodes.llm.offline.terms import Expr

SUM = r"\b(?:(?:grand |overall )?(?:totals?|sums?)(?:led)?(?: up)?|totall?ing|(?:add|adding|added|adds?|tot|count)(?: \w+){0,4}? (?:up|together)|altogether|all together|together|in all|combined|overall|in total)\b"
AVERAGE = r"\b(?:averages?|mean|avg|on average)\b"
MEDIAN = r"\bmedian\b"
COUNT = r"\b(?:how many(?: times)?|(?:the )?number of|counts?(?: how many)?|counting|how often|tally|amount of (?=people|persons|customers))\b"
MOST = rf"\b(?:{MAX_WORDS}|longest|newest|furthest)\b(?!\s+(?:of (?:the|all) \w+ (?:are|is)))"
LEAST = rf"\b(?:{MIN_WORDS}|shortest)\b"
NAMING = r"\b(?:names?|who|whom|whose|which|what (?:item|product|day|month|category|person|city)s?|list|lists|extract|everyone|everybody|people|those|all|items?|entries|lines?|rows?|records?|ones|days?|customers?|members?|students?|products?)\b"


_MEASURES = (
    r"\b(?:expenses?|spending|prices?|scores?|points?|grades?|marks?|fees?|incomes?|earnings|sales|revenues?|hours?|minutes?|seconds?|days?|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|kg|grams?|lit(?:er|re)s?|kwh|steps?|pages?|"
    r"students?|guests?|members?|customers?|products?|articles?|tasks?|runs?|bills?|payments?|donations?|distances?|weights?|temperatures?|degrees|calories|years?|ages?|savings|votes?|bottles?|pieces|units|tickets?)\b"
)
"""What people call the numbers and the entries of a file whose columns have no names."""


@dataclass
class Answer:
    """What a request comes to.

    Attributes:
        kind: `number`; `rows` (entries of the table), `pairs` (a name with a number), `name` (one entry).
        table: What it was asked of.
        rows: The entries that it is about.
        figure: The number.
        pairs: The names with their numbers.
        wanted: The columns that are asked for; empty for whole lines.
        layout: The form that was asked for.
        words: The words of the request, for templates and pointers.
        text: A text that was made, such as a changed file.
    """

    kind: str
    table: Table
    rows: list[Row]
    figure: Figure | None = None
    pairs: list[tuple[str, Figure]] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)
    words: str = ""
    text: Expr | None = None


@dataclass
class Query:
    """A request while it is being read."""

    phrase: Phrase
    table: Table
    rows: list[Row]
    layout: Layout
    chosen: bool

    def figure_at(self) -> int | None:
        """The column of numbers that is meant."""
        return figure_of(self.table, self.phrase.whole)

    def label_at(self) -> int | None:
        """The column of words that is meant."""
        return (
            label_of(self.table, self.phrase.text)
            if label_of(self.table, self.phrase.text) is not None
            else label_of(self.table, self.phrase.whole)
        )

    def answer(self, kind: str, **more: object) -> Answer:
        """An answer about the chosen rows."""
        return Answer(kind, self.table, self.rows, layout=self.layout, words=self.phrase.whole, **more)  # type: ignore[arg-type]


def ask(text: str, table: Table, plain: Callable[[str], str], free: frozenset[str]) -> Answer | None:
    """Answer a request.

    Args:
        text: Its words; files it names are taken out, quotes are marks.
        table: What it is about.
        plain: What a mark stands for.
        free: Words that the user described the file with.

    Returns:
        The answer; `None` where a word is left that has no use, or it is not plain what is meant.
    """
    from nodes.llm.offline.ledger.operations import operation

    phrase = Phrase(text, free | _stems(table))
    layout = layout_of(phrase)
    first = first_of(phrase)
    if first is not None:
        layout.order, layout.first = first
    tests = conditions(phrase, table, plain)
    if tests is None:
        return None
    rows = [row for row in table.rows if all(test(row) for test in tests)]
    query = Query(phrase, table, rows, layout, bool(tests))
    try:
        answer = operation(query)
    except (ZeroDivisionError, ValueError):
        return None
    if answer is None:
        return None
    take_names(phrase, table)
    _take_nouns(query)
    return None if phrase.left() else answer


def _stems(table: Table) -> frozenset[str]:
    """The words of the file's own name."""
    import re

    words = re.findall(r"[a-z]+", table.path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower())
    return frozenset(
        form
        for word in words
        for form in (
            word,
            word.removesuffix("s"),
            stem(word),
            stem(word) + "s",
            stem(word) + "es",
            stem(word) + "d",
            stem(word) + "ed",
        )
    )


def _take_nouns(query: Query) -> None:
    """In a file without column names one word may call its entries, and one its numbers."""
    phrase, table = query.phrase, query.table
    if table.headed:
        return
    while phrase.take(_MEASURES):
        pass
    phrase.take(
        r"(?<=\bwhich )(?:place|restaurant|option|candidate|film|movie|game|colou?r|team|dish|city|country|fruit|book|song|person|answer|choice|food|drink|sport|animal)\b"
    )
    for _ in range(2):
        phrase.take(
            r"(?:(?<=\bthe )|(?<=\ball )|(?<=\beach )|(?<=\bevery )|(?<=\bmany )|(?<=\bwhich )|(?<=\bwhat )|(?<=\bof )|(?<=\bmy )|(?<=\bour ))\s*[a-z][a-z\-]{2,}(?:s|people|children|day|item|month|week)\b"
        )


def column_word(query: Query, word: str) -> int | None:
    """The column of words that one word names."""
    table = query.table
    labels = [at for at in range(len(table.names)) if at not in table.numeric()]
    at = column_of(table, word, labels)
    if at is not None or table.headed:
        return at
    return labels[0] if len(labels) == 1 else None


def total(values: list[Fraction]) -> Fraction:
    """The sum of numbers."""
    return sum(values, Fraction(0))
