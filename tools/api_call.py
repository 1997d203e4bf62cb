"""Calling web APIs and fetching pages, through the guarded client."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput, current_call
from tools.errors import FailureKind, ToolFailure
from tools.html_text import readable
from tools.http import SAFE_METHODS, GuardedHttp, HttpAnswer
from tools.http_body import as_text, content_type, is_json, is_textual, retry_after
from tools.secret_refs import SecretFiller, holds_reference

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110, 5.6.2
# Headers that steer the connection belong to the client; the idempotency key belongs to the ledger.
_RESERVED = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect", "keep-alive"}
    | {"accept-encoding", "idempotency-key"}
)
_EXCERPT = 500

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


class APICallInput(ToolInput):
    """One HTTP request."""

    url: str = Field(
        max_length=8000, description='Whole address, for example "https://api.example.com/v1/items?limit=5".'
    )
    method: Method = Field(
        default="GET", description="GET to read, POST to create, PUT or PATCH to change, DELETE to remove."
    )
    headers: dict[str, str] = Field(
        default_factory=dict, description='For example {"Authorization": "Bearer {{secret:NAME}}"}.'
    )
    body: dict[str, Any] | list[Any] | str | None = Field(
        default=None, description="An object or list is sent as JSON, text as it is."
    )

    @field_validator("method", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        value = value.strip()
        if not re.match(r"https?://[^\s/]", value, re.IGNORECASE):
            raise ValueError("must be a whole address that starts with http:// or https://")
        if holds_reference(value):
            raise ValueError("must not hold a secret; put {{secret:NAME}} into a header or the body")
        return value

    @field_validator("headers")
    @classmethod
    def _are_headers(cls, value: dict[str, str]) -> dict[str, str]:
        for name, text in value.items():
            if not _TOKEN.fullmatch(name):
                raise ValueError(f"{name!r} is no header name")
            if name.lower() in _RESERVED or name.lower().startswith("proxy-"):
                raise ValueError(f"{name!r} is set by the client; leave it out")
            if not (text.isprintable() and text.isascii()):
                raise ValueError(f"{name}: the value must be printable ASCII on one line")
        return value


def _meaning(effect: Effect, replay: Replay) -> Manifest:
    text, option = ArgumentRole.TEXT, ArgumentRole.OPTION
    roles = {"url": ArgumentRole.TARGET, "method": option, "headers": text, "body": text}
    return Manifest(effect=effect, replay=replay, roles=roles)


class APICallTool(Tool):
    """Sends one HTTP request; how a call is judged follows the methods' definitions (RFC 9110, 9.2).

    GET, HEAD and OPTIONS read. PUT and DELETE may be repeated. POST and PATCH may not, unless the operator says that a host heeds
    the `Idempotency-Key` header, which goes along with every changing request. A GET can still leak by its address: judging that is
    the policy's part, by the role of `url`.

    Args:
        http: The guarded client; by default one that reaches the public web only.
        secrets: Gives the value for a secret's name; raises `LookupError` for unknown ones.
        secret_hosts: Hosts (or `host:port`) that each secret may be sent to; a name without hosts is refused.
        idempotent_hosts: Hosts (or `host:port`) known to heed `Idempotency-Key` for POST and PATCH.
    """

    name = "api_call"
    description = (
        "Send an HTTP request to a web API or fetch a web page; pages come as text, JSON as data. "
        'Examples: {"url": "https://example.com"}; {"url": "https://api.example.com/items", "method": "POST", "body": {"n": 1}}'
    )
    input_schema = APICallInput
    manifest = _meaning(Effect.DESTRUCTIVE, Replay.UNSAFE)
    timeout_seconds = 45.0

    def __init__(
        self,
        http: GuardedHttp | None = None,
        *,
        secrets: Callable[[str], str] | None = None,
        secret_hosts: Mapping[str, Collection[str]] | None = None,
        idempotent_hosts: Collection[str] = (),
    ) -> None:
        self._http = http or GuardedHttp()
        self._secrets = secrets
        self._secret_hosts = dict(secret_hosts or {})
        self._idempotent_hosts = frozenset(host.lower() for host in idempotent_hosts)

    def classify(self, input: APICallInput, /) -> Manifest:
        """What this method means; see the class."""
        if input.method in SAFE_METHODS:
            return _meaning(Effect.READ, Replay.PURE)
        if input.method == "DELETE":
            return _meaning(Effect.DESTRUCTIVE, Replay.IDEMPOTENT)
        host, port = _host(input.url)
        heeds = not self._idempotent_hosts.isdisjoint({host, f"{host}:{port}"})
        return _meaning(Effect.WRITE, Replay.IDEMPOTENT if input.method == "PUT" or heeds else Replay.UNSAFE)

    def preview(self, input: APICallInput, /) -> str:
        """The request in words; secrets stay references."""
        parts = [f"Send {input.method} {input.url}"]
        if input.headers:
            parts.append("with headers " + ", ".join(f"{name}: {value}" for name, value in input.headers.items()))
        if input.body is not None:
            body = input.body if isinstance(input.body, str) else json.dumps(input.body, ensure_ascii=False)
            parts.append(f"and the body {body if len(body) <= 2000 else body[:2000] + '...'}")
        return "\n".join(parts)

    def execute(self, input: APICallInput, /) -> ToolOutput:
        """Send it.

        Returns:
            JSON as data, a page or text as text, else a note of what came. Metadata: `status_code`, `url`, `bytes`, `content_type`,
            and `truncated` where the answer was longer than the client reads.
        """
        filler = SecretFiller(self._secrets, self._secret_hosts)
        try:
            headers, content = self._prepare(input, filler)
            answer = self._http.request(input.method, input.url, headers=headers, content=content)
            output = _read(answer, drop=filler.longest if filler.used else 0)
        except ToolFailure as failure:
            return ToolOutput.fail(f"api_call: {filler.scrub(str(failure))}", failure.kind)
        if not filler.used:
            return output
        changes = {"result": filler.scrub(output.result), "error": filler.scrub(output.error)}
        return output.model_copy(update={**changes, "metadata": filler.scrub(output.metadata)})

    def _prepare(self, input: APICallInput, filler: SecretFiller) -> tuple[dict[str, str], bytes | None]:
        filler.bind(*self._http.origin(input.url))
        headers = filler.fill(input.headers)
        body = filler.fill(input.body)
        if filler.used and not input.url.lower().startswith("https://") and not self._http.is_allow_listed(input.url):
            raise ToolFailure("a secret only travels over https; use the https address")
        for name, value in headers.items():
            if not (value.isascii() and value.isprintable()):
                raise ToolFailure(
                    f"header {name}: the secret's value cannot stand in a header; the user must set one of ASCII letters"
                )
        names = {name.lower() for name in headers}
        content = None
        if body is not None:
            content = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode(
                "utf-8", "surrogatepass"
            )
            if "content-type" not in names:
                headers["Content-Type"] = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
        key = current_call().idempotency_key
        if key and input.method not in SAFE_METHODS:
            headers["Idempotency-Key"] = key
        return headers, content


def _host(url: str) -> tuple[str, int]:
    try:
        split = urlsplit(url)
        return (split.hostname or "").lower(), split.port or (443 if split.scheme.lower() == "https" else 80)
    except ValueError:
        return "", 0  # the guard refuses the address with its reason


def _read(answer: HttpAnswer, drop: int = 0) -> ToolOutput:
    kind, charset = content_type(answer.headers)
    facts: dict[str, Any] = {
        "status_code": answer.status,
        "url": answer.url,
        "bytes": len(answer.body),
        "content_type": kind,
    }
    if answer.truncated:
        facts["truncated"] = True
    result = _result(answer, kind, charset, drop)
    if answer.status < 300 or answer.status == 304:
        return ToolOutput.ok(result, **facts)
    excerpt = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
    told = f": {' '.join(excerpt[:_EXCERPT].split())}" if result else ""
    later = answer.status == 429 or answer.status >= 500
    message = f"api_call: {answer.url} answered {answer.status}{told}"
    output = ToolOutput.fail(message, FailureKind.TRANSIENT if later else FailureKind.PERMANENT, **facts)
    wait = retry_after(answer.headers.get("retry-after")) if later else None
    return output.model_copy(update={"retry_after_seconds": wait})


def _result(answer: HttpAnswer, kind: str, charset: str, drop: int) -> Any:
    if not answer.body:
        return None
    if not is_textual(kind, answer.body):
        return f"[{len(answer.body):,}{'+' * answer.truncated} bytes of {kind or 'an unknown type'}, not shown]"
    text = as_text(answer.body, charset)
    if is_json(kind) and not answer.truncated:
        try:
            return json.loads(text, parse_constant=str, parse_int=_integer, parse_float=_decimal)
        except (ValueError, RecursionError):
            return text
    if kind in ("text/html", "application/xhtml+xml"):
        text = readable(text)
    if answer.truncated:
        # The cut may go through a secret that the server echoes, so as much as could be a piece of one goes, too.
        text = text[: len(text) - drop] + f"\n[stopped after {len(answer.body):,} bytes; there is more]"
    return text


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= 18 else digits


def _decimal(digits: str) -> float | str:
    return float(digits) if math.isfinite(float(digits)) else digits
