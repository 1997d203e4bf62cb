"""The words of an arithmetic expression: numbers, signs and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tools.arithmetic import Number, refuse
from tools.functions import FUNCTIONS

MAX_LENGTH = 1_000
"""Longest expression, in characters; checked before anything reads it."""

MAX_EXPONENT = 400
"""Largest power of ten in a number such as 1e400; beyond the range of doubles in either direction."""


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the expression.

    Attributes:
        kind: What it is.
        text: As written, in lower case and ASCII; empty at the end.
        at: Where it starts, from 0, in the text as it is read.
        value: The number, for numbers.
        spaced: Whether a space stands on its left.
    """

    kind: Kind
    text: str
    at: int
    value: Number = 0
    spaced: bool = False


_LOOKS = str.maketrans(
    {"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-"}
    | {"π": " pi ", "τ": " tau ", "√": " sqrt ", "²": "^2 ", "³": "^3 ", "\N{NO-BREAK SPACE}": " "}
    | {"\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ", "\t": " ", "\n": " ", "\r": " "}
)
_PHRASES = [
    (re.compile(r"\b(?:divided by|over)\b"), "/"),
    (re.compile(r"\b(?:multiplied by|times)\b"), "*"),
    (re.compile(r"\bplus\b"), "+"),
    (re.compile(r"\bminus\b"), "-"),
    (re.compile(r"\b(?:raised )?to the power(?: of)?\b"), "^"),
    (re.compile(r"\bsquared\b"), "^2"),
    (re.compile(r"\bcubed\b"), "^3"),
    (re.compile(r"\bsquare root(?: of)?\b"), "sqrt"),
    (re.compile(r"\bdegrees?\b(?! ?\()"), "°"),
]
_CURRENCIES = "$€£¥₹"
_QUESTION = re.compile(r"^(?:what(?:'s|’s| is| are)|how much (?:is|are)|calculate|compute|evaluate|work out)[ :]+")
_WORD_SIGNS = {
    "of": "of",
    "off": "off",
    "mod": "mod",
    "modulo": "mod",
    "percent": "percent",
    "pct": "percent",
    "x": "*",
}

_BASED = re.compile(r"0(?:x[0-9a-f]+|b[01]+|o[0-7]+)(?![0-9a-z_.])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?")
_NAME = re.compile(r"(?:math\.)?(log10|log2|atan2|[a-z_]+)")
_SIGN = re.compile(r"\*\*|//|<<|>>|[-+*/%^!(),;\[\]°]")


def tokenize(text: str) -> list[Token]:
    """Cut an expression into tokens; the last one is of the kind `END`.

    Raises:
        ToolFailure: Of the kind `INVALID_ARGUMENTS`: empty, too long, or a character or number that has no place in arithmetic.
    """
    if len(text) > MAX_LENGTH:
        refuse(f"the expression has {len(text)} characters, the most is {MAX_LENGTH}; work it out in parts")
    plain = _plain_text(text)
    tokens: list[Token] = []
    calls: list[str] = []  # for each open parenthesis, the function it belongs to, or ""
    at = 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        token, end = _token(plain, at, calls[-1] if calls else "")
        if token.text in ("(", "["):
            before = tokens[-1] if tokens else None
            named = before.text if before is not None and before.kind is Kind.NAME and token.text == "(" else ""
            calls.append(named or (calls[-1] if token.text == "[" and calls else ""))
        elif token.text in (")", "]") and calls:
            calls.pop()
        tokens.append(token)
        at = end
    return [*tokens, Token(Kind.END, "", len(plain))]


def _plain_text(text: str) -> str:
    plain = _QUESTION.sub("", text.translate(_LOOKS).lower().strip()).rstrip("=? ")
    if len({sign for sign in plain if sign in _CURRENCIES}) > 1:
        refuse("the expression mixes currencies; convert them to one first")
    plain = "".join(" " if sign in _CURRENCIES else sign for sign in plain)
    for phrase, sign in _PHRASES:
        plain = phrase.sub(f" {sign} ", plain)
    if not plain.strip():
        refuse("the expression is empty; send arithmetic such as (2 + 3) * 4")
    return plain


def _token(plain: str, at: int, call: str) -> tuple[Token, int]:
    spaced = at > 0 and plain[at - 1] == " "
    if plain[at] in "0123456789.":
        value, end = _number(plain, at, call)
        return Token(Kind.NUMBER, plain[at:end], at, value, spaced), end
    name = _NAME.match(plain, at)
    if name:
        word = name.group(1)
        if word in _WORD_SIGNS and not (
            word == "mod" and plain[name.end() :].lstrip().startswith("(") and _opens(plain, at)
        ):
            return Token(Kind.SIGN, _WORD_SIGNS[word], at, 0, spaced), name.end()
        return Token(Kind.NAME, word, at, 0, spaced), name.end()
    sign = _SIGN.match(plain, at)
    if sign is None:
        refuse(f"{plain[at]!r} at position {at + 1} of the expression has no meaning in arithmetic")
    return Token(Kind.SIGN, sign.group(), at, 0, spaced), sign.end()


def _opens(plain: str, at: int) -> bool:
    """Whether a value can start here, so that `mod(7, 3)` is a call but `7 mod (3)` an operator."""
    before = plain[:at].rstrip()
    return not before or before[-1] in "+-*/%^(,;["


def _number(plain: str, at: int, call: str) -> tuple[Number, int]:
    based = _BASED.match(plain, at)
    if based:
        return int(based.group(), 0), based.end()
    grouped = _GROUPED.match(plain, at)
    if grouped and _groups_thousands(plain, grouped.group(), at, call):
        return Fraction(grouped.group().replace(",", "")), grouped.end()
    decimal = _DECIMAL.match(plain, at)
    if decimal is None:
        refuse(f"{plain[at]!r} at position {at + 1} of the expression is not a number")
    written = decimal.group().replace("_", "")
    mantissa, _, exponent = written.partition("e")
    if exponent and (len(exponent) > 5 or abs(int(exponent)) > MAX_EXPONENT):
        refuse(f"{written[:40]!r} is out of range; numbers go from about 1e-300 to 1e300")
    if not call and plain[decimal.end() : decimal.end() + 1] == ",":
        refuse(
            f"the comma at position {decimal.end() + 1} of the expression separates nothing; write decimals with a point"
        )
    return Fraction(mantissa) * Fraction(10) ** int(exponent or 0), decimal.end()


def _groups_thousands(plain: str, written: str, at: int, call: str) -> bool:
    function = FUNCTIONS.get(call)
    if function is None or function.most == 1:
        return True
    if any(group.startswith("0") for group in written.split(",")[1:]):
        return True
    # The writer's own separator decides; it is looked for in the call that is open here.
    start = plain.rfind(call, 0, at)
    end = plain.find(")", at)
    return re.search(r",\s|;", plain[start : end if end >= 0 else None]) is not None
