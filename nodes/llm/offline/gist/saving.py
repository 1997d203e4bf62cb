"""What a clause puts into a file, and which file that is."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.days import dated_name
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.editing import in_place
from nodes.llm.offline.gist.free import fact_in, worked_out
from nodes.llm.offline.gist.grid_words import grid_change, grid_edit, is_table
from nodes.llm.offline.gist.progressions import number_table, progression_in
from nodes.llm.offline.gist.retold import aggregates, another_aggregate
from nodes.llm.offline.gist.roles import Roles, roles_of
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.values import comparison_value, value_in
from nodes.llm.offline.gist.words import FILE, POINTER, QUOTE, TELL, VERB
from nodes.llm.offline.gist.writing import formed, frame_marks, literal_in, mode_of
from nodes.llm.offline.lists import listed
from nodes.llm.offline.program import Say, Write
from nodes.llm.offline.protect import QUOTE_BASE
from nodes.llm.offline.terms import (
    DateOf,
    Derived,
    Expr,
    FileText,
    Literal,
    Ref,
)

SAVES = re.compile(
    rf"\b(?:writ(?:e|ing)|be written|wirte|saved?|stored?|put|note|jot|type|record|log|enter|leave|place|belongs?|paste|export|output|dump|keep|insert|append|"
    rf"add(?!\s+(?:up|together|all|them|these|those))|create|make|mkae|set|contains?|holds?|change|copy|extract|list|"
    rf"should (?:be|stand|contain|have)|file (?:named|called))\b|\bto the file {FILE}|\bi (?:need|want)\b.*\bin (?:the file "
    rf"|a file )?{FILE}|(?:^|\s)(?:in)?to {FILE}",
    re.IGNORECASE,
)


_EMPTY = re.compile(r"\bempty\b(?! lines?)|\btouch\b|\bnothing in it\b|\bblank file\b", re.IGNORECASE)


_SAME = re.compile(
    r"\b(?:back (?:to|into) (?:it|the file|the same file)|in(?:to)? (?:the same file|that file|it)|to (?:it|the same file|"
    r"that file)|in place|same file)\b",
    re.IGNORECASE,
)


_WORDED = re.compile(
    r"\b(?:append|add|put|write|attach)\s+(?:the|a|another|one more)\s+(?:new\s+|last\s+)?(?:word|line|text|entry|item|name)\s+"
    r"(?P<what>(?!of\b|in\b|that\b|from\b|with\b|which\b|it\b|to\b|for\b|saying\b|at\b|is\b|and\b|count\b)[\w]+(?:\s(?!to\b|at\b|in\b|as\b|on\b|below\b)\w+){0,5})\s+"
    r"(?:to|at|in|as|on|below)\b",
    re.IGNORECASE,
)


def saved(clause: str, disc: Discourse) -> bool:
    """Read a clause that writes into files; `False` where it does not, or says not plainly what."""
    roles = roles_of(clause)
    made = _number_table(clause, disc)
    if made is not None:
        disc.write(made)
        return True
    if (
        re.search(
            r"\badd\s+\d[\d.,]*\s*(?:(?:%|per ?cent|percent)\b|%|to (?:the (?:number|result|value|sum|total|amount)|it|that|this))",
            clause,
            re.IGNORECASE,
        )
        and not roles.targets
    ):
        return False
    targets = list(dict.fromkeys(disc.path(mark, clause, new=True) for mark in roles.targets))
    dated = dated_name(clause, _ending(clause, disc)) if not targets and not roles.sources else None
    if dated:
        targets = [dated]
        roles = Roles(
            roles.sources,
            (),
            re.sub(r"\b(?:in|to|into|as)\s+(?:a|the)\s+(?:new )?(?:text )?file\b.*$", "", clause, flags=re.IGNORECASE),
        )
    files = disc.files(clause)
    if len(files) == 1 and is_table(FileText(files[0])):
        table = FileText(files[0])
        added = grid_edit(clause, table) if re.search(r"\bcolumn\b", clause) else None
        if not (isinstance(added, Derived) and added.kind == "column_added"):
            added = None
        row = added or grid_change(clause, table)
        if row is not None:
            disc.write(Write(files[0], row, implied=True))
            return True
    if not SAVES.search(clause) and not re.match(rf"^\s*{FILE}\s*(?:=|with\b)", clause):
        return in_place(clause, roles, disc)
    if not targets:
        targets, roles = _implied_target(clause, roles, disc)
    if not targets:
        return in_place(clause, roles, disc)
    if len(targets) > 1 and re.search(r"\brespectively\b", clause, re.IGNORECASE):
        return _respectively(clause, targets, roles, disc)
    if len(targets) > 1 and len(aggregates(roles.rest)) > 1:
        return False  # which of them goes where is not read
    if (
        len(targets) > 1
        and len(re.findall(QUOTE, roles.rest)) > 1
        and not re.search(r"\b(?:both|each|same|all)\b", clause, re.IGNORECASE)
    ):
        return False
    expr = _content(clause, roles, disc)
    if (
        expr is None
        and not roles.sources
        and re.search(r"\b(?:list|file)\b", roles.rest, re.IGNORECASE)
        and re.search(r"\b(?:make|create|write|start|mkae)\b", clause, re.IGNORECASE)
    ):
        if re.search(r"\blist\b", roles.rest, re.IGNORECASE):
            disc.listing = Write(targets[0], Literal(""))
            return True
        if re.fullmatch(
            r"(?:please\s+|can you\s+|could you\s+|first\s+)*(?:make|create|start|mkae)(?:\s+me)?(?:\s+(?:a|the|one|new|"
            r"text|file|called|named|with|name|it|empty))*\W*",
            roles.rest.strip(),
            re.IGNORECASE,
        ):
            disc.write(Write(targets[0], Literal(""), "a"))
            return True
    last = disc.steps[-1].expr if disc.steps and isinstance(disc.steps[-1], Say) and not roles.sources else None
    if isinstance(last, Derived) and last.kind == "grouped":
        kind, words, frame = last.args
        expr = dataclasses.replace(last, args=(kind, f"{words} {re.sub(FILE, ' ', roles.rest)}", frame))
    if expr is None:
        return False
    mode, first = mode_of(clause) if expr != Literal("") else ("a", False)
    for target in targets:
        disc.write(Write(target, formed(expr, clause, disc), mode, first))
    _also_told(clause, roles, disc)
    return True


def _ending(clause: str, disc: Discourse) -> str:
    example = disc.files(clause)
    found = re.search(r"\.\w+$", example[0]) if example else None
    return found.group() if found else ".txt"


def _implied_target(clause: str, roles: Roles, disc: Discourse) -> tuple[list[str], Roles]:
    """A file that stands where only context makes it the target: `note.txt with "…"`, `the copy`, `in it`."""
    sources = list(roles.sources)
    plain = re.search(QUOTE, clause) or _EMPTY.search(clause) or re.match(rf"^\s*{FILE}\s*(?:=|with)", clause)
    if len(sources) == 1 and plain and not shapes_in(clause)[0]:
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), clause.replace(sources[0], " "))
    creating = re.match(
        r"^(?:please\s+)?(?:create|make|write)\b[^\ue000-\ue7ff]*[\ue000-\ue7ff][^\ue800-\uefff]*$",
        clause,
        re.IGNORECASE,
    )
    if len(sources) > 1 and creating and not shapes_in(clause)[0]:
        targets = [disc.path(mark, clause, new=True) for mark in sources]
        return targets, Roles((), tuple(sources), re.sub("|".join(sources), " ", clause))
    spelled = re.search(
        rf"\b(?:create|make|mkae|start|new file|write)\b[^\ue800-\uefff]*{FILE}\s+(?:with|containing|listing)\s+(?P<what>.+)$",
        clause,
        re.IGNORECASE,
    )
    if len(sources) == 1 and spelled:
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), "write " + spelled["what"])
    if len(sources) == 1 and re.fullmatch(
        rf"(?:\w+\s+){{0,4}}?(?:create|make|mkae|start)(?:\s+me)?(?:\s+(?:a|an|the|one|new|text|file|called|named|with|name|"
        rf"empty))*\s*{FILE}\W*",
        clause,
        re.IGNORECASE,
    ):
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), "create a file")
    if len(sources) == 1 and re.search(
        rf"\b(?:create|make|mkae|call|named|new file)\b.*{FILE}\s+(?:that|which|for|and)\b", clause, re.IGNORECASE
    ):
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), clause.replace(sources[0], " "))
    if re.match(rf"^\s*{FILE}\s*=", clause) and sources:
        return [disc.path(sources[0])], Roles(tuple(sources[1:]), (sources[0],), re.sub(rf"^\s*{FILE}\s*=", "", clause))
    if not sources and re.search(
        r"\b(?:the copy|the new (?:one|file)|that copy|it|there|that file|the file|the list|list|same file|the end|(?:new |as the |as a )last line|(?:as the |as a |new )first line|(?:another|one more|a further) line)\b",
        clause,
        re.IGNORECASE,
    ):
        file = disc.made or (disc.sources[-1] if disc.sources else None)
        if file and (re.search(QUOTE, clause) or mode_of(clause) != ("w", False) or _SAME.search(clause)):
            return [file], Roles(
                (),
                (),
                _SAME.sub(
                    " ",
                    re.sub(
                        r"\b(?:to|in|into|of|on)\s+(?:the copy|the new (?:one|file)|it|that file|the file|the list)(?: only)?\b",
                        " ",
                        clause,
                    ),
                ),
            )
    return [], roles


def _content(clause: str, roles: Roles, disc: Discourse) -> Expr | None:
    """What goes into the target of a clause."""
    if _EMPTY.search(clause) and not re.search(QUOTE, clause):
        return Literal("")
    numbers = number_table(roles.rest, next(iter(disc.quotes(roles.rest)), "")) if not roles.sources else None
    if numbers is not None:
        return Literal(numbers)
    rest = re.sub("|".join(frame_marks(clause)), " ", roles.rest) if frame_marks(clause) else roles.rest
    sources = list(dict.fromkeys(disc.path(mark) for mark in roles.sources))
    shaped = bool(shapes_in(rest)[0])
    progression = progression_in(_opened(rest, disc)) if not sources else None
    if progression is not None:
        disc.opened.update(mark for mark in re.findall(QUOTE, rest) if mark in disc.scanned.announced)
        return progression
    if re.search(QUOTE, rest) and not shaped:
        return literal_in(rest, disc)
    worded = _WORDED.search(clause) if not sources and mode_of(clause)[0] == "a" else None
    if worded:
        return Literal(worded["what"])
    if not sources:
        redirected = (
            disc.redirect()
            if re.search(rf"\b{POINTER}\b", rest, re.IGNORECASE) or re.search(r"\bsave\b", rest)
            else None
        )
        if redirected is not None:
            return redirected
        named = another_aggregate(rest, disc) or _named_result(rest, disc)
        if named is not None:
            return named
    if (
        not sources
        and disc.facts
        and not disc.results
        and re.search(r"\b(?:her|his|its|their|that|this|the|only|just|it)\b", rest)
    ):
        fact = fact_in(rest, disc)
        if fact is not None:
            return fact
    if not sources and re.search(r"\d", rest):
        worked = worked_out(rest, disc)
        if worked is not None:
            return worked
    if not sources and mode_of(clause)[0] == "w" and (disc.subject is not None or disc.sources):
        meant = value_in(rest, sources, disc)
        if meant is not None and not isinstance(meant, Ref | FileText | Literal):
            return meant
    literal = None if frame_marks(clause) or (shaped and sources) else literal_in(rest, disc)
    if literal is not None and (mode_of(clause)[0] == "a" or not sources):
        return literal
    value = value_in(rest, sources, disc)
    if value is not None:
        return value
    if sources and re.search(r"\b(?:contents?|text|everything|copy|all)\b", rest, re.IGNORECASE):
        from nodes.llm.offline.gist.pairs import joined

        return joined(sources)
    pointed = disc.referred(rest)
    if pointed is None and disc.results and not re.search(r"[\ue000-\uefff\d]", rest):
        pointed = disc.subject
    if isinstance(pointed, FileText) and not re.search(
        r"\b(?:contents?|text|it|them|that|everything|words?|names?|lines?)\b", rest
    ):
        return None
    return pointed


def _number_table(clause: str, disc: Discourse) -> Write | None:
    """`a table squares.csv with the header n,square and a row for each n from 1 to 6`."""
    files = disc.files(clause)
    if len(files) != 1 or not re.search(
        r"\b(?:produce|create|make|write|generate|table|build|save|put)\b", clause, re.IGNORECASE
    ):
        return None
    plain = re.sub(FILE, " ", clause)
    numbers = number_table(plain, next(iter(disc.quotes(plain)), ""))
    return Write(files[0], Literal(numbers)) if numbers is not None else None


def _opened(text: str, disc: Discourse) -> str:
    """A clause with the text that a colon announced in its place again; what was quoted in it stays a mark."""
    held = disc.scanned.protected
    return re.sub(
        QUOTE,
        lambda found: (
            held.marks[ord(found.group()) - QUOTE_BASE] if found.group() in disc.scanned.announced else found.group()
        ),
        text,
    )


def _named_result(rest: str, disc: Discourse) -> Expr | None:
    """An earlier result, where the words only point to it and work out nothing new."""
    bare = re.sub(
        r"\b(?:please|just|only|nothing (?:else|but)|and|also|then|too|as well|but|without anything else|with \w+ "
        r"decimals?|with)\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    if not disc.results:
        return None
    last = disc.steps[disc.results[-1]]
    day = last.expr if isinstance(last, Say) and isinstance(last.expr, DateOf) else None
    if day is not None and day.want == "weekday" and re.search(r"\bdate\b|yyyy", rest, re.IGNORECASE):
        return dataclasses.replace(day, want="date")
    if (
        day is not None
        and day.want == "date"
        and re.search(r"\bweekday\b|\bday of the week\b|\bname of the day\b", rest, re.IGNORECASE)
    ):
        return dataclasses.replace(day, want="weekday")
    found = re.search(rf"\b{POINTER}\b", bare, re.IGNORECASE)
    if found is None:
        return None
    outside = re.sub(rf"\b(?:{VERB}|please|of|in|as|on|one|per|line|lines|each|every|own|its|a|an|new|to|from|for|me|file|format|"
    rf"yyyy-mm-dd|"
    rf"iso|form|would|could|you|i|like|the|down|name|day)\b", " ",
                     bare[: found.start()] + " " + bare[found.end() :], flags=re.IGNORECASE)  # fmt: skip
    if re.search(r"[\ue000-\uf8ff\d]", outside) or shapes_in(rest)[0]:
        return None
    both = disc.referred(bare)
    if (
        isinstance(last, Say)
        and isinstance(last.expr, Derived)
        and last.expr.kind == "extreme"
        and re.search(r"\bnames?\b", rest)
    ):
        kind, _, asked = last.expr.args
        return Derived("extreme", last.expr.sources, (kind, "name", asked))
    return both


def _also_told(clause: str, roles: Roles, disc: Discourse) -> None:
    if TELL.search(clause) and len(disc.sources) > 1:
        better = comparison_value(clause, [disc.path(mark) for mark in roles.sources], disc)
        if better is not None:
            disc.say(better)


def _respectively(clause: str, targets: list[str], roles: Roles, disc: Discourse) -> bool:
    """`a.txt, b.txt and c.txt with the words one, two and three respectively`."""
    quotes = disc.quotes(roles.rest)
    items = listed(re.sub(r"\W*\brespectively\b\W*", "", quotes[0])) if len(quotes) == 1 else tuple(quotes)
    if items is None or len(items) != len(targets):
        return False
    for target, item in zip(targets, items, strict=True):
        disc.write(Write(target, Literal(item)))
    return True
