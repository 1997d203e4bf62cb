"""What is asked of two files: what they share, what one lacks, how far apart their numbers are, their product."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.figures import fold_in
from nodes.llm.offline.terms import Calc, Concat, Derived, Expr, FileText, Fold, Literal, Measure, Transform

_COMMON = re.compile(
    r"\b(?:in both|both in|common|shared?|appear in both|stand in both|on both|overlap|the same in)\b", re.IGNORECASE
)
_MISSING = re.compile(
    r"\b(?:not|n['’]t|missing|absent|lacking|lacks?|nowhere|without being|do(?:es)? not appear)\b(?:\s+\w+){0,3}?\s+(?:in|"
    r"from|on)?\s*",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(?:difference|differ|apart|by how much|how much (?:more|less|cheaper|dearer|higher|lower|bigger|larger)|how many "
    r"(?:more|fewer|less)|minus|subtract|left|remain\w*|still have)\b",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"\b(?:join|merge|combine|concatenate|concat|put together|paste together|append the contents|one after (?:the )?other|"
    r"into one|together into|glue|unite)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:by (?:how many|what|how much) per ?cent(?:age)?|what percent(?:age)?\b.*\b(?:more|less|higher|lower|grow|rise|fall|change)|percent\w* (?:change|increase|decrease|growth)|how many per "
    r"?cent|what percentage)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:who|which(?: \w+)?|what)\s+(?:\w+\s+){0,3}?(?:is|has|have|got|was|costs?)\s+(?:the\s+)?(?P<how>more|bigger|"
    r"larger|higher|greater|most|largest|highest|better|less|smaller|lower|fewer|cheaper|fewest|least|cheapest|lowest|smallest)\b",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?:multipl\w+|product|times|in all|altogether|in total|each|per|a (?:box|pack|bag|piece))\b", re.IGNORECASE
)
_SUM = re.compile(r"\b(?:sum|add|total|altogether|together|in all|combined|plus|both)\b", re.IGNORECASE)


def joining(text: str) -> bool:
    """Whether a clause joins files."""
    return bool(_JOIN.search(text))


def joined(paths: list[str]) -> Expr:
    """The texts of several files, one after the other."""
    return FileText(paths[0]) if len(paths) == 1 else Transform("joined", FileText(paths[0]), tuple(paths[1:]))


def _thing(word: str) -> str:
    return "lines" if word.lower() == "line" else word.lower()


def pair_in(text: str, paths: list[str], background: str) -> Expr | None:
    """What a clause asks of several files; `None` where it is no question about how they relate."""
    if len(paths) < 2:
        return None
    left, right = FileText(paths[0]), FileText(paths[1])
    better = better_in(text, paths)
    if better is not None:
        return better
    share = re.search(r"\b(?:what|how many)\s+(?:percent|per ?cent|percentage|share|%)\s+of\b", text, re.IGNORECASE)
    if share:
        marks = [found.start() for found in re.finditer("[\ue800-\uefff]", text[share.end() :])]
        link = re.search(r"\b(?:is|are|was|does|do|makes?)\b", text[share.end() :], re.IGNORECASE)
        whole, part = (left, right) if link and marks and marks[0] < link.start() else (right, left)
        return Calc("mul", (Calc("div", (part, whole)), Literal("100", number=True)))
    if re.search(
        r"\bas (?:a )?percent(?:age)? of\b|\bpercent(?:age)? of .* (?:is|was|has been)\b", text, re.IGNORECASE
    ):
        return Calc("mul", (Calc("div", (left, right)), Literal("100", number=True)))
    alike = re.search(r"\b(?:same|identical|equal|differ(?:s|ent)?|match(?:es)?|alike)\b", text, re.IGNORECASE)
    if alike and re.search(
        r"^\W*(?:do|does|are|is|check|compare|see|tell|find out|say)\b|\bwhether\b|\bif\b", text, re.IGNORECASE
    ):
        return Derived("same", (left, right), ("word" if re.search(r"\bsame or\b", text, re.IGNORECASE) else "yes",))
    words = re.search(r"\b(?P<thing>words|lines?|characters|letters|names|entries|items)\b", text, re.IGNORECASE)
    if words and (
        _DIFFERENCE.search(text)
        or (_SUM.search(text) and re.search(r"\bcount|how many|number of", text, re.IGNORECASE))
    ):
        kind = (
            _thing(words["thing"]) if _thing(words["thing"]) in ("words", "lines", "characters", "letters") else "lines"
        )
        counts: tuple[Expr, ...] = (Measure(kind, left), Measure(kind, right))
        return Calc("abs", (Calc("sub", counts),)) if _DIFFERENCE.search(text) else Calc("add", counts)
    if (
        words
        and _thing(words["thing"]) in ("words", "lines", "characters", "letters")
        and re.search(r"\bhow many\b", text, re.IGNORECASE)
    ):
        return Concat(tuple(Measure(_thing(words["thing"]), FileText(path)) for path in paths), "\n")
    if _COMMON.search(text):
        return Derived("common", (left, right))
    if joining(text):
        return joined(paths)
    if _CHANGE.search(text):
        return Calc("mul", (Calc("div", (Calc("sub", (right, left)), left)), Literal("100", number=True)))
    lacking = _MISSING.search(text)
    if lacking and re.search(
        r"\b(?:which|what|things?|items?|names?|entries|words?|lines?|those|all|everything|ones?|who)\b",
        text,
        re.IGNORECASE,
    ):
        first, second = re.search("[\ue800-\uefff]", text), None
        if first and first.start() < lacking.start():
            return Derived("missing", (left, right))
        return Derived("missing", (right, left)) if second else Derived("missing", (left, right))
    if _DIFFERENCE.search(text):
        both = Calc("sub", (Fold("sum", left), Fold("sum", right)))
        return (
            both
            if re.search(r"\bminus|left|remain|still have|over\b", text + background, re.IGNORECASE)
            else Calc("abs", (both,))
        )
    if (
        re.search(r"\bmultipl\w+|product|\btimes\b", text, re.IGNORECASE)
        or (
            fold_in(text) == "sum"
            and re.search(
                r"\b(?:hourly|rate|per|each costs?|price of one|unit price|"
                r"wage)\b",
                background,
                re.IGNORECASE,
            )
        )
        or (
            _PRODUCT.search(text)
            and re.search(r"\b(?:in (?:a|each|every|one)|per|each|a piece|apiece)\b", text + background, re.IGNORECASE)
        )
    ):
        return Calc("mul", (left, right))
    return None


def better_in(text: str, paths: list[str]) -> Expr | None:
    """Which of several files' owners has more (`mia.txt and tom.txt: who has more?`)."""
    found = _BETTER.search(text)
    if found is None or len(paths) < 2:
        return None
    kind = (
        "min"
        if found["how"].lower()
        in ("less", "smaller", "lower", "fewer", "cheaper", "fewest", "least", "cheapest", "lowest", "smallest")
        else "max"
    )
    names = tuple(re.sub(r"\.\w+$", "", path.rsplit("/", 1)[-1]).capitalize() for path in paths)
    files = tuple(FileText(path) for path in paths)
    better = Derived("larger_name", files, (kind, *names))
    if len(paths) == 2 and re.search(
        r"\bby how (?:much|many)\b|\bhow (?:much|many) (?:more|less|fewer)\b|\bdifference\b", text, re.IGNORECASE
    ):
        return Concat((better, Calc("abs", (Calc("sub", files),))), "\n")
    return better
