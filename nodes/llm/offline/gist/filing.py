"""What a clause does with files as such: make folders, copy, move, rename, delete, list, find, show."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.days import dated_name
from nodes.llm.offline.gist.deleting import deleted
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.finding import FOLDER, found_files, listed_files, suffix
from nodes.llm.offline.gist.folders import folder_meant, folder_names
from nodes.llm.offline.gist.words import QUOTE
from nodes.llm.offline.program import EachFile, FileAction, Step
from nodes.llm.offline.terms import FileText

Steps = list[Step]


_RENAME = re.compile(
    r"\brename|\brenmae|\bretitle|\b(?:other|new|another|different|right|correct) name\b|\bchange (?:the |its )?(?:\w+ "
    r")?name\b|\bshould (?:now )?be (?:called|named)\b|"
    r"\bgive (?:it|the file|\S+) (?:the|a|another) (?:new )?name\b|\bmust be called\b|\bname it\b|\bcall it\b",
    re.IGNORECASE,
)


_COPY = re.compile(
    r"\b(?:cop(?:y|ies|ied)|cp|duplicate|clone|back ?up|second version|duplicat\w+|safe copy)\b", re.IGNORECASE
)


_MOVE = re.compile(
    r"\b(?:move|moved|moving|mv|shift|transfer|relocate|goes|go|belongs?|put|bring|place|stow|kept|file away|archive|"
    r"archived|tidy|send)\b",
    re.IGNORECASE,
)


_MKDIR = re.compile(
    r"\b(?:creat\w*|make|mkae|mkdir|new|add|set up|want|need|would like|['’]d like|open|start|have|prepare|get)\b",
    re.IGNORECASE,
)


def filed(clause: str, disc: Discourse) -> Steps | None:
    """The file operations of a clause; `None` where it asks for something else."""
    for read in (_asked_copy, deleted, _renamed, _copied, _moved, _foldered, listed_files, found_files):
        steps = read(clause, disc)
        if steps is not None:
            return steps
    return None


def _asked_copy(clause: str, disc: Discourse) -> Steps | None:
    """`Make one and call it b.txt`, where a copy of a.txt was spoken of before."""
    spoken = re.search(
        r"\bcopy of\b[^\ue800-\uebff]*(?P<mark>[\ue800-\uebff])", " ".join(disc.background[-1:]), re.IGNORECASE
    )
    files = disc.files(clause)
    if (
        spoken is None
        or len(files) != 1
        or not re.search(r"\b(?:make|create|do|save) (?:such )?(?:one|it|that|a copy)\b", clause, re.IGNORECASE)
    ):
        return None
    old = disc.path(spoken["mark"])
    disc.made, disc.subject, disc.sources = files[0], FileText(files[0]), [old]
    return [FileAction("copy", old, files[0])]


def _renamed(clause: str, disc: Discourse) -> Steps | None:
    if (
        disc.copying
        and len(disc.files(clause)) == 1
        and re.search(r"\b(?:call|name|named|called|as|to|save)\b", clause, re.IGNORECASE)
    ):
        old, target, disc.copying = disc.copying, disc.files(clause)[0], None
        disc.made, disc.subject, disc.sources = target, FileText(target), [old]
        return [FileAction("copy", old, target)]
    if not _RENAME.search(clause) and not re.match(r"\s*(?:please\s+)?call\b", clause, re.IGNORECASE):
        return None
    files = disc.files(re.sub(r"\b(?:like|for example|such as|e\.g\.)\s+[\ue800-\uefff]", " ", clause))
    first = files[0] if files else None
    ending = re.search(r"\.\w+$", first or "")
    dated = dated_name(clause, ending.group() if ending else "")
    if first and dated:
        return _move(first, _beside(first, dated), disc)
    if (
        len(files) == 1
        and re.search(rf"\b(?:it|that|this|the file)\b.*{'[' + chr(0xE800) + '-' + chr(0xEFFF) + ']'}", clause)
        and (disc.made or disc.sources)
    ):
        files = [disc.made or disc.sources[-1], files[0]]
    return _move(files[0], _beside(files[0], files[1]), disc) if len(files) == 2 else None


def _beside(old: str, new: str) -> str:
    return new if "/" in new or "/" not in old else f"{old.rpartition('/')[0]}/{new}"


def _move(old: str, new: str, disc: Discourse) -> Steps:
    disc.made, disc.sources, disc.subject = new, [new], FileText(new)
    return [FileAction("move", old, new)]


def _copied(clause: str, disc: Discourse) -> Steps | None:
    if not _COPY.search(clause) or re.search(
        r"\b(?:lines?|rows?|words?|entries|numbers|addresses|containing)\b", clause
    ):
        return None
    clause = re.sub(r"\b(?:like|for example|such as|e\.g\.)\s+[\ue800-\uefff]", " ", clause, flags=re.IGNORECASE)
    if re.search(r"\b(?:replace|sort|append|delete|remove|change|write|swap|reverse|add)\b", clause, re.IGNORECASE):
        return None
    files, folder = disc.files(clause), folder_meant(clause, disc)
    if len(files) == 4 and len(re.findall(r"\b(?:to|as)\s+[\ue800-\uefff]", clause)) == 2:
        return [FileAction("copy", files[0], files[1]), FileAction("copy", files[2], files[3])]
    same = re.search(r"\bsame folder\b", clause)
    every = _EVERY.search(clause)
    if every and folder and not files and suffix(every):
        return [EachFile("copy", str(suffix(every)), folder)]
    if not files and re.search(r"\b(?:it|that file|them|the file|one|a copy|a backup)\b", clause):
        files = [disc.made] if disc.made else disc.sources[-1:]
    if not files:
        return None
    old, targets = files[0], files[1:]
    if re.search(
        r"\b(?:copy|duplicate|cp|back up)\s+(?:it|that|this|that file|this file|the file)\s+(?:to|as|in)",
        clause,
        re.IGNORECASE,
    ) and (disc.made or disc.sources):
        old, targets = disc.made or disc.sources[-1], files
    if (
        len(files) == 1
        and (not folder or same)
        and re.search(r"\b(?:it|that file|that|one|this)\b", clause)
        and (disc.made or disc.sources)
    ):
        old, targets = disc.made or disc.sources[-1], files
    ending = re.search(r"\.\w+$", old)
    dated = dated_name(clause, ending.group() if ending else "")
    if dated and not targets:
        targets = [_beside(old, dated)]
    if folder and not same:
        targets = (
            [f"{folder}/{target}" if "/" not in target else target for target in targets] if _gives_name(clause) else []
        )
        sources = [old] if targets else files
        targets = targets or [f"{folder}/{path.rsplit('/', 1)[-1]}" for path in files]
        if len(sources) == len(targets) > 1:
            return [FileAction("copy", one, other) for one, other in zip(sources, targets, strict=True)]
    if not targets and len(files) == 1 and not folder:
        disc.copying, disc.sources = old, [old]
        return []
    if not targets or old in targets:
        return None
    targets = [_beside(old, target) for target in targets] if same else targets
    disc.made, disc.subject, disc.sources = targets[-1], FileText(targets[-1]), [old]
    return [FileAction("copy", old, target) for target in targets]


_EVERY = re.compile(
    r"\b(?:all|every|each)\s+(?:of\s+)?(?:the\s+|my\s+)?\*?\.?(?P<ending>\w+)[\s-]+files?\b", re.IGNORECASE
)


def _gives_name(clause: str) -> bool:
    return bool(re.search(r"\b(?:called|named|name|as|under)\b", clause, re.IGNORECASE))


def _moved(clause: str, disc: Discourse) -> Steps | None:
    if re.search(
        r"\b(?:text|lines?|words?|number|saying|copy|copied|list)\b|[\ue000-\ue7ff]", clause, re.IGNORECASE
    ) and not re.search(r"\bmove|mv\b", clause, re.IGNORECASE):
        return None
    fragment = re.match(r"^\s*[\ue800-\uefff](?:\s*(?:,|and|&)\s*[\ue800-\uefff])*\s+(?:in)?to\b", clause)
    if not _MOVE.search(clause) and not fragment:
        return None
    files, folder = disc.files(clause), folder_meant(clause, disc)
    plain_move = re.search(r"\b(?:move|mv|shift|transfer|relocate)\b", clause, re.IGNORECASE)
    ending = re.search(r"\b(?:all|every)\s+(?:the\s+|my\s+)?\*?\.?(?P<ending>\w+)\s+files?\b", clause, re.IGNORECASE)
    if ending and folder and not files and suffix(ending):
        return [EachFile("move", str(suffix(ending)), folder)]
    if not folder:
        return _move(files[0], files[1], disc) if plain_move and len(files) == 2 else None
    if not files and re.search(r"\b(?:it|that file|them|the file|that|this|this file|both)\b", clause):
        files = (
            list(disc.sources)
            if re.search(r"\b(?:them|both)\b", clause)
            else [disc.made]
            if disc.made
            else disc.sources[-1:]
        )
    if not files:
        return None
    actions: Steps = [FileAction("move", path, f"{folder}/{path.rsplit('/', 1)[-1]}") for path in files]
    for path in files:
        name = path.rsplit("/", 1)[-1]
        disc.inside[name] = f"{folder}/{name}"
    disc.made, disc.folder = f"{folder}/{files[-1].rsplit('/', 1)[-1]}", folder
    return [action for action in actions if action not in disc.steps]


def _foldered(clause: str, disc: Discourse) -> Steps | None:
    if not FOLDER.search(clause) or not _MKDIR.search(clause):
        return None
    if re.search(r"\b(?:how many|which|what|list|count|files in)\b", clause, re.IGNORECASE) or disc.files(clause):
        return None
    names = folder_names(clause, disc)
    if not names:
        bare = re.search(r"\bmkdir\s+(?:-p\s+)?(?P<name>[\w\-./]+)", clause)
        names = [bare["name"].rstrip("/")] if bare else []
    if not names or (re.search(QUOTE, clause) and not any(quote in names for quote in disc.quotes(clause))):
        return None
    inner = re.search(r"\b(?:in it|inside it|in there)\b", clause) and disc.folder
    names = [f"{disc.folder}/{name}" if inner and "/" not in name else name for name in names]
    disc.folder = names[-1]
    return [FileAction("mkdir", name) for name in names]
