"""Which model answers: the whole order, and what is said where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelRefused, ModelUnavailable
from nodes.llm.port import DecisionMode
from nodes.llm.sources.choice import DEFAULT_OPENAI_MODEL, OFFLINE_LABEL
from tests.nodes.llm.sources.asking import choose, needs_runtime, put_in_cache
from tests.openai_server import OpenAIServer, say

KEY = SecretStr("sk-secret-key")


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
    assert chosen.label == "large-1.5b on this machine, short plans, offline rules first"


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


# Timeout, mode and fallback.


def test_a_set_timeout_wins(cache):
    assert choose(cache, model="m", base_url="http://127.0.0.1:9").timeout_seconds == 120
    assert choose(cache, model="m", base_url="http://127.0.0.1:9", timeout_seconds=7).timeout_seconds == 7


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
