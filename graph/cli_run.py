"""`stanchion run` and `stanchion resume`: stream a run, ask what it asks, and leave every thread resumable."""

from __future__ import annotations

import argparse
import shlex
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.agent import Agent
from graph.cli_ask import NoAnswer, ask, read_decisions, refuse, show_question
from graph.cli_console import Console, one_line, visible
from graph.cli_errors import CommandError, ExitCode, Terminated
from graph.cli_input import read_goal, read_schema
from graph.cli_live import Live, count_questions
from graph.cli_open import open_agent
from graph.cli_values import shown_answer, to_json
from graph.facade import new_thread_id
from graph.result import AgentResult, RunStatus
from graph.threads import UnknownThread
from memory.errors import StoreError
from nodes.llm.errors import ModelError
from nodes.safety.errors import DecisionRefused

if TYPE_CHECKING:
    from graph.cli_streams import Streams

_CODES = {
    RunStatus.SUCCEEDED: ExitCode.SUCCESS,
    RunStatus.FAILED: ExitCode.NOT_REACHED,
    RunStatus.INTERRUPTED: ExitCode.NOT_REACHED,
    RunStatus.WAITING: ExitCode.WAITING,
}


def run(arguments: argparse.Namespace, streams: Streams) -> int:
    """Reach a goal."""
    goal = read_goal(arguments.goal, streams)
    schema = read_schema(arguments.output_schema) if arguments.output_schema else None
    knobs = {
        "max_steps": arguments.max_steps,
        "max_tokens": arguments.max_tokens,
        "max_seconds": arguments.max_seconds,
        "max_cost_usd": arguments.max_cost,
        "approvals": arguments.approvals,
        "max_parallel_tasks": arguments.max_parallel,
        "approve_plan": arguments.approve_plan,
    }
    knobs = {name: value for name, value in knobs.items() if value is not None}
    thread_id = arguments.thread or new_thread_id()
    with open_agent(arguments, streams) as agent, _terminable():
        session = Session(agent, thread_id, arguments, streams)
        session.introduce()
        knobs["planning"] = arguments.planning or agent.settings.planning
        return session.follow(agent.stream(goal, thread_id=thread_id, output_schema=schema, **knobs))


def resume(arguments: argparse.Namespace, streams: Streams) -> int:
    """Go on with a thread."""
    with open_agent(arguments, streams) as agent, _terminable():
        before = agent.result(arguments.thread)
        session = Session(agent, arguments.thread, arguments, streams)
        if arguments.decide:
            decisions = read_decisions(arguments.decide, before.interrupts)
            session.introduce(before)
            return session.follow(agent.stream_resume(arguments.thread, decisions))
        if before.status is RunStatus.INTERRUPTED or (before.status is RunStatus.WAITING and session.can_ask()):
            session.introduce(before)
        return session.follow(agent.stream_resume(arguments.thread))


@dataclass
class Session:
    """One thread at one terminal.

    Attributes:
        agent: Does the work.
        thread_id: The thread.
        arguments: `json` and `quiet` are read.
        streams: Where to read and write.
    """

    agent: Agent
    thread_id: str
    arguments: argparse.Namespace
    streams: Streams

    def __post_init__(self) -> None:
        self.out = Console(self.streams.stdout)
        self.err = Console(self.streams.stderr)
        self.live = None if self.arguments.json or self.arguments.quiet else Live(self.out)
        self.how = visible(how_to_resume(self.thread_id, self.arguments))

    def introduce(self, before: AgentResult | None = None) -> None:
        """Say which model answers, where the work is kept, and how far the plan of a thread is that goes on."""
        label = self.agent.model_label
        if self.live is not None:
            where = visible(self.agent.settings.workspace)
            self.out.line(f"model: {one_line(label, 500)}")
            self.out.line(self.out.style(f"thread {visible(self.thread_id)}, workspace {where}", "dim"))
            self.out.line()
            if before is not None:
                self.live.begin(before)

    def follow(self, parts: Iterable[Any]) -> int:
        """Show a run as it happens, and settle what it leaves."""
        try:
            self._watch(parts)
            return self.settle(self.agent.result(self.thread_id))
        except (ModelError, StoreError) as error:
            return self._broken(error)
        except (KeyboardInterrupt, Terminated) as stop:
            return self._stopped(isinstance(stop, Terminated))
        except BrokenPipeError as error:
            message = f"the output was closed and the run stopped; go on with: {self.how}"
            raise CommandError(message, ExitCode.NOT_REACHED) from error

    def settle(self, result: AgentResult) -> int:
        """Answer the open questions, if somebody can be asked; then print how it ended."""
        while result.status is RunStatus.WAITING and self.can_ask():
            try:
                result = self._ask_one(result)
            except NoAnswer:
                self.err.line()
                break
        if self.arguments.json:
            self.out.line(to_json(result))
            return _CODES[result.status]
        return self._end(result)

    def _watch(self, parts: Iterable[Any]) -> None:
        for part in parts:
            if self.live is not None:
                self.live.show(part)
        if self.live is not None:
            self.live.pause()

    def can_ask(self) -> bool:
        """Whether a person is there to answer."""
        return self.streams.stdin.isatty() and not self.arguments.json and not getattr(self.arguments, "decide", None)

    def _ask_one(self, result: AgentResult) -> AgentResult:
        question = result.interrupts[0]
        open_now = len(result.interrupts)
        said = ask(question, self.err, self.streams.stdin, f"1 of {open_now}" if open_now > 1 else "", result.tasks)
        try:
            self._watch(self.agent.stream_resume(self.thread_id, {question.id: said}))
        except DecisionRefused as error:
            refuse(str(error), self.err)
        return self.agent.result(self.thread_id)

    def _end(self, result: AgentResult) -> int:
        if result.status is RunStatus.WAITING:
            for question in result.interrupts:
                show_question(question, self.err, tasks=result.tasks)
            self.err.line()
            what = f"{count_questions(len(result.interrupts))} for a person"
            self.err.line(f"{what}. Answer with: {self.how}")
        elif self.live is not None:
            self.live.finish(result)
        elif result.answer is not None:
            self.out.line(visible(shown_answer(result.answer)))
        if result.status in (RunStatus.FAILED, RunStatus.INTERRUPTED):
            raise CommandError(result.error or "the goal was not reached", ExitCode.NOT_REACHED)
        return _CODES[result.status]

    def _broken(self, error: ModelError | StoreError) -> int:
        """A model or a store failed: what was done is kept, where there was anything."""
        result = self._kept()
        if result is None:
            raise error
        message = f"{error} (nothing done is lost; go on with: {self.how})"
        if self.arguments.json:
            self.out.line(to_json(replace(result, error=message)))
            return ExitCode.NOT_REACHED
        if self.live is not None:
            self.live.pause()
        raise CommandError(message, ExitCode.NOT_REACHED) from error

    def _stopped(self, by_term: bool) -> int:
        code = ExitCode.TERMINATED if by_term else ExitCode.INTERRUPTED
        result = self._kept()
        if self.live is not None:
            self.live.pause()
        if result is None:
            raise CommandError("stopped before anything was begun", code)
        if self.arguments.json:
            self.out.line(to_json(result))
            return code
        if result.status in (RunStatus.SUCCEEDED, RunStatus.FAILED):
            raise CommandError(f"stopped, but the run had ended: stanchion show {visible(self.thread_id)}", code)
        raise CommandError(f"stopped; nothing done is lost. Go on with: {self.how}", code)

    def _kept(self) -> AgentResult | None:
        try:
            return self.agent.result(self.thread_id)
        except (UnknownThread, StoreError):
            return None


def how_to_resume(thread_id: str, arguments: argparse.Namespace) -> str:
    """The command that goes on with the thread, with the options that say where it lives and what it may do."""
    words = ["stanchion", "resume", thread_id]
    for option in ("database", "workspace", "model", "mode", "tools", "mcp", "allow", "ask", "deny"):
        value = getattr(arguments, option, None)
        for item in value if isinstance(value, list) else [value]:
            words += [] if item is None else [f"--{option}", str(item)]
    return shlex.join(words)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM stop the run as Ctrl-C does, so that it too leaves a resumable thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
