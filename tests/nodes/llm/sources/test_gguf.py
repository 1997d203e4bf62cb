"""What is known of a GGUF file before it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nodes.llm.errors import ModelNotConfigured
from nodes.llm.sources.gguf import available_memory_bytes, check_gguf, need_memory

HEAD = b"GGUF\x03\0\0\0"


def test_a_gguf_file_is_taken(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(HEAD)
    assert check_gguf(path) == path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a GGUF"),
        (b"GGU", "not a GGUF"),
        (b"<html>", "not a GGUF"),
        (b"GGUF", "version 0"),
        (b"GGUF\x01\0\0\0", "version 1"),
    ],
)
def test_other_content_is_refused(tmp_path, content, said):
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelNotConfigured, match=said):
        check_gguf(path)


def test_a_missing_file_and_a_directory_are_told_apart(tmp_path):
    with pytest.raises(ModelNotConfigured, match="stanchion model pull"):
        check_gguf(tmp_path / "none.gguf")
    with pytest.raises(ModelNotConfigured, match="is a directory"):
        check_gguf(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(content=st.binary(max_size=40) | st.binary(max_size=4).map(lambda version: b"GGUF" + version))
def test_any_content_is_taken_or_refused_clearly(tmp_path, content):
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    if content.startswith((b"GGUF\x02\0\0\0", b"GGUF\x03\0\0\0")):
        assert check_gguf(path) == path
    else:
        with pytest.raises(ModelNotConfigured, match=r"m\.gguf"):
            check_gguf(path)


@given(st.text(max_size=30))
def test_any_path_is_taken_or_refused_clearly(text):
    with pytest.raises(ModelNotConfigured):
        check_gguf(Path("/nonexistent-root", text.lstrip("/")))


def test_a_model_larger_than_the_free_memory_is_refused(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(HEAD)
    need_memory(path, None)
    need_memory(path, 2**40)
    with pytest.raises(ModelNotConfigured, match="choose a smaller model"):
        need_memory(path, 2**20)


def test_free_memory_is_the_lesser_of_machine_and_container(tmp_path):
    assert available_memory_bytes(tmp_path, tmp_path) is None
    (tmp_path / "meminfo").write_text("MemTotal: 100 kB\nMemAvailable:   50 kB\n")
    assert available_memory_bytes(tmp_path, tmp_path) == 50 * 1024
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("9000\n")
    assert available_memory_bytes(tmp_path, tmp_path) == 50 * 1024
    (tmp_path / "memory.max").write_text("10000\n")
    (tmp_path / "memory.stat").write_text("anon 5\ninactive_file 300\nactive_file 200\n")
    assert available_memory_bytes(tmp_path, tmp_path) == 1500
