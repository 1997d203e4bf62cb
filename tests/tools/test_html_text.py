"""Pages become readable text, however broken or hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.html_text import readable


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<html><head><title>A</title></head><body>b<br>c</body></html>", "A\n\nb\nc"),
        ("a < b and c > d &lt;x&gt;", "a < b and c > d <x>"),
        ("<script>if (a<b) {x()}</script>seen<!-- not <p> seen -->", "seen"),
        ("<SCRIPT>x</SCRIPT >y<noscript>z</noscript>", "y"),
        ("<p>never closed <script>x", "never closed"),
        ("<", "<"),
        ("İ<b>x</b>", "İx"),
        ("", ""),
    ],
)
def test_pages_are_stripped_to_their_text(page: str, text: str) -> None:
    assert readable(page) == text


@pytest.mark.parametrize(
    "piece", ["<", "<!", "<!--", "<a ", "<script>", "<a b='", "&", "&#", "</", "<![CDATA[", "<?", "<title>", "<p>"]
)
def test_hostile_pages_take_time_by_their_length_only(piece: str) -> None:
    page = piece * (300_000 // len(piece))
    started = time.process_time()
    readable(page)
    assert time.process_time() - started < 1


@settings(max_examples=100)
@given(st.text(alphabet="<>/!-ab= \"'&;scriptle", max_size=200))
def test_any_page_can_be_read(page: str) -> None:
    readable(page)
