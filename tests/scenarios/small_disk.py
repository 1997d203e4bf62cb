"""A process whose files may not grow, until they may; run as `python -m tests.scenarios.small_disk HOME ALLOWED_BYTES`.

A limit on file size (`RLIMIT_FSIZE`) fails writes as a full disk does, and needs neither root nor a file system of its own.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from graph.agent import build_agent
from graph.settings import load_settings
from memory.system import MemorySystem
from nodes.llm.scripted import ScriptedModel, answer, call
from nodes.safety.policy import CAREFUL
from tests.scenarios.toys import toy_registry

PAYMENTS = 10


def main(home: Path, allowed_bytes: int) -> None:
    """Prints what each attempt came to."""

    def reply(messages: list[object]) -> object:
        paid = sum(getattr(message, "type", "") == "tool" for message in messages)
        return call("pay", text=f"{paid} " + "x" * 2000) if paid < PAYMENTS else answer("paid")

    registry = toy_registry()
    agent = build_agent(
        model=ScriptedModel([reply] * 50),  # type: ignore[list-item]
        tools=registry,
        memory=MemorySystem(),
        policy=CAREFUL.with_tools(allow=["pay"]),
        settings=load_settings({"STANCHION_HOME": str(home)}),
    )
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (allowed_bytes, unlimited[1]))
    told = [agent.run("pay ten times", thread_id="t").error]
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    result = agent.resume("t")
    while result.status == "waiting":  # the write that failed may have been the outcome of a payment
        told.append(result.interrupts[0].reason)
        result = agent.resume("t", {"type": "respond", "message": "I looked: it was paid"})
    texts = [text.split()[0] for text in registry.get("pay").texts]  # type: ignore[attr-defined]
    print(json.dumps({"told": told, "status": result.status, "error": result.error, "paid": texts}))
    agent.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
