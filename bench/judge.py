"""Judges a finished run by what it left behind: files, numbers, facts; never by its wording."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def failures(
    check: Mapping[str, Any], before: Mapping[str, str], root: Path, answer: str, calls: int, remembered: Sequence[str]
) -> list[str]:
    """What is not as the goal wanted it.

    Args:
        check: The goal's `check`; see the README beside the goals.
        before: The workspace's files before the run, as text by path.
        root: The workspace after the run.
        answer: The final answer.
        calls: How many tool calls were made.
        remembered: The facts in memory after the run.

    Returns:
        One line per defect; empty where the goal was reached.
    """
    wrong = _files(check, before, root)
    tolerance = check.get("tolerance", 1e-6)
    said = numbers(answer)
    for wanted in check.get("answer_numbers", ()):
        if not any(_close(number, wanted, tolerance) for number in said):
            wrong.append(f"answer lacks {wanted}: {answer[:80]!r}")
    for text in check.get("answer_contains", ()):
        if text.lower() not in answer.lower():
            wrong.append(f"answer lacks {text!r}: {answer[:80]!r}")
    for text in check.get("remembered", ()):
        if not any(text.lower() in fact.lower() for fact in remembered):
            wrong.append(f"{text!r} was not remembered")
    if check.get("no_calls") and calls:
        wrong.append(f"{calls} calls for a goal that needs none")
    if not answer.strip():
        wrong.append("no answer")
    return wrong


def _files(check: Mapping[str, Any], before: Mapping[str, str], root: Path) -> list[str]:
    wanted: Mapping[str, Any] = check.get("files", {})
    after = {str(path.relative_to(root)): path for path in sorted(root.rglob("*")) if path.is_file()}
    wrong = [
        f"{name} was changed or removed"
        for name in before
        if name not in wanted and _text(after.get(name)) != before[name]
    ]
    wrong += [f"{name} was made for nothing" for name in after if name not in wanted and name not in before]
    for name, rule in wanted.items():
        text = _text(after.get(name))
        if rule is None:
            wrong += [f"{name} is still there"] if text is not None else []
        elif text is None:
            wrong.append(f"{name} is missing")
        elif not _fits(rule, text):
            wrong.append(f"{name} holds {text[:60]!r}, wanted {rule}")
    return wrong


def _fits(rule: Mapping[str, Any], text: str) -> bool:
    if "equals" in rule:
        return bool(text.strip() == rule["equals"].strip())
    if "lines" in rule:
        return bool([line.strip() for line in text.strip().splitlines()] == rule["lines"])
    if "contains" in rule:
        return all(part in text for part in rule["contains"])
    if "json" in rule:
        try:
            return bool(json.loads(text) == rule["json"])
        except ValueError:
            return False
    found = numbers(text)
    return len(found) == 1 and _close(found[0], rule["number"], rule.get("tolerance", 1e-6))


def numbers(text: str) -> list[float]:
    """Every number in a text."""
    return [float(found.replace(",", "")) for found in _NUMBER.findall(text)]


def _close(found: float, wanted: float, tolerance: float) -> bool:
    return abs(found - wanted) <= max(abs(wanted) * tolerance, 1e-9)


def _text(path: Path | None) -> str | None:
    return None if path is None else path.read_text(encoding="utf-8", errors="replace")
