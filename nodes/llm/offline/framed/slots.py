"""Slots of a frame: the short names that stand in its pattern, and what they take of a goal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.lists import layout_of, listed
from nodes.llm.offline.numerals import ORDINALS, is_digits, merge
from nodes.llm.offline.program import Step

_DET = r"(?:(?:the|my|our|this|that|a|an|one)\s+)?"
_KIND = r"(?:(?:new|text|empty|small|plain|markdown|csv|json|whole|entire)\s+)*(?:(?:file|document|list|note)\s*,?\s+)?"
_NAMED = r"(?:(?:called|named|with the name)\s+)?"
_FOLDER = r"(?:sub)?(?:folder|director(?:y)|dir)"
_NAME = r"(?:[\ue000-\ue7ff]|[\uec00-\uefff]|[A-Za-z0-9][\w\-/]*)"
_CONTENT = r"[^\ue800-\ueffd]+?"
_ORDINAL = rf"\d+(?:st|nd|rd|th)?|{'|'.join(ORDINALS)}|last|final|very last|second[ -]to[ -]last|penultimate"
_COUNT = r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
_LIST = r"(?:{mark}(?:\s*(?:,|and|&|,\s*and)\s*(?:the\s+)?(?:file\s+)?{mark})*)"


def _folder(name: str) -> str:
    return (
        rf"{_DET}(?:(?:new|whole|entire|empty)\s+)?(?:{_FOLDER}\s+{_NAMED}(?P<{name}>{_NAME})|"
        rf"(?P<{name}_b>{_NAME})\s+{_FOLDER}|"
        rf"(?P<{name}_c>[\uec00-\uefff]))"
    )


_SLOTS = {
    "@F": rf"{_DET}{_KIND}{_NAMED}(?P<f>[\ue800-\uebff]),?",
    "@G": rf"{_DET}{_KIND}{_NAMED}(?P<g>[\ue800-\uebff]),?",
    "@LF": rf"{_DET}(?:(?:two|three|four|"
         rf"both)\s+)?(?:files?\s+)?(?P<files>{_LIST.format(mark='[' + chr(0xE800) + '-' + chr(0xEBFF) + ']')})",
    "@T": rf"(?P<t>{_CONTENT})",
    "@U": rf"(?P<u>{_CONTENT})",
    "@V": rf"(?P<v>{_CONTENT})",
    "@D": _folder("d"),
    "@E": _folder("e"),
    "@B": rf"(?:the\s+)?(?:{_FOLDER}\s+)?(?P<d>(?!(?:the|a|it|there|them|end|top|highest|lowest|largest|smallest|biggest|newest|oldest|longest|shortest|first|last|left|right|cheapest)\b){_NAME})(?:\s+{_FOLDER})?",
    "@H": rf"(?:the\s+)?(?:{_FOLDER}\s+)?(?P<e>(?!(?:the|a|it|there|them|end|top|highest|lowest|largest|smallest|biggest|newest|oldest|longest|shortest|first|last|left|right|cheapest)\b){_NAME})(?:\s+{_FOLDER})?",
    "@N": rf"(?P<n>{_ORDINAL})",
    "@C": rf"(?P<c>{_COUNT})",
    "@TIMES": rf"(?:(?P<times>{_COUNT}|hundred) times|(?P<twice>twice|thrice))",
    "@W": r"(?P<w>[\ue000-\ue7ff]|[^\s;?\ue800-\uefff]+(?:\s+[^\s;?\ue800-\uefff]+){0,5}?)",
    "@X": r"(?P<x>[\ue000-\ue7ff]|[^\s;?\ue800-\uefff]+(?:\s+[^\s;?\ue800-\uefff]+){0,5}?)",
    "@ADD": r"(?:add|put|insert|squeeze|slip|place|write|stick|append|drop|enter|type|include|set|slot|fit)",
    "@REMOVE": r"(?:remove|delete|erase|drop|take(?=\b.*\b(?:out|off|away)\b)|throw|cut|strike|cross|get rid of|strip|chuck|discard|filter|kick|weed|lose|"
    r"scratch|eliminate|clear)",
    "@GONE": r"(?:must go|(?:has|have|need|needs) to go|should go|should (?:be|disappear)|can go|must disappear|(?:is|are) not "
    r"needed(?: any ?more)?|should be (?:removed|deleted|dropped)|must be (?:removed|deleted)|(?:is|are) to be (?:removed|"
         r"deleted))",
    "@SHOW": r"(?:show|tell|give|print|display|read|quote|list|cat|see|let me see|let me have|read out|read aloud|output|"
    r"(?:just )?want to see|need to see|like to see|get)",
    "@MAKE": r"(?:create|make|start|set up|open|prepare|begin|produce|generate|write|want|need|would like|like|have|get|"
         r"save|drop|"
    r"put|add|type up|draw up|place|leave|store)",
    "@SAY": r"(?:read|say|says|saying|that says|which says|that reads|which reads|reading|with the (?:text|words?|content|line|"
    r"contents|sentence|message)|(?:and )?(?:have|let) it (?:say|read|contain)|that simply says|(?:whose|its) (?:only|"
         r"single|sole) "
    r"(?:line|content|text) (?:is|should be|reads)|containing(?: just| only)?|contain(?:ing|s)?(?: just| only)?(?: the "
    r"(?:text|words?|line))?|holding(?: just| only)?|with(?: just| only)? the (?:text|words?|line)|with the (?:one|single) "
         r"line|"
    r"that contains(?: just| only)?|it should (?:say|read|contain)|and it should (?:say|read|contain))",
    "@LINE": r"(?:(?:a|an|another|one|the|this|one more|new|extra|single|further|following|additional|more)\s+)*(?:line|"
         r"entry|row|"
    r"item|sentence|heading|title|word|words|text|note|record|point|bullet|bullet point|step|task)"
    r"(?:\s+(?:saying|that says|reading|that reads|with(?: the (?:text|words))?|containing|of|namely))?\s*[:,]?\s*",
}  # fmt: skip


_UNNAMED = re.compile(
    r"^the (?:stop|name|city|town|song|book|film|movie|player|station|country|street|guest|member|friend|ingredient|item|task|entry|colou?r|animal|place|team|title|surname) (?=[A-Z]\w*(?: [A-Z]\w*)*$)"
)
"""`the stop Ulm` is Ulm."""


@dataclass(frozen=True)
class Frame:
    """One kind of request.

    Attributes:
        pattern: It has to take up a whole clause.
        build: The steps; `None` where the slots hold what the frame cannot mean.
    """

    pattern: re.Pattern[str]
    build: Callable[[Filled], list[Step] | None]


def frame(pattern: str, build: Callable[[Filled], list[Step] | None]) -> Frame:
    """A frame; `@F` and its like in the pattern are slots, a space is any white space."""
    for name in sorted(_SLOTS, key=len, reverse=True):
        pattern = pattern.replace(name, _SLOTS[name])
    seen: dict[str, int] = {}

    def once(found: re.Match[str]) -> str:
        name = found.group(1)
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}>" if seen[name] == 1 else f"(?P<{name}__{seen[name]}>"

    pattern = re.sub(r"\(\?P<(\w+)>", once, pattern)
    return Frame(re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), build)


@dataclass
class Filled:
    """A frame that fits, with its slots filled.

    Attributes:
        found: The match.
        disc: What the goal has spoken of.
    """

    found: re.Match[str]
    disc: Discourse

    def got(self, name: str) -> str:
        """What a slot took; a slot may stand in a frame more than once."""
        groups = self.found.groupdict()
        return next((groups[key] for key in groups if key.partition("__")[0] == name and groups[key]), "")

    def has(self, name: str) -> bool:
        """Whether a slot took part."""
        return bool(self.got(name))

    def quoted(self, name: str) -> bool:
        """Whether a slot took a quote."""
        return bool(re.fullmatch("[\ue000-\ue7ff]", self.got(name).strip()))

    def word(self, name: str) -> str:
        """What a group took, as the user wrote it, without marks of quotes around it."""
        return self.text(re.sub(r"(?<=\S)[,;:]+$", "", self.got(name).strip()))

    def text(self, raw: str) -> str:
        """A piece of the clause as data."""
        raw = raw.strip()
        if re.fullmatch("[\ue000-\uefff]", raw):
            return self.disc.plain(raw)
        return self.disc.scanned.protected.original(raw)

    def file(self, name: str = "f") -> str:
        """The path in a slot; `it` where the slot is empty."""
        mark = self.got(name)
        if mark:
            return self.disc.path(mark)
        return self.disc.made or (self.disc.sources[-1] if self.disc.sources else "")

    def files(self) -> list[str]:
        """The paths in the slot for several."""
        return self.disc.files(self.got("files"))

    def folder(self, name: str = "d") -> str:
        """The folder in a slot, without a closing slash."""
        taken = next((self.got(name + end) for end in ("", "_b", "_c") if self.has(name + end)), "")
        return self.disc.plain(taken).strip().rstrip("/")

    def place(self, name: str = "n") -> str:
        """An ordinal as a number; negative from the end."""
        word = re.sub(r"\s+", " ", self.found[name].lower())
        if word in ("last", "final", "very last"):
            return "-1"
        if "last" in word or word == "penultimate":
            return "-2"
        return str(ORDINALS.get(word) or re.sub(r"\D", "", word))

    def count(self) -> str:
        """A small number as digits."""
        merged = merge([self.got("c").lower()])
        return merged[0] if merged and is_digits(merged[0]) else ""

    def times(self) -> int:
        """How often something is to be repeated; 0 where that is no number."""
        if self.has("twice"):
            return 2 if self.got("twice").lower() == "twice" else 3
        merged = merge([self.got("times").lower()])
        return int(merged[0]) if merged and is_digits(merged[0]) and int(merged[0]) <= 1000 else 0

    def content(self, name: str = "t") -> str:
        """A text to write: quotes without their marks, spelled-out lists as lines where the goal says so."""
        raw = self.got(name).strip()
        if self._held_by_with(name):
            raw = re.sub(r"\s+(?:written |standing )?(?:in it|inside(?: it)?|in there)\.?$", "", raw)
        if re.fullmatch("[\ue000-\ue7ff]", raw):
            return self.disc.plain(raw)
        rest, separator = layout_of(raw)
        if separator is not None:
            items = listed(rest)
            if items:
                return separator.join(self.text(item) for item in items)
        text = _UNNAMED.sub("", self.text(rest))
        whole = len(text.split()) >= 4 and text[:1].isupper()
        return text if whole else re.sub(r"(?<!\.)\.$", "", text)

    def _held_by_with(self, name: str) -> bool:
        """Whether a slot follows `with`, so that `in it` behind it belongs to the request: `a.txt with hello in it`."""
        key = next((key for key in self.found.groupdict() if key.partition("__")[0] == name and self.found[key]), None)
        if key is None:
            return False
        return bool(
            re.search(
                r"\b(?:with|has|have|having)(?: the (?:words?|text))?\s*$", self.found.string[: self.found.start(key)]
            )
        )

    def items(self, name: str = "t") -> list[str]:
        """The items of a list that the goal spells out."""
        raw = layout_of(self.got(name).strip())[0]
        held = self.disc.plain(raw) if re.fullmatch("[\ue000-\ue7ff]", raw) else raw
        return [self.text(item) for item in listed(held) or (held,)]
