"""The nearest worked examples to a goal, by embedding where the sentence model loads, else by shared words."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.embeddings import EmbeddingsUnavailable, HashingEmbeddings, MiniLMEmbeddings
from nodes.llm.example import WorkedExample
from nodes.llm.examples.records import BANK, digest, records
from nodes.llm.examples.shape import MAX_CHARACTERS, agreement, shape_of, traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = BANK.with_name("vectors.npz")
"""The examples' vectors, with the digest of the bank and the name of the embedder that they belong to."""

SHAPE_SHARE = 0.7
"""How much the shape of a goal counts beside its plain words; the best of a coarse search on the bundled examples."""

_LOG = logging.getLogger(__name__)


class BundledExamples:
    """The bundled bank behind the port's `ExampleBank`.

    Examples and goal are compared by the shape of their wording (`shape_of`). Vectors ship precomputed; where they do not
    belong to the bank or the embedder at hand, they are computed again, which takes a few seconds once.

    Args:
        embeddings: What to compare with; `None` takes the local sentence model, or hashed words where that cannot load.
        bank: The examples.
        vectors: Their shipped vectors.
    """

    def __init__(
        self,
        embeddings: MiniLMEmbeddings | HashingEmbeddings | None = None,
        bank: Path = BANK,
        vectors: Path = VECTORS,
    ) -> None:
        self._embeddings = embeddings or MiniLMEmbeddings()
        self._bank = bank
        self._vectors = vectors

    async def nearest(self, goal: str, limit: int, tools: Collection[str]) -> Sequence[WorkedExample]:
        """The examples nearest to a goal, the nearest last; those that use other tools are left out.

        Args:
            goal: What the user asked for.
            limit: At most so many.
            tools: Names of the tools at hand.
        """
        if limit < 1:
            return ()
        return await asyncio.to_thread(self._nearest, goal, limit, frozenset(tools))

    def _nearest(self, goal: str, limit: int, tools: frozenset[str]) -> Sequence[WorkedExample]:
        import numpy as np

        query, matrix = self._compared(goal)
        wanted = traits(goal)
        alike = [agreement(wanted, traits(record.example.goal)) for record in records(self._bank)]
        likeness = matrix @ query + np.asarray(alike, dtype=np.float32)
        chosen: list[WorkedExample] = []
        for index in likeness.argsort(kind="stable")[::-1]:
            example = records(self._bank)[int(index)].example
            if all(step.tool in tools for step in example.steps):
                chosen.append(example)
            if len(chosen) == limit:
                break
        return chosen[::-1]

    def _compared(self, goal: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        try:
            query = _vectors([goal], self._embeddings)
        except EmbeddingsUnavailable as error:
            _LOG.warning("%s; examples are chosen by shared words", error)
            self._embeddings = HashingEmbeddings()
            self.__dict__.pop("_matrix", None)
            query = _vectors([goal], self._embeddings)
        return query[0], self._matrix

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        shipped = _shipped(self._vectors, self._bank, self._embeddings.identity)
        return self._computed() if shipped is None else shipped

    def _computed(self) -> NDArray[np.float32]:
        if self._embeddings.identity == MiniLMEmbeddings.identity:
            _LOG.warning("the vectors of the worked examples are missing or stale; computing them")
        return vectors_of(self._bank, self._embeddings)


def vectors_of(bank: Path, embeddings: MiniLMEmbeddings | HashingEmbeddings) -> NDArray[np.float32]:
    """One row per example, of norm 1."""
    return _vectors([record.example.goal for record in records(bank)], embeddings)


def _vectors(goals: Sequence[str], embeddings: MiniLMEmbeddings | HashingEmbeddings) -> NDArray[np.float32]:
    """Shape and plain words side by side, so that one product gives both cosines in their shares."""
    import numpy as np

    parts = [
        math.sqrt(share) * np.asarray(embeddings.embed_documents(texts), dtype=np.float32)
        for share, texts in (
            (SHAPE_SHARE, [shape_of(goal) for goal in goals]),
            (1 - SHAPE_SHARE, [goal[:MAX_CHARACTERS] for goal in goals]),
        )
    ]
    return np.hstack(parts)


def save_vectors(bank: Path = BANK, vectors: Path = VECTORS) -> None:
    """Compute the vectors that ship; run after every change of the bank (`python -m nodes.llm.examples.bank`)."""
    import numpy as np

    embeddings = MiniLMEmbeddings()
    matrix = vectors_of(bank, embeddings)
    # One byte per number and a scale per row: half the size of half precision, and the same neighbours.
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127
    rounded = np.rint(matrix / scale).astype(np.int8)
    np.savez_compressed(vectors, matrix=rounded, scale=scale, digest=digest(bank), embedder=embeddings.identity)


def _shipped(vectors: Path, bank: Path, embedder: str) -> Any:
    import numpy as np

    try:
        with np.load(vectors, allow_pickle=False) as archive:
            if str(archive["digest"]) == digest(bank) and str(archive["embedder"]) == embedder:
                return archive["matrix"].astype(np.float32) * archive["scale"]
    except (OSError, ValueError, KeyError) as error:
        _LOG.warning("%s cannot be read: %s", vectors, error)
    return None


if __name__ == "__main__":
    save_vectors()
