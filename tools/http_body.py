"""Reading what a server sends, never more than asked for, however it is packed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from time import time

from tools.errors import ToolFailure

ACCEPTED = "gzip, deflate"
"""Codings that are unpacked here; the standard library's unpacker is the one that can stop at a size."""


def collect(chunks: Iterable[bytes], coding: str, limit: int) -> tuple[bytes, bool]:
    """Read and unpack a body up to a size.

    Args:
        chunks: As they come from the wire.
        coding: The Content-Encoding header.
        limit: Most unpacked bytes.

    Returns:
        The bytes, and whether there was more.

    Raises:
        ToolFailure: If the coding is unknown or stacked, or the data do not fit it.
    """
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        unpack = None
    elif coding in ("gzip", "x-gzip", "deflate"):
        # 32: gzip or zlib by the header (zlib manual, inflateInit2).
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    else:
        raise ToolFailure(f"the server packed its answer as {coding[:40]!r}, which was not offered; it cannot be read")
    body = bytearray()
    for chunk in chunks:
        if unpack is None:
            body += chunk
        else:
            try:
                body += unpack.decompress(chunk, limit + 1 - len(body))
            except zlib.error as error:
                raise ToolFailure(f"the server's answer is not valid {coding}: {error}") from error
        if len(body) > limit:
            return bytes(body[:limit]), True
    return bytes(body), False


def content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    """Media type and charset of an answer, in lower case; empty where not told."""
    kind, _, rest = headers.get("content-type", "").partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", rest)
    return kind.strip().lower(), found.group(1).lower() if found else ""


def is_json(kind: str) -> bool:
    """Whether a media type is JSON (RFC 8259, and the `+json` suffix of RFC 6839)."""
    return kind == "application/json" or kind.endswith("+json") or kind == "text/json"


def is_textual(kind: str, body: bytes) -> bool:
    """Whether a body is text to be read; without a media type, by its bytes."""
    if kind.startswith("text/") or is_json(kind) or kind.endswith("+xml"):
        return True
    if kind in (
        "application/xml",
        "application/javascript",
        "application/x-www-form-urlencoded",
        "application/yaml",
        "application/toml",
    ):
        return True
    if kind not in ("", "application/octet-stream"):
        return False
    try:
        body[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        # A multi-byte character may be cut at the end of the sample.
        return error.start > len(body[:4096]) - 4 and error.start > 0
    return b"\0" not in body[:4096]


def as_text(body: bytes, charset: str) -> str:
    """Read a body in its charset, UTF-8 unless told; what does not fit becomes the replacement character."""
    try:
        return body.decode(charset or "utf-8-sig", errors="replace")
    except (LookupError, ValueError):  # a charset that Python does not know, or that is not one of text
        return body.decode("utf-8-sig", errors="replace")


def retry_after(value: str | None) -> float | None:
    """How long a server asks to wait (RFC 9110, 10.2.3).

    Args:
        value: The Retry-After header: seconds, or an HTTP date.

    Returns:
        Seconds from now, from 0 to a day; `None` if there is none or it cannot be read.
    """
    if value is None:
        return None
    try:
        seconds = (
            float(value) if re.fullmatch(r"\s*\d{1,9}\s*", value) else parsedate_to_datetime(value).timestamp() - time()
        )
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(seconds, 0.0), 86_400.0)
