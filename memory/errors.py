"""Everything that can go wrong in the memory room.

StoreError
├── StoreUnavailable     locked, full, read-only, connection lost: nothing was written; try again when it is mended
├── StoreCorrupt         the file is no database, or a damaged one
├── StoreTooNew          written by a later version of Stanchion; left untouched
└── EmbeddingsUnavailable  the sentence model cannot be loaded (in memory.embeddings)
"""

from __future__ import annotations


class StoreError(Exception):
    """Root of the errors of the memory room; the message says what to do next."""


class StoreUnavailable(StoreError):  # noqa: N818 - reads as the sentence it stands for
    """The store cannot be read or written now; nothing was written."""


class StoreCorrupt(StoreError):  # noqa: N818
    """The file is not a database or is damaged."""


class StoreTooNew(StoreError):  # noqa: N818
    """A later version wrote this database; it is left untouched."""
