"""What is read is the text that is there, in parts where it is long, and nothing but text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.base import ToolOutput
from tools.errors import FailureKind
from tools.file_operations import FileOperationsTool
from tools.workspace import Workspace


@pytest.fixture
def tool(tmp_path: Path) -> FileOperationsTool:
    return FileOperationsTool(Workspace(tmp_path / "workspace"))


@pytest.fixture
def root(tool: FileOperationsTool) -> Path:
    return tool.workspace.root


def call(tool: FileOperationsTool, operation: str, filepath: str = ".", **fields: object) -> ToolOutput:
    return tool.execute(tool.parse({"operation": operation, "filepath": filepath, **fields}))  # type: ignore[arg-type]


def test_find_by_glob_and_by_text(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("first\nan Invoice here\n")
    (root / "sub").mkdir()
    (root / "sub" / "invoice.md").write_text("nothing")
    (root / "photo.png").write_bytes(b"\x89PNG\x00invoice")
    (root / ".env").write_text("invoice")
    assert call(tool, "find", pattern="*.TXT").result == ["a.txt"]
    assert call(tool, "find", pattern="**/*.md").result == ["sub/invoice.md"]
    output = call(tool, "find", pattern="INVOICE")
    assert output.result == [{"file": "a.txt", "line": 2, "text": "an Invoice here"}, {"file": "sub/invoice.md"}]
    assert output.metadata["files_skipped"] == 1
    assert call(tool, "find", "a.txt", pattern="first").result == [{"file": "a.txt", "line": 1, "text": "first"}]


def test_find_is_bounded_and_says_so(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("x\n" * 5000)
    output = call(tool, "find", pattern="x")
    assert len(output.result) == 200
    assert output.metadata["truncated"] is True


def test_count_of_a_file_and_of_a_directory(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("one two\nthree")
    (root / "sub").mkdir()
    (root / "sub" / "b.md").write_text("four\n")
    assert call(tool, "count", "a.txt").result == {"lines": 2, "words": 3, "characters": 13}
    everything = {"files": 2, "directories": 1, "lines": 3, "words": 4, "characters": 18}
    assert call(tool, "count").result == everything
    assert call(tool, "count", pattern="*.md").result["files"] == 1


def test_a_long_file_tells_how_to_read_a_part(tool: FileOperationsTool, root: Path) -> None:
    (root / "long.txt").write_text("".join(f"line {n}\n" for n in range(1, 200_001)))
    refused = call(tool, "read", "long.txt")
    assert refused.failure is FailureKind.INVALID_ARGUMENTS
    assert "offset" in str(refused.error)
    assert "2,288,895 bytes" in str(refused.error)
    part = call(tool, "read", "long.txt", offset=100, limit=2)
    assert part.result == "line 100\nline 101\n"
    assert part.metadata["next_offset"] == 102
    assert call(tool, "read", "long.txt", offset=200_000).result == "line 200000\n"
    assert call(tool, "read", "long.txt", offset=300_000).result == ""
    bounded = call(tool, "read", "long.txt", offset=1)
    assert len(bounded.result) <= tool.workspace.max_read_bytes
    assert bounded.metadata["next_offset"] == bounded.metadata["lines"] + 1


def test_one_endless_line_is_refused_in_bounded_memory(tool: FileOperationsTool, root: Path) -> None:
    with (root / "wide.txt").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert "longer than" in str(call(tool, "read", "wide.txt", limit=1).error)
    assert call(tool, "read", "wide.txt", offset=2, limit=1).result == ""


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (b"\x89PNG\r\n\x1a\n\xff", "a PNG image"),
        (b"a\x00b", "zero bytes"),
        (b"caf\xe9", "byte 3 is not UTF-8"),
        (b"\xff\xfea\0", "UTF-16"),
    ],
)
def test_binary_files_say_what_they_look_like(tool: FileOperationsTool, root: Path, content: bytes, looks: str) -> None:
    (root / "f").write_bytes(content)
    error = str(call(tool, "read", "f").error)
    assert looks in error
    assert f"{len(content)} bytes" in error


def test_a_byte_order_mark_is_dropped_and_line_ends_are_kept(tool: FileOperationsTool, root: Path) -> None:
    (root / "f").write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert call(tool, "read", "f").result == "a\r\nb"


def test_half_a_character_is_refused(tool: FileOperationsTool) -> None:
    output = call(tool, "write", "a", content="x\ud800")
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    assert "position 1" in str(output.error)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.text(max_size=200), second=st.text(max_size=200))
def test_what_is_written_is_read(tool: FileOperationsTool, first: str, second: str) -> None:
    if not call(tool, "write", "t.txt", content=first).success:
        assert any("\ud800" <= sign <= "\udfff" for sign in first)
        return
    call(tool, "write", "t.txt", content=second, mode="a")
    output = call(tool, "read", "t.txt")
    expected = first + second
    assert output.result == expected.removeprefix("\ufeff") if output.success else "\0" in expected
