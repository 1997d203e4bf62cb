"""A text as a problem: its quantities, with what each one's unit leaves open settled by the others, and its question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nodes.llm.offline.problems.asking import place_of_question
from nodes.llm.offline.problems.dimension import one
from nodes.llm.offline.problems.holders import with_holders, with_people
from nodes.llm.offline.problems.lexicon import MONEY, stem
from nodes.llm.offline.problems.listing import with_compounds, with_lists, without_headings
from nodes.llm.offline.problems.missing import with_units
from nodes.llm.offline.problems.quantity import UNKNOWN, Quantity
from nodes.llm.offline.problems.question import Question, read_question
from nodes.llm.offline.problems.references import with_each, with_holders_that_matter, without_idle_rates
from nodes.llm.offline.problems.scanning import scan
from nodes.llm.offline.problems.words import sentences_of

_MASS = re.compile(
    r"\b(?:stones?|kgs?|kilos?|kilograms?|lbs?|ounces?|oz|weigh\w*|heavy|heavier|grams?|flour|butter|meat)\b"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A word problem.

    Attributes:
        sentences: Its words.
        quantities: In the text's order; none is left out silently.
        question: What is asked.
    """

    sentences: list[list[str]]
    quantities: list[Quantity]
    question: Question

    @property
    def plain(self) -> list[Quantity]:
        """The quantities that are neither percentages nor times of day nor years."""
        return [quantity for quantity in self.quantities if quantity.kind == "plain"]

    def around(self, quantity: Quantity, before: int = 6, after: int = 6) -> str:
        """The words next to a quantity, up to the ends of its clause."""
        words = self.sentences[quantity.sentence]
        start = max(0, quantity.place - before)
        for place in range(quantity.place - 1, start - 1, -1):
            if words[place] in (",", ";", ":", "and", "but", "then") and quantity.place - place > 1:
                start = place
                break
        return " ".join(words[start : quantity.place]) + " # " + self.following(quantity, after)

    def following(self, quantity: Quantity, after: int = 6) -> str:
        """The words after a quantity, up to the end of its clause."""
        words = self.sentences[quantity.sentence][quantity.end : quantity.end + after]
        for place, word in enumerate(words):
            if word in (",", ";", ".", "?", ":", "but", "then") or (word == "and" and place):
                return " ".join(words[:place])
        return " ".join(words)

    def leading(self, quantity: Quantity, before: int = 7) -> str:
        """The words before a quantity, up to the beginning of its clause."""
        return self.around(quantity, before).partition(" # ")[0]

    def without(self, *kinds: str) -> Problem:
        """The same without the quantities of some kinds."""
        return replace(self, quantities=[quantity for quantity in self.quantities if quantity.kind not in kinds])


def read_problem(text: str) -> Problem | None:
    """Read a text as a word problem; `None` where it holds no sentence, or far too many numbers."""
    sentences = sentences_of(text)
    if not sentences or sum(map(len, sentences)) > 400:
        return None
    currencies = _currencies(" ".join(" ".join(words) for words in sentences))
    number, asked = place_of_question(sentences)
    question = read_question(sentences, number, asked, currencies)
    found: list[Quantity] = []
    for place, words in enumerate(sentences):
        found.extend(scan(words, place, asked if place == number else range(0), currencies))
    if not found or len(found) > 24:
        return None
    found = _settled(found, sentences, question)
    return Problem(sentences, found, question)


def _currencies(whole: str) -> dict[str, str]:
    words = set(re.findall(r"[a-z]+", whole))
    present = words & MONEY
    if _MASS.search(whole) and not words & {"pence", "penny", "euro", "euros", "cost", "costs", "price", "pay"}:
        present -= {"pound", "pounds"}
    kinds = {_KINDS.get(word, word) for word in present}
    mass = dict.fromkeys({"pound", "pounds"} - present, "lb")
    if len(kinds) > 1:
        return mass | {word: stem(_KINDS.get(word, word)) for word in present}
    return mass | dict.fromkeys(present, "money")


_KINDS = {
    "euros": "euro", "eur": "euro", "dollars": "dollar", "usd": "dollar", "bucks": "dollar", "buck": "dollar", "quid": "pound",
    "gbp": "pound",
    "pounds": "pound", "francs": "franc", "chf": "franc",
    "rupees": "rupee", "crowns": "crown",
}  # fmt: skip


def _settled(found: list[Quantity], sentences: list[list[str]], question: Question) -> list[Quantity]:
    found = with_lists(found, sentences)
    found = with_compounds(found, sentences)
    found = _of_them(found)
    found = with_holders(found, sentences)
    found = with_people(found)
    found = with_units(found, sentences, question)
    found = with_each(found, sentences)
    found = with_holders_that_matter(found, question)
    return without_idle_rates(without_headings(found), question)


def _of_them(found: list[Quantity]) -> list[Quantity]:
    """`56 apples, ate 4 of them`: what is counted last before."""
    done: list[Quantity] = []
    for quantity in found:
        earlier = [
            other for other in done if other.kind == "plain" and len(other.unit) == 1 and other.unit != one(UNKNOWN)
        ]
        if quantity.substance == "them" and quantity.unit == one(UNKNOWN) and earlier:
            quantity = replace(quantity, unit=earlier[-1].unit)
        done.append(quantity)
    return done
