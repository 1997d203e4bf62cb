"""A plan as it is carried out: on a terminal a checklist that is drawn anew in place, elsewhere a line per event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from graph.cli_board import Board
from graph.cli_console import Console, one_line
from graph.cli_plan import MARKS, checklist, cut, fitting, plan_title, short_id, words
from graph.cli_progress import PlanProgress
from nodes.planning.plan import Task, TaskStatus
from nodes.waves import task_named_in

if TYPE_CHECKING:
    from graph.result import AgentResult

RESULT_CHARACTERS = 300
"""Of a task's result on one line; `stanchion show` has all of it."""
_PLANNERS = ("plan", "plan_approval", "replan")
"""Nodes that write a plan anew."""
_CONTROLLERS = ("recall", *_PLANNERS, "track", "answer")
"""Nodes that write what the whole run has spent."""


class PlanLive:
    """Prints what becomes of the tasks; silent for a goal that is one task.

    Args:
        console: Where to.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = PlanProgress()
        self._board = Board(console, self._lines) if console.has_colors else None

    @property
    def is_on(self) -> bool:
        """Whether there is a plan of several tasks."""
        return self._progress.is_on

    def begin(self, result: AgentResult) -> None:
        """Take up the plan of a thread that goes on."""
        self._progress.begin(result.tasks, result.usage)
        if self.is_on:
            with self.above():
                self._show()

    def above(self) -> AbstractContextManager[None]:
        """What is written inside stands above the checklist."""
        return self._board.above() if self._board is not None and self.is_on else nullcontext()

    def rest(self) -> None:
        """Leave the checklist as it stands."""
        if self._board is not None:
            self._board.rest()

    def prefix(self, ns: tuple[str, ...], update: Mapping[str, Any]) -> str:
        """What the lines of a loop begin with, so that those of parallel tasks can be told apart."""
        task = self._progress.take_step(ns, update)
        return f"[{short_id(task)}] " if task else ""

    def event(self, data: Mapping[str, Any]) -> None:
        """Take what a loop says of its step."""
        if self.is_on and data["event"] == "step":
            self._progress.note(data["task"], "thinking" if data.get("status") == "thinking" else "")

    def wait(self, interrupts: Iterable[Any]) -> None:
        """Note whose questions wait for a person."""
        for interrupt in interrupts:
            value = interrupt.value if isinstance(interrupt.value, Mapping) else {}
            self._progress.note(task_named_in(str(value.get("action_id", ""))), "waits for you")

    def controller(self, node: str, update: Mapping[str, Any]) -> None:
        """Take what a node of the controller wrote, and tell which tasks have begun or ended."""
        was_on, progress = self.is_on, self._progress
        changed: list[Task] = []
        if isinstance(update.get("tasks"), list):
            changed = progress.take_plan(update["tasks"])
        if node == "reasoning_loop" and isinstance(update.get("reports"), list):
            changed = progress.take_reports(update["reports"])
        if not self.is_on:
            return
        with self.above():
            if changed and (not was_on or node in _PLANNERS):
                self._show("New plan" if was_on else "Plan")
            else:
                self._tell(changed)
            if update.get("usage") is not None and node in _CONTROLLERS:
                progress.take_total(update["usage"])

    def _show(self, title: str = "Plan") -> None:
        if self._board is None:  # the board shows it otherwise
            self._console.line(self._console.style(plan_title(self._progress.tasks, title), "bold"))
            for line in checklist(self._progress.tasks, self._console):
                self._console.line(line)

    def _tell(self, changed: Iterable[Task]) -> None:
        for task in changed:
            told = f"{MARKS[task.status]} {short_id(task.id)} {words(task.status)}"
            if task.status is TaskStatus.IN_PROGRESS and self._board is None:
                self._console.line(f"{told}: {one_line(task.description, RESULT_CHARACTERS)}")
            elif task.status not in (TaskStatus.PENDING, TaskStatus.IN_PROGRESS):
                spent = f" ({cost})" if (cost := self._progress.spent_on(task.id)) else ""
                came = one_line(task.result or task.error or "", RESULT_CHARACTERS)
                self._console.line(self._console.style(f"{told}{spent}", "bold") + (f": {came}" if came else ""))

    def _lines(self) -> list[str]:
        console, progress = self._console, self._progress
        if not self.is_on:
            return []
        rows = fitting(progress.tasks, console, max(1, console.height - 4), progress.notes())
        return [*rows, console.style(cut(f"  {progress.summary()}", console.width - 1), "dim")]
