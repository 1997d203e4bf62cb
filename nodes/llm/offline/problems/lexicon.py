"""The words of word problems: units of measure, money, people, and what they tell about sums."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONEY = _words(
    "euro euros eur dollar dollars usd bucks buck quid gbp pound pounds franc francs chf yen rupee "
    "rupees crowns kroner zloty krona"
)
CENTS = _words("cent cents penny pence pennies")
PERSONS = _words(
    "person friend colleague kid child guest adult sibling brother sister student pupil worker employee "
    "neighbour neighbor member "
    "participant passenger roommate flatmate housemate grandchild nephew niece cousin boy girl man woman "
    "player tenant mate ppl "
    "heir owner partner visitor attendee family classmate coworker human us traveller girlfriend buddy pal"
)
TIMES = {
    "second": "1",
    "minute": "60",
    "hour": "3600",
    "day": "86400",
    "week": "604800",
    "month": "2629746",
    "year": "31556952",
}
_MEASURES = {
    "length": "mm 0.001 cm 0.01 dm 0.1 m 1 km 1000 inch 0.0254 foot 0.3048 yard 0.9144 mile 1609.344",
    "mass": "mg 0.001 g 1 kg 1000 tonne 1000000 ounce 28.349523125 lb 453.59237 stone 6350.29318",
    "volume": "ml 0.001 cl 0.01 dl 0.1 l 1 gallon 3.785411784 m3 1000 cm3 0.001",
    "area": "m2 1 cm2 0.0001 ft2 0.09290304 hectare 10000 acre 4046.8564224",
    "data": (
        "bit 0.125 kbit 125 mbit 125000 gbit 125000000 byte 1 kb 1000 mb 1000000 gb 1000000000 tb "
        "1000000000000 kib 1024 mib 1048576 gib 1073741824"
    ),
    "time": " ".join(f"{name} {size}" for name, size in TIMES.items()) + " night 86400",
    "money": "money 1 cent 0.01",
    "temperature": "celsius 1 fahrenheit 1",
    "energy": "kwh 1 wh 0.001",
}
DIMENSIONS: dict[str, tuple[str, str]] = {}
"""Each unit's dimension and what one is worth in that dimension's base unit (NIST SP 811)."""
for _dimension, _row in _MEASURES.items():
    _cells = _row.split()
    DIMENSIONS.update({name: (_dimension, size) for name, size in zip(_cells[::2], _cells[1::2], strict=True)})
BETWEEN_TIMES = {
    ("second", "minute"): 60, ("minute", "hour"): 60, ("hour", "day"): 24, ("day", "week"): 7, ("month", "year"): 12,
    ("week", "year"): 52, ("day", "year"): 365, ("second", "hour"): 3600, ("minute", "day"): 1440, ("second", "day"): 86400,
    ("hour", "week"): 168, ("minute", "week"): 10080, ("hour", "year"): 8760, ("day", "month"): 30, ("week", "month"): 4,
    ("hour", "night"): 24, ("night", "day"): 1, ("night", "week"): 7, ("night", "month"): 30, ("night", "year"): 365,
}  # fmt: skip
"""How many of the first there are in one of the second, as people reckon."""
_SPELLINGS = """
mm millimetre millimeter|cm centimetre centimeter|dm decimetre decimeter|m metre meter
km kilometre kilometer kms k|inch inches in|foot feet ft|yard yd
mile mi|mg milligram|g gram gramme gr|kg kilo kilogram kgs|tonne ton|ounce oz|lb lbs|stone|ml millilitre milliliter|cl centilitre
dl decilitre|l litre liter ltr|gallon gal|m3 cubicmetre|cm3 cubiccentimetre
m2 squaremetre|cm2 squarecentimetre|ft2 squarefeet|hectare ha
acre|bit|kbit|mbit megabit|gbit gigabit|byte|kb kilobyte|mb megabyte|gb gigabyte|tb terabyte
kib|mib|gib|second sec s|minute min|hour hr h|day|week wk|month|year yr
celsius centigrade|fahrenheit|kwh kilowatthour|wh
"""
SPELLINGS = {word: row.split()[0] for row in re.split(r"[|\n]", _SPELLINGS.strip()) for word in row.split()}
STOP = _words(
    "a an the of for to in on at with and or but per each every by from is are was were be been it its "
    "they them he she we i you us my our "
    "your his her their this that these those what which who how much many do does did will would can "
    "could should have has had get gets "
    "got if then than when so as about into onto over under after before more less left total altogether "
    "together plus minus times divided "
    "off not no only also there here now then evenly equally apiece please between among out up down all "
    "both same costs cost pay pays paid "
    "long wide high deep tall old big large away back again extra still already a pm am vs via to until "
    "till through during came come went go "
    "goes makes make need needs take takes took use uses used want wants eat eats ate give gave gives "
    "sold sell sells buy bought "
    "last lasts next first third ago later because while where whose any some such remain remains "
    "remaining leave leaves costing "
    "split splits shared share decided today yesterday tomorrow earn earns worked works work drive drove "
    "runs run broke gone missing saved put set cooking serves"
)
_IRREGULAR = {
    "people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot", "loaves": "loaf",
    "halves": "half", "knives": "knife", "leaves": "leaf", "shelves": "shelf", "mice": "mouse", "teeth": "tooth", "geese": "goose",
    "us": "us", "gas": "gas", "bus": "bus", "glass": "glass", "class": "class", "grass": "grass", "inches": "inch", "bus'": "bus",
    "boxes": "box", "cookies": "cookie", "pies": "pie", "movies": "movie", "tapas": "tapa", "tomatoes": "tomato",
    "potatoes": "potato",
    "lens": "lens", "series": "series", "species": "species", "this": "this", "is": "is", "was": "was", "has": "has",
    "guys": "person",
    "everyone": "person", "everybody": "person", "anyone": "person", "head": "person", "heads": "person",
    "folks": "person", "ppl": "person",
}  # fmt: skip


def stem(word: str) -> str:
    """The singular of a noun, or the symbol of a unit of measure."""
    word = word.replace("’", "'").removesuffix("'s")
    if word in SPELLINGS:
        return SPELLINGS[word]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    single = word
    if word.endswith("children"):
        return word[:-8] + "child"
    if len(word) > 4 and word.endswith("uses") and word[-5] != "o":
        single = word[:-2]
    elif len(word) > 4 and word.endswith("ies"):
        single = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        single = word[:-2]
    elif len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us")):
        single = word[:-1]
    return SPELLINGS.get(single, single)


def is_measure(symbol: str) -> bool:
    """Whether a symbol is a unit of measure or money, and not a thing that is counted."""
    return symbol in DIMENSIONS
