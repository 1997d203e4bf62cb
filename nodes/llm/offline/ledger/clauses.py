"""A goal cut into clauses, each with what it reads and what it writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.llm.offline.ledger.phrase import FILE, QUOTE
from nodes.llm.offline.ledger.sentences import explains, fronted, smoothed, told_habit

_VERB = (
    r"(?:writ(?:e|ing)|save|store|put|append|add|tell|let me know|give|show|remember|delete|remove|erase|overwrite|copy|sort|list|work out|calculate|compute|"
    r"find|update|move|rename|report|note|record|print|log|double|halve|split|divide|multiply|increase|decrease|raise|reduce|convert|create|make|sum|say|insert|take|subtract|answer|drop|extract|keep|replace|check|scale|bump|adjust|ignore|skip|tally|count|square|triple|rank|lower|round|leave(?=\s+[\ue800-\uefff])|mark|set|change|merge|swap|reverse|dedupe|append|prepend|rename|combine|join|move|prepend)"
)
_QUESTION = r"(?:what|which|who|how [a-z]+|by how (?:many|much)|for how (?:many|much)|(?:in|on|from|to) (?:which|what))"
_POLITE = re.compile(
    r"^(?:[\s,:;!\-–]|(?:please|pls|plz|kindly|hi(?: there)?|hello|hey|ok(?:ay)?|so|now|then|also|and|but|first(?:ly)?|next|finally|afterwards|after that|"
    r"secondly|lastly|maybe|quickly|good (?:morning|evening|afternoon)|as well|just|(?:could|can|would|will) you(?: please)?|i(?:'d| would) like (?:you )?to(?: know)?|i (?:want|need) (?:you )?to(?: know)?|"
    r"i(?:'d| would) like|i need(?! (?:\d|\w+ (?:litres?|liters?)))|i want|go (?:and|through)|do me a favou?r and|help me(?: to)?|let's|have a look at|(?:take a )?look (?:at|into|in)|check|see)\b(?!'))+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,.;!]|\b(?:please|pls|plz|thanks?(?: a lot| you)?|thank you|thx|for me|as well|too|would you|could you|will you)\b)+$",
    re.IGNORECASE,
)
_CUT = re.compile(
    rf"\s*(?:[,:–]|-(?=\s))?\s*\b(?:and then|then|and also|and|but|before)\s+(?:(?:also|then|please|finally|just|only)\s+)*(?={_VERB}\b(?!\s+(?:price|file|list|line)\b)|{_QUESTION}\b)"
    rf"|\s*[,;–]\s*(?:(?:also|then|please|finally|just)\s+)*(?={_VERB}\b|(?!(?:which|who)\s+(?:is|was|are|were|holds?|contains?|has|have|costs?|lists?|says?)\b){_QUESTION}\b(?!\s+\w+ (?:has|have|is|are) (?:one|a)\b))"
    rf"|\s*,\s*(?:so\s+|and\s+)*(?=(?:could|can|would|will) you\b|please\s+{_VERB}\b)"
    rf"|:\s+(?:please\s+)?(?={_VERB}\b|{_QUESTION}\b)"
    rf"|\s+-\s+(?=(?:please|{_VERB}|{_QUESTION})\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:(?:just |only )?(?:tell|give|show|answer) me|let me know|tell us|report|say|find out|figure out|work out|"
    r"calculate|compute|determine|find|know|look up|check|get me)\b[\s,:]*",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"^(?:{_VERB}|{_QUESTION}|(?:the )?(?:cheapest|highest|lowest|biggest|largest|smallest|best|worst|longest|shortest|oldest|youngest|most \w+|least \w+|fewest|number of|avg|mean|difference) |for (?:each|every|all)|count|whats|average|sum|total|median|tally|rank|order|difference|add up|"
    r"ignore|skip|everything(?! (?:over|above|beyond|more)))\b",
    re.IGNORECASE,
)
_SAVE = re.compile(
    r"^(?:writ(?:e|ing)(?: down)?|save|store|put|record|note(?: down)?|enter|log|print|dump|output|export|copy|list|extract|make|create|produce|prepare|generate|get|append|add(?!\s+(?:up|together|all|them|these|those|everything|the (?:numbers|amounts|values|figures|prices|costs)))|insert|collect|place|"
    r"keep|overwrite|start|build|compile|set up)\b",
    re.IGNORECASE,
)
_TO = rf"(?:(?:in)?to|in|into|as|under|onto|inside|called|named|->|=>|→|>)\s+(?:(?:a|an|the|new|text|csv|file|called|named|another|separate|second|extra|own|it|document)\s+)*(?P<file>{FILE})"
_MADE = re.compile(
    rf"^(?:(?:a|an|the|new|text|csv|short|small|file|called|named|document|list)\s+)*(?P<file>{FILE})\s*,?\s*(?:with|containing|that (?:contains|holds|lists|has|says)|which (?:contains|holds|lists)|listing|holding|from|out of|showing|and (?:write|put) (?:in it|into it))\s+",
    re.IGNORECASE,
)


_TWO = re.compile(
    rf"(?P<a>\b(?P<verb>put|write|save|store)\s+[^,.;]*?\b(?:in|to|into)\s+{FILE})\s*,?\s+and\s+(?P<b>(?:a|an|the|its|their|his|her|half|twice|double)\s+(?:(?!{FILE})[^,.;])*?\b(?:in|to|into)\s+{FILE})",
    re.IGNORECASE,
)


@dataclass
class Clause:
    """One request or remark.

    Attributes:
        text: Without politeness and without its targets.
        asks: Whether it is a question or an order; else it is a remark.
        verb: How an order begins.
        targets: The marks of the files it writes.
        sources: The marks of the files it reads.
        told: Whether the answer is to be told as well.
        appends: Whether it adds to the target.
        full: The text with its verb.
        whole: The text as it was written, politeness aside.
    """

    text: str
    asks: bool
    verb: str = ""
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    told: bool = False
    appends: bool = False
    full: str = ""
    whole: str = ""


def clauses_of(text: str, missing: frozenset[str] = frozenset()) -> list[Clause]:
    """Cut a goal whose data is taken out; the marks of the files that are not there yet tell what is written."""
    text = smoothed(text)
    text = _TWO.sub(r"\g<a>, \g<verb> \g<b>", text)
    text = re.sub(r"\s*[.;,]\s*(?=(?:otherwise|else|if not)\b)", " , ", text, flags=re.IGNORECASE)
    return [clause for clause in _cut(text, missing) if clause.text or clause.sources or clause.targets]


def _cut(text: str, missing: frozenset[str]) -> list[Clause]:
    made: list[Clause] = []
    for sentence in re.split(
        r"(?<=[.!?;])\s+|(?<=[\ue000-\uefff])\.(?=\s|$)|\n+|;\s|(?<=[\ue000-\ue7ff])\s+(?=[A-Z][a-z]+\s)", text
    ):
        question = "?" in sentence
        sentence = told_habit(fronted(sentence, _VERB, _CUT))
        if explains(sentence):
            made.append(
                Clause(_POLITE.sub("", sentence.strip(" .;!")), asks=False, sources=tuple(re.findall(FILE, sentence)))
            )
            continue
        for piece in _pieces(sentence):
            if re.search(r"[\w\ue000-\uefff]", piece or ""):
                made.append(_clause(piece.strip(), missing, question=question))
    return made


def _pieces(sentence: str) -> list[str]:
    """The clauses of a sentence; what depends on a condition stays with it."""
    found = re.search(
        r"(?:^|,?\s+(?:and|then)\s+|,\s+)(?:please )?(?=if\b(?! (?:i|we|each|every|one|a|everyone)\b))",
        sentence,
        re.IGNORECASE,
    )
    if found is None:
        return _CUT.split(sentence)
    return [*(_CUT.split(sentence[: found.start()]) if found.start() else []), sentence[found.end() :]]


def _clause(piece: str, missing: frozenset[str], *, question: bool) -> Clause:
    told = bool(re.search(r"\b(?:tell|let me know|show|report|say|answer|give)\b", piece, re.IGNORECASE))
    text = _TAIL.sub("", _POLITE.sub("", piece.strip().rstrip(".!?;:")))
    polite = text != piece.strip().rstrip(".!?;:")
    text = _TOLD.sub("", text)
    order = text != piece and (
        told
        or bool(
            re.match(
                r"^\W*(?:\w+ ){0,4}?(?:find|figure|work|calculate|compute|determine|check)\b", piece, re.IGNORECASE
            )
        )
    )
    save = _SAVE.match(text)
    targets, rest = _targets(text, missing, saving=save is not None)
    verb = save.group().lower() if save else (re.match(r"[a-z]+", text.lower()) or [""])[0]
    asks = bool(save or targets or order) or _asks(text, piece, question=question, polite=polite)
    full = _TAIL.sub("", rest).strip(" ,:")
    if save:
        rest = _SAVE.sub("", rest, count=1)
    sources = tuple(dict.fromkeys(re.findall(FILE, rest)))
    appends = bool(save and re.match(r"append|add|insert", save.group(), re.IGNORECASE) and targets)
    return Clause(
        _TAIL.sub("", rest).strip(" ,:"),
        asks,
        verb,
        targets,
        sources,
        told or question,
        appends,
        full,
        _POLITE.sub("", piece.strip().rstrip(".!?;:")),
    )


def _asks(text: str, piece: str, *, question: bool, polite: bool) -> bool:
    """Whether a clause is a question or an order."""
    asked = rf"^(?:\W|and )*(?:{_QUESTION}|is|are|do|does|did|have|has|whats|what's|who's)\b|.*\b{_QUESTION}\b"
    if question and re.match(asked, text, re.IGNORECASE):
        return True
    if polite and not re.match(r"^(?:i|we|my|our|the|there|it|he|she|they|you)\b", text, re.IGNORECASE):
        return True
    return bool(_ORDER.match(text) or re.search(r"\b(?:pls|please)\b", piece, re.IGNORECASE))


def _targets(text: str, missing: frozenset[str], *, saving: bool) -> tuple[tuple[str, ...], str]:
    """The files that a clause writes, and the clause without them."""
    body = _SAVE.sub("", text, count=1).strip() if saving else text
    made = _MADE.match(body) if saving else None
    if made is not None:
        return (made["file"],), text[: len(text) - len(body)] + body[made.end() :]
    marks = re.findall(FILE, text)
    found = list(re.finditer(_TO, text, re.IGNORECASE))
    chosen = []
    for hit in found:
        word = re.match(r"\S+", hit.group())
        strong = word is not None and word.group().lower() in (
            "to",
            "into",
            "onto",
            "->",
            "=>",
            "→",
            "as",
            "under",
            ">",
        )
        if (
            strong
            or hit["file"] in missing
            or (saving and ((len(marks) > 1 and hit is found[-1] and hit["file"] == marks[-1]) or len(marks) == 1))
        ):
            chosen.append(hit)
    if len(chosen) > 1 and any(not re.match(r"in\b", hit.group(), re.IGNORECASE) for hit in chosen):
        chosen = [hit for hit in chosen if not re.match(r"in\b", hit.group(), re.IGNORECASE)]
    rest = text
    for hit in reversed(chosen):
        rest = rest[: hit.start()] + " " + rest[hit.end() :]
    return tuple(dict.fromkeys(hit["file"] for hit in chosen)), rest


def without_files(text: str) -> str:
    """A clause without the files it reads and the words that lead to them."""
    text = re.sub(
        rf"(?:\b(?:in|from|of|inside|on|at|according to|out of|using|with|for|within|see|through|at)\s+)?(?:(?:the|my|our|file|table|list|text|csv|both|this)\s+)*{FILE}(?:'s)?(?:\s*(?:,|and|or)+\s*{FILE})*\s*:?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\s+", " ", text).strip(" ,:")


def quotes_in(text: str) -> list[str]:
    """The marks of the quotes in a clause."""
    return re.findall(QUOTE, text)
