"""A run as it happens, in lines: its plan, thoughts as they stream, actions, verdicts, results, and what was spent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.cli_console import Console, one_line, visible
from graph.cli_plan_live import PlanLive
from graph.cli_thought import ThoughtStream
from graph.cli_values import compact, counted, seconds, shown_answer, usage_line
from nodes.progress import is_progress
from nodes.records import Action, Observation, ObservationStatus, Retry, Thought
from nodes.safety.approval import Answer, Approval
from nodes.safety.verdict import Ruling, Verdict

if TYPE_CHECKING:
    from graph.result import AgentResult

ARGUMENT_CHARACTERS = 160
"""Of an action's arguments on one line."""
RESULT_CHARACTERS = 300
"""Of a result on one line; `stanchion show` has more of it."""

_ANSWERS = {Answer.APPROVE: "approved", Answer.EDIT: "edited", Answer.REJECT: "rejected", Answer.RESPOND: "answered"}


class Live:
    """Prints the parts of `Agent.astream` as they come.

    Args:
        console: Where to. On a terminal the thought streams; elsewhere it is one block when the model has ended.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._message_id: str | None = None
        self._stream: ThoughtStream | None = None
        self._told: set[tuple[Any, ...]] = set()
        self._unread: set[str] = set()
        self._usage: Any = None
        self._prefix = ""
        self._plan = PlanLive(console)

    def begin(self, result: AgentResult) -> None:
        """Take up the plan of a thread that goes on."""
        self._plan.begin(result)

    def show(self, part: Mapping[str, Any]) -> None:
        """Print one part of the stream."""
        if part["type"] == "messages":
            self._token(*part["data"])
        elif part["type"] == "custom":
            self._custom(part["data"], tuple(part["ns"]))
        elif part["type"] == "updates":
            for node, update in part["data"].items():
                if node == "__interrupt__":
                    self._plan.wait(update)
                elif isinstance(update, Mapping):
                    self._take(node, update, tuple(part["ns"]))

    def _take(self, node: str, update: Mapping[str, Any], ns: tuple[str, ...]) -> None:
        """Show what a node wrote; where there are several tasks, each line says whose it is."""
        if not ns:
            self._plan.controller(node, update)
        if not self._plan.is_on:
            self._update(node, update)
        elif ns:
            self._prefix = self._plan.prefix(ns, update)
            with self._plan.above():
                self._update(node, update)
            self._prefix = ""

    def _custom(self, data: Any, ns: tuple[str, ...]) -> None:
        if is_progress(data):
            self._plan.event(data)
            return
        self._end_stream()
        prefix = self._plan.prefix(ns, {}) if self._plan.is_on else ""
        with self._plan.above():
            self._console.block(one_line(_words(data), RESULT_CHARACTERS), f"    · {prefix}", self._dim)

    def finish(self, result: AgentResult) -> None:
        """Print how the run ended: the answer set off from all before it, or why there is none."""
        self.pause()
        console = self._console
        if result.answer is not None:
            console.line()
            console.line(console.style("Answer", "bold", "green" if result.success else "yellow"))
            console.block(shown_answer(result.answer))
        console.line()
        console.line(self._dim(f"{usage_line(result.usage)} · thread {visible(result.thread_id)}"))

    def pause(self) -> None:
        """End a line that was still streaming, and leave the plan as it stands."""
        self._end_stream()
        self._plan.rest()

    def _token(self, chunk: Any, metadata: Mapping[str, Any]) -> None:
        is_reply = chunk.type == "AIMessageChunk" and metadata.get("langgraph_node") == "think"
        if self._plan.is_on or not (is_reply and self._console.is_terminal):
            return
        if self._stream is None or chunk.id != self._message_id:  # another try, or the fallback model, begins anew
            self._end_stream()
            self._message_id, self._stream = chunk.id, ThoughtStream(self._console)
        self._stream.feed(str(chunk.text))

    def _end_stream(self) -> ThoughtStream | None:
        ended, self._stream = self._stream, None
        if ended is not None:
            ended.end()
        return ended

    def _update(self, node: str, update: Mapping[str, Any]) -> None:
        if isinstance(update.get("thought"), Thought) and node == "think":
            self._thought(update["thought"])
        self._usage = update.get("usage") or self._usage
        tellers: dict[str, Callable[[Any], None]] = {
            "actions": self._action,
            "verdicts": self._verdict,
            "approvals": self._approval,
            "observations": self._observation,
            "retries": self._retry,
        }
        for channel, tell in tellers.items():
            for item in _new(update.get(channel), self._told):
                tell(item)
        if node in ("update_memory", "blocked") and self._usage is not None and not self._plan.is_on:
            self._console.line(self._dim(f"  {usage_line(self._usage)}"))

    def _thought(self, thought: Thought) -> None:
        stream = self._end_stream()
        streamed = stream.text.strip() if stream is not None else ""
        if stream is not None and thought.is_final_answer and streamed == shown_answer(thought.answer).strip():
            stream.take_back()  # it stands below as the answer
        said = thought.text.strip()
        if said and said not in streamed and said != thought.answer:
            self._console.block(said, f"  {self._prefix}", style=self._dim)
        if thought.malformed:
            self._line("✗", f"the reply could not be read: {one_line(thought.malformed, RESULT_CHARACTERS)}", "yellow")

    def _action(self, action: Action) -> None:
        if not action.tool:  # stands for a reply that could not be read, which has been told
            self._unread.add(action.id)
            return
        arguments = one_line(compact(action.arguments), ARGUMENT_CHARACTERS)
        edited = f" (edited by {one_line(action.edited_by, 60)})" if action.edited_by else ""
        self._line("→", f"{self._console.style(one_line(action.tool, 64), 'bold')} {arguments}{edited}", "cyan")

    def _verdict(self, verdict: Verdict) -> None:
        if verdict.ruling is Ruling.ALLOW or verdict.action_id in self._unread:
            return
        word = "needs a person" if verdict.ruling is Ruling.ASK else "denied"
        self._line("│", f"{word}: {one_line(verdict.reason, RESULT_CHARACTERS)}", "yellow")

    def _approval(self, approval: Approval) -> None:
        reason = f": {one_line(approval.message, RESULT_CHARACTERS)}" if approval.message else ""
        self._line("│", f"{_ANSWERS[approval.answer]} by {one_line(approval.approver, 60)}{reason}", "yellow")

    def _observation(self, seen: Observation) -> None:
        if seen.status in (ObservationStatus.DENIED, ObservationStatus.REJECTED):
            return  # its verdict, or its answer, has been told
        text = one_line(seen.content, RESULT_CHARACTERS)
        if seen.success:
            self._line("←", f"{text} {self._dim(f'({seconds(seen.seconds)})')}", "green")
        else:
            kind = f" ({seen.failure})" if seen.failure and str(seen.failure) != str(seen.status) else ""
            self._line("✗", f"{seen.status.replace('_', ' ')}{kind}: {text}", "red")

    def _retry(self, retry: Retry) -> None:
        wait = f" in {seconds(retry.delay_seconds)}" if retry.delay_seconds else ""
        self._line("│", f"attempt {retry.attempt}{wait}", "yellow")

    def _line(self, sign: str, text: str, color: str) -> None:
        self._end_stream()
        self._console.line(f"  {self._prefix}{self._console.style(sign, color)} {text}")

    def _dim(self, text: str) -> str:
        return self._console.style(text, "dim")


def _new(items: Any, told: set[tuple[Any, ...]]) -> Iterable[Any]:
    """The items that were not told yet: channels of a turn are written whole each time."""
    for item in items if isinstance(items, Sequence) else ():
        key = (type(item).__name__, *(getattr(item, name, None) for name in _KEYS))
        if key not in told:
            told.add(key)
            yield item


_KEYS = ("action_id", "id", "digest", "ruling", "question", "answer", "status", "attempt")


def _words(data: Any) -> str:
    return data if isinstance(data, str) else compact(data)


def count_questions(number: int) -> str:
    """For example `1 question waits`."""
    return f"{counted(number, 'question')} {'waits' if number == 1 else 'wait'}"
