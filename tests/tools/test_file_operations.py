"""File operations do what they say, tell what they did, and name what is missing."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from memory.labels import Integrity
from tools.base import Effect, Replay, ToolOutput
from tools.errors import InvalidArguments
from tools.file_operations import FileOperationsInput, FileOperationsTool, FileReadInput, FileWriteInput
from tools.workspace import Workspace


@pytest.fixture
def tool(tmp_path: Path) -> FileOperationsTool:
    return FileOperationsTool(Workspace(tmp_path / "workspace"))


@pytest.fixture
def root(tool: FileOperationsTool) -> Path:
    return tool.workspace.root


def call(tool: FileOperationsTool, operation: str, filepath: str = ".", **fields: object) -> ToolOutput:
    return tool.execute(tool.parse({"operation": operation, "filepath": filepath, **fields}))  # type: ignore[arg-type]


def test_the_narrow_forms_of_the_source_work(tool: FileOperationsTool) -> None:
    assert tool.execute(FileWriteInput(filepath="a.txt", content="one\n")).result == "Written to a.txt"
    assert tool.execute(FileWriteInput(filepath="a.txt", content="two\n", mode="a")).success
    assert tool.execute(FileReadInput(filepath="a.txt")).result == "one\ntwo\n"


def test_write_replaces_and_tells_bytes_and_path(tool: FileOperationsTool, root: Path) -> None:
    output = call(tool, "write", "sub/dir/é.txt", content="grüß\n")
    assert output.metadata == {"path": "sub/dir/é.txt", "bytes": 7, "replaced": False}
    assert (root / "sub/dir/é.txt").read_text() == "grüß\n"
    assert call(tool, "write", "sub/dir/é.txt", content="").metadata["replaced"] is True
    assert (root / "sub/dir/é.txt").read_bytes() == b""


def test_write_keeps_the_mode_of_a_file_and_breaks_hard_links(
    tool: FileOperationsTool, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    os.link(outside, root / "a.txt")
    (root / "a.txt").chmod(0o640)
    assert call(tool, "write", "a.txt", content="new").success
    assert stat.S_IMODE((root / "a.txt").stat().st_mode) == 0o640
    assert outside.read_text() == "mine"


def test_a_read_only_file_and_a_directory_s_name_are_not_written(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("keep")
    (root / "a.txt").chmod(0o444)
    for mode in ("w", "a"):
        assert "read-only" in str(call(tool, "write", "a.txt", content="x", mode=mode).error)
        assert "names a directory" in str(call(tool, "write", "new/", content="x", mode=mode).error)
    assert (root / "a.txt").read_text() == "keep"
    assert os.listdir(root) == ["a.txt"]


def test_append_refuses_a_file_with_a_second_hard_link(tool: FileOperationsTool, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    os.link(outside, root / "a.txt")
    assert "hard link" in str(call(tool, "write", "a.txt", content="x", mode="a").error)
    assert outside.read_text() == "mine"


def test_list_is_sorted_marks_directories_and_hides_denied_names(tool: FileOperationsTool, root: Path) -> None:
    for name in ("b.txt", "a.txt", ".env", ".git"):
        (root / name).write_text("x")
    (root / "sub").mkdir()
    (root / "sub" / "in.txt").write_text("x")
    assert call(tool, "list").result == ["a.txt", "b.txt", "sub/"]
    assert call(tool, "list", "sub").result == ["in.txt"]
    assert call(tool, "list", "a.txt").result == ["a.txt"]
    assert "does not exist" in str(call(tool, "list", "nowhere").error)


def test_copy_move_and_delete(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("a")
    (root / "old").mkdir()
    assert call(tool, "copy", "a.txt", destination="b.txt").result == "Copied a.txt to b.txt"
    assert call(tool, "copy", "a.txt", destination="old").result == "Copied a.txt to old/a.txt"
    assert call(tool, "move", "b.txt", destination="new/").result == "Moved b.txt to new/b.txt"
    assert "exists already" in str(call(tool, "move", "a.txt", destination="new/b.txt").error)
    for _ in range(2):
        assert call(tool, "copy", "old", destination="copy").metadata["files"] == 1
    assert call(tool, "delete", "a.txt").result == "Deleted a.txt"
    assert call(tool, "delete", "old").metadata["deleted"] == 2
    assert sorted(str(p.relative_to(root)) for p in root.rglob("*")) == ["copy", "copy/a.txt", "new", "new/b.txt"]
    assert "does not exist" in str(call(tool, "delete", "a.txt").error)


@pytest.mark.parametrize("operation", ["copy", "move"])
def test_nothing_goes_into_itself(tool: FileOperationsTool, root: Path, operation: str) -> None:
    (root / "a").mkdir()
    (root / "a" / "x.txt").write_text("x")
    for destination in ("a", "a/b", "a/"):
        assert not call(tool, operation, "a", destination=destination).success
    assert not call(tool, operation, "a/x.txt", destination="a/x.txt").success
    assert (root / "a" / "x.txt").read_text() == "x"


def test_a_directory_with_something_out_of_reach_is_not_deleted(tool: FileOperationsTool, root: Path) -> None:
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / ".env").write_text("KEY")
    assert "out of reach" in str(call(tool, "delete", "a").error)
    assert (root / "a" / "b" / ".env").exists()


def test_the_workspace_itself_stays(tool: FileOperationsTool, root: Path) -> None:
    for operation in ("delete", "move", "copy"):
        assert not call(tool, operation, "./", destination="x").success
    assert root.is_dir()


def test_too_much_to_write_is_refused_and_leaves_the_file(tmp_path: Path) -> None:
    tool = FileOperationsTool(Workspace(tmp_path / "w", max_write_bytes=10))
    assert call(tool, "write", "a", content="12345").success
    assert "the most is 10" in str(call(tool, "write", "a", content="x" * 11).error)
    assert "the most is 10" in str(call(tool, "write", "a", content="x" * 6, mode="a").error)
    assert os.listdir(tool.workspace.root) == ["a"]
    assert (tool.workspace.root / "a").read_text() == "12345"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"operation": "read"}, "filepath"),
        ({"operation": "write", "filepath": "a"}, "content"),
        ({"operation": "write", "content": "x"}, "filepath"),
        ({"operation": "copy", "filepath": "a"}, "destination"),
        ({"operation": "move", "filepath": "a", "destination": " "}, "destination"),
        ({"operation": "find"}, "pattern"),
        ({"operation": "delete"}, "filepath"),
        ({"operation": "mkdir"}, "filepath"),
        ({"operation": "chmod", "filepath": "a"}, "operation"),
        ({"operation": "write", "filepath": "a", "content": "x", "mode": "r"}, "mode"),
        ({"operation": "read", "filepath": "a", "limit": 0}, "limit"),
        ({"operation": "read", "filepath": "a", "path": "b"}, "path"),
    ],
)
def test_an_operation_names_the_field_it_lacks(
    tool: FileOperationsTool, arguments: dict[str, object], named: str
) -> None:
    with pytest.raises(InvalidArguments, match=named):
        tool.parse(arguments)


@pytest.mark.parametrize(
    ("arguments", "effect", "replay"),
    [
        ({"operation": "read", "filepath": "a"}, Effect.READ, Replay.PURE),
        ({"operation": "list"}, Effect.READ, Replay.PURE),
        ({"operation": "find", "pattern": "a"}, Effect.READ, Replay.PURE),
        ({"operation": "count"}, Effect.READ, Replay.PURE),
        ({"operation": "write", "filepath": "a", "content": ""}, Effect.WRITE, Replay.IDEMPOTENT),
        ({"operation": "write", "filepath": "a", "content": "", "mode": "a"}, Effect.WRITE, Replay.UNSAFE),
        ({"operation": "copy", "filepath": "a", "destination": "b"}, Effect.WRITE, Replay.IDEMPOTENT),
        ({"operation": "mkdir", "filepath": "a"}, Effect.WRITE, Replay.IDEMPOTENT),
        ({"operation": "move", "filepath": "a", "destination": "b"}, Effect.WRITE, Replay.RECONCILABLE),
        ({"operation": "delete", "filepath": "a"}, Effect.DESTRUCTIVE, Replay.RECONCILABLE),
    ],
)
def test_each_operation_is_judged_by_what_it_does(
    tool: FileOperationsTool, arguments: dict[str, object], effect: Effect, replay: Replay
) -> None:
    manifest = tool.classify(FileOperationsInput.model_validate(arguments))
    assert (manifest.effect, manifest.replay, manifest.integrity) == (effect, replay, Integrity.UNTRUSTED)
    assert set(manifest.roles) == set(FileOperationsInput.model_fields)


def test_verify_tells_whether_a_move_or_a_delete_happened(tool: FileOperationsTool, root: Path) -> None:
    (root / "a").write_text("x")
    moving = FileOperationsInput(operation="move", filepath="a", destination="b")
    assert tool.verify(moving, "") is None
    done = tool.execute(moving)
    again = tool.verify(moving, "")
    assert again is not None
    assert again.result == done.result
    deleting = FileOperationsInput(operation="delete", filepath="b")
    assert tool.verify(deleting, "") is None
    tool.execute(deleting)
    assert tool.verify(deleting, "") is not None
    assert tool.verify(moving, "") is None


def test_preview_shows_the_diff_and_changes_nothing(tool: FileOperationsTool, root: Path) -> None:
    (root / "a.txt").write_text("one\ntwo\n")
    told = tool.preview(FileWriteInput(filepath="a.txt", content="one\nthree\n"))
    assert "-two" in told
    assert "+three" in told
    assert "Replace a.txt (8 bytes) by 10 bytes" in told
    assert tool.preview(FileWriteInput(filepath="b.txt", content="x")).startswith("Create b.txt (1 bytes)")
    assert "Delete a.txt (8 bytes)" in tool.preview(FileOperationsInput(operation="delete", filepath="a.txt"))
    assert "will fail" in tool.preview(FileOperationsInput(operation="read", filepath="../x"))
    assert "replacing it" in tool.preview(FileOperationsInput(operation="copy", filepath="a.txt", destination="a.txt"))
    assert len(tool.preview(FileWriteInput(filepath="a.txt", content="y\n" * 10_000))) < 20_000
    assert os.listdir(root) == ["a.txt"]


def test_a_write_that_the_system_cuts_short_leaves_nothing(tmp_path: Path) -> None:
    script = """
import resource, os, sys
from tools.file_operations import *
from tools.workspace import Workspace
tool = FileOperationsTool(Workspace(sys.argv[1]))
tool.execute(FileWriteInput(filepath="a", content="before"))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for mode in "wa":
    output = tool.execute(FileWriteInput(filepath="a", content="x" * 5000, mode=mode))
    assert not output.success and "larger than this system allows" in output.error, output
assert os.listdir(sys.argv[1]) == ["a"], os.listdir(sys.argv[1])
assert open(os.path.join(sys.argv[1], "a")).read() == "before"
"""
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "w")], check=True, cwd=Path(__file__).parents[2])


def test_with_a_trash_a_deletion_can_be_undone_and_is_a_write(tmp_path: Path) -> None:
    trash = tmp_path / "trash"
    tool = FileOperationsTool(Workspace(tmp_path / "root", trash=trash))
    (tmp_path / "root" / "d").mkdir()
    (tmp_path / "root" / "d" / "a.txt").write_text("keep me", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("not touched", encoding="utf-8")
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside.txt")

    assert tool.classify(FileOperationsInput(operation="delete", filepath="d")).effect is Effect.WRITE
    assert tool.effect is Effect.WRITE
    assert "kept in" in tool.preview(FileOperationsInput(operation="delete", filepath="d"))
    assert call(tool, "delete", "d").metadata["deleted"] == 2
    assert call(tool, "delete", "link").success

    kept = {path.name.split(" ", 1)[1]: path for path in trash.iterdir()}
    assert (kept["d"] / "a.txt").read_text(encoding="utf-8") == "keep me"
    assert kept["link"].is_symlink()
    assert (tmp_path / "outside.txt").read_text(encoding="utf-8") == "not touched"
    assert list((tmp_path / "root").iterdir()) == []


def test_a_trash_on_another_disk_deletes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = FileOperationsTool(Workspace(tmp_path / "root", trash=tmp_path / "trash"))
    (tmp_path / "root" / "a.txt").write_text("x", encoding="utf-8")

    def other_disk(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr("tools.workspace_tree.os.rename", other_disk)

    assert "another disk" in str(call(tool, "delete", "a.txt").error)
    assert (tmp_path / "root" / "a.txt").exists()
