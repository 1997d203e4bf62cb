"""Lines drawn in place: kept true while nothing happens, and on a real, narrow terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

from graph.cli_board import Board
from graph.cli_console import Console
from tests.graph.command import Terminal

ROOT = Path(__file__).resolve().parents[2]
ROWS, COLUMNS = 9, 32

PROGRAM = """
import sys
from graph.agent import build_agent
from graph.cli import main
from graph.cli_streams import Streams
from nodes.llm.scripted import ScriptedModel, call

PLAN = '{"tasks": [%s]}' % ", ".join(
    '{"id": "t%d", "description": "work on the part of the number %d", "dependencies": [%s]}'
    % (n, n, '"t%d"' % (n - 1) if n % 3 == 0 else "")
    for n in range(1, 10)
)

def reply(messages):
    last = messages[-1]
    if "Split the goal" in last.text:
        return PLAN
    if "worked on in several" in last.text:
        return "All parts are done."
    return "Done." if last.type == "tool" else call("calculator", expression="1+2")

def build(**parts):
    return build_agent(**{**parts, "model": ScriptedModel([reply] * 60)})

sys.exit(main(["run", "go", "--planning", "always"], Streams(build=build)))
"""


def on_a_terminal(home: Path) -> tuple[int, str]:
    """The exit code, and everything that was written to a small terminal."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "STANCHION_HOME": str(home), "TERM": "xterm"}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = b""
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, cwd=ROOT) as process:
        os.close(slave)
        try:
            while more := os.read(master, 4096):
                seen += more
        except OSError:  # the other side is closed
            pass
        finally:
            os.close(master)
        return process.wait(30), seen.decode()


class Screen:
    """What a terminal of that size shows, and has scrolled away; of the control sequences those that the board writes."""

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.rows = [""]

    def write(self, text: str) -> None:
        for piece in re.findall(r"\x1b\[\d*(?:;\d+)*[A-Za-z]|\r|\n|[^\x1b\r\n]", text):
            if piece == "\n":
                self.rows.append("")
            elif piece.endswith("A") and piece.startswith("\x1b"):
                up = int(piece[2:-1])
                assert up < len(self.rows), "the cursor would leave the screen"
                self.rows = [*self.rows[: len(self.rows) - 1 - up], *([""] if up else [])]
            elif not piece.startswith("\x1b") and piece != "\r":
                if len(self.rows[-1]) == COLUMNS:
                    self.rows.append("")
                self.rows[-1] += piece
            while len(self.rows) > ROWS:
                self.gone.append(self.rows.pop(0))


def test_a_long_plan_on_a_small_terminal_is_drawn_in_place(tmp_path: Path) -> None:
    code, seen = on_a_terminal(tmp_path)
    screen = Screen()
    screen.write(seen)
    everything = [*screen.gone, *screen.rows]
    assert code == 0, seen
    board = [line for line in everything if re.match(r"  \[[ >x!-]\] ", line)]
    assert len(board) <= ROWS
    assert all(line.startswith("  [x] ") for line in board)
    assert "  All parts are done." in everything
    assert sum("more: " in line for line in everything) == 1


def test_the_lines_are_kept_true_while_nothing_happens() -> None:
    looked = threading.Semaphore(0)
    stream = Terminal()
    count = iter(range(1000))

    def lines() -> list[str]:
        looked.release()
        return [f"tick {next(count)}"]

    board = Board(Console(stream, {}), lines, tick_seconds=0.001)
    with board.above():
        stream.write("said\n")
    for _ in range(5):
        assert looked.acquire(timeout=10)
    board.rest()
    shown = stream.getvalue()
    assert shown.startswith("said\ntick 0\n\x1b[1A\x1b[Jtick 1\n\x1b[1A\x1b[Jtick 2\n")
    after = next(count)
    board.rest()
    assert next(count) == after + 1
    assert not any(thread.name == "stanchion-board" and thread.is_alive() for thread in left())


def left() -> list[threading.Thread]:
    """The threads that are there when those of boards had time to end."""
    for thread in threading.enumerate():
        if thread.name == "stanchion-board":
            thread.join(10)
    return threading.enumerate()


def test_what_is_on_a_screen_of_another_width_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    board = Board(Console(stream, {}), lambda: ["a row"], tick_seconds=60)
    with board.above():
        pass
    monkeypatch.setenv("COLUMNS", "40")
    with board.above():
        stream.write("said\n")
    board.rest()
    assert stream.getvalue() == "a row\nsaid\na row\n"
