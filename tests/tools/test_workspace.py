"""No path, link, device or race leads out of the workspace."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.touching import everything
from tools.errors import FailureKind, ToolError, ToolFailure
from tools.workspace import Workspace
from tools.workspace_path import MAX_DEPTH, split_path
from tools.workspace_tree import delete, entries, move, walk

ATTACKS = (Path(__file__).parent / "corpora" / "path_attacks.txt").read_text(encoding="utf-8").split("\n")[:-1]
HARD = [
    "",
    "a\0b",
    "a\nb",
    "a\x1bb",
    "\x7f",
    "a\ud800",
    "x" * 256,
    "é" * 128,
    "a/" * 3000,
    "a/" * (MAX_DEPTH + 1) + "b",
    "\u2028",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "secret.txt").write_text("SECRET")
    return Workspace(tmp_path / "workspace")


@pytest.mark.parametrize("path", ATTACKS + HARD)
def test_a_path_that_could_lead_out_or_deceive_is_refused_by_its_letters(workspace: Workspace, path: str) -> None:
    with pytest.raises(ToolFailure) as caught:
        workspace.names(path)
    assert caught.value.kind is FailureKind.INVALID_ARGUMENTS
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (".", ()),
        ("./", ()),
        ("a.txt", ("a.txt",)),
        ("./a//b/", ("a", "b")),
        ("...", ("...",)),
        ("-rf", ("-rf",)),
        ("a b/ü ñ.txt", ("a b", "ü ñ.txt")),
        ("日本.txt", ("日本.txt",)),
        (".hidden", (".hidden",)),
        ("a~", ("a~",)),
        ("12:30.txt", ("12:30.txt",)),
        ("$HOME", ("$HOME",)),
        ("%2e%2e", ("%2e%2e",)),
        ("environment", ("environment",)),
        ("CON", ("CON",)),
    ],
)
def test_odd_but_honest_names_are_names(workspace: Workspace, path: str, names: tuple[str, ...]) -> None:
    assert workspace.names(path) == names


def test_an_absolute_path_beneath_the_root_is_taken_by_its_letters(workspace: Workspace) -> None:
    assert workspace.names(f"{workspace.root}/a/b.txt") == ("a", "b.txt")
    assert workspace.names(str(workspace.root)) == ()
    link = workspace.root.parent / "link"
    link.symlink_to(workspace.root, target_is_directory=True)
    assert Workspace(link).names(f"{link}/a.txt") == ("a.txt",)
    for path in (f"{workspace.root}x/a", f"{workspace.root}/../secret.txt"):
        with pytest.raises(ToolFailure):
            workspace.names(path)


@given(st.text(alphabet=st.sampled_from("./\\~:ab\0\u2215\u2024\uff0e\uff0f .."), max_size=30))
def test_whatever_passes_is_made_of_plain_names(path: str) -> None:
    try:
        names = split_path(path, "/srv/workspace")
    except ToolFailure:
        return
    for name in names:
        assert name not in ("", ".", "..")
        assert not set(name) & set("/\\\0")


@pytest.mark.parametrize("inside", [False, True])
def test_links_are_never_followed(workspace: Workspace, tmp_path: Path, inside: bool) -> None:
    target = workspace.root / "real" if inside else tmp_path
    target.mkdir(exist_ok=True)
    (target / "secret.txt").write_text("SECRET")
    (workspace.root / "link").symlink_to(target, target_is_directory=True)
    (workspace.root / "file").symlink_to(target / "secret.txt")
    for names in (("link", "secret.txt"), ("file",), ("link",), ("link", "new", "x")):
        for action in everything(workspace, names):
            with pytest.raises(ToolFailure, match="link"):
                action()
    with pytest.raises(ToolFailure, match="link"):
        entries(workspace, ("link",))
    assert (target / "secret.txt").read_text() == "SECRET"
    assert not any(entry.names[:1] == ("link",) and len(entry.names) > 1 for entry in walk(workspace, ()))


def test_deleting_a_directory_removes_links_and_not_what_they_point_to(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / "d").mkdir()
    (workspace.root / "d" / "link").symlink_to(tmp_path, target_is_directory=True)
    delete(workspace, ("d",))
    assert not (workspace.root / "d").exists()
    assert (tmp_path / "secret.txt").read_text() == "SECRET"


def test_the_root_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    root = Workspace(tmp_path / "new" / "root").root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_a_root_that_cannot_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ToolError, match="set another one"):
        Workspace(tmp_path / "file")
    with pytest.raises(ToolError, match="set another one"):
        Workspace(tmp_path / "file" / "root")


def test_a_platform_without_the_needed_calls_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_NOFOLLOW")
    with pytest.raises(ToolError, match="WSL"):
        Workspace(tmp_path)


def test_the_deny_list_can_be_chosen_and_temporary_files_stay_hidden(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w", denied_names=("private*",))
    (workspace.root / ".stanchion-tmp-00").write_text("x")
    workspace.write((".env",), b"x")
    assert [entry.shown for entry in entries(workspace, ())] == [".env"]
    with pytest.raises(ToolFailure, match="out of reach"):
        workspace.names("PRIVATE.txt")


def test_names_that_are_not_text_are_listed_escaped(workspace: Workspace) -> None:
    for name in (b"caf\xe9", b"a\nb", b"\xe2\x80\xaegpj.exe"):
        (Path(os.fsdecode(os.fsencode(workspace.root) + b"/" + name))).write_bytes(b"")
    shown = [entry.shown for entry in entries(workspace, ())]
    assert sorted(shown) == ["\\u202egpj.exe", "a\\nb", "caf\\xe9"] or all(name.isprintable() for name in shown)
    for name in shown:
        name.encode("utf-8")


def test_move_is_undone_by_moving_back(workspace: Workspace) -> None:
    workspace.write(("a",), b"x")
    move(workspace, ("a",), ("d", "b"))
    move(workspace, ("d", "b"), ("a",))
    assert (workspace.root / "a").read_bytes() == b"x"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_path_is_refused_or_stays_inside(workspace: Workspace, path: str) -> None:
    outside = workspace.root.parent
    with suppress(ToolFailure):
        workspace.write(workspace.names(path), b"EVIL")
    assert sorted(os.listdir(outside)) == ["secret.txt", "workspace"]
