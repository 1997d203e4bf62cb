"""How a list is to stand in a file: what a goal says of its lines, and the list in that style."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EACH = (
    r"(?:one|each|every)(?: (?:\w+|one of them))?(?: \w+)? (?:per|(?:on|in|to|gets?|goes? on|stands? on|should be on|should "
    r"stand on) (?:a|an|its|their))(?: (?:own|new|separate|single))? line(?: of its own)?"
    r"|(?:on|in|as) (?:separate|different|their own|individual|several|single) lines|line by line|"
    r"(?:below|under|underneath|beneath) each other|one (?:below|under) the other|one after (?:the other|another)|"
    r"each on (?:one|a)(?: new)? line|(?:with )?(?:a )?line breaks? between(?: them)?"
)
_STYLES = (
    ("- [ ] ", r"(?:use |using |as |with |in )?(?:a )?(?:markdown )?(?:check ?box(?:es)?|tick ?box(?:es)?)(?: (?:for each|each|"
     r"in front(?: of (?:each|every)(?: \w+)?)?|format|style|list|items|please))*"),
    ("1", r"(?:as |in |with |use |make it )(?:a |an )?(?:numbered (?:list|lines|items|steps|points)|numbers|numbering)|numbered|(?:number "
     r"(?:them|the (?:steps|lines|items)))"),
    ("- ", r"(?:as |in |with |use |make it )(?:a |an )?(?:markdown )?(?:bullet(?:ed)?[- ]?(?:points?|list|point list|items)?|bullets)(?: "
     r"(?:list|format|please))*|as a markdown list|(?:with |each with )?(?:a )?(?:dash|hyphen)(?:es)? (?:in front(?: of "
     r"(?:each|every)(?: \w+)?)?|before each(?: \w+)?)|bulleted"),
    (", ", r"(?:all )?(?:on|in) (?:one|a single|the same) line(?:,? (?:separated|divided|split) (?:by|with) commas?)?|(?:separated|divided) "
     r"(?:by|with) commas?|comma[- ]separated|with commas(?: between them)?"),
    ("", _EACH),
)  # fmt: skip
_OPEN = r"(?:[\s,;.(\-–—]*(?:(?:and|but|please|just|all|nicely)\s+)*)"
_COMPILED = tuple(
    (
        lead,
        re.compile(
            rf"{_OPEN}(?<![\w\-])(?:{words})(?![\w\-])(?:\s+please\b)?\)?(?=\s*(?:[,;.:!)]|$|\b(?:in|into|to|with|of|called|named)\b))",
            re.I,
        ),
    )
    for lead, words in _STYLES
)


@dataclass(frozen=True)
class Style:
    """The look of a list.

    Attributes:
        lead: What stands before each item; `1` for numbers, `, ` for one line with commas.
        said: Whether the goal says so.
    """

    lead: str = ""
    said: bool = False

    def text(self, items: list[str] | tuple[str, ...]) -> str:
        """The items as the text of a file."""
        if self.lead == ", ":
            return ", ".join(items)
        if self.lead == "1":
            return "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))
        return "\n".join(f"{self.lead}{item}" for item in items)


def style_in(clause: str) -> tuple[str, Style]:
    """Take what is said about the look of a list off a clause.

    Returns:
        The clause without it, and the style.
    """
    lead, said = "", False
    for kind, pattern in _COMPILED:
        found = pattern.search(clause)
        if found is None:
            continue
        clause = f"{clause[: found.start()]} {clause[found.end() :]}"
        clause = re.sub(r"\s+([,:;.!])", r"\1", re.sub(r"[ \t]+", " ", clause)).strip(" ,;")
        lead, said = lead or kind, True
    return clause, Style(lead, said)
