"""Bodies are unpacked within their bounds, and Retry-After is read however it is written."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.http_body import collect, retry_after


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("120", 120, 120),
        (" 7 ", 7, 7),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 86_400, 86_400),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value: str, least: float, most: float) -> None:
    wait = retry_after(value)
    assert wait is not None
    assert least <= wait <= most


@given(st.text(max_size=30))
def test_any_retry_after_is_bounded_or_none(value: str) -> None:
    wait = retry_after(value)
    assert wait is None or 0 <= wait <= 86_400


@settings(max_examples=50)
@given(st.binary(max_size=5000), st.integers(1, 4000), st.integers(1, 500))
def test_unpacking_gives_the_start_of_the_content(content: bytes, limit: int, step: int) -> None:
    for coding, packed in (("gzip", gzip.compress(content)), ("deflate", zlib.compress(content)), ("", content)):
        chunks = [packed[at : at + step] for at in range(0, len(packed), step)]
        assert collect(chunks, coding, limit) == (content[:limit], len(content) > limit)
