"""A goal as sentences of words: signs spelled out, numbers in digits."""

from __future__ import annotations

import re

from nodes.llm.offline import numerals
from nodes.llm.offline.problems.lexicon import STOP

_TOKEN = re.compile(
    r"[0-9]{1,2}:[0-9]{2}(?![0-9])|[0-9]{1,3}(?:[,'’\u202f\u00a0][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|"
    r"[0-9]+,[0-9]{1,2}(?![0-9,])|"
    r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|[%.,;:?!()/+*=×÷−–—\-]|[\ue000-\uf8ff]"
)
_SHORT = {"ve": "have", "d": "would", "ll": "will", "re": "are", "m": "am"}
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "quid", "¥": "yen", "₹": "rupees"}
_SPELLED = (
    (re.compile(r"([$€£¥₹])\s*(\d[\d,]*(?:\.\d+)?)"), lambda m: f"{m.group(2)} {_CURRENCIES[m.group(1)]} "),
    (re.compile(r"(\d)\s*([$€£¥₹])"), lambda m: f"{m.group(1)} {_CURRENCIES[m.group(2)]} "),
    (re.compile(r"per[\s-]cents?\b|\bpct\b|\bpercents?\b"), lambda m: "%"),
    (re.compile(r"\b(?:km/h|kmh|kph|k/h)\b"), lambda m: "km per hour"),
    (re.compile(r"\bmph\b"), lambda m: "miles per hour"),
    (re.compile(r"\bm/s\b"), lambda m: "metres per second"),
    (re.compile(r"\b(?:sq\.?|square|squared)\s*(?:m|metres?|meters?|mtr)\b|\b(?:m²|m2|sqm)(?!\w)"), lambda m: "squaremetres"),
    (re.compile(r"\b(?:sq\.?|square)\s*(?:ft|feet|foot)\b|\b(?:ft²|ft2|sqft)(?!\w)"), lambda m: "squarefeet"),
    (re.compile(r"\b(?:sq\.?|square)\s*(?:cm|centimet(?:re|er)s?)\b|\b(?:cm²|cm2)(?!\w)"), lambda m: "squarecentimetres"),
    (re.compile(r"\b(?:cubic|cu\.?)\s*(?:m|met(?:re|er)s?)\b|\b(?:m³|m3)(?!\w)"), lambda m: "cubicmetres"),
    (re.compile(r"\b(?:cubic)\s*(?:cm|centimet(?:re|er)s?)\b|\b(?:cm³|cm3)(?!\w)"), lambda m: "cubiccentimetres"),
    (re.compile(r"@"), lambda m: " at "),
    (re.compile(r"½"), lambda m: " 1/2 "),
    (re.compile(r"¼"), lambda m: " 1/4 "),
    (re.compile(r"¾"), lambda m: " 3/4 "),
    (re.compile(r"(\d)(?=[a-z])(?!(?:st|nd|rd|th|e\d)\b)"), lambda m: f"{m.group(1)} "),
    (re.compile(r"(?<![\w.])([a-z]+)\d+\b(?!\()"), lambda m: m.group(1)),
    (re.compile(r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])"), lambda m: " "),
    (re.compile(r"\bwhat['’]?s\b"), lambda m: "what is"),
    (re.compile(r"\bhow['’]s\b"), lambda m: "how is"),
    (re.compile(r"\b(i|we|they|you)['’](ve|d|ll|re|m)\b"), lambda m: f"{m.group(1)} {_SHORT[m.group(2)]}"),
    (re.compile(r"\b(he|she|it|there|that)['’]s\b"), lambda m: f"{m.group(1)} is"),
    (re.compile(r"\b(did|do|does|is|was|are|were|has|have|had|would|could)n['’]t\b"), lambda m: f"{m.group(1)} not"),
    (re.compile(r"\be\.g\.|\bi\.e\.|\bapprox\.|\bno\.(?=\s*\d)"), lambda m: ""),
    (re.compile(r"\ba\.m\."), lambda m: "am"),
    (re.compile(r"\bp\.m\."), lambda m: "pm"),
)  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ENDS = frozenset(".?!")
_HALF = {"half": "0.5", "quarter": "0.25"}


def sentences_of(text: str) -> list[list[str]]:
    """Split a text into sentences of lower-case words, numbers in digits and single signs.

    Args:
        text: Without quotes and file names; at most some thousand characters.
    """
    lowered = text.lower().replace("\n", " . ")
    for pattern, plain in _SPELLED:
        lowered = pattern.sub(plain, lowered)
    sentences: list[list[str]] = [[]]
    for token in _TOKEN.findall(lowered):
        sentences[-1].append(_digits(token))
        if token in _ENDS:
            sentences.append([])
    return [
        merged for sentence in sentences if (merged := _numbers(sentence)) and any(word not in _ENDS for word in merged)
    ]


def is_number(word: str) -> bool:
    """Whether a word is a number in digits."""
    return _NUMBER.fullmatch(word) is not None


def _digits(token: str) -> str:
    if not token[0].isdigit() or ":" in token:
        return f"0{token}" if token[0] == "." and len(token) > 1 else token
    if re.fullmatch(r"\d+,\d{1,2}", token):
        return token.replace(",", ".")
    return re.sub(r"[,'’\u202f\u00a0]", "", token)


def _numbers(words: list[str]) -> list[str]:
    kept: list[str] = []
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        lone = word == "one" and after not in (
            "hundred",
            "thousand",
            "million",
            "point",
            "and",
            "half",
            "third",
            "quarter",
        )
        lone = lone and (not kept or kept[-1] not in _TENS)
        kept.append((_ARTICLE if after.isalpha() and after not in STOP else SINGLE) if lone else word)
    return _mixed(numerals.merge(kept))


_ARTICLE, SINGLE = "a", "oneitem"
"""What `one` before a noun and `one` alone (how much does one cost) become."""
_TENS = frozenset(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"))


def _mixed(words: list[str]) -> list[str]:
    """Fractions joined: `2 and a half` is 2.5, `half an hour` 0.5 hour, `3 quarters` 0.75, `1/2` 0.5."""
    text = " ".join(words)
    text = re.sub(r"(?<![.\d])\b(\d+) and (?:a|1) (half|quarter)\b", lambda m: m[1] + _HALF[m[2]][1:], text)
    text = re.sub(r"(?<![.\d])\b(\d+) (half|quarter)s?\b(?! of)", lambda m: _scaled(m[1], _HALF[m[2]]), text)
    text = re.sub(r"\b(?:(?:a|1) )?(half|quarter) (?:of )?(?:a|an) (?=\w)", lambda m: f"{_HALF[m[1]]} ", text)
    text = re.sub(r"\b3 quarters of (?:a|an) ", "0.75 ", text)
    text = re.sub(r"\b(\d+) 1 / 2\b", r"\1.5", text)
    text = re.sub(
        r"(?<![\d/+*\-] )(?<!\d)\b([1-9]) / ([248])\b(?! [\d/])(?= of an? )",
        lambda m: repr(int(m[1]) / int(m[2])),
        text,
    )
    return text.split()


def _scaled(count: str, share: str) -> str:
    return f"{int(count) * float(share):g}"
