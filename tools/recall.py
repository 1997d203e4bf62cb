"""The tool that looks for facts kept in earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from memory.labels import Confidentiality, Integrity
from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput

if TYPE_CHECKING:
    from memory.semantic import SemanticMemory

LEAST_SCORE = 0.2
"""Cosine below which a text is not about the query. With all-MiniLM-L6-v2, questions and the facts that answer them score 0.3
and more, unrelated sentences about 0.05, seldom above 0.15."""


class RecallInput(ToolInput):
    """What to look for."""

    query: str = Field(min_length=1, max_length=10_000, description='What to look for, for example "favourite colour".')
    top_k: int = Field(default=5, ge=1, le=50, description="At most so many facts.")


class RecallTool(Tool):
    """Finds what was remembered by what it means.

    What was remembered may come from anywhere, so it is untrusted.

    Args:
        memory: Where.
        least_score: Cosine below which a text does not count as found.
    """

    name = "recall"
    description = "Look up facts that were remembered earlier, such as the user's names, preferences, dates and plans."
    input_schema = RecallInput
    manifest = Manifest(
        effect=Effect.READ,
        replay=Replay.PURE,
        integrity=Integrity.UNTRUSTED,
        confidentiality=Confidentiality.PRIVATE,
        roles={"query": ArgumentRole.TEXT, "top_k": ArgumentRole.OPTION},
    )
    timeout_seconds = 30.0

    def __init__(self, memory: SemanticMemory, least_score: float = LEAST_SCORE) -> None:
        self._memory = memory
        self._least_score = least_score

    def execute(self, input: RecallInput, /) -> ToolOutput:
        """Look it up.

        Returns:
            A list of `{"text", "score"}`, the nearest first; empty, with the metadata's `message`, where nothing is near.
        """
        found = self._memory.retrieve(input.query, input.top_k)
        near = [
            {"text": document.page_content, "score": round(document.metadata["score"], 3)}
            for document in found
            if document.metadata["score"] >= self._least_score
        ]
        if near:
            return ToolOutput.ok(near)
        return ToolOutput.ok([], message=f"Nothing that was remembered is about {input.query!r}.")

    def preview(self, input: RecallInput, /) -> str:
        """What will be looked for."""
        return f"Look in memory for {input.query!r}"
