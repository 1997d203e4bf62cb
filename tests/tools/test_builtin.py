"""The built-in tools come together, cheap to import and fit for a model."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tools.base import Effect, Replay
from tools.builtin import builtin_tools
from tools.workspace import Workspace


def test_the_five_in_their_order(tmp_path: Path) -> None:
    names = [tool.name for tool in builtin_tools(Workspace(tmp_path))]
    assert names == ["calculator", "file_operations", "date_time", "web_search", "api_call"]


def test_importing_them_loads_no_client() -> None:
    heavy = ["httpx", "httpcore", "ddgs", "ssrfguard", "langgraph"]
    script = f"import sys, tools.builtin; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_tool_declares_a_role_for_every_argument(tmp_path: Path) -> None:
    for tool in builtin_tools(Workspace(tmp_path)):
        assert set(tool.manifest.roles) == set(tool.input_schema.model_fields), tool.name


def test_the_examples_in_the_descriptions_are_valid_arguments(tmp_path: Path) -> None:
    for tool in builtin_tools(Workspace(tmp_path)):
        examples = re.findall(r"\{(?:[^{}]|\{[^{}]*\})*\}", tool.description)
        assert examples, tool.name
        for example in examples:
            call = tool.parse(json.loads(example))
            assert tool.preview(call)
            assert tool.classify(call)


def test_no_call_is_judged_worse_than_its_tool(tmp_path: Path) -> None:
    effects, replays = list(Effect), list(Replay)
    for tool in builtin_tools(Workspace(tmp_path)):
        for example in re.findall(r"\{(?:[^{}]|\{[^{}]*\})*\}", tool.description):
            meaning = tool.classify(tool.parse(json.loads(example)))
            assert effects.index(meaning.effect) <= effects.index(tool.effect)
            assert replays.index(meaning.replay) <= replays.index(tool.replay)


def test_schemas_are_json_and_short(tmp_path: Path) -> None:
    for tool in builtin_tools(Workspace(tmp_path)):
        assert len(json.dumps(tool.to_dict())) < 3_000, tool.name
