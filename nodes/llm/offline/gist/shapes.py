"""Texts made of a file's text: lines chosen, sorted, reversed, changed; as many operations as a clause names, in its order."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.gist.line_words import LINE_RULES
from nodes.llm.offline.gist.words import ITEM_WORDS, QUOTE
from nodes.llm.offline.numerals import ORDINALS, is_digits, merge
from nodes.llm.offline.terms import Derived, Expr, Transform

Shape = Callable[[Expr], Expr]
_LINES = rf"(?:lines?|rows?|{ITEM_WORDS}|ones|words?|those|everything|anything)"
_THING = (
    rf"(?:the\s+)?(?:(?:word|words|text|phrase|name|term|letters?|string)\s+)?(?P<what>{QUOTE}|[\w@#.+\-]+(?:\s+(?!out\b|of\b|"
    rf"on\b|at\b|are\b|is\b|as\b|then\b|should\b|please\b|in\b|from\b|to\b|into\b|and\b|with\b|by\b|for\b)[\w\-]+)?)"
)
_HAVING = (
    r"(?:(?:that|which|who|where)\s+)?(?:(?:do(?:es)?\s+)?(?P<not>not|n['’]t|don['’]t|doesn['’]t|do not|does not|without|"
    r"no longer)\s+)?"
    r"(?:stands?|contain(?:s|ing)?|includ(?:e|es|ing)|mention(?:s|ing)?|ha(?:s|ve|ving)|say(?:s|ing)?|with|having|there is|it says|"
    r"marked(?: as| with)?|mentions|show(?:s|ing)?)"
)
_OF_FILE = r"(?:\s+(?:of|in|from)\s+(?:the\s+)?(?:file\s+)?[\ue800-\uefff])?"
_COUNT = r"(?P<count>\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
_ORDINAL = (
    r"(?P<nth>\d+(?:st|nd|rd|th)|"
    + "|".join(ORDINALS)
    + r"|last|final|second[ -](?:to|from)[ -](?:the )?last|next to last)"
)


def _kind(name: str, *args: str) -> Shape:
    return lambda source: Transform(name, source, args)


def _digits(word: str) -> str:
    merged = merge([word.lower()])
    return merged[0] if merged and is_digits(merged[0]) else "1"


def _order(text: str) -> tuple[str, ...]:
    down = re.search(
        r"\b(?:descending|reverse alphabetical(?:ly)?|z (?:to|-) a|z-a|(?:largest|biggest|highest|greatest) (?:\w+ )?(?:first|to)|"
        r"from (?:the )?(?:largest|biggest|highest|greatest|most|high|z)|decreasing|longest first|downwards?|top down)\b",
        text,
        re.IGNORECASE,
    )
    length = re.search(r"\bby (?:their |the )?length|longest|shortest\b", text, re.IGNORECASE)
    return ("descending" if down else "ascending", "length") if length else ("descending",) if down else ()


def _filter(found: re.Match[str], text: str) -> Shape:
    what = found["what"]
    return _kind(
        "lines_without" if found.groupdict().get("not") or found.groupdict().get("except") else "lines_with", what
    )


def _drop(found: re.Match[str], text: str) -> Shape:
    return _kind("lines_without", found["what"])


def _nth(found: re.Match[str], text: str) -> Shape:
    word = found["nth"].lower()
    which = {"last": "-1", "final": "-1"}.get(word) or ("-2" if "last" in word else "")
    place = which or str(ORDINALS.get(word) or re.sub(r"\D", "", word))
    return _kind("word" if found.groupdict().get("thing", "line").startswith("word") else "line", place)


def _nth_number(found: re.Match[str], text: str) -> Shape:
    return _kind("line", _digits(found["count"]))


def _part(found: re.Match[str], text: str) -> Shape:
    kind = "head" if found["end"].lower() in ("first", "top", "head") else "tail"
    thing = found.groupdict().get("thing") or "lines"
    unit = {"w": "_words", "c": "_characters", "l": ""}[thing[0] if thing[0] in "wc" else "l"]
    return _kind(kind + unit, _digits(found["count"]))


def _drop_nth(found: re.Match[str], text: str) -> Shape:
    word = found["nth"].lower()
    return _kind("drop_line", "-1" if word in ("last", "final") else str(ORDINALS.get(word) or re.sub(r"\D", "", word)))


_SIGNS = {
    "comma": ",", "commas": ",", "semicolon": ";", "semicolons": ";", "colon": ":", "space": " ", "spaces": " ", "dash": "-",
    "dashes": "-", "hyphen": "-", "hyphens": "-", "dot": ".", "dots": ".", "period": ".", "tab": "\t", "tabs": "\t",
    "underscore": "_", "underscores": "_", "slash": "/",
}  # fmt: skip


def _replace(found: re.Match[str], text: str) -> Shape:
    old, new = (re.sub(r"^(?:an?|every|each|all|the)\s+", "", found[name].strip()) for name in ("old", "new"))
    if new.endswith(".") and not old.endswith("."):
        new = new[:-1]
    if old.lower() in _SIGNS and new.lower() in _SIGNS:
        old, new = _SIGNS[old.lower()], _SIGNS[new.lower()]
    return _kind("replace", old, new)


def _span(found: re.Match[str], text: str) -> Shape:
    return _kind("lines", _digits(found["from"]), _digits(found["till"]))


_PIECE = (
    r"(?:the\s+|every\s+|all\s+|each\s+|an?\s+)?(?:(?:word|words|name|text|letters?|phrase|term|number|date|"
    rf"price)\s+)?(?:of\s+)?(?P<{{}}>{QUOTE}|[^\s\ue000-\uefff]+(?:\s(?!everywhere\b|in\b|to\b|by\b|with\b|for\b|and\b|from\b|"
    r"then\b|throughout\b|inside\b|on\b|but\b|please\b|too\b|everywhere\b|wherever\b|of\b|instead\b)[\w\-.]+)?)"
)
_OLD, _NEW = _PIECE.format("old"), _PIECE.format("new")
_RULES: tuple[tuple[str, Callable[[re.Match[str], str], Shape]], ...] = (
    (rf"(?P<old>{QUOTE})\s+(?:should|must|has to|needs to)\s+(?:be|read|say|become)\s+(?P<new>{QUOTE})", _replace),
    (rf"\b(?:replace|swap|substitute|change|turn|exchange|correct|rename)\s+{_OLD}\s+(?:in\s+[\ue800-\uefff]\s+)?(?:with|by|"
    rf"to|for|into|against|->)\s+{_NEW}", _replace),
    (rf"\b{_NEW}\s+instead of\s+{_OLD}", _replace),
    (r"\bs/(?P<old>[^/\s]+)/(?P<new>[^/]*)/g?", _replace),
    (
        rf"\b(?:remove|delete|drop|erase|take out|cross out|strike|cut out|get rid of|scratch|cross "
        rf"off)\s+(?:the\s+)?{_ORDINAL}\s+(?:line|row|entry|item)s?\b",
        _drop_nth,
    ),
    (r"\b(?:remove|drop|delete|strip|skip|without|no|cut)\s+(?:the\s+|all\s+|any\s+)?(?:blank|empty) "
    r"lines?\b", lambda f, t: _kind("drop_blank")),
    (
        rf"\b(?:remove|delete|drop|erase|take out|cross out|strike|cut out|get rid of|scratch|cross)\s+(?:the\s+|all\s+|"
        rf"every\s+|any\s+)*"
        rf"(?:lines?|rows?|entry|entries|items?|name)\s+(?:{_HAVING}\s+|where\s+|for\s+|of\s+)?{_THING}",
        _drop,
    ),
    (rf"\b(?:remove|delete|drop|erase|take|cross|strike)\s+(?P<what>{QUOTE}|[A-Z]\w+|(?!duplicate|double|them|it\b|that\b|"
    rf"the\b|all\b)[a-z]+)\s+(?:out of|from|off)\b", _drop),
    (rf"\b(?P<except>without|except|excluding|but not)\s+(?:the\s+)?(?:(?:lines?|ones|those|"
    rf"rows?)\s+)?(?:{_HAVING}\s+)?(?:the (?:header|heading)|{_THING})", _filter),
    (rf"\b{_LINES}{_OF_FILE}\s+{_HAVING}\s+(?:a\s+|an\s+|only\s+)?{_THING}", _filter),
    (rf"\b{_LINES}\s+(?:that\s+|which\s+)?(?:start|begin)(?:s|ning|ing)?\s+(?:with|"
    rf"by)\s+{_THING}", lambda f, t: _kind("lines_starting", f["what"])),
    (rf"\b{_LINES}\s+(?:that\s+|which\s+)?(?:end|finish)(?:s|es|ing)?\s+(?:with|in|on|"
    rf"by)\s+{_THING}", lambda f, t: _kind("lines_ending", f["what"])),
    (r"\blines?\s+(?P<from>\d+)\s*(?:to|-|–|through|until)\s*(?P<till>\d+)\b", _span),
    (rf"\b(?P<end>first|last|top|bottom)\s+{_COUNT}\s+(?P<thing>lines?|words?|characters?|rows?|{ITEM_WORDS})", _part),
    (r"\b(?P<end>head|tail)\s+-(?:n\s*)?(?P<count>\d+)", _part),
    (rf"\b{_ORDINAL}\s+(?P<thing>line|row|item|entry|name|word|task|step|number|one)\b", _nth),
    (rf"\b(?:line|row|item|entry|step|number)\s+(?:no\.?\s+|number\s+)?{_COUNT}\b(?!\s*(?:and|or|%))", _nth_number),
    (rf"\b(?:who|what|which)(?:['’]s| is| was| comes| stands)\s+(?:the\s+)?{_ORDINAL}\b", _nth),
    (r"\b(?:(?:remove|drop|delete|without|no|eliminate|get rid of|clean up|filter out|dedupe|deduplicate|take "
    r"out)\s+(?:\w+\s+){0,2}?(?:duplicates?|dublicates?|doubles|doubled|repeated|repetitions?|repeats)|"
     r"deduplicat\w*|dedupe\w*|dublicates?|duplicate lines|unique|distinct|uniq|only once|each once|every \w+ (?:just |"
     r"only )?once|no \w+ (?:should )?(?:appears? )?twice)\b",
     lambda f, t: _kind("unique")),
    (r"\b(?:sort(?:ed|ing)?|alphabeti[sz]e|alphabetical(?:ly)?|in (?:ascending|descending) order|order(?:ed)? (?:by|from|"
    r"alphabetically)|"
     r"arrange|a (?:to|-) z|a-z|in order of (?:size|length)|from (?:the )?(?:smallest|lowest|largest|highest|biggest) to|"
     r"(?:smallest|largest|biggest|lowest|highest) first)\b",
     lambda f, t: _kind("sort", *_order(t))),
    (r"\b(?:revers(?:e|ed|ing)(?: (?:the )?(?:order|lines?|line order))*|in (?:the )?(?:opposite|backwards?) order|"
    r"backwards?|upside down|from (?:the )?(?:last|bottom) to (?:the )?(?:first|top)|last (?:line )?first|flip)\b(?! alphabetical)",
     lambda f, t: _kind("reverse_lines")),
    (r"\b(?:upper[- ]?cas(?:e|ed|ing)|(?:all |in )?caps\b|capitals|capital letters|capitali[sz]ed? letters|big letters|"
    r"block letters|shouting)", lambda f, t: _kind("upper")),
    (r"\b(?:lower[- ]?cas(?:e|ed|ing)|small letters)\b", lambda f, t: _kind("lower")),
    (r"\b(?:title case|capitali[sz]e)\b", lambda f, t: _kind("title")),
    (r"\b(?:number(?:ed|ing)? (?:the |each |every |all )?(?:lines?|items?|entries|rows?)|numbered|line numbers|put (?:a "
    r")?numbers? (?:before|in front))\b", lambda f, t: _kind("numbered")),
    (r"\b(?P<size>longest|shortest)\s+(?P<thing>line|word|entry|name|item|sentence|one)\b",
     lambda f, t: _kind(f"{f['size'].lower()}_{'word' if f['thing'].lower() == 'word' else 'line'}")),
)  # fmt: skip
_COMPILED = [(re.compile(pattern, re.IGNORECASE), build) for pattern, build in (*LINE_RULES, *_RULES)]
_SINGLE = ("line", "word", "head", "tail")


def shapes_in(text: str) -> tuple[list[Shape], str]:
    """The operations that a clause names.

    Returns:
        They, in the clause's order, and the clause without them.
    """
    hits: list[tuple[int, int, Shape]] = []
    for pattern, build in _COMPILED:
        found = pattern.search(text)
        if found is not None and re.fullmatch(
            r"commas?|newlines?|spaces?", found.groupdict().get("new") or "", re.IGNORECASE
        ):
            continue
        if found is not None and re.fullmatch(
            r"it|them|this|that|these|those|they", found.groupdict().get("old") or "", re.IGNORECASE
        ):
            continue
        if found is None or any(start < found.end() and found.start() < end for start, end, _ in hits):
            continue
        if found.groupdict().get("except") and not found.groupdict().get("what"):
            continue
        if re.fullmatch(
            r"(?:anything|nothing|any|changing|the|a|it|them|else|header|heading|headers|(?:a )?header line|of|in|i \w+|i|"
            r"you \w+|we \w+|newlines?|line breaks|these|this|that|just|only|each|one|no|his|her|their|each other|names?|at|from|two "
            r"decimals?)",
            found.groupdict().get("what") or "",
            re.IGNORECASE,
        ):
            continue
        hits.append((found.start(), found.end(), build(found, text)))
    rest = text
    for start, end, _ in sorted(hits, reverse=True):
        rest = rest[:start] + " " + rest[end:]
    return [shape for _, _, shape in sorted(hits, key=lambda hit: hit[0])], rest


_EXTRACT = re.compile(
    r"\b(?P<email>e-?mails?(?: address(?:es)?)?|mail addresses)\b|\b(?P<url>urls?|links|web ?addresses|web links)\b|"
    r"\b(?P<number>numbers)\b|"
    r"\b(?P<date>dates|(?:each|every|any) date)\b|\b(?P<price>prices|(?:each|every|any) price)\b|\b(?P<time>(?:clock )?times|every time of day)\b(?! table)|\b(?P<phone>(?:tele)?phone numbers|phone no\w*)\b|\b(?P<hashtag>hash ?tags)\b",
    re.IGNORECASE,
)
_PULL = re.compile(
    r"\b(?:extract|pull|pick|get|find|collect|gather|filter|grab|list|copy|take|write|save|give|show|need|want|fish|put|"
    r"note|what are|which|all|every)\b",
    re.IGNORECASE,
)


def extraction(text: str, source: Expr) -> Expr | None:
    """All e-mail addresses, numbers, dates … of a text, where a clause asks for them."""
    found = _EXTRACT.search(text)
    if (
        found is not None
        and found.lastgroup in ("price", "time")
        and not re.search(
            r"\b(?:extract|pull|pick out|collect|gather|appear|mention|occur|out of|found in|like)", text, re.IGNORECASE
        )
    ):
        return None
    if (
        found is None
        or not _PULL.search(text)
        or re.search(r"\bhow many|count|sum|total|average|add up\b", text, re.IGNORECASE)
    ):
        return None
    kind = str(found.lastgroup)
    if kind == "number":
        return (
            Transform("numbers", source)
            if re.search(r"\ball|every|extract|pull|only the numbers|out of\b", text, re.IGNORECASE)
            else None
        )
    return Derived("extract", (source,), (kind,))
