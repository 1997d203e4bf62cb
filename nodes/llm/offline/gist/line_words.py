"""Requests for lines that are joined, split, marked or stripped, as rules for `shapes`."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.gist.words import QUOTE
from nodes.llm.offline.terms import Derived, Expr, Transform

Shape = Callable[[Expr], Expr]
_ALL = r"(?:each|every|all(?: the| of the)?)\s+(?:single\s+)?(?:of the )?(?:lines?|rows?|items?|entries|entry|names?|words?|one)"
_SIGN_WORDS = {
    "comma": ",", "semicolon": ";", "colon": ":", "dash": "-", "hyphen": "-", "minus": "-", "star": "*", "asterisk": "*", "dot": ".",
    "full stop": ".", "period": ".", "hash": "#", "plus": "+", "slash": "/", "pipe": "|", "vertical bar": "|", "tab": "\t",
    "exclamation mark": "!", "question mark": "?", "space": " ", "blank": " ", "underscore": "_", "arrow": "->", "bullet": "-",
    "greater-than sign": ">", "equals sign": "=",
}  # fmt: skip
_SIGN = "(?:" + "|".join(sorted(_SIGN_WORDS, key=len, reverse=True)) + ")(?:es|s)?"
_MARK = rf"(?P<mark>{QUOTE}|[^\w\s\ue000-\uefff]+|(?:a |an |the |single |one )*{_SIGN}(?:(?: and|,? followed by| plus)? (?:a |an |one |then )*{_SIGN})*)"


def sign(words: str) -> str:
    """The characters that words name: `a dash and a space`."""
    if re.match(QUOTE, words):
        return words
    named = re.findall(_SIGN, words, re.IGNORECASE)
    if not named:
        return words.strip()
    plain = [word.lower() for word in named]
    return "".join(
        _SIGN_WORDS.get(word) or _SIGN_WORDS.get(word[:-1]) or _SIGN_WORDS.get(word[:-2], "") for word in plain
    )


def _made(kind: str, *args: str) -> Shape:
    return lambda source: Derived("lines_made", (source,), (kind, *args))


def _marked(kind: str) -> Callable[[re.Match[str], str], Shape]:
    def build(found: re.Match[str], text: str) -> Shape:
        mark = sign(found["mark"])
        if kind == "before" and re.match(r".*\bbullet", found["mark"], re.IGNORECASE):
            mark = "- "
        return _made(kind, mark)

    return build


def _joined(found: re.Match[str], text: str) -> Shape:
    with_ = re.search(
        rf"\b(?:separated by|divided by|joined (?:by|with)|with|using|by|put|and)\s+(?:only\s+)?{_MARK}",
        text,
        re.IGNORECASE,
    )
    mark = sign(with_["mark"]) if with_ else " "
    return _made("joined", ", " if mark == "," and not re.search(r"\b(?:no|without) spaces?\b", text) else mark)


def _split(found: re.Match[str], text: str) -> Shape:
    named = found.groupdict().get("mark")
    return _made("split", sign(named) if named else ",")


_CUTS = (
    r"(?:strip|trim|remove|delete|cut|take|get rid of|drop|clear|erase)\b(?:\s+(?:off|away|out))?\s+(?:\w+\s+){0,3}?"
    r"(?:spaces?|whitespaces?|white space|blanks|indentation)\b"
)
LINE_RULES: tuple[tuple[str, Callable[[re.Match[str], str], Shape]], ...] = (
    (rf"\b{_CUTS}[^.]*?\b(?:end|ends|right)\b|\b(?:strip|trim|remove|delete|cut)\s+(?:\w+\s+)?trailing\s+\w+",
     lambda f, t: _made("right")),
    (rf"\b{_CUTS}[^.]*?\b(?:beginning|start|front|left|head)\b|\b(?:strip|trim|remove|delete|cut)\s+(?:\w+\s+)?leading\s+\w+|\bunindent\b|"
     r"\bremove (?:the )?indentation\b", lambda f, t: _made("left")),
    (rf"\bprefix\w*\s+(?:\w+\s+)?{_ALL}[^\ue000-\ue7ff]*?\bwith\s+{_MARK}", _marked("before")),
    (rf"\b(?:start|begin|lead)\w*\s+{_ALL}[^\ue000-\ue7ff]*?\b(?:with|by)\s+{_MARK}", _marked("before")),
    (rf"\b{_ALL}[^.\ue000-\ue7ff]*?\b(?:should|must|shall)\s+(?:start|begin)\s+with\s+{_MARK}", _marked("before")),
    (rf"{_MARK}\s+(?:in front of|before|at the (?:start|beginning|front) of|to the (?:start|beginning|front) of|ahead of)\s+{_ALL}",
     _marked("before")),
    (rf"\b(?:suffix|end|finish|close)\w*\s+{_ALL}[^\ue000-\ue7ff]*?\bwith\s+{_MARK}", _marked("after")),
    (rf"\b{_ALL}[^.\ue000-\ue7ff]*?\b(?:should|must|shall)\s+end\s+(?:with|in)\s+{_MARK}", _marked("after")),
    (rf"{_MARK}\s+(?:behind|after|at the end of|to the end of|to)\s+{_ALL}", _marked("after")),
    (r"\b(?:join|merge|combine|put|turn|bring|make|glue|collapse|write|string)\b[^.]*\b(?:lines?|rows?|entries|items|names|them|words)\b[^.]*"
     r"\b(?:into|on|onto|to|in|as)\s+(?:one|a single|just one|only one|a)\s+(?:single\s+|long\s+)?line\b"
     r"(?:[^.\ue800-\uefff]*\b(?:separated|with|between|using|joined)\b[^.\ue800-\uefff]*)?", _joined),
    (rf"\b(?:split|break|cut|divide|separate)\b[^.]*?\b(?:at|on|by|along|after)\s+(?:the\s+|each\s+|every\s+|all\s+)*{_MARK}"
     r"(?:[^.]*\bline\b(?: by itself| of its own)?)?", _split),
    (r"\b(?:put|split|break|write)\b[^.]*\b(?:each|every)\b[^.]*\bon (?:a|its own) (?:new |separate )?line\b(?=[^.]*\bcommas?\b)", _split),
    (rf"\b(?:remove|delete|drop|throw (?:out|away)|skip|leave out|omit|without|take out|get rid of|cut out|discard|erase|ignore)\s+"
     rf"(?:(?:the|all|any|every|those|lines?|rows?|entries|comments?|that|which|of)\s+)*(?:start|begin)\w*\s+(?:with|by)\s+(?:a |an |the )?"
     rf"(?P<mark>{QUOTE}|[^\s\ue800-\uefff]+)",
     lambda f, t: _made("not_starting", f["mark"].rstrip(",.") or f["mark"])),
    (rf"\b(?:remove|delete|drop|throw (?:out|away)|skip|leave out|omit|without|take out|get rid of|cut out|discard|erase|ignore)\s+"
     rf"(?:(?:the|all|any|every|those|lines?|rows?|entries|that|which|of)\s+)*(?:end)\w*\s+(?:with|in|on)\s+"
     rf"(?P<mark>{QUOTE}|[^\s\ue800-\uefff]+)",
     lambda f, t: _made("not_ending", f["mark"].rstrip(",.") or f["mark"])),
    (r"\b(?:every|each) word\b[^.]*\b(?:capital(?: letter)?|upper ?case letter)\b|\bfirst letter of (?:each|every|all)(?: the)? words?\b"
     r"[^.]*\b(?:capital|upper)\w*(?: letter)?|\bcapitali[sz]e\s+(?:the first letter of\s+)?(?:each|every|all)(?: the)? words?\b",
     lambda f, t: lambda source: Transform("title", source)),
    (r"\b(?:spell|write|read|turn|put)\w*\b[^.]*\b(?:text|word|letters|characters|code|string|name|it|message|phrase)\b[^.]*\bbackwards?\b|"
     r"\b(?:reverse|flip)\w*\s+(?:the\s+)?(?:order of the\s+)?(?:letters|characters|text|word|string|phrase)\b",
     lambda f, t: lambda source: Transform("reverse", source)),
    (r"\b(?:flip|reverse|turn around|invert)\w*\s+(?:the\s+)?(?:(?:line\s+)?order|lines|list)\b(?:[^.\ue800-\uefff]*[\ue800-\uefff])?"
     r"(?:\s*,?\s*(?:so that|such that)?[^.]*\blast\b[^.]*\bfirst\b[^.]*)?", lambda f, t: lambda source: Transform("reverse_lines", source)),
)  # fmt: skip
