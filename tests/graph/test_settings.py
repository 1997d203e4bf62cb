"""Every setting is read once, from the environment given, and one that cannot be read is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.settings import SettingsError, load_settings
from nodes.llm.port import DecisionMode
from nodes.llm.rules_first.setting import RulesFirstSetting
from nodes.records import Limits
from nodes.safety.guards import ApprovalMode

ROOT = Path(__file__).parents[2]


def test_the_defaults_stand_below_one_home() -> None:
    settings = load_settings({"STANCHION_HOME": "/data"})

    assert settings.database == str(Path("/data/stanchion.db"))
    assert settings.workspace == Path("/data/workspace")
    assert settings.trash_folder == Path("/data/workspace-trash")
    assert settings.models_folder == Path("/data/models")
    assert (settings.limits, settings.approvals, settings.mode) == (Limits(), ApprovalMode.ASK, DecisionMode.AUTO)
    assert (settings.model, settings.api_key, settings.gguf, settings.allow_hosts) == (None, None, None, ())


def test_without_a_home_the_users_data_directory_is_taken() -> None:
    assert load_settings({}).home.name == "stanchion"


def test_everything_can_be_set() -> None:
    settings = load_settings(
        {
            "STANCHION_HOME": "~/data",
            "STANCHION_DATABASE": "/db/file.db",
            "STANCHION_TRASH": "Off",
            "STANCHION_MODEL": "m",
            "STANCHION_DECISION_MODE": "TEXT",
            "STANCHION_RULES_FIRST": "Off",
            "STANCHION_MAX_STEPS": "3",
            "STANCHION_MAX_TOKENS": "1000",
            "STANCHION_MAX_SECONDS": "1.5",
            "STANCHION_MAX_COST_USD": "0.25",
            "STANCHION_APPROVALS": "Deny",
            "STANCHION_ALLOW_HOSTS": "a.example, b.example:8080 ,,",
            "USER": "ann",
        }
    )

    assert settings.home == Path("~/data").expanduser()
    assert (settings.database, settings.trash_folder, settings.model) == ("/db/file.db", None, "m")
    assert (settings.mode, settings.approvals, settings.user) == (DecisionMode.TEXT, ApprovalMode.DENY, "ann")
    assert settings.rules_first is RulesFirstSetting.OFF
    assert settings.limits == Limits(max_steps=3, max_tokens=1000, max_seconds=1.5, max_cost_usd=0.25)
    assert settings.allow_hosts == ("a.example", "b.example:8080")


def test_secrets_come_with_their_hosts_and_show_in_no_repr() -> None:
    settings = load_settings(
        {
            "OPENAI_API_KEY": "sk-hidden",
            "SERPAPI_API_KEY": "hidden",
            "STANCHION_SECRET_CRM": "hidden",
            "STANCHION_SECRET_HOSTS_CRM": "crm.example",
        }
    )

    assert settings.secrets["CRM"].get_secret_value() == "hidden"
    assert (dict(settings.secret_hosts), list(settings.secrets)) == ({"CRM": ("crm.example",)}, ["CRM"])
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_counts_as_unset(blank: str) -> None:
    names = ("STANCHION_MAX_STEPS", "STANCHION_MODEL", "OPENAI_API_KEY", "STANCHION_APPROVALS")

    assert load_settings({"STANCHION_HOME": "/d", **dict.fromkeys(names, blank)}) == load_settings(
        {"STANCHION_HOME": "/d"}
    )


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("STANCHION_MAX_STEPS", "many", "positive whole number"),
        ("STANCHION_MAX_STEPS", "1.5", "positive whole number"),
        ("STANCHION_MAX_TOKENS", "0", "positive whole number"),
        ("STANCHION_MAX_SECONDS", "-1", "positive number"),
        ("STANCHION_MAX_SECONDS", "nan", "positive number"),
        ("STANCHION_MAX_COST_USD", "inf", "positive number"),
        ("STANCHION_DECISION_MODE", "guess", "auto, native, json, plan, text"),
        ("STANCHION_RULES_FIRST", "yes", "auto, on, off"),
        ("STANCHION_APPROVALS", "never", "ask, deny, fail"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_value_and_what_it_takes(name: str, value: str, takes: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings({name: value})

    for part in (name, repr(value), takes):
        assert part in str(raised.value)


@given(st.dictionaries(st.sampled_from(["STANCHION_MAX_STEPS", "STANCHION_MAX_SECONDS"]), st.text(max_size=6)))
def test_a_limit_is_positive_or_an_error(env: dict[str, str]) -> None:
    try:
        limits = load_settings({"STANCHION_HOME": "/d", **env}).limits
    except SettingsError:
        return
    assert limits.max_steps > 0
    assert limits.max_seconds is None or limits.max_seconds > 0


def test_the_environment_is_read_nowhere_else() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for room in ("graph", "nodes", "tools", "memory")
        for path in sorted((ROOT / room).rglob("*.py"))
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "getenv("))
    ]

    # The console asks for what belongs to the terminal (NO_COLOR, TERM), not to the agent.
    assert readers == ["graph/cli_console.py", "graph/settings.py"]


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("STANCHION_MAX_STEPS", "7")

    assert load_settings().limits.max_steps == 7
