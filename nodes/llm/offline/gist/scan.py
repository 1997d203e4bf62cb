"""A goal cut into sentences and clauses; a text after a colon or after `with the text` becomes a quote, because it is data."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from nodes.llm.offline.gist.spelling import corrected
from nodes.llm.offline.gist.words import FILE, QUOTE, STARTS, VERB
from nodes.llm.offline.protect import FILE_BASE, FOLDER_BASE, QUOTE_BASE, Protected

_NUMBERED = re.compile(r"(?:^|(?<=[\s:]))(?:step\s+)?\d{1,2}[.)]\s+(?=[A-Za-z\ue000-\uf8ff])", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|approx|z\.B)|\b[A-Z])\.$")
_END = re.compile(r"[.!?]+(?=\s|$)[)\"']*|\n+|;(?=\s)|\s[-–—]\s(?=(?:then|and)\b)")
_COLON = re.compile(r"(?<!\d):(?=\s+\S)|(?<=[a-z\ue000-\uefff]):(?=[^\s/\d:])")
_ANNOUNCE = re.compile(
    r"\b(?:(?:with|containing|contains|having|has|holding)\s+(?:only\s+|just\s+)?(?:the\s+)?(?:following\s+)?"
    r"(?:text|words?|contents?|lines?|line|sentence|message|phrase)(?:\s+(?:of|in it|inside))?"
    r"|(?:that|which|it should|should|must|and)\s+(?:says?|reads?|read)|saying|reading|that contains the words?|(?:that|"
    r"it)\s+only\s+says)\s+"
    r"(?![\ue000-\ue7ff:]|in\b|from\b|me\b|it\b|of\b|out\b|what\b|the\b)",
    re.IGNORECASE,
)
_LAYOUT = re.compile(
    r"[\s,(\-–]*\b(?:one|each|every|1)\b[^.]{0,24}\b(?:lines?|row)\b\)?[.!]?$|[\s,(\-–]*\bon (?:separate|new|different) "
    r"lines\)?\.?$"
    r"|[\s,(\-–]*\bline by line\)?\.?$|[\s,(]*(?:please|thank you|thanks)[.!]*$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"(?<=[.!?])\s+(?:{STARTS}|(?:after|thank|could|would|can|i['’]d|i would|don['’]t|also)\b)", re.IGNORECASE
)
_INSTRUCTION = re.compile(
    rf"^\s*(?:please\s+|first\s+|1[.)]|-\s)?(?:{VERB}|if|when|how|what|which|first|second|do|\d[.)])\b", re.IGNORECASE
)
_CUT = re.compile(
    rf"(?:\s*[,;]?\s*\b(?:and\s+)?(?:then|afterwards|after that|finally|next)\b[\s,]*"
    rf"|\s*[,;](?!(?<=\w,)\w)\s*(?:(?:and|but|also|so|then)\s+)*|\s+(?:and|but)\s+(?:also\s+|then\s+)?(?:to\s+)?|\s+-\s+|\s+before\s+)"
    rf"(?=(?:please\s+|also\s+|only\s+|just\s+)*(?:{VERB}|how (?:many|much)|in it|inside it|in the (?:copy|new (?:one|file)|"
    rf"second)|if)\b(?!['’\-]))"
    r"|\s*[,;]?\s*\b(?:and|but|then)\s+(?=(?:also\s+)?(?:what|which|who)\b)"
    r"|\s+(?=(?:put|save|write|store) (?:it|that|the result|them)\b)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:->|→|=>|>>?)\s*(?=[\ue800-\uefff])")


@dataclass(frozen=True, slots=True)
class Scanned:
    """A goal in parts.

    Attributes:
        sentences: Each as its clauses.
        protected: The goal's data, with what the colons announced added to the quotes.
        announced: The marks that stand for text which had no quote marks.
    """

    sentences: tuple[tuple[str, ...], ...]
    protected: Protected
    announced: frozenset[str]


def scan(protected: Protected) -> Scanned:
    """Cut a goal."""
    quotes, marks = list(protected.quotes), list(protected.marks)
    announced: set[str] = set()
    files = protected.files

    def take(text: str) -> str:
        held = dataclasses.replace(protected, files=files, quotes=tuple(quotes), marks=tuple(marks))
        quotes.append(held.plain(text) if len(text.strip()) == 1 else held.original(text))
        marks.append(text)
        mark = chr(QUOTE_BASE + len(quotes) - 1)
        announced.add(mark)
        return mark

    numbered = re.search(r"(?:^|[\s:])(?:step\s+)?1[.)]\s", protected.text, re.IGNORECASE)
    text = _NUMBERED.sub("\n", protected.text) if numbered else protected.text
    text = re.sub(
        r",?\s*\bif (?:you (?:do not|don['’]t) mind|possible|you (?:like|can|would|could|want|please)|that['’]?s? (?:is "
        r")?(?:ok|okay|possible))\b,?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"\bwc -(?P<what>[lwc])\b",
        lambda found: "how many " + {"l": "lines", "w": "words", "c": "characters"}[found["what"]] + " in",
        text,
    )
    text = re.sub(r",?\s*\b(?:secondly|thirdly|fourthly|fifthly|lastly)\b,?", ", then", text, flags=re.IGNORECASE)
    text, files = _files(corrected(text), protected)
    text = re.sub(
        r",?\s*\b(?:with )?the first (?:one |result |number )?(?:on|in) (?:the )?(?:line 1|first line) and the second "
        r"(?:one "
        r"|"
        r"result |number )?(?:on|in) (?:the )?(?:line 2|second line)",
        ", one per line",
        text,
    )
    text = _ARROW.sub(" to the file ", text)
    text = re.sub(r"\bw/(?=\s)", "with", text)
    text = re.sub(r"\b(?:e\.g\.|i\.e\.)", "such as", text)
    if len(quotes) < 900:
        text = _announced(_coloned(text, take), take)
    extended = dataclasses.replace(protected, text=text, files=files, quotes=tuple(quotes), marks=tuple(marks))
    sentences = tuple(clauses for sentence in _sentences(text) if (clauses := _clauses(sentence)))
    return Scanned(sentences, extended, frozenset(announced))


def _files(text: str, protected: Protected) -> tuple[str, tuple[str, ...]]:
    """Paths without an ending (`tmp/status`) are files unless the words before call them folders; `s/a/b/` is a replacement."""
    files = list(protected.files)

    def change(found: re.Match[str]) -> str:
        path = protected.value(found["mark"])
        if path.lower() in ("w/", "w/o"):
            return found["before"] + ("with" if path.lower() == "w/" else "without")
        sed = re.fullmatch(r"s/([^/]+)/([^/]*)/g?", path)
        if sed:
            return f"{found['before']}replace {sed.group(1)} with {sed.group(2)}"
        if (
            ord(found["mark"]) < FOLDER_BASE
            or path.endswith("/")
            or re.search(r"\b(?:folder|directory|dir|mkdir)\b", found["before"])
            or len(files) >= 900
            or "/" not in path
        ):
            return found.group()
        files.append(path)
        return found["before"] + chr(FILE_BASE + len(files) - 1)

    text = re.sub(r"(?P<before>(?:\b\w+\s+){0,4})(?P<mark>[\ue800-\uefff])(?!\s+(?:folder|directory))", change, text)
    return text, tuple(files)


def _coloned(text: str, take: object) -> str:
    found = _COLON.search(text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    if (
        _INSTRUCTION.match(after)
        and not re.search(r"\blines\b", before)
        and not re.search(r"\b(?:says?|reads?|text|content|contents|inside|stand)\s*$", before, re.IGNORECASE)
    ):
        return before + (". " if not re.search(rf"{FILE}\s*$", before) else ", ") + _coloned(after, take)
    if re.match(r"\s*(?:if|when|in case)\b", after, re.IGNORECASE):
        return before + ". " + _coloned(after, take)
    if re.match(rf"\s*(?:(?:as|to|into|in)\s+)?{FILE}", after):
        return before + " " + _coloned(after, take)
    if re.match(rf"\s*{QUOTE}", after) or "if" in before.lower().split()[:1]:
        return before + " " + _coloned(after, take)
    if len(re.findall(FILE, before)) == 0 and re.search(FILE, after):
        ends = re.search(rf"[.!?]\s|[,;]?\s+(?:to|into|in|and (?:save|write|put|store))\s+[^.]*{FILE}", after)
        content, rest = (after[: ends.start()], after[ends.start() :]) if ends else (after, "")
    else:
        lead = len(after) - len(after.lstrip())
        ends = _NEXT.search(after) or re.compile(r"\n\s*\n|;\s" if "\n" in after[:lead] else r"\n|;\s").search(
            after, lead
        )
        content, rest = (after[: ends.start()], after[ends.start() :]) if ends else (after, "")
    content, tail = _tail(content)
    return f"{before} {take(_period(content, last=not rest.strip()))}{tail}. {_coloned(rest, take)}"  # type: ignore[operator]


def _tail(content: str) -> tuple[str, str]:
    tail = ""
    for _ in range(3):
        layout = _LAYOUT.search(content)
        if layout is None or layout.start() == 0:
            break
        content, tail = content[: layout.start()], layout.group() + tail
    return content.strip(), " , " + tail.strip(" ,.-–(") if tail else ""


def _period(content: str, *, last: bool) -> str:
    """A closing full stop belongs to a whole sentence, and else to the request."""
    whole = len(content.split()) >= 4 and content[:1].isupper() and "," not in content[:12]
    return content if whole and last else re.sub(r"(?<!\.)\.$", "", content)


def _announced(text: str, take: object) -> str:
    found = _ANNOUNCE.search(text)
    if found is None:
        return text
    after = text[found.end() :]
    ends = re.search(
        rf"\.(?:\s|$)|[!?]\s|\n|;|,?\s+(?:and|then)\s+(?={VERB})|,\s+(?=(?:{VERB})\s[^,.;]*\b(?:it|them)\b)|\s+(?:to|into|in)\s+(?:a |the )?(?:\w+ )?(?:file "
        rf")?(?:called |named )?{FILE}"
        rf"|\s+(?:at|to|on) the (?:end|bottom|top|start)|\s+and\s+(?={FILE})",
        after,
        re.IGNORECASE,
    )
    content, rest = (after[: ends.start()], after[ends.start() :]) if ends else (after, "")
    content, tail = _tail(content)
    if not content or len(re.findall(FILE, content)) > 0:
        return text[: found.end()] + _announced(after, take)
    return f"{text[: found.end()]} {take(content)}{tail}{_announced(rest, take)}"  # type: ignore[operator]


def _sentences(text: str) -> list[str]:
    parts, start = [], 0
    for found in _END.finditer(text):
        piece = text[start : found.end()]
        if found.group().startswith(".") and _ABBREVIATION.search(piece.strip()):
            continue
        parts.append(piece)
        start = found.end()
    parts.append(text[start:])
    for place in range(len(parts) - 1, 0, -1):
        if re.match(
            r"\s*(?:but\s+)?(?:otherwise|else|if (?:it is |it['’]s |that is )?not|if (?:it|that) (?:isn['’]t|is not|does "
            r"not|doesn['’]t)\s*,)\b",
            parts[place],
            re.IGNORECASE,
        ):
            parts[place - 1 : place + 1] = [parts[place - 1].rstrip(" .;\n") + " ; " + parts[place].strip()]
    return [part.strip(" \n;") for part in parts if re.search(r"[^\s.!?;:,\-]", part)]


def _clauses(sentence: str) -> tuple[str, ...]:
    if re.search(
        r"^(?:please\s+)?(?:if|when|in case)\b|^should (?:the|it|there)\b.*, |\b(?:otherwise|(?<!nothing )(?<!anything "
        r")(?<!something )else|if not)\b",
        sentence,
        re.IGNORECASE,
    ):
        return (sentence,)
    pieces: list[str] = []
    for piece in _CUT.split(sentence):
        if not piece.strip(" ,."):
            continue
        if pieces and _belongs(pieces[-1], piece):
            pieces[-1] = f"{pieces[-1]} , {piece}"
        else:
            pieces.append(piece.strip())
    return tuple(pieces)


def _belongs(before: str, piece: str) -> bool:
    """Whether a cut was none: a list of names, an object without its verb, a word that only looks like a verb."""
    return bool(
        re.match(r"\s*(?:what|who|which)\b.*\b(?:is|are|was|were) in [\ue800-\uebff]", piece, re.IGNORECASE)
        or re.search(r"\b(?:i|you|we|they|to|can|could|would|will|not|has|have|he|she)$", before.strip(), re.IGNORECASE)
        or re.fullmatch(r"(?:please|first|also|then|now|hello|hi|kindly)", before.strip(" ,"), re.IGNORECASE)
        or re.fullmatch(r"(?:append|overwrite)\W*(?:yyyy.*)?", piece.strip(), re.IGNORECASE)
        or re.fullmatch(
            r"(?:the )?(?:total|average|number|order|name|names|list|print|output|record|log|note)s?\W*",
            piece.strip(),
            re.IGNORECASE,
        )
    )
