"""The command line run in this process: real agent, real database, a scripted model, and streams to look into."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from graph.agent import Agent, build_agent
from graph.cli import main
from graph.cli_streams import Streams
from nodes.llm.scripted import ScriptedModel, call
from tests.graph.shredder import shred


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Command:
    """`stanchion` with its data in a folder of the test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.workspace = home / "workspace"
        self.workspace.mkdir()
        self.model = ScriptedModel()

    def __call__(
        self,
        *argv: str,
        replies: Sequence[Any] = (),
        typed: str | None = None,
        stdin: str = "",
        screen: bool = False,
        terminal: io.StringIO | None = None,
        output: io.StringIO | None = None,
    ) -> Ran:
        """Run it.

        Args:
            argv: The arguments.
            replies: What the model says.
            typed: Makes standard input a terminal at which this is typed.
            stdin: What a pipe gives otherwise.
            screen: Makes standard output a terminal.
            terminal: Standard input itself.
            output: Standard output itself.
        """
        out, err = output or (Terminal() if screen else io.StringIO()), io.StringIO()
        source = terminal or (io.StringIO(stdin) if typed is None else Terminal(typed))
        self.model = ScriptedModel(replies)

        def build(**parts: Any) -> Agent:
            return build_agent(**{**parts, "model": parts.get("model") or self.model, "tools": [shred]})

        with redirect_stdout(out), redirect_stderr(err):  # argparse knows of no other streams
            try:
                code = main(argv, Streams(source, out, err, build))
            except SystemExit as exit:
                code = int(exit.code or 0)
        return Ran(code, out.getvalue(), err.getvalue())

    def path(self, name: str) -> Path:
        """A file of the workspace."""
        return self.workspace / name

    def shred(self, name: str = "old.txt") -> AIMessage:
        """A reply that calls a tool about which the policy asks."""
        return call("shred", path=str(self.path(name)))


@pytest.fixture
def stanchion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in [name for name in os.environ if name.startswith(("STANCHION_", "OPENAI_", "SERPAPI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STANCHION_HOME", str(tmp_path))
    monkeypatch.setenv("STANCHION_TRASH", "off")  # deletions are for good, so they are asked about
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Command(tmp_path)
