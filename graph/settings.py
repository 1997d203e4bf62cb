"""The only reader of the environment: every setting, its name, its default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr

from nodes.llm.port import DecisionMode
from nodes.llm.rules_first.setting import RulesFirstSetting
from nodes.planning.plan import PlanningMode
from nodes.records import Limits
from nodes.safety.guards import ApprovalMode

E = TypeVar("E", bound=StrEnum)


class SettingsError(ValueError):
    """A setting cannot be read; the message names it, its value and what it takes."""


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True)
class Settings:
    """What the environment says.

    Attributes:
        home: STANCHION_HOME: where data lives (the user's data directory).
        database: STANCHION_DATABASE: the SQLite file of checkpoints, ledger and memories (`HOME/stanchion.db`).
        workspace: STANCHION_WORKSPACE: the only folder that file tools can reach (`HOME/workspace`).
        trash: STANCHION_TRASH: keeps what file tools delete, on the workspace's disk (beside the workspace); `off` deletes
            for good, and then every deletion is asked about.
        model: STANCHION_MODEL: which model answers.
        api_key: OPENAI_API_KEY.
        base_url: OPENAI_BASE_URL: any OpenAI-compatible endpoint.
        gguf: STANCHION_GGUF: a model file to run in this process.
        fallback_model: STANCHION_FALLBACK_MODEL: asked when the first one stays unavailable.
        mode: STANCHION_DECISION_MODE: auto, native, json, plan or text.
        rules_first: STANCHION_RULES_FIRST: auto, on or off: whether the offline rules decide what they surely read.
        model_timeout_seconds: STANCHION_MODEL_TIMEOUT: seconds for one answer (120; 600 for a model file).
        tools: STANCHION_TOOLS: `package.module:registry` with further tools.
        mcp: STANCHION_MCP: a JSON settings file with `mcpServers`, or `name=command args…`, `name=https://…`.
        mcp_accept: Changed MCP tools (`server:tool`) that a person has looked at; from the command line only.
        environment: What `${NAME}` in an MCP settings file stands for.
        allow_hosts: STANCHION_ALLOW_HOSTS: private hosts that api_call may reach, `host` or `host:port`, by commas.
        search_api_key: SERPAPI_API_KEY: for web_search.
        search_base_url: STANCHION_SEARCH_URL: a SerpAPI-compatible endpoint.
        secrets: STANCHION_SECRET_NAME: values for `{{secret:NAME}}`; STANCHION_SECRET_HOSTS_NAME: hosts it may go to.
        secret_hosts: See `secrets`.
        limits: STANCHION_MAX_STEPS, STANCHION_MAX_TOKENS, STANCHION_MAX_SECONDS, STANCHION_MAX_COST_USD.
        approvals: STANCHION_APPROVALS: ask, deny or fail.
        planning: STANCHION_PLANNING: auto, always or never.
        max_parallel_tasks: STANCHION_MAX_PARALLEL_TASKS: tasks at work at the same time (5).
        approve_plan: STANCHION_APPROVE_PLAN: on or off: whether a person must approve each plan.
        user: Who answers at this machine (the login name).
    """

    home: Path
    database: str
    workspace: Path
    trash: str = ""
    model: str | None = None
    api_key: SecretStr | None = None
    base_url: str | None = None
    gguf: Path | None = None
    fallback_model: str | None = None
    mode: DecisionMode = DecisionMode.AUTO
    rules_first: RulesFirstSetting = RulesFirstSetting.AUTO
    model_timeout_seconds: float | None = None
    tools: str | None = None
    mcp: tuple[str, ...] = ()
    mcp_accept: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    allow_hosts: tuple[str, ...] = ()
    search_api_key: SecretStr | None = None
    search_base_url: str | None = None
    secrets: Mapping[str, SecretStr] = field(default_factory=dict)
    secret_hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    approvals: ApprovalMode = ApprovalMode.ASK
    planning: PlanningMode = PlanningMode.AUTO
    max_parallel_tasks: int = 5
    approve_plan: bool = False
    user: str = "local user"

    @property
    def trash_folder(self) -> Path | None:
        """Where deleted files are kept, or `None`."""
        if self.trash.lower() == "off":
            return None
        default = self.workspace.with_name(f"{self.workspace.name}-trash")
        return Path(self.trash).expanduser() if self.trash else default

    @property
    def models_folder(self) -> Path:
        """Where `stanchion model pull` puts model files."""
        return self.home / "models"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        environ: The environment; the process's own if omitted. Empty values count as unset.

    Raises:
        SettingsError: If a value cannot be read.
    """
    env = {name: value for name, value in (os.environ if environ is None else environ).items() if value.strip()}
    home = Path(env["STANCHION_HOME"]).expanduser() if "STANCHION_HOME" in env else _user_home()
    prefix, hosts = "STANCHION_SECRET_", "STANCHION_SECRET_HOSTS_"
    return Settings(
        home=home,
        database=env.get("STANCHION_DATABASE", str(home / "stanchion.db")),
        workspace=Path(env.get("STANCHION_WORKSPACE", home / "workspace")).expanduser(),
        trash=env.get("STANCHION_TRASH", ""),
        model=env.get("STANCHION_MODEL"),
        api_key=_secret(env, "OPENAI_API_KEY"),
        base_url=env.get("OPENAI_BASE_URL"),
        gguf=Path(env["STANCHION_GGUF"]).expanduser() if "STANCHION_GGUF" in env else None,
        fallback_model=env.get("STANCHION_FALLBACK_MODEL"),
        mode=_choice(env, "STANCHION_DECISION_MODE", DecisionMode, DecisionMode.AUTO),
        rules_first=_choice(env, "STANCHION_RULES_FIRST", RulesFirstSetting, RulesFirstSetting.AUTO),
        model_timeout_seconds=_number(env, "STANCHION_MODEL_TIMEOUT"),
        tools=env.get("STANCHION_TOOLS"),
        mcp=(env["STANCHION_MCP"],) if "STANCHION_MCP" in env else (),
        environment=env,
        allow_hosts=_list(env.get("STANCHION_ALLOW_HOSTS", "")),
        search_api_key=_secret(env, "SERPAPI_API_KEY"),
        search_base_url=env.get("STANCHION_SEARCH_URL"),
        secrets={
            name.removeprefix(prefix): SecretStr(value)
            for name, value in env.items()
            if name.startswith(prefix) and not name.startswith(hosts)
        },
        secret_hosts={name.removeprefix(hosts): _list(value) for name, value in env.items() if name.startswith(hosts)},
        limits=Limits(
            max_steps=int(_number(env, "STANCHION_MAX_STEPS", whole=True) or Limits().max_steps),
            max_tokens=_whole(env, "STANCHION_MAX_TOKENS"),
            max_seconds=_number(env, "STANCHION_MAX_SECONDS"),
            max_cost_usd=_number(env, "STANCHION_MAX_COST_USD"),
        ),
        approvals=_choice(env, "STANCHION_APPROVALS", ApprovalMode, ApprovalMode.ASK),
        planning=_choice(env, "STANCHION_PLANNING", PlanningMode, PlanningMode.AUTO),
        max_parallel_tasks=_whole(env, "STANCHION_MAX_PARALLEL_TASKS") or 5,
        approve_plan=_choice(env, "STANCHION_APPROVE_PLAN", Switch, Switch.OFF) is Switch.ON,
        user=env.get("USER") or env.get("USERNAME") or "local user",
    )


def _user_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("stanchion", appauthor=False)


def _secret(env: Mapping[str, str], name: str) -> SecretStr | None:
    return SecretStr(env[name]) if name in env else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(env: Mapping[str, str], name: str, *, whole: bool = False) -> float | None:
    if name not in env:
        return None
    try:
        number = int(env[name]) if whole else float(env[name])
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise SettingsError(f"{name} must be a positive {'whole ' if whole else ''}number, got {env[name]!r}.")
    return number


def _whole(env: Mapping[str, str], name: str) -> int | None:
    number = _number(env, name, whole=True)
    return None if number is None else int(number)


def _choice(env: Mapping[str, str], name: str, kind: type[E], default: E) -> E:
    if name not in env:
        return default
    try:
        return kind(env[name].lower())
    except ValueError:
        raise SettingsError(f"{name} must be one of {', '.join(kind)}, got {env[name]!r}.") from None
