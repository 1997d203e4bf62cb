"""What the command line talks through."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from graph.agent import Agent


@dataclass
class Streams:
    """What the command talks through, and how it gets its agent. A process may be started without any of the three.

    Attributes:
        stdin: Goals by `-`, and answers to questions where it is a terminal.
        stdout: Results.
        stderr: Errors, questions, progress of a download.
        build: Makes the agent, as `graph.agent.build_agent` does, which it is if omitted.
    """

    stdin: TextIO = field(default_factory=lambda: sys.stdin or io.StringIO())
    stdout: TextIO = field(default_factory=lambda: sys.stdout or io.StringIO())
    stderr: TextIO = field(default_factory=lambda: sys.stderr or io.StringIO())
    build: Callable[..., Agent] | None = None
