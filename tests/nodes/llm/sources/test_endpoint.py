"""Endpoint addresses, and what is asked of endpoints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelRefused, ModelUnavailable
from nodes.llm.sources.endpoint import (
    find_local_server,
    is_loopback,
    is_openai,
    normalize_base_url,
    place,
    served_models,
)
from tests.openai_server import OpenAIServer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        (" https://example.org/v1/ ", "https://example.org/v1"),
        ("https://example.org/openai/v1", "https://example.org/openai/v1"),
        ("http://[::1]:8080/", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_put_in_order(text, expected):
    assert normalize_base_url(text) == expected


@pytest.mark.parametrize(
    "text", ["localhost:8080", "ftp://example.org", "http://", "http://[", "http://h:99999", "gpt"]
)
def test_what_is_no_address_is_refused_with_the_next_thing_to_do(text):
    with pytest.raises(ModelNotConfigured, match="https://HOST/v1"):
        normalize_base_url(text)


@given(st.text())
def test_any_text_is_an_address_or_a_clear_error(text):
    try:
        address = normalize_base_url(text)
    except ModelNotConfigured:
        return
    assert normalize_base_url(address) == address
    assert place(address)
    assert is_loopback(address) in (True, False)


def test_the_place_holds_no_secret():
    assert place("https://user:pass@example.org:8443/v1?key=abc") == "example.org:8443"


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://api.openai.com/v1", True),
        ("https://eu.api.openai.com/v1", True),
        ("https://api.openai.com.example.org/v1", False),
        ("https://notapi.openai.com.example/v1", False),
    ],
)
def test_only_openai_is_openai(base_url, expected):
    assert is_openai(base_url) is expected


def test_an_endpoint_lists_its_chat_models():
    with OpenAIServer(models=["llama3.1:8b", "nomic-embed-text"], api_key="k") as server:
        assert served_models(server.base_url, SecretStr("k")) == ("llama3.1:8b",)
        with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
            served_models(server.base_url, None)
        with pytest.raises(ModelUnavailable, match="ends in /v1"):
            served_models(f"http://127.0.0.1:{server.port}/v2", SecretStr("k"))


def test_an_unreachable_endpoint_is_unavailable(closed_port):
    with pytest.raises(ModelUnavailable, match="cannot reach"):
        served_models(f"http://127.0.0.1:{closed_port}/v1", None)


def test_the_first_port_that_answers_is_taken_and_no_key_is_sent(closed_port):
    with OpenAIServer(models=[]) as empty, OpenAIServer(models=["tiny"]) as server:
        found = find_local_server([closed_port, empty.port, server.port])
        assert found.base_url == server.base_url
        assert found.models == ("tiny",)
        assert all(request.key is None for request in server.other_requests + empty.other_requests)


def test_no_server_on_any_port_says_what_to_start(closed_port):
    with OpenAIServer(api_key="k") as locked:
        with pytest.raises(ModelNotConfigured, match="ollama serve") as caught:
            find_local_server([closed_port, locked.port])
        assert f"{locked.port} wants a key" in str(caught.value)
