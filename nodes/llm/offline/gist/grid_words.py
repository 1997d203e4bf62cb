"""What a clause asks of a table with a header."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.figures import comparison, digits, fold_in
from nodes.llm.offline.gist.words import FILE, ITEM_WORDS
from nodes.llm.offline.terms import Derived, Expr, FileText

_COLUMN = r"(?:columns?|fields?)"
_NEW_COLUMN = re.compile(
    rf"\b(?:add|give|append|insert|create|extend|new|extra|additional|another|(?:one|a) more|further)\b.*?\b{_COLUMN}\b"
    rf"(?:\s+(?:called|named|titled|with the name))?\s*,?\s*['\"]?(?P<name>\w+)['\"]?\s*,?\s*(?P<what>.+)$"
    rf"|\b(?:add|append|insert)\s+(?:an?|the)\s+(?P<name2>\w+)\s+{_COLUMN}\b\s*(?P<what2>.+)$",
    re.IGNORECASE,
)
_NEW_ROW = re.compile(
    r"\b(?:add|append|needs?|insert|put in|enter|record|extend|new|another|further|extra)\b[^.]*\b(?:row|line|entry|record|item)\b"
    r"|\b(?:add|append|insert|enter)\b",
    re.IGNORECASE,
)
_DROP = re.compile(
    rf"\b(?:drop|remove|delete|leave out|omit|take out|cut|without|strip|get rid of|except|skip)\b.*\b{_COLUMN}\b",
    re.IGNORECASE,
)
_KEEP = re.compile(
    rf"\b(?:only|just|keep|nothing but)\b.*\b{_COLUMN}\b.*\b(?:and|,)|\b(?:only|just|keep)\b.*\band\b.*\bcolumns\b",
    re.IGNORECASE,
)
_SORT = re.compile(
    r"\b(?:sort|sorted|order|ordered|rank|ranked|arrange|arranged)\b.*\b(?:by|according to)\b", re.IGNORECASE
)
_GROUP = re.compile(
    r"\b(?:per|for each|of each|for every|each|every|grouped by|by)\s+(?!line|row|one\b|of\b)\w+", re.IGNORECASE
)
_COUNT = re.compile(r"\b(?:how many|count|number of|tally)\b", re.IGNORECASE)
_SET = re.compile(
    r"\b(?:should be|must be|is wrong|(?:set|change|update|correct|fix|raise|lower|increase|reduce|put|make)\b.*\b(?:to|at|be))\b",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"\b(?:rows?|lines?|records?|entries|those|orders|people|customers)\b.*\b(?:whose|where|with|that|which|in|from|of)\b|\bonly\b|\bfilter\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\bnames?\b|\b(?:which|what|who|list)\s+(?:are\s+)?(?:the\s+)?(?:{ITEM_WORDS}|\w+s)?\b", re.IGNORECASE
)
_EXTREME = re.compile(r"\b\w+est\b|\b(?:most|least|maximum|minimum|best|worst)\b", re.IGNORECASE)


def is_table(source: Expr | None) -> bool:
    """Whether a value is the text of a file that is a table by its name."""
    return isinstance(source, FileText) and source.path.lower().endswith((".csv", ".tsv"))


def grid_edit(text: str, source: Expr) -> Expr | None:
    """A changed table: a column or row more, one cell set, columns dropped, rows sorted."""
    plain = _words(text)
    column = _NEW_COLUMN.search(plain)
    if column:
        what = column["what"] or column["what2"]
        if re.search(r"\b(?:times|plus|minus|divided|multiplied|product|sum|x|less|per)\b|[*+/×]", what):
            return Derived("column_added", (source,), (column["name"] or column["name2"], digits(what)))
    if _DROP.search(plain):
        return Derived("columns", (source,), (plain, "drop"))
    if _KEEP.search(plain):
        return Derived("columns", (source,), (plain, "keep"))
    if _SORT.search(plain):
        return Derived("sorted_grid", (source,), (plain,))
    return None


def grid_change(text: str, source: Expr) -> Expr | None:
    """One cell set to a value that a clause names, or one row more."""
    plain = _words(text)
    if fold_in(plain) or _COUNT.search(plain) or re.search(r"\bcolumn\b", plain):
        return None
    if _SET.search(plain) and re.search(r"\d", plain) and not re.search(r"%|percent|by \d", plain):
        return Derived("cell_set", (source,), (plain,))
    if (
        _NEW_ROW.search(plain)
        and re.search(r"\b(?:for|with|whose|where|at|having|has|costs?|costing)\b", plain)
        and re.search(r"\d", plain)
        and not re.search(r"[\ue000-\ue7ff]|\w,\S|%|percent", plain)
    ):
        return Derived("row_added", (source,), (plain,))
    return None


def grid_value(text: str, source: Expr) -> Expr | None:
    """A value worked out from a table."""
    plain = _words(text)
    kind = fold_in(plain)
    count = _COUNT.search(plain)
    if _GROUP.search(plain) and (kind in ("sum", "average") or count) and not comparison(plain):
        return Derived("grouped", (source,), ("count" if count else str(kind), plain, _frame(text)))
    edited = grid_edit(text, source)
    if edited is not None:
        return edited
    if kind in ("sum", "average"):
        return Derived("rows_folded", (source,), (kind, plain))
    if count:
        return Derived("count_kept", (source,), (plain,))
    if _EXTREME.search(re.sub(r"\bat (?:least|most)\b", "", plain)):
        return None
    if re.search(r"\b(?:rows?|lines?|records|entries|header|table)\b", plain) and (
        comparison(plain) or _ROWS.search(plain)
    ):
        return Derived("rows_kept", (source,), (plain,))
    if (comparison(plain) or re.search(r"\b(?:is|are|live|has|have)\b", plain)) and _NAMED.search(plain):
        return Derived("names_kept", (source,), (plain,))
    if comparison(plain) or _ROWS.search(plain):
        return Derived("rows_kept", (source,), (plain,))
    return None


def _words(text: str) -> str:
    text = re.sub(
        r",?\s*\b(?:with|to|rounded to|round to|at)\s+\w+ decimals?(?: places?)?",
        " ",
        re.sub(FILE, " ", text),
        flags=re.IGNORECASE,
    )
    return digits(re.sub("[\ue000-\ue7ff]", lambda found: found.group(), text))


def _frame(text: str) -> str:
    return ": " if re.search(r":|[\ue000-\ue7ff]", text) or not re.search(r"\bcomma\b", text) else ","
