"""The command's grammar, its errors in one line, and what it costs to ask for help."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from graph.cli import main
from graph.cli_parser import APPROVALS, MAX_STEPS, MODES
from nodes.context import RunKnobs
from nodes.llm.port import DecisionMode
from nodes.safety.guards import ApprovalMode
from tests.graph.command import Command, stanchion

__all__ = ["stanchion"]

_HELP = """
import sys
sys.argv = ["stanchion", "--help"]
from graph.cli import main
try:
    main()
except SystemExit as exit:
    heavy = {"langgraph", "langchain_core", "pydantic", "numpy", "httpx", "sqlalchemy", "rich"} & set(sys.modules)
    sys.exit(f"imported: {heavy}" if heavy else exit.code)
"""


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", _HELP], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exit codes" in done.stdout


def test_the_choices_of_the_parser_are_those_of_the_agent() -> None:
    assert [*MODES] == [mode.value for mode in DecisionMode]
    assert [*APPROVALS] == [mode.value for mode in ApprovalMode]
    assert RunKnobs(max_steps=MAX_STEPS).max_steps == MAX_STEPS
    with pytest.raises(ValueError, match="less than or equal"):
        RunKnobs(max_steps=MAX_STEPS + 1)


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "COMMAND"),
        (["run"], "GOAL"),
        (["run", "x", "--max-steps", "0"], "whole number from 1"),
        (["run", "x", "--max-steps", "1001"], "at most 1000"),
        (["run", "x", "--max-steps", "²"], "whole number from 1"),
        (["run", "x", "--max-seconds", "nan"], "above 0"),
        (["run", "x", "--max-cost", "inf"], "above 0"),
        (["run", "x", "--max-tok", "5"], "unrecognized"),
        (["run", "x", "--approvals", "maybe"], "invalid choice"),
        (["run", "x", "--thread", " "], "stanchion threads"),
        (["graph", "--format", "gif"], "invalid choice"),
    ],
)
def test_wrong_usage_is_explained_and_exits_with_2(stanchion: Command, argv: list[str], says: str) -> None:
    ran = stanchion(*argv)
    assert ran.code == 2
    assert says in ran.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["run", "  "], "The goal is empty"),
        (["run", "x" * 1_000_000], "Put the text into a file"),
        (["run", "x", "--model", "no-such-model"], "there is no endpoint to ask for"),
        (["run", "x", "--tools", "nowhere.at.all:registry"], "there is no module 'nowhere'"),
        (["run", "x", "--allow", "a*", "--deny", "a*"], "stands under allow and deny"),
        (["run", "x", "--allow", " "], "names an empty tool"),
        (["run", "x", "--output-schema", "missing.json"], "missing.json: No such file"),
        (["resume", "nobody"], "There is no thread 'nobody'"),
        (["show", "nobody"], "stanchion threads"),
        (["history", "nobody"], "There is no thread 'nobody'"),
        (["fork", "nobody", "1"], "has no checkpoint '1'"),
        (["model", "pull", "nothing"], "no model is named 'nothing'; there are: qwen"),
    ],
)
def test_an_expected_error_is_one_line_and_exits_with_2(stanchion: Command, argv: list[str], says: str) -> None:
    ran = stanchion(*argv)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert says in ran.err


def test_a_wrong_setting_is_named(stanchion: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCHION_MAX_STEPS", "many")
    ran = stanchion("run", "x")
    assert ran.code == 2
    assert "STANCHION_MAX_STEPS" in ran.err


def test_a_file_that_is_no_database_is_left_alone(stanchion: Command) -> None:
    path = stanchion.home / "stanchion.db"
    path.write_bytes(b"this is my diary, not a database" * 100)
    ran = stanchion("threads")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert path.read_bytes().startswith(b"this is my diary")


@pytest.mark.parametrize(
    ("content", "says"),
    [("[1]", "must be a JSON object"), ("{", "is not JSON"), ('{"type": "colour"}', "is not a JSON schema")],
)
def test_a_bad_output_schema_is_refused_before_anything_runs(stanchion: Command, content: str, says: str) -> None:
    path = stanchion.home / "schema.json"
    path.write_text(content)
    ran = stanchion("run", "x", "--output-schema", str(path))
    assert ran.code == 2
    assert says in ran.err
    assert stanchion("threads", "--json").json == []


def test_a_closed_output_is_one_line_and_no_traceback() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "graph.cli", "graph"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write_end)
    assert done.returncode == 1
    assert done.stderr == "error: the output was closed before all was written\n"


def test_the_version_is_told(stanchion: Command) -> None:
    ran = subprocess.run([sys.executable, "-m", "graph.cli", "--version"], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert ran.stdout.startswith("stanchion 0.")


def test_the_graph_is_printed_as_mermaid_and_written_as_svg(stanchion: Command) -> None:
    assert stanchion("graph").out.startswith("flowchart TD\n    START((START))")
    target = stanchion.home / "machine.svg"
    for options in (["--format", "svg"], []):
        assert stanchion("graph", *options, "-o", str(target)).code == 0
        assert target.read_text().startswith("<svg ")
        target.unlink()
    assert stanchion("graph", "--format", "mermaid", "-o", str(target)).code == 0
    assert target.read_text().startswith("flowchart TD")


def test_a_png_is_not_poured_onto_a_terminal(stanchion: Command) -> None:
    pytest.importorskip("PIL")
    ran = stanchion("graph", "--format", "png", screen=True)
    assert ran.code == 2
    assert "-o FILE" in ran.err


def test_names_that_no_store_can_hold_are_wrong_usage(stanchion: Command) -> None:
    for argv in (["show", "a\udcff"], ["fork", "a", "b\udcff"], ["run", "x", "--thread", "a\nb"]):
        ran = stanchion(*argv)
        assert ran.code == 2
        assert "names nothing" in ran.err


def test_a_process_without_standard_streams_still_works(monkeypatch: pytest.MonkeyPatch, stanchion: Command) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["threads"]) == 0
