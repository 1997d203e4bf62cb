"""Files and ports that the tests of this room choose among."""

from __future__ import annotations

import socket

import pytest

from tests.nodes.llm.sources.asking import GGUF_HEAD


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def gguf_file(tmp_path):
    path = tmp_path / "mine-0.5b.gguf"
    path.write_bytes(GGUF_HEAD)
    return path


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
