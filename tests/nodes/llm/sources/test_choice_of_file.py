"""The choice of a GGUF file, and what is said where it or its runtime is missing."""

from __future__ import annotations

import pytest

from nodes.llm.errors import ModelNotConfigured
from nodes.llm.sources import choice, gguf
from tests.nodes.llm.sources.asking import choose, needs_runtime, put_in_cache


def without_runtime(monkeypatch):
    monkeypatch.setattr(gguf, "has_runtime", lambda: False)
    monkeypatch.setattr(choice, "has_runtime", lambda: False)


@needs_runtime
@pytest.mark.parametrize("form", ["gguf:{}", "{}"])
def test_a_file_is_named_by_its_path(cache, gguf_file, form):
    chosen = choose(cache, model=form.format(gguf_file))
    assert chosen.label == "mine-0.5b on this machine, short plans, offline rules first"


@needs_runtime
@pytest.mark.parametrize("form", ["gguf:qwen2.5-coder-1.5b", "qwen2.5-coder-1.5b"])
def test_a_file_is_named_by_its_name_in_the_catalog(cache, form):
    with pytest.raises(ModelNotConfigured, match=r"stanchion model pull qwen2\.5-coder-1\.5b"):
        choose(cache, model=form)
    put_in_cache(cache, "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
    assert choose(cache, model=form).name == "qwen2.5-coder-1.5b-instruct-q4_k_m"


@needs_runtime
def test_nothing_is_started_by_choosing(cache, gguf_file):
    chosen = choose(cache, model=f"gguf:{gguf_file}", n_threads=2, context_tokens=1024)
    server = chosen.model._server
    assert not server.is_running
    assert chosen.timeout_seconds == 600
    assert (server.n_threads, server.context_tokens) == (2, 1024)


@pytest.mark.parametrize(("name", "said"), [("gguf:", "names no file"), ("gguf:/none.gguf", "there is no file")])
def test_a_wrong_file_is_named(cache, name, said):
    with pytest.raises(ModelNotConfigured, match=said):
        choose(cache, model=name)


def test_a_file_of_another_kind_is_refused(cache, tmp_path):
    path = tmp_path / "page.gguf"
    path.write_text("<html>")
    with pytest.raises(ModelNotConfigured, match="not a GGUF file"):
        choose(cache, gguf=path)


def test_without_the_runtime_a_named_file_says_how_to_install_it(cache, gguf_file, monkeypatch):
    without_runtime(monkeypatch)
    for wanted in ({"gguf": gguf_file}, {"model": f"gguf:{gguf_file}"}):
        with pytest.raises(ModelNotConfigured, match=r"pip install 'stanchion\[local\]'"):
            choose(cache, **wanted)


def test_without_the_runtime_a_cached_file_gives_way_to_the_rules_and_says_so(cache, monkeypatch):
    without_runtime(monkeypatch)
    put_in_cache(cache, "m-0.5b.gguf")
    chosen = choose(cache)
    assert chosen.name == "offline"
    assert "pip install 'stanchion[local]'" in chosen.reason
