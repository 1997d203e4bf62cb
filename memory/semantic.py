"""Semantic memory: texts found again by what they mean."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from memory.database import Database, to_text, utc_now
from memory.labels import Integrity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SemanticMemory:
    """Knowledge in the project's database, compared by exact cosine.

    A text has one id, SHA-256 over namespace and text, so storing it again changes nothing but its metadata. Every query sees
    one namespace only. Vectors of another embedder cannot be compared; they are embedded again at the first retrieval.

    Args:
        database: Where the texts live.
        embeddings: Turns texts into vectors; an attribute `identity`, where it has one, names its vector space.
        namespace: Whose knowledge this is (a tenant); others' is never seen.
        clock: The current time in UTC.
    """

    def __init__(
        self,
        database: Database,
        embeddings: Embeddings,
        namespace: str = "local",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.namespace = namespace
        self._database = database
        self._embeddings = embeddings
        self._clock = clock

    def store(
        self,
        text: str,
        metadata: Mapping[str, Any] | None = None,
        *,
        integrity: Integrity = Integrity.UNTRUSTED,
    ) -> str:
        """Keep a text.

        A text that is known already keeps its id and takes the new metadata; it stays trusted only if it was and is.

        Args:
            text: Not blank.
            metadata: JSON-serialisable facts about it, such as its source.
            integrity: Whether whoever wrote it may steer the agent.

        Returns:
            The id.

        Raises:
            ValueError: The text is blank, or the metadata is not JSON-serialisable.
            StoreError: It could not be written; nothing was.
        """
        from sqlalchemy import text as sql

        if not text.strip():
            raise ValueError("there is no text to store; send at least one word")
        row = {
            "namespace": self.namespace,
            "id": knowledge_id(self.namespace, text),
            "text": text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}"),
            "metadata": _json(metadata or {}),
            "integrity": integrity.value,
            "embedder": self._embedder,
            "vector": _packed(self._embeddings.embed_query(text)),
            "stored_at": to_text(self._clock()),
        }
        with self._database.write() as connection:
            connection.execute(sql(_STORE), row)
        return str(row["id"])

    def retrieve(self, query: str, top_k: int = 5) -> list[Document]:
        """The texts nearest to a query, the nearest first.

        Args:
            query: What to look for.
            top_k: At most so many; none for less than 1.

        Returns:
            Documents with their `id`; the metadata as stored, and with `score` (cosine, from -1 to 1), `integrity` and `stored_at`.

        Raises:
            StoreError: The database cannot be read.
        """
        import numpy as np

        rows = self._rows()
        if top_k < 1 or not rows or not query.strip():
            return []
        matrix = np.stack([self._vector(row) for row in rows])
        wanted = np.asarray(self._embeddings.embed_query(query), dtype=np.float32)
        scores = matrix @ wanted / (np.linalg.norm(matrix, axis=1) * np.linalg.norm(wanted) + 1e-12)
        return [_document(rows[int(index)], float(scores[index])) for index in (-scores).argsort(kind="stable")[:top_k]]

    def forget(self, id: str) -> bool:
        """Remove a text.

        Returns:
            Whether it was there.

        Raises:
            StoreError: It could not be removed.
        """
        from sqlalchemy import text as sql

        with self._database.write() as connection:
            statement = sql("DELETE FROM knowledge WHERE namespace = :namespace AND id = :id")
            return connection.execute(statement, {"namespace": self.namespace, "id": id}).rowcount > 0

    @property
    def _embedder(self) -> str:
        return str(getattr(self._embeddings, "identity", type(self._embeddings).__name__))

    def _rows(self) -> list[dict[str, Any]]:
        from sqlalchemy import text as sql

        with self._database.read() as connection:
            found = connection.execute(sql(_ALL), {"namespace": self.namespace}).mappings()
            return [dict(row) for row in found]

    def _vector(self, row: Mapping[str, Any]) -> NDArray[np.float32]:
        import numpy as np
        from sqlalchemy import text as sql

        if row["embedder"] == self._embedder:
            return np.frombuffer(base64.b64decode(row["vector"]), dtype="<f4")
        vector = self._embeddings.embed_query(row["text"])
        values = {"embedder": self._embedder, "vector": _packed(vector), "namespace": self.namespace, "id": row["id"]}
        with self._database.write(durable=False) as connection:
            connection.execute(sql(_EMBED_AGAIN), values)
        return np.asarray(vector, dtype=np.float32)


_STORE = """
INSERT INTO knowledge (namespace, id, text, metadata, integrity, embedder, vector, stored_at)
VALUES (:namespace, :id, :text, :metadata, :integrity, :embedder, :vector, :stored_at)
ON CONFLICT (namespace, id) DO UPDATE SET metadata = excluded.metadata, embedder = excluded.embedder, vector = excluded.vector,
    integrity = CASE WHEN knowledge.integrity = 'trusted' THEN excluded.integrity ELSE knowledge.integrity END
"""
_ALL = "SELECT id, text, metadata, integrity, embedder, vector, stored_at FROM knowledge WHERE namespace = :namespace ORDER BY id"
_EMBED_AGAIN = "UPDATE knowledge SET embedder = :embedder, vector = :vector WHERE namespace = :namespace AND id = :id"


def knowledge_id(namespace: str, text: str) -> str:
    """SHA-256 over namespace and text; the length stands between them, so that no other pair gives the same bytes."""
    name = namespace.encode("utf-8", "replace")
    return hashlib.sha256(b"%d:%s%s" % (len(name), name, text.encode("utf-8", "replace"))).hexdigest()


def _json(metadata: Mapping[str, Any]) -> str:
    try:
        return json.dumps(dict(metadata), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"metadata must be JSON-serialisable: {error}") from error


def _packed(vector: list[float]) -> str:
    import numpy as np

    return base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode("ascii")


def _document(row: Mapping[str, Any], score: float) -> Document:
    metadata = {**json.loads(row["metadata"]), "integrity": row["integrity"], "stored_at": row["stored_at"]}
    return Document(page_content=row["text"], id=row["id"], metadata={**metadata, "score": round(score, 6)})
