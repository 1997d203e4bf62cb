"""`stanchion model`: a file fetched from a real server on loopback, and what goes wrong with that."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph.cli_console import Console
from graph.cli_model import ProgressBar
from tests.graph.command import Command, Terminal, stanchion

__all__ = ["stanchion"]

CONTENT = b"GGUF" + bytes(range(256)) * 4000


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "tiny.gguf").write_bytes(CONTENT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tiny.gguf"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def manifest(tmp_path: Path, address: str) -> Path:
    path = tmp_path / "models.toml"
    digest = hashlib.sha256(CONTENT).hexdigest()
    path.write_text(
        f'[tiny]\nfile = "tiny.gguf"\nsha256 = "{digest}"\nsize_bytes = {len(CONTENT)}\nurl = "{address}"\nlicense = "MIT"\n'
    )
    return path


def test_a_model_is_fetched_and_then_listed_as_here(stanchion: Command, manifest: Path) -> None:
    ran = stanchion("model", "pull", "tiny", "--manifest", str(manifest))
    assert ran.code == 0
    assert ran.out.strip() == str(stanchion.home / "models" / "tiny.gguf")
    assert "100%" in ran.err
    assert "license: MIT" in ran.err
    assert (stanchion.home / "models" / "tiny.gguf").read_bytes() == CONTENT
    listed = {
        entry["name"]: entry["is_here"]
        for entry in stanchion("model", "list", "--json", "--manifest", str(manifest)).json
    }
    assert listed.pop("tiny") is True
    assert not any(listed.values())


def test_a_wrong_digest_is_refused_in_one_line(stanchion: Command, manifest: Path) -> None:
    manifest.write_text(manifest.read_text().replace(hashlib.sha256(CONTENT).hexdigest(), "0" * 64))
    ran = stanchion("model", "pull", "tiny", "--manifest", str(manifest), "--quiet")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "SHA-256" in ran.err
    assert not (stanchion.home / "models" / "tiny.gguf").exists()


def test_a_broken_manifest_is_named(stanchion: Command) -> None:
    ran = stanchion("model", "list", "--manifest", str(stanchion.home / "none.toml"))
    assert ran.code == 2
    assert "none.toml" in ran.err


def test_the_bar_is_one_line_on_a_terminal_and_few_lines_elsewhere() -> None:
    screen, pipe = Terminal(), io.StringIO()
    for stream in (screen, pipe):
        bar = ProgressBar(Console(stream, {}), "tiny")
        for done in range(0, 1001, 5):
            bar.show(done, 1000)
        bar.end()
    assert screen.getvalue().count("\n") == 1
    assert "100%" in screen.getvalue()
    assert len(pipe.getvalue().splitlines()) == 11
    assert "\r" not in pipe.getvalue()
