"""Sorts what a tool raised into the kinds of failure that the error handler chooses by."""

from __future__ import annotations

import math
import traceback
from pathlib import PurePath

from tools.base import ToolOutput
from tools.errors import FailureKind, InvalidArguments, ToolError, ToolFailure

_HTTP_LIBRARIES = {"httpx", "httpcore", "requests", "urllib3", "aiohttp", "urllib", "http", "openai"}
_NETWORK = {
    "TransportError",  # httpx
    "NetworkError",
    "TimeoutException",
    "ConnectionError",  # requests
    "Timeout",
    "HTTPError",  # urllib3's root; with a status, that decides
    "URLError",
    "ClientConnectionError",  # aiohttp
    "HTTPException",  # http.client: the other side broke the protocol
    "APIConnectionError",
}
_NEVER_TRANSIENT = {"UnsupportedProtocol", "InvalidURL", "MissingSchema", "InvalidSchema", "LocationParseError"}
_TRANSIENT_STATUS = {408, 425, 429, 500, 502, 503, 504}
"""RFC 9110 (408, 500, 502, 503, 504), RFC 8470 (425), RFC 6585 (429)."""


def failure_of(error: BaseException) -> ToolOutput:
    """Turn what a tool raised into a failed output; never a traceback.

    `ToolFailure` carries its kind. Network trouble and the HTTP statuses that ask for patience are transient. `ValueError`,
    `OSError` (no such file, not permitted, …) and LangChain's `ToolException` are what Python code documents for "cannot do
    this" and are permanent. Anything else is a bug of the tool, told with the place that raised it.

    Args:
        error: What was raised; `SystemExit` and a cancellation from within are told as bugs.

    Returns:
        The failure, written for the model.
    """
    if isinstance(error, ToolFailure):
        kind = error.kind if isinstance(error.kind, FailureKind) else FailureKind.PERMANENT
        wait = error.retry_after_seconds
        if not isinstance(wait, int | float) or not 0 <= wait < math.inf:
            wait = None  # no time that could be waited for
        return ToolOutput(success=False, error=_message(error), failure=kind, retry_after_seconds=wait)
    if isinstance(error, InvalidArguments):
        return ToolOutput.fail(_message(error), FailureKind.INVALID_ARGUMENTS)
    status = _status(error)
    if status is not None:
        kind = FailureKind.TRANSIENT if status in _TRANSIENT_STATUS else FailureKind.PERMANENT
        return ToolOutput.fail(_named(error), kind, status=status)
    if _is_network(error):
        return ToolOutput.fail(f"{_named(error)}; the same call may succeed later", FailureKind.TRANSIENT)
    if _is_pause(error):
        return ToolOutput.fail("the tool called interrupt(), which a tool must not do", FailureKind.BUG)
    if isinstance(error, ToolError | ValueError | OSError) or _is_tool_exception(error) or _is_of_http(error):
        return ToolOutput.fail(_named(error), FailureKind.PERMANENT)
    return ToolOutput.fail(f"the tool has a bug: {_named(error)} at {_place(error)}", FailureKind.BUG)


def _message(error: BaseException) -> str:
    return _text(error) or f"the tool raised {type(error).__name__} without a message"


def _named(error: BaseException) -> str:
    text = _text(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a foreign class's own code, in the way of telling about its failure
        return ""


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    if not frames:
        return "an unknown place"
    # The last two parts name the place for people without telling the machine's layout.
    where = "/".join(PurePath(frames[-1].filename).parts[-2:])
    return f"{where}:{frames[-1].lineno} in {frames[-1].name}"


def _classes(error: BaseException) -> list[tuple[str, str]]:
    return [(kind.__module__.partition(".")[0], kind.__name__) for kind in type(error).__mro__]


def _is_network(error: BaseException) -> bool:
    classes = _classes(error)
    if any(name in _NEVER_TRANSIENT for _, name in classes):
        return False
    if isinstance(error, TimeoutError | ConnectionError):
        return True
    # By name, so that no HTTP library is imported to ask.
    return any(
        (room in _HTTP_LIBRARIES and name in _NETWORK) or (room, name) == ("socket", "gaierror")
        for room, name in classes
    )


def _is_of_http(error: BaseException) -> bool:
    return any(room in _HTTP_LIBRARIES for room, _ in _classes(error))


def _status(error: BaseException) -> int | None:
    """The HTTP status an exception of an HTTP library carries."""
    if not _is_of_http(error):
        return None
    response = getattr(error, "response", None)
    for holder, field in ((response, "status_code"), (error, "status_code"), (error, "status"), (error, "code")):
        status = getattr(holder, field, None)
        if isinstance(status, int) and 400 <= status <= 599:
            return status
    return None


def _is_pause(error: BaseException) -> bool:
    return ("langgraph", "GraphBubbleUp") in _classes(error)


def _is_tool_exception(error: BaseException) -> bool:
    return ("langchain_core", "ToolException") in _classes(error)
