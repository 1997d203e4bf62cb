"""Nothing that changes while a call runs leads it out of the workspace or loses what was written."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tools.touching import everything
from tools.errors import FailureKind, ToolFailure
from tools.workspace import Workspace
from tools.workspace_tree import Entry, entries, read_bytes


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "secret.txt").write_text("SECRET")
    return Workspace(tmp_path / "workspace")


@contextmanager
def quick(seconds: float = 1.0) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def test_pipes_sockets_and_devices_neither_hang_nor_answer(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(workspace.root / "pipe")
    monkeypatch.chdir(workspace.root)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        names = ["pipe", "socket"]
        try:
            os.mknod(workspace.root / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            pass  # only root can make devices
        else:
            names.append("zero")
        for name in names:
            for action in everything(workspace, (name,)):
                with quick(), pytest.raises(ToolFailure, match="pipe"):
                    action()
            assert Entry((name,), is_directory=False, is_file=False) in entries(workspace, ())


def test_a_directory_swapped_for_a_link_while_writing_never_leads_out(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = workspace.root / "d"
    inside.mkdir()
    stop = threading.Event()

    def swap() -> None:
        rounds = 0
        while not stop.is_set():
            rounds += 1
            try:
                os.rename(inside, workspace.root / f"aside{rounds}")
                os.symlink(outside, inside)
                os.unlink(inside)
                os.mkdir(inside)
            except FileExistsError:
                continue  # the writer made the directory in between

    attacker = threading.Thread(target=swap, daemon=True)
    attacker.start()
    written = refused = 0
    try:
        deadline = time.monotonic() + 0.7
        while time.monotonic() < deadline and (written < 50 or refused < 50):
            try:
                workspace.write(("d", "x.txt"), b"data")
                workspace.append(("d", "y.txt"), b"data")
                written += 1
            except ToolFailure:
                refused += 1
    finally:
        stop.set()
        attacker.join(2)
    assert written
    assert os.listdir(outside) == []


def test_a_file_swapped_for_a_link_while_reading_never_tells_the_secret(workspace: Workspace, tmp_path: Path) -> None:
    place, spare = workspace.root / "f", workspace.root / "spare"
    spare.write_bytes(b"open")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            os.link(spare, place)
            os.unlink(place)
            os.symlink(tmp_path / "secret.txt", place)
            os.unlink(place)

    attacker = threading.Thread(target=swap, daemon=True)
    attacker.start()
    seen = set()
    try:
        deadline = time.monotonic() + 0.5
        while time.monotonic() < deadline:
            try:
                seen.add(read_bytes(workspace, ("f",), 100))
            except ToolFailure:
                seen.add(None)
    finally:
        stop.set()
        attacker.join(2)
    assert seen <= {b"open", None}


def test_parallel_appends_lose_nothing(workspace: Workspace) -> None:
    def add(line: bytes) -> None:
        for _ in range(25):
            workspace.append(("log",), line)

    threads = [threading.Thread(target=add, args=(bytes([65 + n]) * 50 + b"\n",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (workspace.root / "log").read_bytes().splitlines()
    assert len(lines) == 100
    assert all(len(set(line)) == 1 for line in lines)


@pytest.mark.parametrize(
    ("number", "told", "kind"),
    [
        (errno.ENOSPC, "no space left", FailureKind.TRANSIENT),
        (errno.EDQUOT, "quota", FailureKind.TRANSIENT),
        (errno.EROFS, "read-only", FailureKind.PERMANENT),
        (errno.EACCES, "permission denied", FailureKind.PERMANENT),
    ],
)
def test_a_disk_that_refuses_is_told_plainly_and_nothing_stays(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int, told: str, kind: FailureKind
) -> None:
    workspace.write(("kept",), b"before")
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) > 3:
            return real(descriptor, data[:3])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", full)
    for action in (workspace.write, workspace.append):
        for names in (("kept",), ("new",)):
            with pytest.raises(ToolFailure, match=told) as caught:
                action(names, b"longer")
            assert caught.value.kind is kind
    monkeypatch.undo()
    assert os.listdir(workspace.root) == ["kept"]
    assert (workspace.root / "kept").read_bytes() == b"before"


def test_descriptors_are_all_closed(workspace: Workspace) -> None:
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    for path in (("a", "b", "c"), ("a",), ("missing", "x")):
        for action in everything(workspace, path):
            try:
                action()
            except ToolFailure:
                continue
    if before is not None:
        assert len(os.listdir("/proc/self/fd")) == before
