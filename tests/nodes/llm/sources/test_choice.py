"""Which model answers: the whole order, and what is said where something is missing."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelRefused, ModelUnavailable
from nodes.llm.port import DecisionMode
from nodes.llm.sources import choice, gguf
from nodes.llm.sources.choice import DEFAULT_OPENAI_MODEL, OFFLINE_LABEL, choose_model
from nodes.llm.sources.model_settings import ModelSettings
from nodes.llm.sources.pull import models_dir
from tests.openai_server import OpenAIServer, say

HEAD = b"GGUF\x03\0\0\0"
KEY = SecretStr("sk-secret-key")

needs_runtime = pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="needs xllamacpp")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def gguf_file(tmp_path):
    path = tmp_path / "mine-0.5b.gguf"
    path.write_bytes(HEAD)
    return path


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def put_in_cache(cache, name, size=8):
    models_dir(cache).mkdir(parents=True, exist_ok=True)
    path = models_dir(cache) / name
    path.write_bytes(HEAD + bytes(size - len(HEAD)))
    return path


def choose(cache, **set_by_user):
    return choose_model(ModelSettings(cache_dir=cache, **set_by_user))


def without_runtime(monkeypatch):
    monkeypatch.setattr(gguf, "has_runtime", lambda: False)
    monkeypatch.setattr(choice, "has_runtime", lambda: False)


# The order: each row sets everything that comes after it, too.


def everything(gguf_file, cache):
    put_in_cache(cache, "cached-1.5b.gguf")
    return {"api_key": KEY, "base_url": "http://127.0.0.1:9/v1", "gguf": gguf_file}


def test_an_explicit_name_comes_first(cache, gguf_file):
    chosen = choose(cache, model="offline", **everything(gguf_file, cache))
    assert chosen.name == "offline"
    assert chosen.label == OFFLINE_LABEL


def test_then_the_configured_endpoint(cache, gguf_file):
    chosen = choose(cache, **(everything(gguf_file, cache) | {"base_url": None}))
    assert chosen.name == DEFAULT_OPENAI_MODEL
    assert "OPENAI_API_KEY is set" in chosen.reason


@needs_runtime
def test_then_the_configured_file(cache, gguf_file):
    chosen = choose(cache, **(everything(gguf_file, cache) | {"api_key": None, "base_url": None}))
    assert chosen.name == "mine-0.5b"
    assert chosen.reason == "STANCHION_GGUF is set"


@needs_runtime
def test_then_the_largest_file_in_the_cache(cache):
    put_in_cache(cache, "small-0.5b.gguf", 10)
    put_in_cache(cache, "large-1.5b.gguf", 20)
    chosen = choose(cache)
    assert chosen.name == "large-1.5b"
    assert "cache" in chosen.reason
    assert chosen.label == "large-1.5b on this machine, constrained JSON"


def test_last_the_offline_rules_and_how_to_connect_a_model(cache):
    chosen = choose(cache)
    assert chosen.name == "offline"
    assert chosen.mode is DecisionMode.NATIVE
    assert chosen.price_model is None
    assert "OPENAI_API_KEY" in chosen.reason
    assert "stanchion model pull" in chosen.reason
    assert chosen.line.startswith("offline rules, no language model (")


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_settings_are_not_set(cache, blank):
    chosen = choose(
        cache, model=blank, api_key=SecretStr(blank), base_url=blank, gguf=Path(blank.strip()), fallback_model=blank
    )
    assert chosen.name == "offline"
    assert chosen.fallback is None


# Endpoints.


def test_a_bare_name_is_asked_of_the_configured_endpoint(cache):
    chosen = choose(cache, model="llama3.1:8b", base_url="http://user:pw@127.0.0.1:9")
    assert chosen.name == "llama3.1:8b"
    assert chosen.label == "llama3.1:8b at 127.0.0.1:9, native tool calls"
    assert chosen.model.openai_api_base == "http://user:pw@127.0.0.1:9/v1"
    assert chosen.model.use_responses_api is False
    assert "pw" not in chosen.line


def test_a_bare_name_with_a_key_alone_is_asked_of_openai(cache):
    chosen = choose(cache, model="gpt-5-mini", api_key=KEY)
    assert chosen.label == "gpt-5-mini at OpenAI, native tool calls"
    assert chosen.price_model == "gpt-5-mini"
    assert chosen.base_url == "https://api.openai.com/v1"
    assert KEY.get_secret_value() not in f"{chosen!r}{chosen.line}"


def test_the_openai_prefix_names_a_model(cache):
    assert choose(cache, model="openai:gpt-5-mini", api_key=KEY).name == "gpt-5-mini"
    with pytest.raises(ModelNotConfigured, match="OPENAI_API_KEY"):
        choose(cache, model="openai:gpt-5-mini")
    with pytest.raises(ModelNotConfigured, match="names no model"):
        choose(cache, model="openai:", api_key=KEY)


def test_a_bare_name_without_an_endpoint_says_what_to_set(cache):
    with pytest.raises(ModelNotConfigured, match="OPENAI_BASE_URL"):
        choose(cache, model="gpt-5-mini")


def test_openai_s_own_address_needs_a_key(cache):
    with pytest.raises(ModelNotConfigured, match="OPENAI_API_KEY"):
        choose(cache, base_url="https://api.openai.com/v1")


async def test_the_only_model_of_an_endpoint_needs_no_name(cache):
    with OpenAIServer([say("hello")], models=["only-7b", "nomic-embed-text"], api_key="sk-secret-key") as server:
        chosen = choose(cache, base_url=server.base_url, api_key=KEY)
        assert chosen.name == "only-7b"
        assert (await chosen.model.ainvoke("hi")).text == "hello"
        assert server.requests[0].body["model"] == "only-7b"


@pytest.mark.parametrize(("models", "said"), [(["a", "b"], "STANCHION_MODEL to one of a, b"), ([], "serves no model")])
def test_several_models_or_none_need_a_name(cache, models, said):
    with OpenAIServer(models=models) as server, pytest.raises(ModelNotConfigured, match=said):
        choose(cache, base_url=server.base_url)


def test_an_endpoint_that_cannot_be_asked_for_its_model_says_why(cache, closed_port):
    with pytest.raises(ModelUnavailable, match="STANCHION_MODEL is not set and cannot reach"):
        choose(cache, base_url=f"http://127.0.0.1:{closed_port}")
    with OpenAIServer(api_key="right") as server, pytest.raises(ModelRefused, match="refuses the key"):
        choose(cache, base_url=server.base_url, api_key=KEY)


def test_a_named_model_is_not_asked_for_at_start(cache, closed_port):
    assert choose(cache, model="m", base_url=f"http://127.0.0.1:{closed_port}").name == "m"


# Local servers.


async def test_a_local_server_is_found_only_where_asked_for_and_gets_no_key(cache):
    with OpenAIServer([say("hello")], models=["tiny:0.5b", "other:8b"]) as server:
        ports = (server.port,)
        assert choose(cache, local_ports=ports).name == "offline"
        assert server.other_requests == []
        chosen = choose(cache, model="local", api_key=KEY, local_ports=ports)
        assert chosen.name == "tiny:0.5b"
        assert chosen.mode is DecisionMode.PLAN
        assert chosen.price_model is None
        assert "1 more" in chosen.reason
        await chosen.model.ainvoke("hi")
        keys = {request.key for request in server.requests + server.other_requests}
        assert keys == {None, "none"}
        assert choose(cache, model="local:other:8b", local_ports=ports).name == "other:8b"
        with pytest.raises(ModelNotConfigured, match=r"does not serve 'none'; it serves tiny:0\.5b, other:8b"):
            choose(cache, model="local:none", local_ports=ports)


def test_no_local_server_says_what_to_start(cache, closed_port):
    with pytest.raises(ModelNotConfigured, match="ollama serve"):
        choose(cache, model="local", local_ports=(closed_port,))


# GGUF files.


@needs_runtime
@pytest.mark.parametrize("form", ["gguf:{}", "{}"])
def test_a_file_is_named_by_its_path(cache, gguf_file, form):
    chosen = choose(cache, model=form.format(gguf_file))
    assert chosen.label == "mine-0.5b on this machine, short plans"


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


# Mode and fallback.


@pytest.mark.parametrize("mode", [DecisionMode.TEXT, DecisionMode.JSON, DecisionMode.PLAN, DecisionMode.NATIVE])
def test_a_set_mode_wins_over_what_is_known(cache, mode):
    assert choose(cache, model="m:0.5b", base_url="http://127.0.0.1:9", mode=mode).mode is mode


def test_the_rules_know_no_mode(cache):
    assert choose(cache, model="offline", mode=DecisionMode.TEXT).mode is DecisionMode.NATIVE


def test_a_fallback_is_chosen_by_the_same_rules(cache):
    chosen = choose(cache, model="gpt-5", api_key=KEY, fallback_model="offline")
    assert chosen.fallback.name == "offline"
    assert chosen.fallback.fallback is None
    assert chosen.line.endswith("; if it does not answer: offline rules, no language model")


def test_a_fallback_that_is_not_set_up_is_said_at_start(cache):
    with pytest.raises(ModelNotConfigured, match="the fallback model 'gguf:/none'"):
        choose(cache, model="offline", fallback_model="gguf:/none")


@given(st.text(max_size=40).filter(lambda text: not text.strip().startswith("local")))
def test_any_name_is_a_model_or_a_clear_error(tmp_path_factory, name):
    cache = tmp_path_factory.getbasetemp() / "no-cache"
    if name.strip() in ("", "offline"):
        assert choose(cache, model=name).name == "offline"
    else:
        with pytest.raises(ModelNotConfigured, match=r"\S"):
            choose(cache, model=name)
