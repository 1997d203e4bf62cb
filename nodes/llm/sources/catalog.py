"""The manifest of GGUF files that can be fetched by name: where each lies and what its digest must be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from nodes.llm.errors import ModelNotConfigured

DEFAULT_MIRROR = "https://huggingface.co"
"""Where the files of the built-in manifest are published; any mirror with the same paths will do."""

_BUILT_IN = Path(__file__).with_name("models.toml")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class CatalogEntry(BaseModel):
    """One file that can be fetched.

    Attributes:
        name: What people type; lower case letters, digits, `.`, `_`, `-`.
        file: Its file name in the cache, ending in `.gguf`.
        sha256: The digest of the whole file, as 64 hexadecimal digits.
        size_bytes: The size of the whole file.
        license: Of the model's weights; show it before fetching.
        repository: `owner/name` at the mirror; needed unless `url` is given.
        revision: Commit or branch of the repository.
        url: The file's full address; wins over mirror, repository and revision.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    file: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}\.gguf$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int = Field(gt=0)
    license: str = "unknown"
    repository: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")
    revision: str = Field(default="main", pattern=r"^[A-Za-z0-9._-]+$")
    url: str | None = None

    @field_validator("sha256", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    def address(self, mirror: str = DEFAULT_MIRROR) -> str:
        """Where the file lies, at the mirror with this base address."""
        if self.url is not None:
            return self.url
        return f"{mirror.rstrip('/')}/{self.repository}/resolve/{self.revision}/{self.file}"


def load_catalog(manifest: Path | None = None) -> dict[str, CatalogEntry]:
    """Read what can be fetched.

    Args:
        manifest: A TOML file in the form of the built-in one (a table per model; `url` may stand for `repository` and
            `revision`). Its entries are added to the built-in ones and win over those of the same name.

    Returns:
        The entries by name, the built-in ones first.

    Raises:
        ModelNotConfigured: The manifest cannot be read, or an entry is not right; the message names it.
    """
    entries = _read(_BUILT_IN)
    if manifest is not None:
        entries |= _read(manifest)
    return entries


def _read(path: Path) -> dict[str, CatalogEntry]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelNotConfigured(f"cannot read the model manifest {str(path)!r}: {error.strerror or error}") from error
    except ValueError as error:  # not UTF-8, or not TOML
        raise ModelNotConfigured(f"the model manifest {str(path)!r} is not TOML: {error}") from error
    return {name: _entry(path, name, table) for name, table in tables.items()}


def _entry(path: Path, name: str, table: object) -> CatalogEntry:
    where = f"the model manifest {str(path)!r}, entry {name!r}"
    if not _NAME.fullmatch(name):
        raise ModelNotConfigured(f"{where}: a name is lower case letters, digits, '.', '_' and '-', at most 64 in all")
    if not isinstance(table, Mapping):
        raise ModelNotConfigured(f"{where}: must be a table with file, sha256, size_bytes and repository or url")
    try:
        entry = CatalogEntry.model_validate({**table, "name": name})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ModelNotConfigured(f"{where}: {field}: {first['msg']}") from error
    if entry.url is None and entry.repository is None:
        raise ModelNotConfigured(f"{where}: give repository (owner/name) or url")
    if urlsplit(entry.address()).scheme not in ("http", "https"):
        raise ModelNotConfigured(f"{where}: url must begin with https:// or http://")
    return entry
