"""The tools that ship: composed here, loaded late, so that importing them costs nothing they do not use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from tools.api_call import APICallTool
from tools.base import Tool
from tools.calculator import CalculatorTool
from tools.date_time import Clock, DateTimeTool
from tools.file_operations import FileOperationsTool
from tools.http import GuardedHttp
from tools.web_search import SERPAPI, WebSearchTool
from tools.workspace import Workspace


def builtin_tools(
    workspace: Workspace,
    *,
    clock: Clock | None = None,
    http: GuardedHttp | None = None,
    search_api_key: str | None = None,
    search_base_url: str | None = None,
    secrets: Callable[[str], str] | None = None,
    secret_hosts: Mapping[str, Collection[str]] | None = None,
    idempotent_hosts: Collection[str] = (),
    allow_hosts: Collection[str] = (),
) -> list[Tool]:
    """The built-in tools: calculator, file_operations, date_time, web_search, api_call, in this order.

    Args:
        workspace: Where files live.
        clock: Gives the present moment; the computer's clock by default.
        http: The guarded client; made from `allow_hosts` by default.
        search_api_key: For the search service; without one, searches go by public engines.
        search_base_url: A SerpAPI-compatible endpoint; SerpAPI's own by default.
        secrets: Gives the value for `{{secret:NAME}}`; raises `LookupError` for unknown names.
        secret_hosts: Hosts (or `host:port`) that each secret may be sent to.
        idempotent_hosts: Hosts known to heed `Idempotency-Key`.
        allow_hosts: `host` or `host:port` beyond the public web that may be reached.
    """
    client = http or GuardedHttp(allow_hosts=allow_hosts)
    return [
        CalculatorTool(),
        FileOperationsTool(workspace),
        DateTimeTool(clock),
        WebSearchTool(search_api_key, base_url=search_base_url or SERPAPI, http=client),
        APICallTool(client, secrets=secrets, secret_hosts=secret_hosts, idempotent_hosts=idempotent_hosts),
    ]
