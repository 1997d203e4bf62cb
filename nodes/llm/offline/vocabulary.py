"""Words that the value grammar knows by class: what can be counted, aggregates, kinds of numbers, places to round to."""

from __future__ import annotations

THINGS = {
    "line": "lines", "lines": "lines", "rows": "lines", "row": "lines", "records": "lines", "word": "words", "words": "words",
    "characters": "characters", "chars": "characters", "character": "characters", "char": "characters",
    "letters": "letters", "vowels": "vowels", "vowel": "vowels", "consonants": "consonants", "sentences": "sentences",
    "paragraphs": "paragraphs", "items": "lines", "entries": "lines", "bytes": "bytes", "spaces": "spaces", "names": "lines",
}  # fmt: skip


AGGREGATES = {
    "average": "average", "mean": "average", "avg": "average", "max": "max", "maximum": "max", "largest": "max",
    "biggest": "max", "highest": "max", "greatest": "max", "min": "min", "minimum": "min", "smallest": "min",
    "lowest": "min", "least": "min", "median": "median", "range": "range", "mode": "mode",
}  # fmt: skip


KINDS = {
    "even": "even", "odd": "odd", "prime": "prime", "primes": "prime", "fibonacci": "fibonacci", "square": "square",
    "squares": "square", "cubes": "cube", "natural": "natural", "whole": "natural", "positive": "natural", "triangular":
    "triangular", "evens": "even", "odds": "odd", "perfect": "natural", "counting": "natural", "consecutive": "natural",
    "factorials": "factorial", "powers": "power",
}  # fmt: skip


PLACES = {
    "tenth": -1,
    "hundredth": -2,
    "thousandth": -3,
    "ten": 1,
    "tens": 1,
    "hundred": 2,
    "thousand": 3,
    "cent": -2,
    "dollar": 0,
}
