import socket

import pytest

from nodes.llm.prices import cost_usd


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the price list must not be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_a_known_model_has_a_price():
    assert cost_usd("gpt-4o-mini", 1_000_000, 0) == pytest.approx(0.15)
    assert cost_usd("gpt-4o-mini", 1_000_000, 0, base_url="https://api.openai.com/v1") == pytest.approx(0.15)


def test_cached_tokens_are_cheaper():
    assert cost_usd("gpt-4o-mini", 1000, 0, cached_tokens=1000) < cost_usd("gpt-4o-mini", 1000, 0)
    assert cost_usd("gpt-4o-mini", 10, 0, cached_tokens=99) is not None


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("qwen2.5-coder-0.5b-instruct", None),
        ("", None),
        ("gpt-4o-mini", "http://127.0.0.1:8080/v1"),
        ("gpt-4o-mini", "http://localhost/v1"),
        ("gpt-4o-mini", "https://proxy.example.org/v1"),
    ],
)
def test_where_no_price_is_known_there_is_none(model, base_url):
    assert cost_usd(model, 10, 10, base_url=base_url) is None
