"""What a goal's outcome is judged by: resulting files and values, never wording. One class per kind of check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bench.numbers import contains_number, is_sequence


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left when a run has ended.

    Attributes:
        answer: The final answer as text.
        files: Every regular file of the workspace, by path relative to it; bytes that are no UTF-8 are replaced.
        folders: Every folder of the workspace, by path relative to it.
    """

    answer: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()


class _Check(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FileCheck(_Check):
    path: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        if self.path not in outcome.files:
            return f"{self.path} does not exist"
        return self.fault(normalised(outcome.files[self.path]))

    def fault(self, content: str) -> str | None:
        raise NotImplementedError


class AnswerNumber(_Check):
    """The answer holds the number (`1,234.50` is 1234.5; small numbers may be words)."""

    check: Literal["answer_number"]
    value: float
    tolerance: float = 0.0

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        held = contains_number(outcome.answer, self.value, self.tolerance, words=True)
        return None if held else f"{self.value:g} is not in the answer {short(outcome.answer)}"


class AnswerContains(_Check):
    """The answer holds the text; case and white space do not matter."""

    check: Literal["answer_contains"]
    text: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        held = folded(self.text) in folded(outcome.answer)
        return None if held else f"{self.text!r} is not in the answer {short(outcome.answer)}"


class AnswerLacks(_Check):
    """The answer does not hold the text; case and white space do not matter."""

    check: Literal["answer_lacks"]
    text: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        held = folded(self.text) not in folded(outcome.answer)
        return None if held else f"{self.text!r} should not be in the answer {short(outcome.answer)}"


class AnswerMatches(_Check):
    """The whole answer fits the pattern; case does not matter."""

    check: Literal["answer_matches"]
    pattern: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        held = re.fullmatch(self.pattern, outcome.answer, re.IGNORECASE)
        return None if held else f"the answer {short(outcome.answer)} does not fit {self.pattern!r}"


class FileEquals(_FileCheck):
    """The file holds exactly the text, white space at line ends and at the end of the file aside."""

    check: Literal["file_equals"]
    text: str

    def fault(self, content: str) -> str | None:
        expected = normalised(self.text)
        return None if content == expected else f"{self.path} holds {short(content)}, not {short(expected)}"


class FileMatches(_FileCheck):
    """The whole file fits the pattern."""

    check: Literal["file_matches"]
    pattern: str

    def fault(self, content: str) -> str | None:
        held = re.fullmatch(self.pattern, content)
        return None if held else f"{self.path} holds {short(content)}, which does not fit {self.pattern!r}"


class FileContains(_FileCheck):
    """The file holds the text as it stands."""

    check: Literal["file_contains"]
    text: str

    def fault(self, content: str) -> str | None:
        return None if self.text in content else f"{self.path} holds {short(content)}, without {self.text!r}"


class FileNumber(_FileCheck):
    """The number is in the file."""

    check: Literal["file_number"]
    value: float
    tolerance: float = 0.0

    def fault(self, content: str) -> str | None:
        held = contains_number(content, self.value, self.tolerance)
        return None if held else f"{self.path} holds {short(content)}, without the number {self.value:g}"


class FileSequence(_FileCheck):
    """The file's numbers are exactly these, in this order."""

    check: Literal["file_sequence"]
    values: list[float]
    tolerance: float = 0.0

    def fault(self, content: str) -> str | None:
        held = is_sequence(content, self.values, self.tolerance)
        return None if held else f"{self.path} holds {short(content)}, not the numbers {self.values}"


class Absent(_Check):
    """No file of that name is there."""

    check: Literal["absent"]
    path: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        return f"{self.path} should not exist" if self.path in outcome.files else None


class Folder(_Check):
    """The folder is there."""

    check: Literal["folder"]
    path: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        return None if self.path in outcome.folders else f"the folder {self.path} does not exist"


class Unchanged(_Check):
    """The file is as it was set up, to the byte."""

    check: Literal["unchanged"]
    path: str

    def problem(self, outcome: Outcome, setup: Mapping[str, str]) -> str | None:
        if self.path not in outcome.files:
            return f"{self.path} is gone"
        return None if outcome.files[self.path] == setup[self.path] else f"{self.path} was changed"


Check = Annotated[
    AnswerNumber
    | AnswerContains
    | AnswerLacks
    | AnswerMatches
    | FileEquals
    | FileMatches
    | FileContains
    | FileNumber
    | FileSequence
    | Absent
    | Folder
    | Unchanged,
    Field(discriminator="check"),
]


def normalised(text: str) -> str:
    """The text with `\\n` line ends and without white space at the end of lines and of the whole."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).rstrip()


def folded(text: str) -> str:
    """The text with typographic quotes straightened, white space collapsed and case folded."""
    straight = text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))
    return " ".join(straight.casefold().split())


def short(text: str) -> str:
    """The text quoted, cut to a length that fits a report."""
    shown = repr(text)
    return shown if len(shown) <= 120 else shown[:117] + "..."
