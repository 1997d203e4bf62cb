"""A process of its own that is killed in the middle of a wave; run as `python -m tests.scenarios.killed_plan HOME MOMENT`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.agent import Agent, build_agent
from graph.settings import load_settings
from memory.system import MemorySystem
from nodes.llm.scripted import Reply
from nodes.safety.policy import CAREFUL
from tests.scenarios.plans import brain, kind_of, plan, thinker
from tests.scenarios.toys import Note, Pay
from tools.base import ToolOutput
from tools.registry import ToolRegistry

PLAN = plan("a: note 1", "b: pay 2", "c < a b: note 3")
MOMENTS: dict[str, Callable[[Any], Any]] = {
    "loop": lambda part: part["ns"] and "done" in part["data"],
    "wave": lambda part: not part["ns"] and "reasoning_loop" in part["data"],
    "effect": lambda part: "dispatch" in part["data"],
}
"""When the payment may go on to its end: the other task's loop has ended; the controller knows it; at once."""


def agent(home: Path, may_die: threading.Event | None = None) -> Agent:
    """An agent on the home's database; what its tools do and its model is asked is kept in files."""

    def write(name: str, line: str) -> None:
        with (home / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())

    def note(self: Any, text: str) -> ToolOutput:
        write("effects.txt", f"note {text}")
        return ToolOutput.ok(f"noted {text}")

    def pay(self: Any, text: str) -> ToolOutput:
        write("effects.txt", f"pay {text}")
        if may_die is not None:
            may_die.wait(30)
            os.kill(os.getpid(), signal.SIGKILL)
        return ToolOutput.ok(f"paid {text}")

    def reply(messages: list[Any]) -> Reply:
        write("asked.txt", kind_of(messages))
        said: Reply = brain(PLAN)(messages)
        return said

    tools: list[Any] = [type("FileNote", (Note,), {"act": note})(), type("DeadlyPay", (Pay,), {"act": pay})()]
    return build_agent(
        model=thinker(reply),
        tools=ToolRegistry(tools),
        memory=MemorySystem(),
        planning="always",
        policy=CAREFUL.with_tools(allow=["pay", "note"]),
        settings=load_settings({"STANCHION_HOME": str(home)}),
    )


if __name__ == "__main__":
    _, folder, moment = sys.argv
    go = threading.Event()
    for part in agent(Path(folder), go).stream("do it", thread_id="t"):
        if part["type"] == "updates" and MOMENTS[moment](part):
            go.set()
