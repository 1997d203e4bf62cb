"""Reading tasks from a numbered list, as models without structured output write it: with Markdown, nesting and prose around."""

from __future__ import annotations

import re

from nodes.planning.plan import Task

_ITEM = re.compile(
    r"^(?P<indent>[ \t]*)(?:>\s*)?(?:[#*_`-]+\s*)*(?:(?:step|task)\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*)"
    r"\s*[.):\]-]*[*_`]*\s+(?P<text>\S.*)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•]|[a-z][.)])\s+(?P<text>\S.*)$", re.IGNORECASE)
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1")
_CRITERIA = re.compile(
    r"\s*[(\[]?\s*(?:success(?: criteria| criterion)?|done when|criteria)\s*:\s*(?P<criteria>[^)\]]+)[)\]]?\s*$",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\s*[(\[]\s*(?:depends on|needs|after|requires)\s*:?\s*(?:steps?|tasks?)?\s*"
    r"(?P<ids>\d+(?:\s*(?:,|and|&)\s*(?:steps?|tasks?)?\s*\d+)*)\s*[)\]]",
    re.IGNORECASE,
)


def parse_tasks(text: str) -> list[Task]:
    """Read tasks from a reply.

    Top-level numbers are tasks; numbers beneath one (`1.1`, or indented), bullets and unnumbered lines that go on with it are
    added to its description. `(depends on 1 and 2)` becomes dependencies; `Success: …` becomes the criterion. Where no task
    names what it depends on, each is taken to follow the one before.

    Args:
        text: The reply.

    Returns:
        The tasks, ids `task_0`, `task_1` … in the order of the list; empty where there is no list.
    """
    items: list[tuple[str, list[str]]] = []
    outer: int | None = None
    for line in text.splitlines():
        found = _ITEM.match(line)
        if found and "." not in found["number"] and (outer is None or len(found["indent"].expandtabs(4)) <= outer):
            outer = len(found["indent"].expandtabs(4)) if outer is None else outer
            items.append((found["number"], [found["text"]]))
        elif items and (nested := found or _BULLET.match(line)):
            items[-1][1].append(nested["text"])
        elif items and line[:1] in " \t" and line.strip():
            items[-1][1].append(line.strip())
    numbers = {number: f"task_{index}" for index, (number, _) in enumerate(items)}
    explicit = any(_NEEDS.search(" ".join(parts)) for _, parts in items)
    return [_task(index, parts, numbers, explicit) for index, (_, parts) in enumerate(items)]


def _task(index: int, parts: list[str], numbers: dict[str, str], explicit: bool) -> Task:
    text = _MARKS.sub(r"\2", "; ".join(part.strip().rstrip(":") for part in parts)).strip()
    needs = _NEEDS.search(text)
    if needs:
        text = (text[: needs.start()] + text[needs.end() :]).strip()
        dependencies = [numbers[number] for number in re.findall(r"\d+", needs["ids"]) if number in numbers]
    else:
        dependencies = [] if explicit or index == 0 else [f"task_{index - 1}"]
    criteria = _CRITERIA.search(text)
    if criteria:
        text = text[: criteria.start()].rstrip(" ;,.-")
    return Task(
        id=f"task_{index}",
        description=text,
        dependencies=[other for other in dependencies if other != f"task_{index}"],
        success_criteria=criteria["criteria"].strip() if criteria else None,
    )
