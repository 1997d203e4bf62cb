"""The readable text of a web page, found in one pass whose cost grows with the page's length only.

The standard library's HTML parser takes time with the square of the length on hostile pages in the Python versions supported
here (CVE-2025-6069), so tags are cut out by plain searches, each of which goes on where the last one ended.
"""

from __future__ import annotations

import html
import re

_DROPPED = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "textarea", "select"})
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
))
# fmt: on
_NAME = re.compile(r"/?([a-z][a-z0-9-]{0,30})")


def readable(page: str) -> str:
    """Strip a page to its text.

    Args:
        page: HTML, however broken.

    Returns:
        The title on a line of its own, an empty line, and the text, a line per block; no markup, scripts or styles.
    """
    lowered = page.lower()
    if len(lowered) != len(page):  # some letters change length in lower case; positions must stay the same
        lowered = page.translate({ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    title: list[str] = []
    text: list[str] = []
    into = text
    at = 0
    while at < len(page):
        start = page.find("<", at)
        into.append(page[at : start if start >= 0 else len(page)])
        if start < 0:
            break
        name = _NAME.match(lowered, start + 1)
        if name is None and lowered[start + 1 : start + 2] not in ("!", "?"):
            into.append("<")
            at = start + 1
            continue
        end = _end_of_tag(lowered, start, name.group(1) if name else "")
        if name is not None:
            closes = lowered[start + 1] == "/"
            if name.group(1) == "title":
                into = text if closes else title
            if name.group(1) in _BLOCKS:
                text.append("\n")
        at = end
    return "\n\n".join(part for part in (_squeezed(title), _squeezed(text)) if part)


def _end_of_tag(lowered: str, start: int, name: str) -> int:
    """Where reading goes on after the tag, the comment, or the element that is dropped whole."""
    if lowered.startswith("<!--", start):
        closing, length = lowered.find("-->", start + 4), 3
    elif name in _DROPPED and lowered[start + 1] != "/":
        closing, length = lowered.find(f"</{name}", start), 0
    else:
        closing, length = lowered.find(">", start), 1
    return closing + length if closing >= 0 else len(lowered)


def _squeezed(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in html.unescape("".join(parts)).splitlines())
    return "\n".join(line for line in lines if line)
