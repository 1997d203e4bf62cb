"""The bundled examples as they are stored: one JSON object per line, each made by running its calls against the real tools."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nodes.llm.example import ExampleStep, WorkedExample

BANK = Path(__file__).parent / "bank.jsonl"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the bank.

    Attributes:
        example: What a prompt shows.
        files: Workspace before the goal, as text by path; with it the example can be run again.
        memory: Facts remembered before the goal.
    """

    example: WorkedExample
    files: dict[str, str]
    memory: tuple[str, ...]


@cache
def records(path: Path = BANK) -> tuple[Record, ...]:
    """Read the bank."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_record(json.loads(line)) for line in lines if line.strip())


def digest(path: Path = BANK) -> str:
    """SHA-256 of the bank; shipped vectors that name another one are stale."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _record(data: dict[str, Any]) -> Record:
    steps = tuple(ExampleStep(step["tool"], step["arguments"], step["result"]) for step in data["steps"])
    example = WorkedExample(data["goal"], steps, data["answer"], tuple(data.get("looks_after", ())))
    return Record(example, data.get("files", {}), tuple(data.get("memory", ())))
