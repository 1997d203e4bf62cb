"""The tool that keeps a fact for later runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from memory.labels import Confidentiality, Integrity
from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput

if TYPE_CHECKING:
    from memory.semantic import SemanticMemory

MAX_CHARACTERS = 10_000
"""A fact, not a document: the sentence model reads about the first 1,000 characters."""


class RememberInput(ToolInput):
    """What to keep."""

    text: str = Field(
        min_length=1,
        max_length=MAX_CHARACTERS,
        pattern=r"\S",
        description='One fact as a whole sentence, for example "The user\'s favourite colour is green."',
    )


class RememberTool(Tool):
    """Keeps a text in semantic memory; the same text is kept once, so a repeated call changes nothing.

    What a model writes down may come from anywhere, so it is stored as untrusted.

    Args:
        memory: Where.
    """

    name = "remember"
    description = (
        "Keep a fact for later conversations. Write it as one whole sentence that can be understood by itself."
    )
    input_schema = RememberInput
    manifest = Manifest(
        effect=Effect.WRITE,
        replay=Replay.IDEMPOTENT,
        integrity=Integrity.TRUSTED,
        confidentiality=Confidentiality.PRIVATE,
        roles={"text": ArgumentRole.TEXT},
    )
    timeout_seconds = 30.0

    def __init__(self, memory: SemanticMemory) -> None:
        self._memory = memory

    def execute(self, input: RememberInput, /) -> ToolOutput:
        """Keep it.

        Returns:
            A line that says so; the metadata's `id` is what `SemanticMemory.forget` takes.
        """
        id = self._memory.store(input.text, {"source": "remember"})
        return ToolOutput.ok(f"Remembered: {input.text}", id=id)

    def preview(self, input: RememberInput, /) -> str:
        """What will be kept."""
        return f"Remember {input.text!r}"
