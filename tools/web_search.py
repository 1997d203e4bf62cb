"""Searching the web: by a SerpAPI-compatible service with a key, else by a metasearch library without one."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import Field

from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import FailureKind, ToolFailure
from tools.http import GuardedHttp

SERPAPI = "https://serpapi.com/search.json"
"""SerpAPI's endpoint; its parameters (`q`, `num`, `api_key`, `engine`) and `organic_results` are what compatible services take."""

_MAX_SNIPPET = 500

Keyless = Callable[[str, int], Iterable[Mapping[str, Any]]]


class WebSearchInput(ToolInput):
    """What to search for."""

    query: str = Field(
        min_length=1, max_length=500, description='What to look for, for example "population of Lisbon 2024".'
    )
    max_results: int = Field(default=5, ge=1, le=20, description="How many results.")


class WebSearchTool(Tool):
    """Searches the web and lists titles, snippets and addresses.

    Without a key, `ddgs` asks public search engines by its own client; its hosts are fixed by that library, never by the model.

    Args:
        api_key: For the service; `None` or empty searches without one.
        base_url: The service's endpoint.
        http: The guarded client for the service.
        keyless: Searches without a key: takes query and count, gives mappings with `title`, `body` and `href`; `None` for ddgs.
    """

    name = "web_search"
    description = (
        "Search the web for current information; answers a list of title, snippet and url (fetch a url with api_call to read it). "
        'Example: {"query": "weather in Lisbon", "max_results": 3}'
    )
    input_schema = WebSearchInput
    manifest = Manifest(
        effect=Effect.READ,
        replay=Replay.PURE,
        roles={"query": ArgumentRole.TEXT, "max_results": ArgumentRole.OPTION},
    )
    timeout_seconds = 45.0

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = SERPAPI,
        http: GuardedHttp | None = None,
        keyless: Keyless | None = None,
    ) -> None:
        self._api_key = api_key or ""
        self._base_url = base_url
        self._http = http or GuardedHttp()
        self._keyless = keyless or _ask_ddgs

    def preview(self, input: WebSearchInput, /) -> str:
        """What will be searched for."""
        return f"Search the web for {input.query!r} (up to {input.max_results} results)"

    def execute(self, input: WebSearchInput, /) -> ToolOutput:
        """Search.

        Returns:
            A list of `{"title", "snippet", "url"}`, empty where nothing was found; the metadata's `source` tells who answered.
        """
        try:
            if self._api_key:
                found = self._ask_service(input)
                results = _normal(found, ("title",), ("snippet",), ("link", "url"))
            else:
                results = _normal(
                    self._keyless(input.query, input.max_results), ("title",), ("body", "snippet"), ("href", "url")
                )
        except ToolFailure as failure:
            message = self._scrub(f"web_search: {failure}")
            return ToolOutput(
                success=False, error=message, failure=failure.kind, retry_after_seconds=failure.retry_after_seconds
            )
        results = self._scrub_all(results[: input.max_results])
        return ToolOutput.ok(results, results=len(results), source="service" if self._api_key else "metasearch")

    def _ask_service(self, input: WebSearchInput) -> Iterable[Mapping[str, Any]]:
        parameters = {"engine": "google", "q": input.query, "num": input.max_results, "api_key": self._api_key}
        joint = "&" if "?" in self._base_url else "?"
        answer = self._http.request(
            "GET", f"{self._base_url}{joint}{urlencode(parameters)}", headers={"Accept": "application/json"}
        )
        try:
            told = json.loads(answer.body)
        except (ValueError, RecursionError):
            told = None
        told = told if isinstance(told, Mapping) else {}
        problem = told.get("error") if isinstance(told.get("error"), str) else None
        if answer.status in (401, 403):
            raise ToolFailure(
                f"the search service refuses the key ({problem or answer.status}); the user must set a valid one"
            )
        if answer.status == 429 or answer.status >= 500:
            raise ToolFailure(
                f"the search service is busy ({problem or answer.status}); try again later", FailureKind.TRANSIENT
            )
        found = told.get("organic_results")
        if isinstance(found, list):
            return found
        if answer.status == 200 and (problem or "search_metadata" in told or "search_information" in told):
            if problem and "any results" not in problem:
                raise ToolFailure(f"the search service reports: {problem[:200]}")
            return []  # SerpAPI reports an empty search as an error of this wording, or leaves the list out
        raise ToolFailure(
            f"the search service answered {answer.status} and no results{f': {problem[:200]}' if problem else ''}"
        )

    def _scrub(self, text: str) -> str:
        for form in (self._api_key, quote(self._api_key, safe="")):
            text = text.replace(form, "[key]") if form else text
        return text

    def _scrub_all(self, results: list[dict[str, str]]) -> list[dict[str, str]]:
        return [{name: self._scrub(text) for name, text in result.items()} for result in results]


def _normal(
    found: Iterable[Mapping[str, Any]], title: tuple[str, ...], snippet: tuple[str, ...], url: tuple[str, ...]
) -> list[dict[str, str]]:
    """Bring results to one form; without a web address, a result is left out, and repeated addresses are, too."""
    results: dict[str, dict[str, str]] = {}
    for item in found:
        if not isinstance(item, Mapping):
            continue
        address = _text(item, url)
        if address.lower().startswith(("http://", "https://")):
            shown = {"title": _text(item, title), "snippet": _text(item, snippet)[:_MAX_SNIPPET], "url": address}
            results.setdefault(address, shown)
    return list(results.values())


def _text(item: Mapping[str, Any], names: tuple[str, ...]) -> str:
    value = next((item[name] for name in names if isinstance(item.get(name), str)), "")
    return " ".join(html.unescape(value).split())


def _ask_ddgs(query: str, count: int) -> Iterable[Mapping[str, Any]]:
    from ddgs import DDGS
    from ddgs.exceptions import DDGSException, RatelimitException

    try:
        return DDGS(timeout=10).text(query, max_results=count)
    except RatelimitException as error:
        raise ToolFailure(
            "the search engines ask to slow down; try again later", FailureKind.TRANSIENT, 30.0
        ) from error
    except (DDGSException, OSError) as error:
        if str(error).lower().startswith("no results"):
            return []
        raise ToolFailure(
            "no search engine answered; is there a network? Try again later", FailureKind.TRANSIENT
        ) from error
