"""What a clause does with the one number that a file or a result holds."""

from __future__ import annotations

import re

from nodes.llm.offline.terms import Calc, Derived, Expr, Literal

_N = r"(?P<n>\d[\d,]*(?:\.\d+)?)"


_PERCENT = rf"{_N}\s*(?:%|per ?cent\b|percent\b)"


_ARITHMETIC = (
    (rf"\b1 \w+ (?:is|=|equals|makes|has|are|costs?|gives)\s+(?:about\s+)?{_N}|(?:\(|\bat\b|\bwith\b|\busing\b|\bby\b|,)\s*(?:a |the )?"
    rf"(?:(?:exchange )?(?:rate|factor|price) of\s+)?[$€£]?{_N}\s*(?:\w+\s+)?(?:per|to the|for (?:each|every|one|a|1)|an?|to (?:1|one|a|the))\s+\w+",
     "rate"),
    (r"\b(?:up by|increas\w+ (?:\w+ )?by|rais\w+ (?:\w+ ){0,4}?by|add|bump\w* (?:\w+ ){0,4}?by|plus|bring\w* [^.]*?up by)\s+(?:one|1)\b|"
     r"\bincrement\w*\b(?! by [2-9\d])|\bone more than\b|\bone higher\b", "up_one"),
    (r"\b(?:down by|decreas\w+ (?:\w+ )?by|lower\w* (?:\w+ ){0,4}?by|reduc\w+ (?:\w+ ){0,4}?by|subtract|minus)\s+(?:one|1)\b|"
     r"\bdecrement\w*\b(?! by [2-9\d])|\bone less than\b", "down_one"),
    (r"\b(?:squared?|to the power of (?:two|2))\b(?! (?:root|met|kilom|feet|foot|cent|inch))", "square"),
    (r"\bcubed?\b(?! (?:root|met))", "cube"),
    (rf"\b(?:increment\w*|bump\w*|bring\w*\s+[^.\d]*?up|top\w*\s+[^.\d]*?up)\s+by\s+{_N}", "add"),
    (rf"\b(?:decrement\w*|bring\w*\s+[^.\d]*?down)\s+by\s+{_N}", "sub"),
    (rf"\b(?:add(?:ed|ing)?|plus|with|including|incl\.?|increas\w+(?: \w+)? by|rais\w+(?: \w+)? by|up(?: by)?|"
    rf"and)\s+{_PERCENT}|{_PERCENT}\s+(?:higher|more|increase|up|on top|extra)", "up"),
    (rf"\b(?:minus|less|subtract|deduct|reduc\w+(?: \w+)? by|decreas\w+(?: \w+)? by|lower\w*(?: \w+)? by|take(?: off)?|"
    rf"down(?: by)?|cut(?: \w+)? by)\s+{_PERCENT}|{_PERCENT}\s+(?:off|lower|less|discount|cheaper|down)", "down"),
    (rf"{_PERCENT}\s+(?:of|from)\b", "share"),
    (r"\b(?:half|halve|halved)\b", "half"),
    (r"\b(?:double|doubled|twice)\b", "double"),
    (r"\b(?:triple|tripled|three times|treble)\b", "triple"),
    (r"\b(?:a|one) (?:third)\b", "third"),
    (r"\b(?:a|one) quarter\b", "quarter"),
    (rf"(?:\btimes\s+|\bmultipl\w+\s+(?:\w+\s+){{0,4}}?(?:by|with)\s+|[*×]\s*){_N}", "mul"),
    (rf"(?:\bdivid\w*\s+(?:\w+\s+){{0,4}}?(?:by|into|through|among|between)\s+|\bsplit\s+(?:\w+\s+){{0,3}}?(?:by|between|"
    rf"among|into|in)\s+|\s/\s*){_N}", "div"),
    (rf"(?:\bplus\s+|\badd(?:ing)?\s+|\bincreas\w+\s+(?:\w+\s+){{0,4}}?by\s+|\brais\w+\s+(?:\w+\s+){{0,4}}?by\s+|"
    rf"\+\s*){_N}", "add"),
    (rf"(?:\bminus\s+|\bsubtract\s+|\bdeduct\s+|\btake away\s+|\btake\s+(?=\d)|\b(?:reduc|decreas|"
    rf"lower)\w*\s+(?:\w+\s+){{0,4}}?by\s+|\s[-−]\s*){_N}", "sub"),
)  # fmt: skip


def _pattern(notation: str) -> re.Pattern[str]:
    """Each alternative has its own group for the number."""
    first, *more = notation.split("(?P<n>")
    return re.compile(first + "".join(f"(?P<n{place}>{part}" for place, part in enumerate(more)), re.IGNORECASE)


_COMPILED = [(_pattern(notation), op) for notation, op in _ARITHMETIC]


def arithmetic(text: str, base: Expr) -> tuple[Expr, str]:
    """What a clause does with a number, one operation after the other; and the clause without them."""
    hits: list[tuple[int, int, str, str]] = []
    for pattern, op in _COMPILED:
        found = pattern.search(text)
        if found and not any(start < found.end() and found.start() < end for start, end, _, _ in hits):
            number = next((value for name, value in found.groupdict().items() if value), "")
            hits.append((found.start(), found.end(), op, number.replace(",", "")))
    unit = re.search(r"\b1 (?P<unit>\w+?)(?:e?s)? (?:is|=|equals|makes|has|are|costs?|gives)\b", text, re.IGNORECASE)
    if unit and re.search(rf"\b(?:to|into|in) {re.escape(unit['unit'])}", text, re.IGNORECASE):
        hits = [(start, end, "div" if op == "rate" else op, number) for start, end, op, number in hits]
    for _, _, op, number in sorted(hits):
        base = _apply(op, number, base)
    for start, end, _, _ in sorted(hits, reverse=True):
        text = text[:start] + " " + text[end:]
    return base, text


def _apply(op: str, number: str, base: Expr) -> Expr:
    value = Literal(number, number=True)
    hundred = Literal("100", number=True)
    if op in ("up", "down", "share"):
        sign = {"up": "add", "down": "sub"}.get(op)
        factor: Expr = Calc("div", (value, hundred))
        if sign:
            factor = Calc(sign, (Literal("1", number=True), factor))
        return Calc("mul", (base, factor))
    fixed = {
        "up_one": ("add", "1"),
        "down_one": ("sub", "1"),
        "square": ("pow", "2"),
        "cube": ("pow", "3"),
        "half": ("div", "2"),
        "double": ("mul", "2"),
        "triple": ("mul", "3"),
        "third": ("div", "3"),
        "quarter": ("div", "4"),
    }
    if op in fixed:
        kind, size = fixed[op]
        return Calc(kind, (base, Literal(size, number=True)))
    return Calc("mul" if op == "rate" else op, (base, value))


def each_in(text: str, source: Expr) -> Expr | None:
    """One operation on every number of a file."""
    if not re.search(r"\b(?:each|every|all|them all)\b", text, re.IGNORECASE):
        return None
    changed, _ = arithmetic(text, source)
    if isinstance(changed, Calc) and changed.args[0] == source and isinstance(changed.args[1], Literal):
        return Derived("each", (source,), (changed.op, changed.args[1].text))
    return None
