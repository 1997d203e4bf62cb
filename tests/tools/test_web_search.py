"""web_search gives one form of results, whoever answers, and never tells the key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from memory.labels import Integrity
from tests.tools.loopback import Answer, Asked, Loopback, serving
from tools.base import Effect, Replay
from tools.errors import FailureKind, InvalidArguments, ToolFailure
from tools.http import GuardedHttp
from tools.web_search import WebSearchInput, WebSearchTool

KEY = "k3y/+secret"
RESULTS = [
    {"title": "A &amp; B", "snippet": "first", "link": "https://a.example/"},
    {"title": "again", "link": "https://a.example/"},
    {"title": "bad", "snippet": "x", "link": "javascript:alert(1)"},
    {"title": f"has {KEY}", "snippet": "y" * 2000, "link": "http://b.example/"},
    "nonsense",
    {"title": 5, "link": "https://c.example/"},
]


def answers(asked: Asked) -> Answer:
    query = parse_qs(urlsplit(asked.path).query)["q"][0]
    match query:
        case "wrong key":
            return 401, {}, json.dumps({"error": f"Invalid API key {KEY}"}).encode()
        case "busy":
            return 429, {}, b"{}"
        case "nothing":
            return 200, {}, json.dumps({"error": "Google hasn't returned any results for this query."}).encode()
        case "garbage":
            return 200, {}, b"<html>"
        case "list":
            return 200, {}, b"[]"
        case _:
            return 200, {"Content-Type": "application/json"}, json.dumps({"organic_results": RESULTS}).encode()


@pytest.fixture(scope="module")
def web() -> Iterator[Loopback]:
    with serving(answers) as loopback:
        yield loopback


@pytest.fixture
def tool(web: Loopback) -> WebSearchTool:
    web.asked.clear()
    return WebSearchTool(
        KEY, base_url=web.url("/search.json"), http=GuardedHttp(allow_hosts={web.origin}, timeout_seconds=5)
    )


def test_the_service_is_asked_as_serpapi_is(tool: WebSearchTool, web: Loopback) -> None:
    output = tool.execute(WebSearchInput(query="cats & dogs", max_results=3))
    asked = parse_qs(urlsplit(web.asked[-1].path).query)
    assert asked == {"engine": ["google"], "q": ["cats & dogs"], "num": ["3"], "api_key": [KEY]}
    assert output.result == [
        {"title": "A & B", "snippet": "first", "url": "https://a.example/"},
        {"title": "has [key]", "snippet": "y" * 500, "url": "http://b.example/"},
        {"title": "", "snippet": "", "url": "https://c.example/"},
    ]
    assert output.metadata == {"results": 3, "source": "service"}


def test_no_more_than_asked_for(tool: WebSearchTool) -> None:
    assert len(tool.execute(WebSearchInput(query="x", max_results=1)).result) == 1


@pytest.mark.parametrize(
    ("query", "kind", "told"),
    [
        ("wrong key", FailureKind.PERMANENT, "refuses the key"),
        ("busy", FailureKind.TRANSIENT, "busy"),
        ("garbage", FailureKind.PERMANENT, "no results"),
        ("list", FailureKind.PERMANENT, "no results"),
    ],
)
def test_failures_are_told_without_the_key(tool: WebSearchTool, query: str, kind: FailureKind, told: str) -> None:
    output = tool.execute(WebSearchInput(query=query))
    assert output.failure is kind
    assert told in str(output.error)
    assert KEY not in output.model_dump_json()


def test_an_empty_search_is_an_empty_list(tool: WebSearchTool) -> None:
    output = tool.execute(WebSearchInput(query="nothing"))
    assert (output.success, output.result) == (True, [])


def test_an_unreachable_service_is_transient_and_keeps_the_key() -> None:
    output = WebSearchTool(
        KEY, base_url="http://127.0.0.1:9/search", http=GuardedHttp(allow_hosts={"127.0.0.1"})
    ).execute(WebSearchInput(query="x"))
    assert output.failure is FailureKind.TRANSIENT
    refused = WebSearchTool(KEY, base_url="http://127.0.0.1:9/search").execute(WebSearchInput(query="x"))
    for told in (output, refused):
        assert KEY not in told.model_dump_json()
        assert "k3y%2F%2Bsecret" not in told.model_dump_json()


def test_without_a_key_metasearch_results_get_the_same_form() -> None:
    def engine(query: str, count: int) -> list[dict[str, str]]:
        return [
            {"title": query, "body": str(count), "href": "https://a.example/"},
            {"title": "t", "body": "b", "href": ""},
        ]

    output = WebSearchTool(keyless=engine).execute(WebSearchInput(query="q", max_results=2))
    assert output.result == [{"title": "q", "snippet": "2", "url": "https://a.example/"}]
    assert output.metadata["source"] == "metasearch"


def test_metasearch_failures_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import ddgs.ddgs
    from ddgs.exceptions import DDGSException, RatelimitException

    for error, told in ((RatelimitException("x"), "slow down"), (DDGSException("a\nb"), "is there a network")):

        def fail(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(ddgs.ddgs.DDGS, "text", fail)
        output = WebSearchTool().execute(WebSearchInput(query="x"))
        assert output.failure is FailureKind.TRANSIENT
        assert told in str(output.error)
        assert "\n" not in str(output.error)


def test_a_failure_keeps_how_long_to_wait() -> None:
    def engine(query: str, count: int) -> list[dict[str, str]]:
        raise ToolFailure("later", FailureKind.TRANSIENT, 30.0)

    assert WebSearchTool(keyless=engine).execute(WebSearchInput(query="x")).retry_after_seconds == 30.0


def test_what_it_takes_and_means() -> None:
    tool = WebSearchTool()
    for arguments in ({}, {"query": ""}, {"query": "x", "max_results": 0}, {"query": "x" * 501}):
        with pytest.raises(InvalidArguments):
            tool.parse(arguments)
    assert (tool.effect, tool.replay, tool.manifest.integrity) == (Effect.READ, Replay.PURE, Integrity.UNTRUSTED)
