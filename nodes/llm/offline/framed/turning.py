"""Frames that turn a whole text round: sorted, reversed, numbered, joined, in other letters; here or in another file."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.gist.words import ITEM_WORDS
from nodes.llm.offline.program import Step, Write
from nodes.llm.offline.terms import Derived, Expr, FileText, Transform

_LINES = rf"(?:(?:the|all|all the|every|each|my)\s+)*(?:(?:lines?|rows?|contents?|list|words?|text|{ITEM_WORDS})\s+)?(?:(?:of|in|from)\s+)?(?:the\s+)?(?:(?:file|list|names|lines|numbers|items)\s+)?(?:(?:of|in)\s+)?"
_UNIQUE = r"(?:with(?:out| no)(?: any)?|no|minus) (?:the )?(?:duplicates?|doubles|repeats|repetitions|repeated \w+)|(?:duplicates?|doubles|repeats) removed|(?:every|each) (?:\w+ )?(?:just |only )?once|deduplicated|deduped|(?:and )?(?:remove|drop|delete)(?: the| any| all)? (?:duplicates?|doubles|repeats)"
_SORTED = r"(?:sort(?:ed)?|order(?:ed)?|alphabeti[sz]ed|arranged)?(?: (?:them|it|the (?:lines|names|result)))?"
_DOWN = r"(?:(?:in |into )?(?:descending|decreasing|reverse(?:d)?(?: alphabetical(?:ly)?)?)(?: order)?|(?:from )?(?:the )?(?:highest|largest|biggest|greatest|most|newest|z)(?: \w+)? to (?:the )?(?:lowest|smallest|least|oldest|a)|(?:highest|largest|biggest|greatest|newest) (?:\w+ )?first|backwards|z-a|descendingly|from z to a)"
_UP = r"(?:(?:in |into )?(?:ascending|increasing|alphabetical|alphabetic|numerical|numeric|abc|a-z|chronological)(?: order)?|alphabetically|numerically|by (?:name|alphabet|number|size|value)|(?:from )?(?:the )?(?:lowest|smallest|least|oldest|a)(?: \w+)? to (?:the )?(?:highest|largest|biggest|greatest|most|newest|z)|(?:lowest|smallest|oldest|cheapest) (?:\w+ )?first|a to z|by (?:the )?(?:alphabet|date))"
_LENGTH = r"(?:by (?:their |the )?(?:line )?length|by how long they are|(?P<length>shortest|longest) (?:\w+ )?first|from (?:the )?(?P<span>shortest|longest) to (?:the )?(?:longest|shortest))"
_TITLE = r"(?:(?:into |in |to )?title[- ]case|(?:with )?(?:a )?capital(?:s| letters?)? (?:at the (?:start|beginning) of|for|on) (?:every|each) word|so that every word (?:starts|begins) with a capital(?: letter)?)"
_TO = r"(?:,? (?:and )?(?:write|save|put|store|keep|output)? ?(?:it |that |this |them |the result |the output |the sorted list |the new version )?(?:back )?(?:in|into|to|as|under)(?: a new file| another file)?(?: called| named)? @G)"


def _put(f: Filled, made: Expr) -> list[Step] | None:
    if not f.file():
        return None
    return [Write(f.file("g") if f.has("g") else f.file(), made, implied=not f.has("g"))]


def _order(words: str) -> tuple[str, ...]:
    if re.fullmatch(_LENGTH, words.strip(), re.IGNORECASE):
        longest = re.match(r"(?:from (?:the )?)?longest", words.strip(), re.IGNORECASE)
        return ("descending" if longest else "ascending", "length")
    return ("descending",) if re.fullmatch(_DOWN.replace(" ", r"\s+"), words.strip(), re.IGNORECASE) else ()


def _sorted(f: Filled) -> list[Step] | None:
    """A table with a header keeps it; that is another reader's."""
    if f.file().endswith((".csv", ".tsv")):
        return None
    return _put(f, Transform("sort", FileText(f.file()), _order(f.got("how"))))


def _kind(kind: str) -> object:
    return lambda f: _put(f, Transform(kind, FileText(f.file())))


def _joined(f: Filled) -> list[Step] | None:
    """Several files in one, and what is to be done with the whole."""
    paths = [path for path in f.files() if path != f.file("g")]
    if len(paths) < 2:
        return None
    made: Expr = Transform("joined", FileText(paths[0]), tuple(paths[1:]))
    tail = f.got("tail")
    if f.has("uniq"):
        made = Transform("unique", Transform("drop_blank", made))
    if f.has("sort"):
        made = Transform("sort", made, _order(f.got("sort")))
    if not f.has("uniq") and not f.has("sort") and tail:
        return None
    return [Write(f.file("g"), made)]


def _one_line(f: Filled) -> list[Step] | None:
    mark = {"comma": ", ", "commas": ", ", "space": " ", "spaces": " ", "semicolon": "; ", "semicolons": "; ", "a": " "}
    word = f.word("mark").lower().split()[-1] if f.has("mark") else "spaces"
    return _put(f, Derived("commas", (FileText(f.file()),), (mark.get(word, " "),)))


_TAIL = rf"(?P<tail>(?:,? (?:and |then |but )*(?:(?P<sort>{_UP}|{_DOWN})|{_SORTED} (?P<sort>{_UP}|{_DOWN})|(?P<sort>sort(?:ed)?(?: (?:it|them|the result|everything|that))?)|(?P<uniq>{_UNIQUE})))*)"
_JOIN = r"(?:join|merge|combine|concatenate|glue|put|stitch|stick|unite|fold|bring)"

TURNING: tuple[Frame, ...] = tuple(
    frame(pattern, build)  # type: ignore[arg-type]
    for pattern, build in (
        (rf"(?:please )?(?:sort|order|arrange|put|bring|rearrange|alphabeti[sz]e|rank|list) {_LINES}@F,? (?P<how>{_LENGTH}|{_DOWN}|{_UP}){_TO}?", _sorted),
        (rf"(?:sort|order|arrange|put|bring|rearrange|rank) {_LINES}(?P<how>{_LENGTH}|{_DOWN}|{_UP}) (?:in|of|from) @F{_TO}?", _sorted),
        (rf"(?:sort|order|arrange|put|bring|rearrange) {_LINES}@F(?: into)? (?P<how>{_LENGTH}|{_DOWN}|{_UP})", _sorted),
        (rf"(?:turn|flip|switch|reverse|invert|change)(?: around| round)? (?:the )?(?:order|sequence)(?: of)?(?: all)?(?: the)? (?:lines |rows |entries |items |names )?(?:in|of|from) @F(?: around| round)?{_TO}?", _kind("reverse_lines")),
        (rf"(?:turn|flip|put) (?:the )?(?:lines |rows |entries |list |items )(?:in|of|from) @F (?:around|round|upside down|back to front|(?:in|into) (?:the )?(?:reverse|opposite) order|the other way (?:around|round)){_TO}?", _kind("reverse_lines")),
        (r"(?:in )?@F,? (?:every|each|all) words? (?:should|must|shall|has to|have to|needs? to) (?:begin|start) with (?:a )?(?:capital|upper[- ]?case)(?: letter)?s?(?:[,;.]? (?:and )?(?:please )?(?:write|save|put|store) (?:it|that|this|the result) (?:in|into|to|as) @G)?", _kind("title")),
        (rf"(?:make|let|have) (?:every|each|all(?: the)?) words? (?:in|of) @F (?:begin|start) with (?:a )?(?:capital|upper[- ]?case)(?: letter)?{_TO}?", _kind("title")),
        (rf"(?:capitali[sz]e) (?:(?:every|each|all(?: the)?) words?|the first letter of (?:every|each) word|all first letters) (?:in|of) @F{_TO}?", _kind("title")),
        (rf"(?:put|turn|change|convert|make|bring|set|write) (?:the )?(?:(?:text|contents?|titles|names|lines|words) (?:of|in) )?@F {_TITLE}{_TO}?", _kind("title")),
        (r"(?:number|enumerate) (?:all )?(?:the |each |every )?(?:lines?|items|rows|entries|steps|names|songs|tasks|points) (?:of|in) @F,? (?:(?:like|as|such as|with|using|in the (?:form|style|format)|so|starting (?:with|at|from)|from) )+(?:this:? )?1[.]?(?:,? 2[.]?)?(?:,? (?:and )?3[.]?)?(?:,? (?:etc\.?|and so on|\.\.\.|…))?", _kind("numbered")),
        (r"(?:put|write|add) (?:a |the |running )?(?:line )?numbers? (?:in front of|before|on|to|at the (?:start|beginning|front) of) (?:each|every|all(?: the)?|the) (?:lines?|items?|rows?|entries) (?:of|in) @F", _kind("numbered")),
        (rf"{_JOIN} (?:the )?(?:(?:two|three|both) )?(?:(?:lists|files|texts)(?: (?:of|in))? )?@LF(?: together)?,? (?:into|in|as|to) (?:one (?:sorted )?(?:list|file),? )?@G{_TAIL}", _joined),
        (rf"(?:put|write|bring|join|make|turn|combine|collapse|get) (?:all )?(?:the )?(?:(?:lines|words|items|names|entries|contents?|everything) )?(?:of |in |from )?@F (?:on|onto|into|in|to) (?:one|a single|the same) line,? (?:with|separated by|joined by|using|divided by) (?P<mark>(?:a )?(?:commas?|spaces?|semicolons?))(?: (?:in )?between(?: them)?)?(?: and a space)?{_TO}?", _one_line),
    )
)  # fmt: skip
