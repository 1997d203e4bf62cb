"""A process of its own that is killed inside of a tool; run as `python -m tests.scenarios.killed HOME DURABILITY`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from graph.agent import Agent, build_agent
from graph.settings import load_settings
from memory.system import MemorySystem
from nodes.llm.scripted import ScriptedModel, answer, call
from nodes.safety.policy import CAREFUL
from tests.scenarios.toys import Mail, Note, Pay
from tools.base import ToolOutput
from tools.registry import ToolRegistry


def registry(home: Path, *, deadly: bool) -> ToolRegistry:
    """Tools that leave a line in a file for each effect, and kill the process right after it."""
    effects = home / "effects.txt"

    def effect(self: Any, text: str) -> ToolOutput:
        with effects.open("a", encoding="utf-8") as file:
            file.write(f"{self.name} {text}\n")
            file.flush()
            os.fsync(file.fileno())
        if deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return ToolOutput.ok("done")

    def send(self: Any, text: str) -> ToolOutput:
        Mail.act(self, text)
        return effect(self, text)

    tools: list[Any] = [
        type("DeadlyPay", (Pay,), {"act": effect})(),
        type("DeadlyNote", (Note,), {"act": effect})(),
        type("DeadlyMail", (Mail,), {"act": send})(home / "outbox.txt"),
    ]
    return ToolRegistry(tools)


def agent(home: Path, *, deadly: bool) -> Agent:
    """An agent on the home's database."""
    tool = (home / "tool.txt").read_text(encoding="utf-8")
    script = [call(tool, text="5"), answer("finished")] if deadly else [answer("finished")]
    return build_agent(
        model=ScriptedModel(script),
        tools=registry(home, deadly=deadly),
        memory=MemorySystem(),
        policy=CAREFUL.with_tools(allow=["pay", "note", "mail"]),
        settings=load_settings({"STANCHION_HOME": str(home)}),
    )


if __name__ == "__main__":
    _, home, durability = sys.argv
    made = agent(Path(home), deadly=True)
    made.graph.invoke({"goal": "do it"}, made.config("t"), durability=durability)  # type: ignore[arg-type]
