"""Sizes told as `4000 x 3000`: the pixels of a picture, and the tiles that a floor takes."""

from __future__ import annotations

import re

from nodes.llm.offline.terms import Calc, Expr, Literal

_N = r"\d[\d,]*(?:\.\d+)?"
_PICTURE = re.compile(rf"(?P<a>{_N}) ?(?:x|by|×|times) ?(?P<b>{_N})", re.IGNORECASE)
_UNIT = r"(?:mm|cm|m|metres?|meters?|centimetres?|centimeters?|millimetres?|millimeters?|ft|feet|in|inch(?:es)?)"
_SIZE = re.compile(
    rf"(?P<a>{_N}) ?(?P<u>{_UNIT})? ?(?:x|by|×|times|and) ?(?P<b>{_N}) ?-?(?P<v>{_UNIT})\b", re.IGNORECASE
)
_PIECES = re.compile(
    r"\b(?:tiles?|slabs?|stones?|panels?|sheets?|squares|boards?|planks?|pavers?|plates?|flagstones|carpet tiles)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:floor|wall|room|terrace|patio|area|kitchen|bathroom|ceiling|garden|yard|hall|surface|path|balcony|roof)\b",
    re.IGNORECASE,
)
_CENTIMETRES = {
    "m": "100",
    "me": "100",
    "cm": "1",
    "ce": "1",
    "mm": "0.1",
    "mi": "0.1",
    "ft": "30.48",
    "fe": "30.48",
    "in": "2.54",
}


def covered(text: str) -> Expr | None:
    """How many pixels a picture has, or how many tiles cover a floor.

    Args:
        text: Without file names and quotes.

    Returns:
        The expression, tiles as a whole number; `None` where the text asks for neither, or holds another number.
    """
    return None if len(text) > 400 else _pixels(text) or _tiles(text)


def _pixels(text: str) -> Expr | None:
    asked = re.search(
        r"\bhow many (?P<mega>mega)?pixels\b|\bnumber of pixels\b|\b(?P<mega2>megapixels) (?:is|are)\b",
        text,
        re.IGNORECASE,
    )
    size = _PICTURE.search(text)
    if asked is None or size is None or re.search(r"\d", _PICTURE.sub(" ", text, count=1)):
        return None
    product = Calc("mul", (_number(size["a"]), _number(size["b"])))
    mega = asked["mega"] or asked["mega2"]
    return Calc("div", (product, Literal("1000000", number=True))) if mega else product


def _tiles(text: str) -> Expr | None:
    sizes = list(_SIZE.finditer(text))
    if len(sizes) != 2 or not re.search(r"\bhow many\b", text, re.IGNORECASE) or re.search(r"\d", _SIZE.sub(" ", text)):
        return None
    if not _PIECES.search(text) or not _WHOLE.search(text):
        return None
    (small, first), (large, second) = sorted(
        ((_centimetres(size), _area(size)) for size in sizes), key=lambda one: one[0]
    )
    return Calc("ceil", (Calc("div", (second, first)),)) if small < large else None


def _centimetres(size: re.Match[str]) -> float:
    """The area, to tell the tile from the floor."""
    factors = [float(_CENTIMETRES[_key(unit)]) for unit in (size["u"] or size["v"], size["v"])]
    sides = [float(size[name].replace(",", "")) for name in ("a", "b")]
    return sides[0] * sides[1] * factors[0] * factors[1]


def _area(size: re.Match[str]) -> Expr:
    second = _CENTIMETRES[_key(size["v"])]
    first = _CENTIMETRES[_key(size["u"] or size["v"])]
    sides = [_side(size["a"], first), _side(size["b"], second)]
    return Calc("mul", tuple(sides))


def _key(unit: str) -> str:
    return unit.lower() if len(unit) == 1 else unit.lower()[:2]


def _side(number: str, factor: str) -> Expr:
    return _number(number) if factor == "1" else Calc("mul", (_number(number), Literal(factor, number=True)))


def _number(text: str) -> Expr:
    return Literal(text.replace(",", ""), number=True)
