"""A small notation for sentence frames, compiled to regular expressions.

    <show> [<me>] [the] (content|text) of {file}

`word` stands for itself, `(a|b c)` for one of several, `[x]` may be missing, `<name>` inserts a macro, `{slot}` captures: the
types of slots are in `SLOTS`; `{a:text}` names a slot `a` of type `text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nodes.llm.offline.protect import FILE, FOLDER, QUOTE, URL

_PIECE = re.compile(r"<\w+>|\{\w+(?::\w+)?\}|[\[\]()|]|[^\s\[\]()|<>{}]+")

_ARTICLE = r"(?:(?:the|a|an|my|this|that|our|its|another|one|some|your)\s+)?"
_LOOKS = (
    r"(?:(?:new|text|empty|blank|plain|csv|log|same|existing|local|markdown|json|separate|second|"
    r"output|single|simple|python)\s+)*"
)
_KIND = (
    r"(?:(?:file|document|doc|txt|textfile|note|spreadsheet|csv|log|report|script)s?\b[,:]?\s*"
    r"(?:(?:that\s+is\s+|which\s+is\s+)?(?:called|named|titled|entitled|at|with\s+(?:the\s+)?name|by\s+the\s+name\s+of|as)\s+)?)?"
)
_BARE = r"(?:file|document)\s+(?:called|named|titled)\s+[\w\-]+"
_PRONOUN = (
    r"it|(?:the|that|this)\s+(?:same\s+|new\s+|existing\s+|first\s+|second\s+|resulting\s+|copied\s+|original\s+|renamed\s+)?"
    r"(?:file|document|copy|original)|the\s+(?:new|same|other|original)\s+one"
)
_FILE = rf"(?:{_ARTICLE}{_LOOKS}{_KIND}(?:called\s+|named\s+)?@(?:\s+(?:file|document)\b)?|{_BARE}|{_PRONOUN})"
_FOLDERISH = r"(?:folder|directory|dir|subfolder|subdirectory|workspace|project|path)"
_FOLDER = (
    rf"(?:(?:{_ARTICLE}(?:new\s+|current\s+|working\s+|same\s+|root\s+)*{_FOLDERISH}\b[,:]?\s*"
    rf"(?:(?:called|named)\s+)?)?@(?:\s+{_FOLDERISH}\b)?"
    rf"|{_ARTICLE}(?:new\s+|current\s+|working\s+|same\s+|root\s+|main\s+|"
    rf"top\s+)*(?:workspace\s+)?{_FOLDERISH}(?:\s+(?:called|named)\s+[\w\-.]+)?"
    rf"|{_ARTICLE}[\w\-]+\s+{_FOLDERISH}|here|there)"
)
_NAMEPIECE = f"(?:{FILE}|{QUOTE})"

SLOTS: Mapping[str, str] = {
    "file": _FILE.replace("@", _NAMEPIECE),
    "files": rf"(?:(?:both|all)\s+)?(?:{_FILE.replace('@', _NAMEPIECE)})(?:\s*(?:,\s*and|,|and|&|\+|"
    rf"with)\s*{_FILE.replace('@', _NAMEPIECE)})+",
    "folder": _FOLDER.replace("@", f"(?:{FOLDER}|{QUOTE})"),
    "eachverb": r"delete|remove|erase|copy|move",
    "arith": r"(?:also\s+)?(?:add|sum|subtract|multiply|divide|take|total)\s.+",
    "where": _FOLDER.replace("@", f"(?:{FOLDER}|{QUOTE})")
    + r"|(?!(?:ending|starting|containing|named|called|matching|whose|by|without|from|of|to|as|is|are|do|i|we|you|have"
    r"|alphabetical|sorted|order|please|now|currently|right|there|that|which|with|and|in|my|the|a|all)\b)[A-Za-z_][\w\-]*",
    "oftail": r"(?:(?:numbers?|values?|lines?|words?)\s+)?(?:of|in|from|between|for)\s.+",
    "url": rf"(?:{URL}|{FILE}|{QUOTE})",
    "quote": QUOTE,
    "text": r".+?",
    "rest": r".+",
    "word": r"[\w\-]+",
    "number": r"\d[\d,]*|[a-z]+(?:[\s\-][a-z]+)?",
    "name": rf"(?:{QUOTE}|{FILE}|[\w\-]+)",
    "folderonly": _FOLDER.replace("@", FOLDER),
    "rest_is": r".+?\s(?:is|are|was|=)\s.+",
    "sorting": r"(?:in\s+)?(?:alphabet|ascend|descend|revers|numeric|order|from|by|largest|smallest|highest|"
    r"lowest|a\s+to|z\s+to).*",
    "doing": r"(?:write|save|say|print|read|show|delete|remove|create|make|append|add|copy|move|rename|put|"
    r"tell|answer|reply|list|count|output|store|display|do|respond|calculate|compute)\b.+?",
    "ending": r"[.*]*\w+",
    "compare": r"(?:(?:more|greater|larger|bigger|higher|less|smaller|lower|fewer|longer|"
    r"shorter)\s+than(?:\s+or\s+equal\s+to)?|not\s+(?:less|more)\s+than"
    r"|no\s+more\s+than|at\s+least|at\s+most|over|above|under|below|exceeds?|equals?(?:\s+to)?|"
    r"the\s+same\s+as|exactly|different\s+from|not\s+equal\s+to|[<>]=?|[=!]?=)",
    "perline": "<perline>",
    "bycomma": "<bycomma>",
    "byspace": "<byspace>",
}


def compile_frame(notation: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    """Compile one frame.

    Args:
        notation: See the module's docstring.
        macros: The notation that each `<name>` stands for.

    Returns:
        An expression for `fullmatch`; slots are its groups.
    """
    return re.compile(_translate(notation, macros), re.IGNORECASE | re.DOTALL)


def _translate(notation: str, macros: Mapping[str, str]) -> str:
    pieces: list[str] = []
    for piece in _PIECE.findall(notation):
        if piece == "[" or piece == "(":
            pieces.append("(?:")
        elif piece == "]":
            pieces.append(")?")
        elif piece in ")|":
            pieces.append(piece)
        elif piece[0] == "<":
            pieces.append(f"(?:{_translate(macros[piece[1:-1]], macros)})")
        elif piece[0] == "{":
            name, _, kind = piece[1:-1].partition(":")
            inner = SLOTS[kind or name]
            inner = _translate(inner, macros) if inner[0] == "<" else inner
            pieces.append(f"(?P<{name}>{inner})(?:(?<!\\w)|(?!\\w))\\s*")
        else:
            pieces.append(_word(piece))
    return "".join(pieces)


def _word(piece: str) -> str:
    escaped = re.escape(piece).replace(r"\?", "?") if piece.endswith("?") and len(piece) > 1 else re.escape(piece)
    before = r"(?<!\w)" if piece[0].isalnum() else ""
    after = r"(?!\w)" if piece[-1].isalnum() or piece.endswith("?") else ""
    return f"{before}{escaped}{after}\\s*"


_START = re.compile(r"[\w'’\-]+")


def first_word(text: str) -> str:
    """The word that a text begins with, in lower case; empty where it begins with something else."""
    found = _START.match(text)
    return found.group().lower().replace("’", "'") if found else ""


def first_words(notation: str, macros: Mapping[str, str]) -> frozenset[str] | None:
    """The words that a frame's sentences can begin with.

    Returns:
        `None` where they can begin with anything; so a frame is only compiled when it might fit.
    """
    words, _ = _firsts(_PIECE.findall(notation), 0, macros)
    return None if words is None or "" in words else frozenset(words)


def _firsts(tokens: list[str], place: int, macros: Mapping[str, str]) -> tuple[set[str] | None, int]:
    """First words of the alternatives from `place` to the closing bracket; `""` where one of them may be empty."""
    found: set[str] = set()
    open_ = True
    anything = False
    while place < len(tokens):
        piece = tokens[place]
        if piece in ")]":
            break
        if piece == "|":
            if open_:
                found.add("")
            open_, place = True, place + 1
            continue
        words, may_miss, place = _element(tokens, place, macros)
        if open_:
            if words is None:
                anything = True
            else:
                found |= words
            open_ = may_miss
    if open_:
        found.add("")
    return (None if anything else found), place


def _element(tokens: list[str], place: int, macros: Mapping[str, str]) -> tuple[set[str] | None, bool, int]:
    piece = tokens[place]
    if piece in "([":
        words, end = _firsts(tokens, place + 1, macros)
        missing = piece == "[" or (words is not None and "" in words)
        return (None if words is None else words - {""}), missing, end + 1
    if piece[0] == "<":
        words, _ = _firsts(_PIECE.findall(macros[piece[1:-1]]), 0, macros)
        return (None if words is None else words - {""}), words is not None and "" in words, place + 1
    if piece[0] == "{" or not _START.match(piece) or first_word(piece) != piece.rstrip("?").lower():
        return None, False, place + 1
    word = piece.rstrip("?").lower()
    return ({word, word[:-1]} if piece.endswith("?") else {word}), False, place + 1
