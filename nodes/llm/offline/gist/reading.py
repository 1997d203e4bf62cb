"""A whole goal read by its content: sentence after sentence, until every file, quote and number in it has its use."""

from __future__ import annotations

import copy
import dataclasses
import re
from typing import Any

from nodes.llm.offline.clauses import read_clause
from nodes.llm.offline.gist.account import accounted
from nodes.llm.offline.gist.conditions import branch_in
from nodes.llm.offline.gist.days import dated_name, day_in
from nodes.llm.offline.gist.discourse import Discourse, with_path
from nodes.llm.offline.gist.figures import fold_in
from nodes.llm.offline.gist.filing import filed, shown
from nodes.llm.offline.gist.roles import Roles, roles_of
from nodes.llm.offline.gist.scan import scan
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.values import comparison_value, fact_in, settle, value_in, worked_out
from nodes.llm.offline.gist.words import FILE, POINTER, QUOTE, REQUEST, STRANGE, TELL, UNABLE, VERB
from nodes.llm.offline.gist.writing import formed, frame_marks, literal_in, mode_of
from nodes.llm.offline.lists import layout_of, listed
from nodes.llm.offline.program import Keep, Program, Say, Step, Write
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import (
    DateOf,
    Derived,
    Expr,
    FilesWith,
    FileText,
    Found,
    Listing,
    Literal,
    Recalled,
    Ref,
    Transform,
)

_MEMORY = re.compile(
    r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|don['’]t forget|do not forget)\b(?:\s+for me)?(?:\s*[:,]|"
    r"\s+that)?\s+(?P<fact>(?!to\b|what\b|how\b|where\b|who\b|when\b).+)$",
    re.IGNORECASE,
)
_SAVES = re.compile(
    rf"\b(?:writ(?:e|ing)|wirte|save|store|put|note|jot|type|record|log|enter|export|output|dump|keep|insert|append|"
    rf"add(?!\s+(?:up|together|all|them|these|those))|create|make|mkae|set|contains?|holds?|change|copy|extract|list|"
    rf"should (?:be|stand|contain|have)|file (?:named|called))\b|\bto the file {FILE}|\bi (?:need|want)\b.*\bin (?:the file "
    rf"|a file )?{FILE}|(?:^|\s)(?:in)?to {FILE}",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\bempty\b(?! lines?)|\btouch\b|\bnothing in it\b|\bblank file\b", re.IGNORECASE)
_CHAT = re.compile(
    r"^\W*(?:thanks?(?: you)?(?: very much| a lot| so much| in advance)?|thank you.*|hello.*|hi|hey|good (?:morning|"
    r"evening|day|afternoon)|please|that(?:['’]s| is| would be) (?:all|it|great)|bye|cheers|ok|okay|"
    r"do (?:the following|this|these things?)|please do the following|first|then|next|after(?:wards| that)?|finally)\W*$",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(
    r"\b(?:in place|same file|that file|itself|into the same|directly|and save(?: it)?|overwrite|in the file)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:back (?:to|into) (?:it|the file|the same file)|in(?:to)? (?:the same file|that file|it)|to (?:it|the same file|"
    r"that file)|in place|same file)\b",
    re.IGNORECASE,
)


def read_gist(protected: Protected) -> Program | None:
    """Read a goal.

    Args:
        protected: The goal with its data taken out.

    Returns:
        The program; `None` where any part of the goal was not understood, or something in it was left over.
    """
    scanned = scan(protected)
    disc = Discourse(scanned)
    for clauses in scanned.sentences:
        for clause in clauses:
            if not _clause(clause, disc):
                return None
    steps: tuple[Step, ...] = tuple(_plain(step, disc) for step in disc.steps)
    return Program(steps) if steps and accounted(disc, steps) else None


def _plain(value: Any, disc: Discourse) -> Any:
    """The same with every mark replaced by what it stands for."""
    if isinstance(value, str):
        return disc.plain(value)
    if isinstance(value, tuple):
        return tuple(_plain(item, disc) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{item.name: _plain(getattr(value, item.name), disc) for item in dataclasses.fields(value)}
        )
    return value


def _clause(clause: str, disc: Discourse) -> bool:
    """Read one clause into the discourse; `False` where it asks for something that was not understood."""
    clause = clause.strip(" ,")
    if _CHAT.match(clause):
        return True
    if re.match(
        r"^(?:please\s+|then\s+|and\s+)*(?:if|when|in case)\b|^should (?:the|it|"
        r"there)\b.*, ",
        clause,
        re.IGNORECASE,
    ) or re.search(r"\b(?:otherwise|(?<!nothing )(?<!anything )else)\b", clause, re.IGNORECASE):
        return _conditional(clause, disc)
    if UNABLE.search(clause) or STRANGE.search(clause):
        return False
    if not REQUEST.search(clause):
        return _note(clause, disc)
    if (
        re.fullmatch(
            r"(?:and )?(?:save|keep)(?: (?:it|the file|the changes|that|them))?", clause.strip(" ."), re.IGNORECASE
        )
        and disc.made
    ):
        return True
    clause = _spelled_out(clause, disc)
    if _taken_up(clause, disc):
        return True
    if _remembered(clause, disc):
        return True
    steps = filed(clause, disc)
    if steps is not None:
        disc.steps.extend(steps)
        return True
    if _saved(clause, disc) or _told(clause, disc):
        return True
    if re.search(r"\?\s*$", clause) and not re.search("[\ue000-\uefff\\d]", clause) and disc.open is None:
        disc.open = clause
        return True
    return _harmless(clause, disc)


def _spelled_out(clause: str, disc: Discourse) -> str:
    """`Remove them`, where the sentence before spoke of duplicates."""
    spoken = " ".join(disc.background[-1:])
    found = re.search(
        r"\b(duplicates?|doubled? (?:lines|entries|names)|(?:empty|blank) lines)\b", spoken, re.IGNORECASE
    )
    if found:
        return re.sub(
            r"\b(remove|delete|drop|get rid of)\s+(?:them|these|those)\b",
            rf"\1 {found.group(1)}",
            clause,
            flags=re.IGNORECASE,
        )
    return clause


_TAKES = re.compile(
    r"^(?:please\s+|first\s+|then\s+)*(?:take|use|get|fetch|look at|consider|go through|start (?:with|from)|open|read)\b",
    re.IGNORECASE,
)


def _taken_up(clause: str, disc: Discourse) -> bool:
    """A clause that only says which file is meant: `take the net amount in net.txt`."""
    files = disc.files(clause)
    if not files or not re.match(
        r"^(?:please\s+|first\s+|then\s+)*(?:take|use|get|fetch|consider|go through|start)\b|^(?:please\s+)?(?:read|"
        r"open)\b.*\b(?:which|they|it) (?:each )?(?:has|have|holds?|contains?)\b",
        clause,
        re.IGNORECASE,
    ):
        return False
    disc.background.append(clause)
    rest = re.sub("[\ue800-\uefff]", " ", clause)
    if (
        re.search(r"[\d\ue000-\ue7ff]", rest)
        or shapes_in(rest)[0]
        or fold_in(rest)
        or re.search(r"\b(?:out|into|to|off|every|only|which|that|copy)\b", rest, re.IGNORECASE)
    ):
        return False
    disc.sources = files
    disc.results.clear()
    disc.subject = FileText(files[0]) if len(files) == 1 else None
    return True


def _harmless(clause: str, disc: Discourse) -> bool:
    """Whether a clause that was not understood only gives reasons: it names nothing and asks for nothing."""
    plain = re.sub(r"[.!,]", "", clause)
    if re.fullmatch(
        rf"(?:please |but |and )*(?:leave|keep) (?:the )?(?:file )?{FILE} (?:alone|as it is|unchanged|as is|"
        rf"untouched)",
        plain,
        re.IGNORECASE,
    ):
        return True
    if re.search(r"[\ue000-\uf8ff\d?]", plain) or re.match(
        rf"^(?:please\s+|then\s+|and\s+)*(?:{VERB}|how|what|which|who)\b", plain, re.IGNORECASE
    ):
        return bool(
            re.match(r"^(?:please\s+)?(?:keep|keeping|leave|do not|don['’]t) (?:the |them |all |its? )", plain)
        ) and not re.search("[\ue000-\uf8ff]", plain)
    disc.background.append(clause)
    return True


def _note(clause: str, disc: Discourse) -> bool:
    """Keep a sentence that asks for nothing; it may name the items of a list that was asked for before."""
    if disc.listing is not None:
        text, separator = layout_of(clause.strip(" ."))
        items = listed(text)
        if items is None:
            return False
        step, disc.listing = disc.listing, None
        disc.write(dataclasses.replace(step, expr=Literal((separator or "\n").join(items))))
        return True
    disc.background.append(clause)
    files = disc.files(clause)
    if files:
        disc.sources = list(dict.fromkeys(disc.sources + files)) if not disc.steps else files
        if len(files) == 1 and not disc.results:
            disc.subject = FileText(files[0])
    return True


def _remembered(clause: str, disc: Discourse) -> bool:
    found = _MEMORY.search(clause)
    if found is None or re.search(FILE, clause):
        return False
    fact = disc.plain(found["fact"]).strip(" .")
    it = re.match(r"(?:it|this|that) (?:is|are)\b", fact, re.IGNORECASE)
    if it:
        spoken = clause[: found.start()] if len(clause[: found.start()]) > 12 else " ".join(disc.background[-1:])
        noun = re.search(r"\b(?:the|my|our)\s+(?:[\w\-]+\s+){0,2}?[\w\-]+(?:\s+of\s+(?:the|my|our)\s+[\w ]+)?", spoken)
        fact = f"{noun.group().strip() if noun else 'it'} {fact.split(' ', 1)[1]}"
    disc.facts.append(fact)
    disc.steps.append(Keep(Literal(fact)))
    return True


def _saved(clause: str, disc: Discourse) -> bool:
    roles = roles_of(clause)
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
    if not _SAVES.search(clause) and not re.match(rf"^\s*{FILE}\s*(?:=|with\b)", clause):
        return _in_place(clause, roles, disc)
    if not targets:
        targets, roles = _implied_target(clause, roles, disc)
    if not targets:
        return _in_place(clause, roles, disc)
    if len(targets) > 1 and re.search(r"\brespectively\b", clause, re.IGNORECASE):
        return _respectively(clause, targets, roles, disc)
    if len(targets) == 2 and len(disc.results) < 2:
        return _split(clause, disc)
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
        r"\b(?:the copy|the new (?:one|file)|that copy|it|there|that file|the file|the list|list|same file|the end)\b",
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
    rest = re.sub("|".join(frame_marks(clause)), " ", roles.rest) if frame_marks(clause) else roles.rest
    sources = list(dict.fromkeys(disc.path(mark) for mark in roles.sources))
    shaped = bool(shapes_in(rest)[0])
    if re.search(QUOTE, rest) and not shaped:
        return literal_in(rest, disc)
    if not sources:
        redirected = (
            disc.redirect()
            if re.search(rf"\b{POINTER}\b", rest, re.IGNORECASE) or re.search(r"\bsave\b", rest)
            else None
        )
        if redirected is not None:
            return redirected
        named = _named_result(rest, disc)
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


def _split(clause: str, disc: Discourse) -> bool:
    """`7 times 8 in a.txt and 9 times 6 in b.txt`: one verb for two."""
    cut = re.search(rf"(?<=[\ue800-\uefff])\s*(?:,|;|and|,\s*and)\s+(?!{FILE})", clause)
    verb = re.match(r"^(?:please\s+)?(?P<verb>\w+)", clause)
    if cut is None or verb is None:
        return False
    return _clause(clause[: cut.start()], disc) and _clause(f"{verb['verb']} {clause[cut.end() :]}", disc)


def _in_place(clause: str, roles: Roles, disc: Discourse) -> bool:
    """An edit of a file that names no other one to write to."""
    if re.match(
        r"^(?:please\s+|could you\s+|can you\s+)*(?:show|tell|list|give|what|which|who|how|print|display|find|say|read|"
        r"head|tail)\b",
        clause,
        re.IGNORECASE,
    ):
        return False
    marks = roles.sources or roles.targets
    pointed = re.search(
        r"\b(?:it|that file|the copy|the new (?:one|file)|the file|them|that list|the list|the lines?)\b",
        clause,
        re.IGNORECASE,
    )
    path = disc.path(marks[0]) if len(marks) == 1 else None
    if not marks and not pointed and shapes_in(clause)[0] and len(disc.sources) == 1 and not disc.results:
        path = disc.sources[0]
    if not marks and pointed:
        path = disc.made or (disc.sources[-1] if disc.sources else None)
    pending = disc.steps[disc.implied] if disc.implied is not None else None
    if not marks and isinstance(pending, Write) and disc.implied is not None and (chained := shapes_in(clause)[0]):
        made: Expr = pending.expr
        for shape in chained:
            made = shape(made)
        disc.steps[disc.implied] = dataclasses.replace(pending, expr=made)
        return True
    if path is None:
        return False
    name = re.search(r"\b(?:line|entry|row) with (?:his|her|their|its|that) name\b", clause, re.IGNORECASE)
    last = disc.steps[-1] if disc.steps else None
    if (
        re.search(r"\b(?:remove|delete|drop|take)\s+(?:that|this|the) line\b", clause)
        and isinstance(last, Write)
        and isinstance(last.expr, Transform)
    ):
        which = {"line": last.expr.args[:1], "head": ("1",), "tail": ("-1",)}.get(last.expr.kind)
        if which and (last.expr.kind == "line" or last.expr.args == ("1",)):
            disc.write(Write(path, Transform("drop_line", FileText(path), which)))
            return True
    if name:
        named = re.search(r"\b[A-Z][a-z]+\b", " ".join(disc.background[-1:]))
        shapes = shapes_in(f"remove the line with {named.group()}")[0] if named else []
    else:
        shapes = shapes_in(clause)[0]
    only = re.search(r"\b(?:only|just|nothing but)\b", clause) and re.search(QUOTE, clause) and not shapes
    if only:
        disc.write(Write(path, Literal(disc.quotes(clause)[0])))
        return True
    if (
        re.search(r"^(?:please\s+|now\s+|then\s+)*(?:empty|clear)\b(?!\s+lines)", clause, re.IGNORECASE)
        and len(marks) == 1
    ):
        disc.write(Write(path, Literal("")))
        return True
    just = re.search(
        rf"\b(?:change|set|reset|update)\b.*\b(?:to|back to)\s+(?:just\s+|only\s+)?(?P<what>{QUOTE}|[\w.\-]+)\s*[.!]?$",
        clause,
        re.IGNORECASE,
    )
    if (just and not shapes) or (just and re.search(r"\b(?:just|only)\b", clause)):
        disc.write(Write(path, Literal(disc.plain(just["what"]))))
        return True
    if not shapes or re.search(r"\b(?:how many|count|sum|total|average)\b", clause, re.IGNORECASE):
        return False
    if any(
        isinstance(part := shape(FileText(path)), Transform)
        and re.match(r"line$|word|head|tail|longest|shortest|lines_(?:with$|start|end)", part.kind)
        for shape in shapes
    ) and not re.search(r"\b(?:keep|leave|filter|in place)\b", clause, re.IGNORECASE):
        return False
    source: Expr = (
        disc.subject if isinstance(disc.subject, Ref) and not marks and disc.implied is not None else FileText(path)
    )
    for shape in shapes:
        source = shape(source)
    disc.write(Write(path, source, implied=True))
    return True


def _told(clause: str, disc: Discourse) -> bool:
    """A value that is asked for without a file to write it to."""
    roles = roles_of(clause)
    if roles.targets and _SAVES.search(clause):
        return False
    sources = list(dict.fromkeys(disc.path(mark) for mark in (*roles.sources, *roles.targets)))
    last = disc.steps[-1] if disc.steps else None
    if (
        isinstance(last, Say)
        and isinstance(last.expr, Derived)
        and last.expr.kind == "extreme"
        and re.search(r"\bhow (?:much|many|high|tall|old)\b", clause)
        and not sources
    ):
        disc.steps[-1] = Say(Derived("extreme", last.expr.sources, (last.expr.args[0], "both", last.expr.args[2])))
        return True
    if re.search(QUOTE, clause) and not shapes_in(clause)[0] and not sources:
        return False
    before = len(disc.steps)
    if re.search(r"\d", clause) and not re.search("[\ue000-\uefff]", clause) and _strict(clause, disc):
        return True
    if (
        TELL.search(clause)
        and not sources
        and disc.results
        and not re.search(r"\bhow many|\bwho\b|\bwhich\b|\bwhat\b|\d", clause, re.IGNORECASE)
    ):
        return True
    better = comparison_value(clause, sources, disc)
    value = better or value_in(clause, sources, disc)
    if value is not None and not (isinstance(value, FileText) and not sources):
        if isinstance(value, Ref) and value == disc.subject:
            return True
        _keep_sources(sources, disc)
        disc.say(formed(value, clause, disc), clause)
        return True
    if shown(clause, disc):
        return len(disc.steps) > before
    return (
        bool(disc.results)
        and bool(re.search(r"\b(?:tell|say|hear|know|show)\b", clause, re.IGNORECASE))
        and not sources
    )


def _strict(clause: str, disc: Discourse) -> bool:
    """A clause of the strict grammar that only works values out."""
    steps = read_clause(clause)
    if not steps or not all(
        isinstance(step, Say) and not isinstance(step.expr, Literal | Recalled | Found | FilesWith | Listing)
        for step in steps
    ):
        return False
    values = [settle(step.expr, disc) for step in steps if isinstance(step, Say)]
    if any(value is None for value in values) or day_in(clause, ""):
        return False
    for step, value in zip(steps, values, strict=True):
        if value is not None and isinstance(step, Say):
            disc.say(value, step.about)
    return True


def _keep_sources(sources: list[str], disc: Discourse) -> None:
    if sources:
        disc.sources = list(sources)


def _conditional(clause: str, disc: Discourse) -> bool:
    def act(text: str) -> list[Step] | None:
        inner = Discourse(
            disc.scanned, sources=list(disc.sources), subject=disc.subject, folder=disc.folder, made=disc.made
        )
        inner.inside = copy.copy(disc.inside)
        return inner.steps if _clause(text, inner) and inner.steps else None

    branch = branch_in(clause, disc, act)
    if branch is None:
        return False
    disc.steps.append(branch)
    return True


__all__ = ["read_gist", "with_path"]
