"""Numbers worked out from files: folds, counts, extremes, and arithmetic on the one number that a file holds."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.words import COUNT_WORDS, ITEM_WORDS, MAX_WORDS, MIN_WORDS, NUMERIC_NOUNS
from nodes.llm.offline.numerals import COUNTING_WORDS, is_digits, merge
from nodes.llm.offline.terms import Concat, Derived, Expr, Fold, Measure, Ref

_FOLDS = (
    ("average", r"\b(?:average|avg|mean|on average)\b"),
    ("median", r"\bmedian\b"),
    (
        "product",
        r"\b(?:product|multipl\w+ (?:all |both )?(?:the )?(?:\w+ )?numbers\b.*\b(?:each other|together|with one another)|multiply (?:all|them|the (?:two |three )?(?:numbers|values))|multiplied together)\b",
    ),
    (
        "range",
        r"\brange\b(?! of)|\bspread\b|\b(?:how far apart|difference|gap|distance|span)\b.*\b\w+(?:est|max|maximum)\b.*\b(?:and|from|to)\b",
    ),
    (
        "sum",
        r"\b(?:sum(?:s|med)?(?: up)?|totals?|add(?:ed|ing)? (?:up|together|all)|add (?:them|it|these|those|the (?:\w+ "
        r")?(?:numbers|amounts|figures|"
        r"values|prices|bills|costs|hours|points|results|two|three)|everything)(?: all)?(?: up| together)?|altogether|all "
        r"together|in all|tot up|(?:come|comes|amount|amounts) to|"
        r"overall|combined|in total|(?:spen[dt]|paid|pay|earned|earn|collected?|raised|owe|cost) (?:in total|altogether))\b",
    ),
)


_EXTREME = re.compile(rf"\b(?:(?P<max>{MAX_WORDS})|(?P<min>{MIN_WORDS}))\b", re.IGNORECASE)


_HOW_MANY = re.compile(
    rf"\b(?:how many|(?:the )?(?:number|count|amount) of|count(?: up)?(?: how many)?(?: the| all| its| all the)?|"
    rf"tally)\s+(?:of\s+)?(?:the\s+|different\s+)?"
    rf"(?P<thing>(?:words?|lines?|characters?|chars?|letters?|rows?|vowels?|sentences?|paragraphs?|bytes?|consonants?)|"
    rf"{ITEM_WORDS}|\w+)\b",
    re.IGNORECASE,
)


_TABLE = re.compile(
    r"\b(?!the\b|of\b|a\b|that\b|this\b|each\b)(?P<column>[\w\-]+) column\b|\bcolumn (?:called |named )?(?!of\b|in\b|"
    r"from\b|is\b)(?P<named>[\w\-]+)",
    re.IGNORECASE,
)


_NTH_COLUMN = re.compile(
    r"\b(?P<nth>first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th)?) column\b|\bcolumn (?P<n>\d+)\b", re.IGNORECASE
)


_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "last": "-1"}


_COMPARED = re.compile(
    r"\b(?P<op>below|under|less than|fewer than|smaller than|lower than|above|over|more than|greater than|bigger than|"
    r"higher than|larger than|at least|at most|exactly|"
    r"of at least|up to)\s+(?P<bound>\d[\d,.]*)|\b(?P<bound2>\d[\d,.]*) or (?P<op2>more|less|fewer|higher|lower|above|below)",
    re.IGNORECASE,
)


_OPS = {
    "below": "<", "under": "<", "less than": "<", "fewer than": "<", "smaller than": "<", "lower than": "<",
    "above": ">", "over": ">", "more than": ">", "greater than": ">", "bigger than": ">", "higher than": ">", "larger than": ">",
    "at least": ">=", "of at least": ">=", "more": ">=", "higher": ">=",
    "at most": "<=", "up to": "<=", "less": "<=", "fewer": "<=", "lower": "<=", "exactly": "==",
}  # fmt: skip


def comparison(text: str) -> tuple[str, str, re.Match[str]] | None:
    """`below 5`, `50 or more`: the operator, the bound, and where it stands."""
    found = _COMPARED.search(text)
    if found is None:
        return None
    op = _OPS.get((found["op"] or found["op2"] or "").lower(), ">=")
    return op, (found["bound"] or found["bound2"]).replace(",", "").rstrip("."), found


def rows_in(text: str, source: Expr) -> tuple[Expr, str]:
    """The rows that a clause means, where it limits them, and the clause without the limit."""
    found = comparison(text)
    if found is not None:
        op, bound, match = found
        asked = text[max(0, match.start() - 30) : match.start()]
        return Derived("rows", (source,), (op, bound, asked)), text[: match.start()] + text[match.end() :]
    only = re.search(
        rf"\b(?:only|just)\s+(?:of\s+)?(?:the\s+)?(?!the\b|a\b|it\b|one\b|number|name|total|sum|result|value|amount|date|"
        rf"weekday|highest|lowest)(?P<is>[a-z]+)\s+(?:{ITEM_WORDS}|invoices|bills|ones)\b"
        rf"|\b(?:of|for|from)\s+(?:only\s+)?(?:the\s+)?(?P<is2>paid|unpaid|open|closed|done|sold|active|pending|overdue|"
        rf"shipped|cancelled)\s+\w+"
        r"|\b(?:that are|which are|where (?:the )?\w+ is|whose \w+ is|marked(?: as)?|with (?:the )?(?:status|category|type|"
        r"colou?r))\s+(?P<is3>[\ue000-\ue7ff]|\w+)",
        text,
        re.IGNORECASE,
    )
    if only is None:
        return source, text
    word = only["is"] or only["is2"] or only["is3"]
    return Derived("rows", (source,), ("is", word, "")), text[: only.start()] + " " + text[only.end() :]


def column_in(text: str, source: Expr) -> Expr | None:
    """A column of a table, by its place or name."""
    nth = _NTH_COLUMN.search(text)
    if nth:
        return Derived(
            "column",
            (source,),
            (_ORDINAL.get((nth["nth"] or "").lower()) or re.sub(r"\D", "", nth["n"] or nth["nth"]),),
        )
    named = _TABLE.search(text)
    return Derived("column", (source,), (named["column"] or named["named"],)) if named else None


def fold_in(text: str) -> str | None:
    """Which fold a clause asks for; `None` for none."""
    for kind, pattern in _FOLDS:
        if re.search(pattern, text, re.IGNORECASE):
            return kind
    return None


def folded(text: str, source: Expr) -> Expr | None:
    """A sum, an average … of a file, of a column or of the rows that are meant."""
    kind = fold_in(text)
    if kind is None:
        return None
    both = re.search(
        r"\b(?P<one>sum|total|average|mean)\b[^.]*?\band\b[^.]*?\b(?P<two>sum|total|average|mean)\b",
        text,
        re.IGNORECASE,
    )
    if both and fold_in(both["one"]) != fold_in(both["two"]) and not _is_table(source):
        return Concat((Fold(fold_in(both["one"]) or "", source), Fold(fold_in(both["two"]) or "", source)), "\n")
    rows, rest = rows_in(text, source)
    column = _TABLE.search(rest)
    if rows is not source or (isinstance(rows, Derived) and kind in ("sum", "average")):
        return Derived("fold_rows", (rows,), (_asked(rest), kind))
    if column:
        return Fold(kind, source, column["column"] or column["named"])
    named = re.search(
        r"\b(?:of|all)\s+(?:the\s+|all\s+)*(?P<noun>\w+)\s+in\s+the\s+(?:table|csv|file)", rest, re.IGNORECASE
    )
    if named or _is_table(source):
        return Derived("fold_rows", (source,), (_asked(rest), kind))
    return Fold(kind, source)


def _is_table(source: Expr) -> bool:
    return str(getattr(source, "path", "")).endswith((".csv", ".tsv"))


def _asked(text: str) -> str:
    return re.sub(r"[\ue000-\uf8ff]", " ", text)


def extremes(text: str, source: Expr) -> list[Expr]:
    """The largest and smallest that a clause asks for, in its order."""
    found = []
    for match in _EXTREME.finditer(text):
        kind = "max" if match["max"] else "min"
        after = text[match.end() :]
        found.append(Derived("extreme", (source,), (kind, _want(text, after), _asked(after))))
    return list(dict.fromkeys(found))[:2]  # type: ignore[return-value]


def _want(text: str, after: str) -> str:
    if re.search(
        r"\b(?:and how (?:much|many|high|tall)|and (?:its|the|his|her) (?:price|value|amount|score|number))\b",
        text,
        re.IGNORECASE,
    ):
        return "both"
    if re.search(
        r"\bnames?\b|\bwho(?:se)?\b|\bwhich (?!number|value|price|amount)\w+|\bwhat \w+ (?:has|had|is|was) the\b",
        text,
        re.IGNORECASE,
    ):
        return "name"
    if re.match(rf"\s+(?:\w+\s+)?(?:{NUMERIC_NOUNS})s?\b", after, re.IGNORECASE) or re.search(
        r"\bhow (?:much|many|high|tall|old|long)\b", text
    ):
        return "value"
    return "name"


def counted(text: str, source: Expr) -> Expr | None:
    """How many words, lines, names … a text has."""
    found = _HOW_MANY.search(text)
    if found is None:
        return None
    thing = found["thing"].lower()
    stem = thing[:-1] if thing.endswith("s") and not thing.endswith("ss") else thing
    if stem in COUNT_WORDS:
        return Measure(COUNT_WORDS[stem], source)
    if isinstance(source, Ref) and not re.fullmatch(rf"{ITEM_WORDS}|there|of|that|lines?|are|rows?", thing):
        return None
    if thing in ("files", "file", "folders", "times", "days", "weeks", "months", "more", "per", "percent"):
        return None
    return Derived("items", (source,))


def digits(text: str) -> str:
    """Numbers in words as digits, `one` left as it is (it is mostly no number)."""
    words = text.split(" ")
    return " ".join(
        merge([word])[0] if word.lower().strip(",.") in COUNTING_WORDS and is_digits(merge([word.lower()])[0]) else word
        for word in words
    )
