"""Questions at the prompt: every answer, every mistake, and leaving without one."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from graph.cli_ask import Unreadable, decision
from nodes.llm.scripted import calls
from tests.graph.command import Command, Terminal, stanchion

__all__ = ["stanchion"]


def two(stanchion: Command) -> AIMessage:
    """Two questions in one turn, and the files that they are about."""
    for name in ("one.txt", "two.txt"):
        stanchion.path(name).write_text("x")
    return calls([{"name": "shred", "args": {"path": str(stanchion.path(name))}} for name in ("one.txt", "two.txt")])


@pytest.mark.parametrize("typed", ["a\n", "approve\n", "  YES \n"])
def test_approving_lets_the_call_run(stanchion: Command, typed: str) -> None:
    stanchion.path("old.txt").write_text("x")
    ran = stanchion("run", "tidy", replies=[stanchion.shred(), "Tidied."], typed=typed)
    assert ran.code == 0
    assert "Approval needed: shred" in ran.err
    assert "approved by" in ran.out
    assert not stanchion.path("old.txt").exists()


def test_a_rejection_tells_the_model_why(stanchion: Command) -> None:
    stanchion.path("old.txt").write_text("x")
    ran = stanchion("run", "tidy", replies=[stanchion.shred(), "I left it."], typed="r\nit is mine\n")
    assert ran.code == 0
    assert "rejected by" in ran.out
    assert "it is mine" in str(stanchion.model.prompts[-1][-1].content)
    assert stanchion.path("old.txt").exists()


def test_a_response_stands_for_the_result(stanchion: Command) -> None:
    ran = stanchion("run", "tidy", replies=[stanchion.shred(), "Good."], typed="s\nI did it myself\n")
    assert ran.code == 0
    assert "I did it myself" in str(stanchion.model.prompts[-1][-1].content)


def test_an_edited_call_runs_instead(stanchion: Command) -> None:
    for name in ("old.txt", "new.txt"):
        (stanchion.workspace / name).write_text("x")
    typed = f'e\n{{"path": "{stanchion.path("new.txt")}"}}\n'
    ran = stanchion("run", "tidy", replies=[stanchion.shred(), "Good."], typed=typed)
    assert ran.code == 0
    assert [path.name for path in stanchion.workspace.iterdir()] == ["old.txt"]


def test_what_cannot_be_read_or_does_not_fit_is_explained_and_asked_again(stanchion: Command) -> None:
    stanchion.path("old.txt").write_text("x")
    typed = '\nwhat?\napprove it all\nedit {\nedit {"colour": "red"}\nedit []\napprove\n'
    ran = stanchion("run", "tidy", replies=[stanchion.shred(), "Tidied."], typed=typed)
    assert ran.code == 0
    for part in (
        "'what?' is no answer here",
        "approve takes nothing more",
        "not JSON",
        "colour",
        "must be a JSON object",
    ):
        assert part in ran.err
    assert ran.err.count("The question stays open.") == 6
    assert not stanchion.path("old.txt").exists()


def test_several_questions_are_asked_one_by_one(stanchion: Command) -> None:
    ran = stanchion("run", "tidy", replies=[two(stanchion), "One is left."], typed="a\nreject keep it\n")
    assert ran.code == 0
    assert "Approval needed (1 of 2)" in ran.err
    assert [path.name for path in stanchion.workspace.iterdir()] == ["two.txt"]


def test_leaving_the_prompt_leaves_the_thread_waiting(stanchion: Command) -> None:
    ran = stanchion("run", "tidy", "--thread", "t", "--mode", "native", replies=[two(stanchion)], typed="a\n")
    assert ran.code == 3
    assert "1 question waits for a person. Answer with: stanchion resume t --mode native" in ran.err
    again = stanchion("resume", "t", replies=["Both are gone."], typed="a\n")
    assert again.code == 0
    assert not list(stanchion.workspace.iterdir())


@given(st.sampled_from(["approve", "edit", "reject", "respond"]), st.text())
def test_any_detail_is_read_or_refused_in_words(word: str, detail: str) -> None:
    with suppress(Unreadable):
        assert decision(word, detail.strip(), "tool")["type"] == word


def _read_until(master: int, mark: bytes) -> bytes:
    seen = b""
    while mark not in seen and select.select([master], [], [], 30)[0]:
        try:
            more = os.read(master, 4096)
        except OSError:  # the other side is closed
            break
        if not more:
            break
        seen += more
    return seen


def test_a_person_at_a_real_terminal_is_asked(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "old.txt").write_text("x")
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "STANCHION_HOME": str(tmp_path), "TERM": "xterm"}
    master, slave = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "graph.cli",
        "run",
        "--model",
        "offline",
        "--ask",
        "file_operations",
        "delete old.txt",
    ]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, cwd=root) as process:
        os.close(slave)
        try:
            asked = _read_until(master, b"> ")
            os.write(master, b"hm\n")
            again = _read_until(master, b"\n> ")
            os.write(master, b"approve\n")
            rest = _read_until(master, b"thread ")
            assert process.wait(30) == 0
        finally:
            os.close(master)
    assert b"Delete old.txt (1 byte" in asked
    assert b"'hm' is no answer here" in again
    assert b"Answer" in rest
    assert not (tmp_path / "workspace" / "old.txt").exists()


class Impatient(Terminal):
    """A terminal at which somebody presses Ctrl-C."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as io.StringIO itself does
        raise KeyboardInterrupt


def test_ctrl_c_at_the_prompt_leaves_the_question_open(stanchion: Command) -> None:
    stanchion("run", "tidy", "--thread", "t", replies=[stanchion.shred()])
    for argv in (["resume", "t"], ["run", "tidy", "--thread", "u"]):
        ran = stanchion(*argv, replies=[stanchion.shred()], terminal=Impatient())
        assert ran.code == 130
        assert f"Go on with: stanchion resume {argv[-1]}" in ran.err
        assert stanchion("show", argv[-1], "--json").json["status"] == "waiting"


class Gone(io.StringIO):
    """An output whose reader leaves after so many writes."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def write(self, text: str, /) -> int:
        self.left -= 1
        if self.left < 0:
            raise BrokenPipeError(32, "Broken pipe")
        return super().write(text)


@pytest.mark.parametrize("writes", [0, 1, 4, 6, 9])
def test_a_reader_who_leaves_stops_the_run_which_can_go_on(stanchion: Command, writes: int) -> None:
    multiply = calls([{"name": "calculator", "args": {"expression": "6*7"}}], "I multiply.")
    ran = stanchion("run", "6*7?", "--thread", "t", replies=[multiply, "It is 42."], output=Gone(writes))
    assert ran.code == 1
    assert ran.err.startswith("error: the output was closed")
    if writes > 3:
        assert "go on with: stanchion resume t" in ran.err
        assert "It is 42." in stanchion("resume", "t", replies=["It is 42."]).out
