"""Addresses of OpenAI-compatible endpoints: put in order, asked what they serve, and looked for on this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelRefused, ModelUnavailable

OPENAI_URL = "https://api.openai.com/v1"

LOCAL_PORTS = (11434, 8080, 8000, 1234)
"""Where local servers listen unless told otherwise: Ollama, llama.cpp, vLLM, LM Studio."""


@dataclass(frozen=True, slots=True)
class LocalEndpoint:
    """A server found on this machine.

    Attributes:
        base_url: Its address, `/v1` included.
        models: The chat models it serves, in its own order.
    """

    base_url: str
    models: tuple[str, ...]


def normalize_base_url(text: str) -> str:
    """Put an endpoint's address in order: no slash at the end, and `/v1` where no path is given.

    Raises:
        ModelNotConfigured: It is not an http or https address.
    """
    try:
        parts = urlsplit(text.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ModelNotConfigured(f"OPENAI_BASE_URL is not an address ({error}); set it to https://HOST/v1") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ModelNotConfigured("OPENAI_BASE_URL must begin with http:// or https:// and name a host: https://HOST/v1")
    path = parts.path.rstrip("/") or "/v1"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def place(base_url: str) -> str:
    """Host and port for people; never user name, password, path or query."""
    parts = urlsplit(base_url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def is_openai(base_url: str) -> bool:
    """Whether it is OpenAI's own endpoint."""
    host = urlsplit(base_url).hostname or ""
    return host == "api.openai.com" or host.endswith(".api.openai.com")


def is_loopback(base_url: str) -> bool:
    """Whether it is this machine."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def served_models(base_url: str, api_key: SecretStr | None, timeout_seconds: float = 5.0) -> tuple[str, ...]:
    """Ask an endpoint which chat models it serves (`GET /models`).

    Raises:
        ModelUnavailable: It cannot be reached, or answers with something else.
        ModelRefused: It wants another key.
    """
    import httpx

    headers = {"Authorization": f"Bearer {api_key.get_secret_value()}"} if api_key else {}
    try:
        with httpx.Client(timeout=timeout_seconds, trust_env=not is_loopback(base_url)) as client:
            response = client.get(f"{base_url}/models", headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelUnavailable(f"cannot reach {place(base_url)}: {error or type(error).__name__}") from error
    if response.status_code in (401, 403):
        raise ModelRefused(f"{place(base_url)} refuses the key ({response.status_code}); set OPENAI_API_KEY")
    try:
        names = [entry["id"] for entry in response.json()["data"]]
    except (ValueError, KeyError, TypeError) as error:
        said = f"{place(base_url)} answered {response.status_code} and no list of models"
        raise ModelUnavailable(f"{said}; is the address right (it mostly ends in /v1)?") from error
    return tuple(name for name in names if isinstance(name, str) and "embed" not in name.lower())


def find_local_server(ports: Sequence[int] = LOCAL_PORTS, timeout_seconds: float = 1.0) -> LocalEndpoint:
    """Look for an OpenAI-compatible server on this machine; only for users who asked for one.

    No key is sent: what listens there is not known yet.

    Raises:
        ModelNotConfigured: None of the ports answers with a list of models.
    """
    found = []
    for port in ports:
        base_url = f"http://127.0.0.1:{port}/v1"
        try:
            models = served_models(base_url, None, timeout_seconds)
        except ModelRefused:
            found.append(f"{port} wants a key (set OPENAI_BASE_URL={base_url} and OPENAI_API_KEY)")
            continue
        except ModelUnavailable:
            continue
        if models:
            return LocalEndpoint(base_url, models)
        found.append(f"{port} serves no model yet")
    tried = ", ".join(str(port) for port in ports)
    more = f" ({'; '.join(found)})" if found else ""
    raise ModelNotConfigured(
        f"no local model server answers on 127.0.0.1, ports {tried}{more}; start one (for example `ollama serve`) "
        "or set OPENAI_BASE_URL to its address"
    )
