"""What a question says about rounding: two decimals, whole degrees, full boxes, as many boxes as are needed."""

from __future__ import annotations

import re

from nodes.llm.offline.numerals import merge
from nodes.llm.offline.problems.amount import Amount, called, of
from nodes.llm.offline.problems.lexicon import MONEY, is_measure

_WISHES = (
    (
        re.compile(
            (
                r"[\s,(.]*(?<!to )(?<!with )\b(\w+) decimals?(?: places?)?(?: (?:is|are) (?:enough|fine|"
                r"sufficient))?(?:,? so (?:please )?round to that)?[.)\s]*$"
            ),
            re.I,
        ),
        None,
    ),
    (
        re.compile(
            (
                r"[\s,(]*\b(?:please )?(?:and )?(?:give |show |write |state )?(?:the result |the answer |it |"
                r"your answer )?(?:exactly )?(?:round(?:ed|ing)?(?: off| it| that| up or down| the (?:result|"
                r"answer))* )?(?:to|with|on|up to|at) (\w+) (?:decimals?|digits? after|dp\b)(?: places?| digits?|"
                r" points?)?(?: after the (?:decimal )?(?:point|comma))?[)]?"
            ),
            re.I,
        ),
        None,
    ),
    (
        re.compile(
            (
                r"[\s,(]*\b(?:(?:please )?(?:and )?round(?:ed|ing)?(?: off| it| that| the (?:result|"
                r"answer))* )?to (?:the )?(?:nearest |full )?(?:cents?|penny|pence)\b[)]?"
            ),
            re.I,
        ),
        2,
    ),
    (
        re.compile(
            (
                r"[\s,(]*\b(?:(?:please )?(?:and )?round(?:ed|ing)?(?: off| it| that| the (?:result|"
                r"answer))* )?to (?:the |a )?(?:nearest |next |closest )?(?:whole |full )(?:[a-z]+)\b[)]?"
            ),
            re.I,
        ),
        0,
    ),
    (
        re.compile(
            (
                r"[\s,(]*\b(?:(?:please )?(?:and )?round(?:ed|ing)?(?: off| it| that| the (?:result|"
                r"answer))* )?to the (?:nearest|closest) (?!ten|hundred|thousand|\d)(?:[a-z]+)\b[)]?"
            ),
            re.I,
        ),
        0,
    ),
    (re.compile(r"[\s,(]*\b(?:please )?rounded\b(?! to)[)]?", re.I), 2),
    (re.compile(r"[\s,(]*\b(?:as|in) (?:a )?decimals?(?: number| form)?\b[)]?", re.I), -1),
)
_UP = r"needs?|needed|must|should|buy|order|required|necessary|enough|book|have to"
_DOWN = (
    r"how many (?:full|whole|complete|entire)|full|whole|complete|can (?:i|we|he|she|they|you|be) (?:fill|"
    r"make|buy|cut|afford|get|bake|fit)|at most|afford|can be (?:made|filled|cut)"
)


def rounding_of(text: str) -> tuple[str, int | None]:
    """The text without its wish for rounding, and the digits wished for; -1 digits mean that nothing is rounded."""
    for pattern, digits in _WISHES:
        found = pattern.search(text)
        if not found:
            continue
        if digits is None:
            word = merge([found.group(1).lower()])[0]
            if not word.isdigit() or int(word) > 12:
                continue
            digits = int(word)
        rest = (text[: found.start()] + " " + text[found.end() :]).strip()
        return rest, None if digits < 0 else digits
    return text, None


def whole(amount: Amount, noun: str, question: str, text: str) -> Amount:
    """A count of things that come only whole: up where that many are needed, down where that many can be filled."""
    if not noun or is_measure(noun) or noun in MONEY or noun == "%" or amount.value.denominator == 1:
        return amount
    if re.search(r"\bhow much (?!money\b)", question) and not re.search(r"\bhow many\b", question):
        return amount  # fuel, flour, paint: what is measured is not counted
    if re.search(
        rf"\b(?:{_DOWN})\b|\bhow many [^.?]*\bdo(?:es)? [^.?]* (?:make|fill|give)\b|\bhow many [^.?]*\bcan (?:i|we|you|he|she|they|it) (?!expect)[a-z]+\b",
        question,
    ) or re.search(r"\b(?:only whole|whole \w+ only|no cutting|whole ones)\b", text):
        return called("floor", amount)
    if re.search(rf"\b(?:{_UP})", question):
        return called("ceil", amount)
    return amount


def rounded(amount: Amount, digits: int | None) -> Amount:
    """An amount rounded as wished."""
    if digits is None:
        return amount
    return called("round", amount, of(digits)) if digits else called("round", amount)
