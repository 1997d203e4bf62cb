"""Small real tools for scenarios: each does one thing that a tool can do to a run."""

from __future__ import annotations

import threading
from pathlib import Path

from tools.base import Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import FailureKind, ToolFailure
from tools.registry import ToolRegistry


class Text(ToolInput):
    """One text."""

    text: str = ""


class Toy(Tool):
    """A tool whose calls are counted."""

    input_schema = Text

    def __init__(self) -> None:
        self.texts: list[str] = []

    def execute(self, input: Text, /) -> ToolOutput:
        self.texts.append(input.text)
        return self.act(input.text)

    def act(self, text: str) -> ToolOutput:
        return ToolOutput.ok(f"{self.name}: {text}")


class Look(Toy):
    name, description = "look", "Looks at something."
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)


class Pay(Toy):
    name, description = "pay", "Pays; cannot be taken back."
    manifest = Manifest(effect=Effect.DESTRUCTIVE, replay=Replay.UNSAFE)


class Note(Toy):
    name, description = "note", "Notes something; the same note twice is one note."
    manifest = Manifest(effect=Effect.WRITE, replay=Replay.IDEMPOTENT)


class Flaky(Toy):
    name, description = "flaky", "Fails the first time."
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)

    def act(self, text: str) -> ToolOutput:
        if len(self.texts) == 1:
            raise ToolFailure("busy, come again", FailureKind.TRANSIENT, retry_after_seconds=0.0)
        return super().act(text)


class Broken(Toy):
    name, description = "broken", "Never works."
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)

    def act(self, text: str) -> ToolOutput:
        return ToolOutput.fail(f"there is no {text!r}", FailureKind.PERMANENT)


class Hang(Toy):
    name, description = "hang", "Does its work and then never answers."
    manifest = Manifest(effect=Effect.WRITE, replay=Replay.UNSAFE)
    timeout_seconds = 0.05

    def __init__(self) -> None:
        super().__init__()
        self.never = threading.Event()
        self.hangs = True

    def act(self, text: str) -> ToolOutput:
        if self.hangs:
            self.never.wait(30)
        return super().act(text)


class Mail(Toy):
    """Can say whether a call has happened: it keeps the idempotency keys in a file."""

    name, description = "mail", "Sends a mail and keeps a record."
    manifest = Manifest(effect=Effect.WRITE, replay=Replay.RECONCILABLE)

    def __init__(self, outbox: Path) -> None:
        super().__init__()
        self.outbox = outbox

    def act(self, text: str) -> ToolOutput:
        from tools.base import current_call

        with self.outbox.open("a", encoding="utf-8") as file:
            file.write(f"{current_call().idempotency_key} {text}\n")
        return super().act(text)

    def verify(self, input: Text, idempotency_key: str, /) -> ToolOutput | None:
        lines = self.outbox.read_text(encoding="utf-8").splitlines() if self.outbox.exists() else []
        return ToolOutput.ok("sent before") if any(line.startswith(idempotency_key) for line in lines) else None


def toy_registry() -> ToolRegistry:
    """All of them but Mail."""
    return ToolRegistry([Look(), Pay(), Note(), Flaky(), Broken(), Hang()])
