"""Choices between prices or amounts: which pack costs less a piece, a flat rate or a price per visit, 3 miles or 5 km."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nodes.llm.offline.problems.amount import Amount, NoAmountError, of
from nodes.llm.offline.problems.dimension import converted, dimension
from nodes.llm.offline.problems.lexicon import CENTS, MONEY, TIMES, is_measure, stem
from nodes.llm.offline.problems.words import sentences_of
from nodes.llm.offline.terms import Calc, Derived, Expr

_N = r"\d+(?:\.\d+)?"
_CUR = rf"(?: (?:{'|'.join(sorted(MONEY | CENTS, key=len, reverse=True))}))?"
_FREE = r"(?: (?!or\b|and\b|vs\b|versus\b|for\b|at\b)[a-z]+)"
_PACK = re.compile(
    rf"(?:(?P<k>{_N}) (?:x|times|[a-z]+ of) )?(?P<n>{_N})(?P<u> (?!or\b|and\b|for\b|at\b|is\b|costs?\b)[a-z]+)?{_FREE}{{0,4}}? "
    rf"(?:for|at|costs?|costing|is|=|\() (?:only |just )?(?P<p>{_N}){_CUR}(?: \))?(?! %)"
)
_PRICE_FIRST = re.compile(rf"(?<![\d.])(?P<p>{_N}){_CUR} for (?:a |an |the )?(?P<n>{_N})(?P<u> (?!or\b|and\b)[a-z]+)?")
_TAKEN = re.compile(
    rf"\b(?:if|when|by) (?:(?:i|we|you) )?(?:take|taking|buy|buying|get|getting|choose|go for) (?:the |a )?(?:pack of )?(?P<n>{_N})"
)
_SCALE = re.compile(rf"\b(?:per|a|an|for|each) (?P<n>{_N} )?(?P<u>[a-z]+)\b")
_LOW = re.compile(
    r"\b(?:cheap(?:er|est)|(?:better|best|good) (?:deal|value|buy|offer|price|option|choice)|costs? less|costs? the least|"
    r"less expensive|(?:lower|lowest|better|best) (?:unit )?price|save (?:more|money|most)|worth it|pays? off)\b"
)
_HIGH = re.compile(r"\b(?:dearer|dearest|more expensive|most expensive|costs? more|worse (?:deal|value|buy))\b")
_GAP = re.compile(r"\b(?:by how much|how much (?:\w+ )?(?:cheaper|less|more|dearer|do i save|would i save|do we save|is saved)|difference|"
                  r"how much (?:do|does|would|will|can|could) (?:i|we|you|he|she|it|they) save)\b")  # fmt: skip
_WHICH = re.compile(
    r"\b(?:which|what is (?:the )?(?:cheap\w+|better|best)|where|is it cheaper|should i|better off|what is cheap\w+)\b"
)
_FLAT = re.compile(rf"(?<![\d.])(?P<p>{_N}){_CUR} (?:a|per|each|every) (?P<u>day|week|month|year|season)\b")
_EACH = re.compile(rf"(?<![\d.])(?P<p>{_N}){_CUR} (?:per|a|an|each|for each|for every|for a) (?P<u>[a-z]+)")


@dataclass(frozen=True, slots=True)
class _Offer:
    """Something to choose: how the user called it, and what it comes to."""

    label: str
    price: Amount


def chosen_offer(text: str, solve: Callable[[str], Amount | None]) -> Expr | None:
    """Which of the offers of a text is the cheaper (or dearer) one, or by how much.

    Args:
        text: Without file names and quotes.
        solve: Works out what an offer of several parts comes to.

    Returns:
        The choice with what each comes to, or the difference alone; `None` where the text compares no offers, or holds a number
        that belongs to none of them.
    """
    whole = " ".join(" ".join(words) for words in sentences_of(text))
    low, high = _LOW.search(whole), _HIGH.search(whole)
    gap = _GAP.search(whole)
    if not (low or high or gap) or len(whole) > 500:
        return None
    try:
        found = _packs(whole) or _flat_or_each(whole) or _lump_sums(text, solve)
    except NoAmountError:
        return None
    if found is None:
        return None
    offers, suffix = found
    if gap and not _WHICH.search(whole):
        first, second = sorted((offer.price for offer in offers), key=lambda price: -price.value)
        return Calc("sub", (first.expr, second.expr)) if len(offers) == 2 else None
    if not (low or high):
        return None
    op = "max" if high and not low else "min"
    labels = tuple(offer.label for offer in offers)
    return Derived("chosen", tuple(offer.price.expr for offer in offers), (op, "gap" if gap else "", suffix, *labels))


def _packs(whole: str) -> tuple[list[_Offer], str] | None:
    """Amounts with their prices, as prices for the same amount."""
    found = list(_PACK.finditer(whole))
    if len(found) < 2:
        found = list(_PRICE_FIRST.finditer(whole))
    if not 2 <= len(found) <= 4:
        return None
    rest = whole
    for match in reversed(found):
        rest = f"{rest[: match.start()]}; {rest[match.end() :]}"
    symbols = [stem((match["u"] or "").strip()) for match in found]
    measured = [is_measure(symbol) for symbol in symbols]
    if any(measured) and len({dimension(symbol) for symbol in symbols}) != 1:
        return None
    scale = next(
        (match for match in _SCALE.finditer(rest) if dimension(stem(match["u"])) == dimension(symbols[0])), None
    )
    rest = rest.replace(scale.group(), " ") if scale and scale["n"] else rest
    rest = _TAKEN.sub(lambda match: " " if match["n"] in {one["n"] for one in found} else match[0], rest)
    if re.search(r"\d", rest):
        return None
    base = stem(scale["u"]) if scale and all(measured) else symbols[0]
    count = of(scale["n"].strip()) if scale and scale["n"] else of(1)
    offers = []
    for match, symbol in zip(found, symbols, strict=True):
        size = converted(of(match["n"]), symbol, base) if all(measured) else of(match["n"])
        if size is None or size.value <= 0:
            return None
        if match.re is _PACK and match["k"]:
            size = of(match["k"]) * size
        price = of(match["p"]) / size * count
        offers.append(_Offer(match.group().strip(" ,("), price))
    name = base if all(measured) else "piece"
    each = f"{scale['n'].strip()} {name}" if scale and scale["n"] else name
    return offers, f" per {each}"


def _flat_or_each(whole: str) -> tuple[list[_Offer], str] | None:
    """A price for a time against a price for each use, at so many uses."""
    flat = _FLAT.search(whole)
    each = next((match for match in _EACH.finditer(whole) if match["u"] not in TIMES and match["u"] != "season"), None)
    if flat is None or each is None:
        return None
    uses = re.search(
        rf"(?<![\d.])(?P<n>{_N}) (?:times|{re.escape(stem(each['u']))}\w*)(?: (?:a|per|each|every|in the|this) (?P<u>[a-z]+))?",
        whole,
    )
    if uses is None or (uses["u"] and uses["u"] != flat["u"]):
        return None
    rest = whole
    for match in (flat, each, uses):
        rest = rest.replace(match.group(), " ", 1)
    if re.search(r"\d", rest):
        return None
    return [_Offer(flat.group(), of(flat["p"])), _Offer(each.group(), of(each["p"]) * of(uses["n"]))], ""


_PARTS = re.compile(
    r",? or (?:else )?|; ?(?:or |but )?|,? (?:versus|vs\.?|whereas|while|compared (?:to|with)) ", re.IGNORECASE
)


def _lump_sums(text: str, solve: Callable[[str], Amount | None]) -> tuple[list[_Offer], str] | None:
    """`A phone for 599 or 24 times 27.50`: two alternatives, each with all that it comes to."""
    sentences = [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part.strip()]
    told = [part for part in sentences if re.search(r"\d", part)]
    if len(told) != 1:
        return None
    story = re.sub(r"^(?:which|what|where)\b[^:]*:", "", told[0].rstrip("?!. "), flags=re.IGNORECASE)
    parts = _PARTS.split(story)
    if len(parts) != 2 or not all(re.search(r"\d", part) for part in parts):
        return None
    offers = []
    for part in parts:
        price = _lump_sum(part, solve)
        if price is None:
            return None
        offers.append(_Offer(part.strip(" ,.;"), price))
    return offers, ""


def _lump_sum(part: str, solve: Callable[[str], Amount | None]) -> Amount | None:
    words = " ".join(" ".join(sentence) for sentence in sentences_of(part))
    numbers = re.findall(rf"(?<![\d.]){_N}", words)
    if len(numbers) == 1:
        return of(numbers[0]) if "%" not in words else None
    times = re.search(
        rf"(?<![\d.])({_N}) (?:times|x|payments of|instal?lments of|months at|months of|rates of) ({_N})", words
    )
    if times and len(numbers) == 2:
        return of(times[1]) * of(times[2])
    return solve(f"{part}. How much does that cost in total?")


_UNITS = re.compile(
    rf"\b(?:which|what)(?: is| of these is| one is)? (?:the )?(?P<way>[a-z]+)(?: [a-z]+)? ?[,:-]? (?:is it )?(?P<a>{_N} [a-z]+)(?: of [a-z]+)? "
    rf"(?:or|and|vs|versus) (?P<b>{_N} [a-z]+)(?: of [a-z]+)? ?\??$|"
    rf"^(?:is|are) (?P<c>{_N} [a-z]+)(?: of [a-z]+)? (?P<way2>longer|heavier|bigger|larger|more|further|farther|shorter|lighter|smaller|less|"
    rf"greater) than (?P<d>{_N} [a-z]+) ?\??$"
)
_LESS = frozenset(
    (
        "shorter",
        "lighter",
        "smaller",
        "less",
        "smallest",
        "shortest",
        "lightest",
        "least",
        "nearer",
        "quicker",
        "faster",
    )
)
_MORE = frozenset(("longer", "heavier", "bigger", "larger", "more", "further", "farther", "greater", "longest", "heaviest", "biggest",
                   "largest", "most"))  # fmt: skip


def longer_of(text: str) -> Expr | None:
    """`Which is longer, 3 miles or 5 km`: the one that measures more, in the unit of the second.

    Args:
        text: Without file names and quotes.
    """
    words = sentences_of(text)
    if len(words) != 1:
        return None
    found = _UNITS.search(" ".join(words[0]))
    way = (found["way"] or found["way2"]) if found else ""
    if found is None or way not in _LESS | _MORE:
        return None
    sides = (found["a"] or found["c"], found["b"] or found["d"])
    symbols = [{"pound": "lb"}.get(symbol, symbol) for symbol in (stem(side.split()[1]) for side in sides)]
    if not all(map(is_measure, symbols)) or symbols[0] == symbols[1]:
        return None
    first = converted(of(sides[0].split()[0]), symbols[0], symbols[1])
    if first is None:
        return None
    second = of(sides[1].split()[0])
    return Derived(
        "chosen", (first.expr, second.expr), ("min" if way in _LESS else "max", "", f" {sides[1].split()[1]}", *sides)
    )
