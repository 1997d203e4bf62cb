"""Exit codes, and the errors that become one clear line instead of a traceback."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How the command ends."""

    SUCCESS = 0
    NOT_REACHED = 1
    """The goal was not reached; the thread keeps what was done."""
    USAGE = 2
    """The command line, a setting or a file is wrong; nothing was done."""
    WAITING = 3
    """A person must answer before the thread goes on."""
    INTERRUPTED = 130
    """Ctrl-C: 128 + SIGINT."""
    TERMINATED = 143
    """128 + SIGTERM."""


class CommandError(Exception):
    """The command cannot be carried out; the message says what is wrong and what to do next.

    Args:
        message: One line.
        code: How the command ends.
    """

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = code


class Terminated(BaseException):
    """SIGTERM arrived. Not an `Exception`: like KeyboardInterrupt it must pass through everything that handles failures."""


def expected_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is all that a user needs."""
    from graph.settings import SettingsError
    from graph.threads import UnknownThread
    from memory.errors import StoreError
    from nodes.llm.errors import ModelError
    from nodes.opening import GoalError
    from nodes.planning.errors import InvalidPlan
    from nodes.safety.errors import SafetyError
    from tools.errors import ToolError

    return (InvalidPlan, GoalError, SettingsError, ModelError, StoreError, ToolError, SafetyError, UnknownThread)
