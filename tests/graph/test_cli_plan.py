"""Plans on the command line: shown while they are carried out, looked at, edited, approved."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage

from graph.cli_console import Console
from graph.cli_live import Live
from graph.cli_plan import checklist, cut, fitting
from graph.cli_progress import PlanProgress
from nodes.llm.port import Usage
from nodes.llm.scripted import call
from nodes.planning.plan import Task, TaskStatus
from nodes.records import Outcome, TaskReport
from tests.graph.command import Command, Ran, Terminal, stanchion

__all__ = ["stanchion"]

PLAN: dict[str, Any] = {
    "tasks": [
        {"id": "one", "description": "shred one.txt"},
        {"id": "two", "description": "shred two.txt"},
        {"id": "sum", "description": "count what is left", "dependencies": ["one", "two"]},
    ]
}


class Worker:
    """A model that plans, and does what each task says, whatever the order in which parallel tasks ask."""

    def __init__(self, stanchion: Command, plan: dict[str, Any] | None = None) -> None:
        self.stanchion = stanchion
        self.plan = plan or PLAN

    def __call__(self, messages: list[BaseMessage]) -> str | AIMessage:
        last, text = messages[-1], messages[-1].text
        if "Split the goal" in text:
            return json.dumps(self.plan)
        if "worked on in several" in text:
            return "All is done."
        if last.type == "tool":
            return f"Done: {text}"
        if text.startswith("shred"):
            return self.stanchion.shred(text.split()[1])
        if text.startswith("count"):
            return call("calculator", expression="0+0")
        return f"Nothing to do for {text!r}"

    def replies(self, number: int = 40) -> list[Any]:
        return [self] * number


@pytest.fixture
def worker(stanchion: Command) -> Worker:
    for name in ("one.txt", "two.txt", "three.txt"):
        stanchion.path(name).write_text("x")
    return Worker(stanchion)


def planned(worker: Worker, *options: str, **how: Any) -> Ran:
    argv = ("run", "tidy up", "--thread", "t", "--planning", "always", *options)
    return worker.stanchion(*argv, replies=worker.replies(), **how)


def test_a_plan_is_told_in_plain_lines_with_the_task_of_each(worker: Worker) -> None:
    ran = planned(worker, "--allow", "shred")
    assert ran.code == 0
    lines = ran.out.splitlines()
    start = lines.index("Plan: 3 tasks")
    assert lines[start + 1 : start + 4] == [
        "  [ ] one  shred one.txt",
        "  [ ] two  shred two.txt",
        "  [ ] sum  count what is left · after one, two",
    ]
    assert lines.count("Plan: 3 tasks") == 1
    for task in ("one", "two", "sum"):
        begun = next(i for i, line in enumerate(lines) if line.startswith(f"[>] {task} in progress: "))
        ended = next(i for i, line in enumerate(lines) if line.startswith(f"[x] {task} completed (2 steps"))
        own = [i for i, line in enumerate(lines) if line.startswith(f"  [{task}] ")]
        assert begun < own[0] < own[-1] < ended
    assert any(line.startswith("  [one] → shred ") for line in lines)
    assert "\x1b" not in ran.out


def test_on_a_terminal_the_checklist_is_drawn_in_place(worker: Worker) -> None:
    out = planned(worker, "--allow", "shred", screen=True).out
    assert "\x1b[4A\x1b[J" in out
    assert out.count("3 of 3 tasks") >= 1
    assert "\x1b[36m[>]\x1b[0m one  shred one.txt · step 1" in out
    assert max(len(line) for line in drawn(out) if line[2:5] in ("[ ]", "[>]", "[x]")) < 80
    left = [line for line in drawn(out) if line[2:5] in ("[ ]", "[>]", "[x]")]
    assert left == ["  [x] one  shred one.txt", "  [x] two  shred two.txt", "  [x] sum  count what is left"]


def drawn(out: str) -> list[str]:
    """What a terminal shows in the end."""
    rows: list[str] = []
    for line in out.split("\n"):
        while line.startswith("\x1b["):
            digits = line[2:].split("A", 1)[0]
            if digits.isdigit():
                del rows[len(rows) - int(digits) :]
                line = line.partition("A")[2].removeprefix("\x1b[J")
            else:
                break
        for code in ("0", "1", "2", "31", "32", "33", "36", "1;32"):
            line = line.replace(f"\x1b[{code}m", "")
        rows.append(line)
    return rows


def test_a_goal_that_is_one_task_shows_no_plan(worker: Worker) -> None:
    for options in ((), ("--planning", "never")):
        ran = worker.stanchion("run", "shred one.txt", "--allow", "shred", *options, replies=worker.replies())
        assert "Plan" not in ran.out
        assert "[" not in ran.out.split("→")[0].partition("workspace")[2].split("\n", 1)[1]


def test_a_new_plan_and_what_it_replaced_are_shown(stanchion: Command) -> None:
    def work(messages: list[BaseMessage]) -> str:
        text = messages[-1].text
        if "Split the goal" in text:
            return '{"tasks": [{"id": "a", "description": "look"}, {"id": "b", "description": "tell", "dependencies": ["a"]}]}'
        if text.startswith("look"):
            return "NOT DONE: it is dark"
        if "it is dark" in text and "worked on in several" not in text:
            return '{"tasks": [{"id": "lamp", "description": "light a lamp"}]}'
        return "Bright. " * 300

    ran = stanchion("run", "see", "--planning", "always", "--thread", "t", replies=[work] * 20)
    assert ran.code == 0
    lines = ran.out.splitlines()
    place = lines.index("New plan: 1 task")
    assert lines[place - 2].startswith("[!] a failed (1 step")
    assert lines[place - 1].startswith("[-] b blocked")
    assert lines[place + 1] == "  [ ] lamp  light a lamp"
    shown = stanchion("show", "t").out
    aside = shown[shown.index("Set aside by a new plan") :]
    assert "[!] a · failed" in aside
    assert "NOT DONE: it is dark" in aside
    assert "[-] b · blocked · after a" in aside
    assert "399 more characters" in shown
    assert [task["id"] for task in stanchion("show", "t", "--json").json["set_aside"]] == ["a", "b"]


def test_no_more_tasks_are_at_work_than_was_said(worker: Worker) -> None:
    out = planned(worker, "--allow", "shred", "--max-parallel", "1").out
    assert out.index("[x] one completed") < out.index("[>] two in progress")
    for number in ("0", "101", "many"):
        assert planned(worker, "--max-parallel", number).code == 2


def test_each_question_says_whose_it_is_and_what_waits_for_it(worker: Worker) -> None:
    ran = planned(worker)
    assert ran.code == 3
    assert "task: one (shred one.txt)" in ran.err
    assert "task: two (shred two.txt)" in ran.err
    assert "1 further task waits until every question of the tasks at work is answered" in ran.err
    shown = worker.stanchion("show", "t").out
    assert "[>] one · in progress" in shown
    assert "[ ] sum · after one, two" in shown
    again = worker.stanchion("resume", "t", replies=worker.replies(), typed="a\nreject keep it\n")
    assert again.code == 0
    assert not worker.stanchion.path("one.txt").exists()
    assert worker.stanchion.path("two.txt").exists()


def test_show_tells_the_plan_and_the_steps_of_each_task(worker: Worker) -> None:
    planned(worker, "--allow", "shred")
    shown = worker.stanchion("show", "t").out
    plan, _, steps = shown.partition("Task one")
    assert "Plan: 3 tasks (3 completed)" in plan
    assert "result: Done: " in plan
    assert steps.count("Step 1 ") == 3
    assert steps.index("Task two") < steps.index("Task sum")
    told = worker.stanchion("show", "t", "--json").json
    assert [(task["id"], task["status"]) for task in told["tasks"]] == [
        ("one", "completed"),
        ("two", "completed"),
        ("sum", "completed"),
    ]
    assert told["set_aside"] == []


def test_a_plan_can_be_edited_while_it_waits(worker: Worker, tmp_path: Path) -> None:
    planned(worker)
    form = worker.stanchion("plan", "t", "--json").json
    assert [task["status"] for task in form["tasks"]] == ["in_progress", "in_progress", "pending"]
    edit = {"tasks": [form["tasks"][0], {"id": "extra", "description": "shred three.txt", "dependencies": ["one"]}]}
    ran = worker.stanchion("plan", "t", "--from", "-", stdin=json.dumps(edit))
    assert ran.code == 0
    assert "Go on with: stanchion resume t" in ran.out
    assert "[ ] extra · after one" in ran.out
    done = worker.stanchion("resume", "t", "--allow", "shred", replies=worker.replies(), typed="a\na\n")
    assert done.code == 0
    assert sorted(path.name for path in worker.stanchion.workspace.iterdir()) == ["two.txt"]
    told = worker.stanchion("show", "t", "--json").json
    assert [task["id"] for task in told["tasks"]] == ["one", "extra"]
    assert told["success"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("{", "not JSON"),
        ("7", "must be a JSON object"),
        ("[]", "tasks: List should have at least 1 item"),
        ('[{"id": "a"}]', "tasks.0.description: Field required"),
        ('[{"id": "a", "description": "x", "dependencies": ["b"]}]', "'b', which is not in the plan"),
        ('[{"id": "a", "description": "x", "dependencies": ["a"]}]', "depends on itself"),
    ],
)
def test_an_edit_that_is_no_plan_changes_nothing(worker: Worker, edit: str, said: str) -> None:
    planned(worker)
    before = worker.stanchion("show", "t", "--json").json
    ran = worker.stanchion("plan", "t", "--from", "-", stdin=edit)
    assert ran.code == 2
    assert said in ran.err
    assert worker.stanchion("show", "t", "--json").json == before


def test_completed_tasks_cannot_be_changed(worker: Worker) -> None:
    worker.plan = {"tasks": [{"id": "first", "description": "count"}, {**PLAN["tasks"][0], "dependencies": ["first"]}]}
    planned(worker)
    form = worker.stanchion("plan", "t", "--json").json
    assert form["tasks"][0]["status"] == "completed"
    form["tasks"][0]["description"] = "something else"
    ran = worker.stanchion("plan", "t", "--from", "-", stdin=json.dumps(form))
    assert ran.code == 2
    assert "'first' is completed and cannot be changed" in ran.err


def test_the_plan_is_edited_in_the_users_editor(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(worker)
    monkeypatch.setenv("EDITOR", "sed -i s/two.txt/three.txt/")
    ran = worker.stanchion("plan", "t", "--edit")
    assert ran.code == 0
    assert "shred three.txt" in ran.out
    monkeypatch.setenv("VISUAL", "sed -i s/one.txt/three.txt/")
    broken = worker.stanchion("plan", "t", "--edit")
    assert broken.code == 2
    kept = Path(broken.err.rsplit(" ", 1)[-1].strip())
    assert "repeats" in broken.err
    assert json.loads(kept.read_text())["tasks"][0]["description"] == "shred three.txt"
    kept.unlink()
    for editor, said in (("true", "not changed"), ("false", "ended with 1"), ("no-such-editor", "cannot be run")):
        monkeypatch.setenv("VISUAL", editor)
        assert said in worker.stanchion("plan", "t", "--edit").err
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR")
    assert "no editor is set" in worker.stanchion("plan", "t", "--edit").err


def test_only_a_plan_that_goes_on_can_be_edited(worker: Worker) -> None:
    planned(worker, "--allow", "shred")
    form = worker.stanchion("plan", "t", "--json").out
    ran = worker.stanchion("plan", "t", "--from", "-", stdin=form)
    assert ran.code == 2
    assert "has ended (succeeded)" in ran.err
    assert "has ended (succeeded)" in worker.stanchion("plan", "t", "--edit").err
    worker.stanchion("run", "hello", "--thread", "u", replies=["Hi."])
    assert "no plan of several tasks" in worker.stanchion("plan", "u").err
    assert "There is no thread 'v'" in worker.stanchion("plan", "v").err


def test_a_plan_is_shown_and_approved_before_anything_is_done(worker: Worker) -> None:
    ran = planned(worker, "--approve-plan", "--allow", "shred")
    assert ran.code == 3
    assert "Approval needed: a plan of 3 tasks" in ran.err
    assert "[ ] sum · after one, two" in ran.err
    assert '{"tasks"' not in ran.err
    assert worker.stanchion.path("one.txt").exists()
    again = worker.stanchion("resume", "t", "--allow", "shred", replies=worker.replies(), typed="a\n")
    assert again.code == 0
    assert "[e]dit the plan" in again.err
    assert not worker.stanchion.path("one.txt").exists()


def test_a_plan_is_edited_at_its_question(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i s/two.txt/three.txt/")
    ran = planned(worker, "--approve-plan", "--allow", "shred", typed="edit\n")
    assert ran.code == 0
    assert sorted(path.name for path in worker.stanchion.workspace.iterdir()) == ["two.txt"]


def test_without_an_editor_the_plan_is_typed(worker: Worker) -> None:
    typed = 'e [{"id": "x", "description": "shred one.txt", "dependencies": ["y"]}]\n' + (
        'e {"tasks": [{"id": "x", "description": "shred one.txt"}]}\n'
    )
    ran = planned(worker, "--approve-plan", "--allow", "shred", typed=typed)
    assert ran.code == 0
    assert "'y', which is not in the plan" in ran.err
    assert sorted(path.name for path in worker.stanchion.workspace.iterdir()) == ["three.txt", "two.txt"]


def test_a_rejected_plan_ends_the_run(worker: Worker) -> None:
    ran = planned(worker, "--approve-plan", typed="r too bold\n")
    assert ran.code == 1
    assert "rejected the plan: too bold" in ran.err


def test_an_edit_of_a_plan_that_waits_for_approval_does_not_approve_it(worker: Worker) -> None:
    planned(worker, "--approve-plan")
    form = worker.stanchion("plan", "t", "--json").json
    assert worker.stanchion("plan", "t", "--from", "-", stdin=json.dumps(form["tasks"][:1])).code == 0
    again = worker.stanchion("resume", "t", replies=worker.replies())
    assert again.code == 3
    assert "a plan of 1 task" in again.err


def tasks(number: int, status: TaskStatus = TaskStatus.PENDING) -> list[Task]:
    return [Task(f"t{i}", f"do the {i}th thing with words to fill a narrow screen", status) for i in range(number)]


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_each_row_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    console = Console(Terminal(), {"NO_COLOR": "1"})
    rows = fitting(
        [*tasks(4), Task("wide", "日本語のとても長い説明文です" * 9)], console, 9, {"t1": "step 3 · calculator · 12 s"}
    )
    assert all(sum(2 if ord(char) > 0x2E80 else 1 for char in row) < columns for row in rows)
    assert "s" in rows[1].partition("·")[2]


def test_what_does_not_fit_is_counted() -> None:
    many = [*tasks(30, TaskStatus.COMPLETED), *tasks(1, TaskStatus.IN_PROGRESS), *tasks(5)]
    rows = fitting(many, Console(io.StringIO(), {}), 10, {})
    assert len(rows) == 10
    assert any("[>]" in row for row in rows)
    assert rows[-1] == "  … and 27 more: 27 completed"


def test_why_a_task_failed_or_is_blocked_stands_beside_it() -> None:
    plan = [
        Task("a", "x", TaskStatus.FAILED, error="no\nluck"),
        Task("b", "y", TaskStatus.BLOCKED, ["a"], error="a failed"),
    ]
    assert checklist(plan, Console(io.StringIO(), {})) == [
        "  [!] a  x · failed: no luck",
        "  [-] b  y · blocked: a failed",
    ]


def test_cutting_never_widens() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "a…"


def test_a_task_that_reports_failure_is_told_with_what_it_blocks() -> None:
    stream = io.StringIO()
    live = Live(Console(stream, {}))
    a, b = Task("a", "x", TaskStatus.IN_PROGRESS), Task("b", "y", dependencies=["a"])
    report = TaskReport("a", Outcome(False, error="no luck", reason="failures"), Usage(steps=2))
    for node, update in (("dispatch", {"tasks": [a, b]}), ("reasoning_loop", {"reports": [report]})):
        live.show({"type": "updates", "ns": (), "data": {node: update}})
    lines = stream.getvalue().splitlines()
    assert lines[-2].startswith("[!] a failed (2 steps")
    assert lines[-1].startswith("[-] b blocked: it needs a")


def test_the_cost_of_running_tasks_is_counted_once() -> None:
    progress = PlanProgress(timer=lambda: 0.0)
    progress.take_plan([Task("a", "x", TaskStatus.IN_PROGRESS), Task("b", "y", TaskStatus.IN_PROGRESS)])
    message = AIMessage("hm", id="run/a.0:1:reply")
    assert progress.take_step(("reasoning_loop:1",), {"messages": [message], "usage": Usage(steps=2)}) == "a"
    assert progress.take_step(("reasoning_loop:1",), {"usage": Usage(steps=3)}) == "a"
    assert progress.usage.steps == 3
    progress.take_total(Usage(steps=3))
    assert progress.usage.steps == 3


def test_a_decision_about_a_plan_is_given_on_the_command_line(worker: Worker) -> None:
    planned(worker, "--approve-plan")
    edit = json.dumps({"tasks": [{"id": "only", "description": "shred two.txt"}]})
    again = worker.stanchion("resume", "t", "--decide", f"edit:{edit}", "--allow", "shred", replies=worker.replies())
    assert again.code == 0
    assert "New plan: 1 task" in again.out
    assert sorted(path.name for path in worker.stanchion.workspace.iterdir()) == ["one.txt", "three.txt"]


def test_what_a_model_puts_into_a_plan_steers_no_terminal(worker: Worker) -> None:
    evil = "\x1b[2J\u202e\r"
    worker.plan = {
        "tasks": [
            {"id": f"x{evil}", "description": f"count {evil}", "success_criteria": evil + "!"},
            {"id": "y", "description": "shred one.txt", "dependencies": [f"x{evil}"]},
        ]
    }
    ran = planned(worker)
    shown = ran.out + ran.err + "".join(worker.stanchion(name, "t").out for name in ("show", "plan"))
    assert "\\x1b[2J" in shown
    assert not {char for char in shown if ord(char) < 0x20 and char != "\n"} | ({"\u202e"} & set(shown))
