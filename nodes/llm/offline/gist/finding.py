"""Files listed, found and shown."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.folders import folder_names
from nodes.llm.offline.gist.words import QUOTE
from nodes.llm.offline.program import Step
from nodes.llm.offline.terms import FilesWith, FileText, Listing, Measure

FOLDER = re.compile(r"\b(?:folders?|director(?:y|ies)|dirs?|subfolders?|mkdir)\b", re.IGNORECASE)

Steps = list[Step]


_ENDINGS = {
    "text": ".txt",
    "txt": ".txt",
    "csv": ".csv",
    "json": ".json",
    "markdown": ".md",
    "md": ".md",
    "python": ".py",
    "log": ".log",
    "html": ".html",
}


def suffix(found: re.Match[str]) -> str | None:
    """The ending that `all the .tmp files` means; `None` where the word is none (`all my files`)."""
    word = found["ending"].lower()
    return f".{word}" if found.group().split(found["ending"])[0].endswith(".") else _ENDINGS.get(word)


def listed_files(clause: str, disc: Discourse) -> Steps | None:
    """Tell which files there are, or how many."""
    if (
        disc.files(clause)
        or re.search(QUOTE, clause)
        or re.search(r"\bname of (?:the|that) file\b|\bfile name\b", clause)
    ):
        return None
    glob = re.search(
        r"\*?\.(?P<ending>txt|csv|md|json|log|py|html|sql|xml|yaml|yml|pdf|jpg|png|ini|toml|js|ts|sh)\b", clause
    )
    kind = re.search(r"\b(?P<ending>txt|text|csv|json|markdown|md|python|log|html)[- ]files?\b", clause, re.IGNORECASE)
    if not re.search(r"\bfiles?\b|\bdocuments?\b", clause, re.IGNORECASE) and not (
        re.search(r"\b(?:whats|what(?:['’]s| is)|list|show|contents? of|how many)\b", clause, re.IGNORECASE)
        and FOLDER.search(clause)
    ):
        return None
    asks = re.search(
        r"\b(?:list|find|show|which|what|whats|how many|count|number of|ls|tell me|see|name|have i got|do i have|give me|"
        r"are there|is there)\b",
        clause,
        re.IGNORECASE,
    )
    if not asks or (
        re.search(
            r"\b(?:grep|have one|mention|contain|use|word|says?|includ|text|talk|about|with the)\w*\b(?! files)",
            clause,
            re.IGNORECASE,
        )
        and not (glob or kind)
    ):
        return None
    folder = (folder_names(clause, disc) or ["."])[0]
    ending = f".{glob['ending'].lower()}" if glob else _ENDINGS.get(kind["ending"].lower(), "") if kind else ""
    listing = Listing(folder, ending)
    if re.search(r"\b(?:how many|count|number of)\b", clause, re.IGNORECASE):
        disc.say(Measure("files", listing))
    else:
        disc.say(listing)
    return []


_SEEK = re.compile(
    r"\b(?:which|what|find|search|look(?:ing)? for|grep|where|in one of|locate|whether any)\b", re.IGNORECASE
)


_HOLDS = re.compile(
    rf"\b(?:mention(?:s|ing|ed)?|contain(?:s|ing|ed)?|use(?:s|d)?|using|includ(?:es?|ing)|talks? about|(?:the )?(?:word|"
    rf"text|name|phrase|term)|says?|search(?: all)?(?: my)?(?: files)? for|"
    rf"grep|about|have|has)\s+(?:the\s+|a\s+)?(?:(?:word|text|name|phrase|term)\s+)?(?P<what>{QUOTE}|[\w@.\-]+)",
    re.IGNORECASE,
)


def found_files(clause: str, disc: Discourse) -> Steps | None:
    """Tell where a file is, or which files hold a word."""
    files = disc.files(clause) or disc.files(" ".join(disc.background[-1:]))
    if (
        files
        and re.search(r"\bwhere\b(?!\s+stands)|\bin (?:which|what) folder\b", clause, re.IGNORECASE)
        and len(files) == 1
    ):
        name = files[0]
        disc.say(Listing(".", only=name))
        return []
    if disc.files(clause) or not _SEEK.search(clause):
        return None
    if not re.search(
        r"\b(?:files?|recipes?|notes?|documents?|letters?|one|ones|of my|anywhere|folder|all)\b",
        clause + " " + " ".join(disc.background),
        re.IGNORECASE,
    ):
        return None
    context = clause if _HOLDS.search(clause) else " ".join(disc.background[-1:])
    found = _HOLDS.search(context)
    if found is None or found["what"].lower() in ("the", "it", "a", "one", "files", "file", "many", "in", "been", "i"):
        return None
    folder = (folder_names(clause, disc) or folder_names(" ".join(disc.background), disc) or ["."])[0]
    disc.say(FilesWith(folder, disc.plain(found["what"])))
    return []


def shown(clause: str, disc: Discourse) -> bool:
    """Read the files that a clause wants to see, where it asks for nothing else of them."""
    if not re.search(
        r"\b(?:read|open|show|display|cat|print|view|tell|say|see|look|what(?:['’]?s| is| does| do| are)?|whats|contents?|"
        r"give|let me|hear|check)\b",
        clause,
        re.IGNORECASE,
    ):
        return False
    files = disc.files(clause)
    if not files and re.search(r"\b(?:it|its|there|that file|the file|them|inside)\b", clause, re.IGNORECASE):
        files = disc.sources or ([disc.made] if disc.made else [])
    if not files or re.search(r"\d", re.sub(r"[\ue000-\uf8ff]", "", clause)):
        return False
    for path in files:
        disc.say(FileText(path))
    return True
