"""What the user may set about models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from nodes.llm.port import DecisionMode
from nodes.llm.rules_first.setting import RulesFirstSetting
from nodes.llm.sources.endpoint import LOCAL_PORTS


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What the user has set about models; whoever fills it reads the environment.

    Attributes:
        model: `offline`, `local` or `local:NAME`, `gguf:FILE` or `gguf:CATALOG-NAME`, `openai:NAME`, or a bare name for the
            configured endpoint; `None` or blank chooses by what else is set.
        api_key: For the configured endpoint; never sent to a server that was merely found.
        base_url: An OpenAI-compatible endpoint; `None` is OpenAI's own.
        gguf: A GGUF file to run where no endpoint is configured.
        cache_dir: The user's cache directory, with the files of `stanchion model pull` in its `models` directory.
        manifest: A TOML file with further models that can be named.
        fallback_model: In the form of `model`; asked when the first does not answer.
        mode: How to ask; `AUTO` picks by what is known of the model.
        rules_first: Whether the offline rules decide what they surely read; `AUTO` for small models on this machine.
        timeout_seconds: For the whole of an answer that does not stream, and for each silence in one that does;
            `None` is two minutes for an endpoint and ten for a model on this machine.
        n_threads: Processor threads for a model on this machine.
        context_tokens: Prompt and answer together, for a model on this machine.
        local_ports: Where `local` looks.
    """

    cache_dir: Path
    model: str | None = None
    api_key: SecretStr | None = None
    base_url: str | None = None
    gguf: Path | None = None
    manifest: Path | None = None
    fallback_model: str | None = None
    mode: DecisionMode = DecisionMode.AUTO
    rules_first: RulesFirstSetting = RulesFirstSetting.AUTO
    timeout_seconds: float | None = None
    n_threads: int = 1
    context_tokens: int = 8192
    local_ports: tuple[int, ...] = LOCAL_PORTS
