"""A goal to a program: by the strict grammar, and where that leaves a doubt, by its gist."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from nodes.llm.offline.clauses import read_goal
from nodes.llm.offline.framed.reader import read_frames
from nodes.llm.offline.gist.doubt import about_files, changes_nothing, misread, spoils_the_original, without
from nodes.llm.offline.gist.reading import read_gist
from nodes.llm.offline.gist.words import LIMITED
from nodes.llm.offline.kept_results import read_kept
from nodes.llm.offline.problems.story import read_story
from nodes.llm.offline.program import Program, Unread, Write
from nodes.llm.offline.protect import Protected, protect
from nodes.llm.offline.resolve import resolve
from nodes.llm.offline.restating import restated

LONGEST_GOAL = 200_000
"""Characters in all; most of them may stand in quotes."""
LONGEST_TEXT = 8_000
"""Characters outside of quotes, file names and addresses."""


@lru_cache(maxsize=256)
def read_program(goal: str) -> Program:
    """Read a goal.

    Args:
        goal: As the user typed it.

    Returns:
        Its program; one `Unread` step where the goal is empty or far too long.
    """
    if not goal.strip():
        return _unread("", "The goal is empty.")
    if len(goal) > LONGEST_GOAL:
        return _unread(goal[:80] + "…", f"The goal has {len(goal)} characters; {LONGEST_GOAL} are the most.")
    protected = protect(goal)
    if len(protected.text) > LONGEST_TEXT:
        return _unread(
            goal[:80] + "…",
            f"The goal has more than {LONGEST_TEXT} characters of instructions; put long texts in quotes.",
        )
    spoken = protected.text
    protected = dataclasses.replace(protected, text=restated(spoken))
    program = _read(goal, protected)
    if changes_nothing(program, protected):
        return _unread(goal, "It asks for a change, and it was not understood which.")
    if spoils_the_original(program, spoken):
        return _unread(goal, "The original is to stay as it is, and it was not understood where the new text goes.")
    return program


def _read(goal: str, protected: Protected) -> Program:
    framed = read_frames(protected, plainly=True)
    if framed is not None:
        return framed
    kept = read_kept(protected, read_program, sums_only=True)
    if kept is not None:
        return kept
    gist = read_gist(protected) if about_files(protected) else None
    if gist is not None:
        return gist
    kept = read_kept(protected, read_program, sums_only=False)
    if kept is not None:
        return kept
    program = resolve(read_goal(protected.text), protected)
    story = read_story(protected, program)
    if story is not None:
        return story
    if LIMITED.search(protected.text) and any(isinstance(step, Write) for step in program.steps):
        return _unread(goal, "A part of the text is to be spared, and it was not understood which.")
    wrong = misread(program, protected)
    if wrong or program.unread or any(isinstance(step, Unread) for step in program.steps):
        program = read_frames(protected) or (without(program, wrong) if wrong else program)
    return program


def _unread(text: str, reason: str) -> Program:
    step = Unread(text, reason)
    return Program((step,), (step,))
