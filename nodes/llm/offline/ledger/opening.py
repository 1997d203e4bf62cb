"""The files that a goal is about, opened before it is read."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from nodes.llm.offline.conversation import Conversation
from nodes.llm.offline.evaluate import OPENING, Evaluator
from nodes.llm.offline.framed.reader import read_frames
from nodes.llm.offline.interpret import Outcome
from nodes.llm.offline.ledger.misfits import misfit
from nodes.llm.offline.ledger.reader import read_ledger, sources_of, sure_of
from nodes.llm.offline.lookups import file_text, names_of
from nodes.llm.offline.outcomes import Failed, Pending
from nodes.llm.offline.program import Program, Unread
from nodes.llm.offline.protect import Protected, protect
from nodes.llm.offline.reader import LONGEST_GOAL, read_program
from nodes.llm.offline.restating import restated


def opened(run: Conversation, tools: frozenset[str]) -> Program | Outcome | None:
    """Read the goal of a run with the files that it names at hand.

    Args:
        run: What the conversation holds.
        tools: Names of the tools that are bound.

    Returns:
        The program; the calls that bring the files, as long as they are not there; `None` for a goal that is not read this way.
    """
    if len(run.goal) > LONGEST_GOAL:
        return None
    protected = protect(run.goal)
    sources = sources_of(protected)
    if not sources or "file_operations" not in tools or _framed(protected):
        return None
    evaluator = Evaluator(run, tools)
    evaluator.step = OPENING
    texts: dict[str, str] = {}
    if not sure_of(protected):
        try:
            there = names_of(
                evaluator.call("file_operations", {"operation": "list", "filepath": "."}, may_fail=True).value
            )
        except Pending:
            return Outcome(calls=evaluator.calls)
        sources = tuple(path for path in sources if "/" in path or path in there)
    for path in sources:
        try:
            texts[path] = file_text(evaluator, path)
        except Pending:
            continue
        except Failed:
            return None
    if evaluator.calls:
        return Outcome(calls=evaluator.calls)
    made = _read(run.goal, tuple(texts.items()))
    wrong = misfit(read_program(run.goal), texts) if made is None and texts else ""
    if wrong:
        step = Unread(run.goal, f"{wrong!r} does not fit into the file.")
        return Program((step,), (step,))
    return made


@lru_cache(maxsize=64)
def _framed(protected: Protected) -> bool:
    """Whether the goal is one of those that are read exactly without knowing what the files hold."""
    return read_frames(dataclasses.replace(protected, text=restated(protected.text)), plainly=True) is not None


@lru_cache(maxsize=64)
def _read(goal: str, texts: tuple[tuple[str, str], ...]) -> Program | None:
    return read_ledger(protect(goal), dict(texts))
