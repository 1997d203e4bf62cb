"""Which model answers: an explicit name, a configured endpoint, a file on this machine, and last the offline rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelRefused, ModelUnavailable
from nodes.llm.port import DecisionMode
from nodes.llm.rules_first.trust import Trust, trust_beside
from nodes.llm.sources.capability import billions, mode_for, size_of
from nodes.llm.sources.catalog import load_catalog
from nodes.llm.sources.chosen_model import ChosenModel
from nodes.llm.sources.endpoint import (
    OPENAI_URL,
    find_local_server,
    is_loopback,
    is_openai,
    normalize_base_url,
    place,
    served_models,
)
from nodes.llm.sources.gguf import check_gguf, has_runtime, need_runtime
from nodes.llm.sources.model_settings import ModelSettings
from nodes.llm.sources.pull import cached_models, models_dir

TIMEOUT_SECONDS = 120.0
"""Where the user has set none, for an endpoint."""

LOCAL_TIMEOUT_SECONDS = 600.0
"""Where the user has set none, for a model on this machine: on one thread of a busy machine, 1.5B was measured to read 20 tokens
of a prompt a second."""

DEFAULT_OPENAI_MODEL = "gpt-4.1-mini"
"""Where only a key is set: inexpensive, calls tools in chat completions, takes a temperature."""

OFFLINE_LABEL = "offline rules, no language model"

_HOW_MODES_READ = {
    DecisionMode.NATIVE: "native tool calls",
    DecisionMode.JSON: "constrained JSON",
    DecisionMode.PLAN: "short plans",
    DecisionMode.TEXT: "text format",
}
_HOW_TO_CONNECT = (
    "set OPENAI_API_KEY, or OPENAI_BASE_URL and STANCHION_MODEL, "
    "or fetch a model: stanchion model pull qwen2.5-coder-1.5b"
)


def choose_model(settings: ModelSettings) -> ChosenModel:
    """Choose the model that answers.

    In this order: the named model; the configured endpoint (`base_url`, or OpenAI with `api_key` alone); the named GGUF file;
    the largest one in the cache; the offline rules. A local server is looked for only where `model` says `local`.

    Args:
        settings: What the user has set.

    Returns:
        The model. The network is asked only where the name is left to the endpoint or to the local servers.

    Raises:
        ModelNotConfigured: What was asked for is not set up; the message says what to do next.
        ModelUnavailable: The endpoint that should name its model cannot be reached.
        ModelRefused: The endpoint that should name its model refuses the key.
    """
    settings = _clean(settings)
    chosen = _unnamed(settings) if settings.model is None else _named(settings, settings.model)
    if settings.fallback_model is None:
        return chosen
    try:
        fallback = choose_model(replace(settings, model=settings.fallback_model, fallback_model=None))
    except ModelNotConfigured as error:
        raise ModelNotConfigured(f"the fallback model {settings.fallback_model!r}: {error}") from error
    return replace(chosen, fallback=fallback)


def _clean(settings: ModelSettings) -> ModelSettings:
    """Blank means not set, as with `OPENAI_API_KEY=` in a shell."""
    key = settings.api_key
    base_url = (settings.base_url or "").strip()
    return replace(
        settings,
        model=(settings.model or "").strip() or None,
        fallback_model=(settings.fallback_model or "").strip() or None,
        api_key=SecretStr(key.get_secret_value().strip()) if key and key.get_secret_value().strip() else None,
        base_url=normalize_base_url(base_url) if base_url else None,
        gguf=settings.gguf if settings.gguf and str(settings.gguf) != "." else None,  # Path("") is "."
    )


def _named(settings: ModelSettings, wanted: str) -> ChosenModel:
    kind, _, name = wanted.partition(":")
    reason = f"model {wanted!r} is set"
    if wanted == "offline":
        return _offline(reason)
    if kind == "local" and (name or wanted == "local"):
        return _local(settings, name or None)
    if kind == "gguf":
        return _gguf(settings, _file(settings, name), reason)
    if kind == "openai":
        if not name:
            raise ModelNotConfigured(f"{wanted!r} names no model; write for example openai:{DEFAULT_OPENAI_MODEL}")
        return _endpoint(settings, name, reason)
    if settings.base_url or settings.api_key:
        return _endpoint(settings, wanted, reason)
    if wanted in load_catalog(settings.manifest) or wanted.endswith(".gguf"):
        return _gguf(settings, _file(settings, wanted), reason)
    raise ModelNotConfigured(
        f"there is no endpoint to ask for {wanted!r}: set OPENAI_API_KEY, or OPENAI_BASE_URL for another server; "
        "or name one of: offline, local, gguf:FILE"
    )


def _unnamed(settings: ModelSettings) -> ChosenModel:
    if settings.base_url and not is_openai(settings.base_url):
        return _endpoint(settings, _only_model(settings, settings.base_url), "OPENAI_BASE_URL is set")
    if settings.api_key or settings.base_url:
        return _endpoint(settings, DEFAULT_OPENAI_MODEL, "OPENAI_API_KEY is set; STANCHION_MODEL names another model")
    if settings.gguf:
        return _gguf(settings, settings.gguf, "STANCHION_GGUF is set")
    cached = cached_models(settings.cache_dir)
    if cached and has_runtime():
        return _gguf(settings, cached[0], "the largest model in the cache")
    if cached:
        return _offline(f"{cached[0].name} is in the cache, but to run it: pip install 'stanchion[local]'")
    return _offline(f"no model is set up; to connect one, {_HOW_TO_CONNECT}")


def _endpoint(settings: ModelSettings, name: str, reason: str) -> ChosenModel:
    base_url = settings.base_url or OPENAI_URL
    official = is_openai(base_url)
    if official and settings.api_key is None:
        raise ModelNotConfigured(
            f"{name!r} at OpenAI needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL for another server"
        )
    where = "OpenAI" if official else place(base_url)
    return _remote(settings, name, settings.api_key, base_url, where, reason)


def _local(settings: ModelSettings, name: str | None) -> ChosenModel:
    found = find_local_server(settings.local_ports)
    if name is not None and name not in found.models:
        raise ModelNotConfigured(f"{place(found.base_url)} does not serve {name!r}; it serves {_listed(found.models)}")
    name = name or found.models[0]
    others = len(found.models) - 1
    reason = f"model 'local' is set; local:NAME chooses among {others} more" if others else "model 'local' is set"
    # The configured key is not for whatever listens on a well-known port.
    return _remote(settings, name, None, found.base_url, place(found.base_url), reason)


def _remote(
    settings: ModelSettings, name: str, key: SecretStr | None, base_url: str, where: str, reason: str
) -> ChosenModel:
    from nodes.llm.sources.openai import openai_model

    timeout_seconds = settings.timeout_seconds or TIMEOUT_SECONDS
    mode = _mode(settings, mode_for(name))
    trust = trust_beside(billions(name) if is_loopback(base_url) else None, settings.rules_first)
    return ChosenModel(
        name=name,
        model=openai_model(name, key, base_url, timeout_seconds),
        mode=mode,
        label=_label(name, f"at {where}", mode, trust),
        reason=reason,
        trust=trust,
        price_model=None if is_loopback(base_url) else name,
        base_url=base_url,
        timeout_seconds=timeout_seconds,
    )


def _gguf(settings: ModelSettings, path: Path, reason: str) -> ChosenModel:
    path = check_gguf(path)
    need_runtime()
    from nodes.llm.sources.local_chat import gguf_model

    timeout_seconds = settings.timeout_seconds or LOCAL_TIMEOUT_SECONDS
    size_bytes = path.stat().st_size
    mode = _mode(settings, mode_for(path.stem, size_bytes))
    trust = trust_beside(size_of(path.stem, size_bytes), settings.rules_first)
    return ChosenModel(
        name=path.stem,
        model=gguf_model(
            path,
            n_threads=settings.n_threads,
            context_tokens=settings.context_tokens,
            timeout_seconds=timeout_seconds,
        ),
        mode=mode,
        label=_label(path.stem, "on this machine", mode, trust),
        reason=reason,
        trust=trust,
        timeout_seconds=timeout_seconds,
    )


def _offline(reason: str) -> ChosenModel:
    from nodes.llm.offline.model import OfflineModel

    # The rules propose tool calls themselves; a mode for language models does not apply to them.
    return ChosenModel("offline", OfflineModel(), DecisionMode.NATIVE, OFFLINE_LABEL, reason)


def _file(settings: ModelSettings, name: str) -> Path:
    """The file that `gguf:NAME` means: an entry of the catalog, or a path."""
    if not name:
        raise ModelNotConfigured("'gguf:' names no file; write gguf:/path/to/model.gguf or gguf:qwen2.5-coder-1.5b")
    entry = load_catalog(settings.manifest).get(name)
    if entry is None:
        return Path(name)
    path = models_dir(settings.cache_dir) / entry.file
    if not path.is_file():
        raise ModelNotConfigured(f"{name!r} is not in the cache yet: stanchion model pull {name}")
    return path


def _only_model(settings: ModelSettings, base_url: str) -> str:
    """The name of the one model that a configured endpoint serves."""
    try:
        names = served_models(base_url, settings.api_key)
    except (ModelUnavailable, ModelRefused) as error:
        raise type(error)(f"STANCHION_MODEL is not set and {error}") from error
    if len(names) == 1:
        return names[0]
    if not names:
        raise ModelNotConfigured(f"{place(base_url)} serves no model; load one there, or set STANCHION_MODEL")
    raise ModelNotConfigured(f"{place(base_url)} serves several models; set STANCHION_MODEL to one of {_listed(names)}")


def _mode(settings: ModelSettings, known: DecisionMode) -> DecisionMode:
    return known if settings.mode is DecisionMode.AUTO else settings.mode


def _label(name: str, where: str, mode: DecisionMode, trust: Trust | None) -> str:
    return f"{name} {where}, {_HOW_MODES_READ[mode]}{', offline rules first' if trust else ''}"


def _listed(names: tuple[str, ...], limit: int = 8) -> str:
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
