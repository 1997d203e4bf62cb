"""The command line's grammar. Nothing heavy is imported here: `stanchion --help` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

MODES = ("auto", "native", "json", "plan", "text")
APPROVALS = ("ask", "deny", "fail")
PLANNING = ("auto", "always", "never")
FORMATS = ("mermaid", "svg", "png")
MAX_STEPS = 1000
"""As `nodes.context.RunKnobs` takes."""
MAX_PARALLEL = 100
"""As `nodes.context.RunKnobs` takes."""

_EPILOG = """\
exit codes: 0 the goal was reached; 1 it was not; 2 wrong usage or setting; 3 waits for a person; 130 Ctrl-C; 143 terminated

  stanchion run "what is 15% of 240?"
  stanchion run --model openai:gpt-5-mini --allow api_call "…"
  stanchion resume THREAD --decide approve
"""
_DECISION = "approve | reject[:reason] | respond:text | edit:JSON"


def build_parser() -> argparse.ArgumentParser:
    """The parser of `stanchion`."""
    parser = argparse.ArgumentParser(
        prog="stanchion",
        description="An agent you can leave alone with real tools: a goal in, an answer out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)

    _add_running(add)
    _add_reading(add)
    _add_plan(add("plan", "show a thread's plan, or edit what is left of it"))
    _add_model(add("model", "list or fetch models that run on this machine"))
    return parser


def _add_running(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    run = add("run", "reach a goal")
    run.add_argument(
        "goal", metavar="GOAL", help="what you want done, in your own words; - reads it from standard input"
    )
    run.add_argument("--thread", metavar="THREAD", type=_name, help="go on with this conversation")
    run.add_argument("--max-steps", metavar="N", type=_steps, help="turns of the reasoning loop (15)")
    run.add_argument("--max-tokens", metavar="N", type=_whole, help="prompt and completion tokens together")
    run.add_argument("--max-seconds", metavar="S", type=_amount, help="seconds at work; waiting for you is free")
    run.add_argument("--max-cost", metavar="USD", type=_amount, help="US dollars, where the price is known")
    run.add_argument("--approvals", choices=APPROVALS, help="what becomes of calls that need a person (ask)")
    run.add_argument(
        "--planning", choices=PLANNING, help="whether the goal is split into tasks (auto: where it needs it)"
    )
    run.add_argument("--max-parallel", metavar="N", type=_parallel, help="tasks at work at the same time (5)")
    run.add_argument(
        "--approve-plan", action="store_true", default=None, help="ask before a plan of several tasks is carried out"
    )
    run.add_argument("--output-schema", metavar="FILE", type=Path, help="JSON schema that the answer must fit")
    _add_agent(run)
    _add_output(run)
    resume = add("resume", "go on with a thread that waits for you or was cut off")
    resume.add_argument("thread", metavar="THREAD", type=_name)
    resume.add_argument(
        "--decide",
        metavar="DECISION",
        action="append",
        help=f"answer instead of being asked, once per open question in their order: {_DECISION}",
    )
    _add_agent(resume)
    _add_output(resume)


def _add_reading(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    threads = add("threads", "list the threads, the latest first")
    show = add("show", "show what a thread's latest run did, step by step")
    history = add("history", "list a thread's checkpoints, the latest first")
    fork = add("fork", "make an earlier checkpoint the thread's present")
    for command in (show, history, fork):
        command.add_argument("thread", metavar="THREAD", type=_name)
    fork.add_argument("checkpoint", metavar="CHECKPOINT", type=_name, help="as 'stanchion history' names it")
    for command in (threads, history):
        command.add_argument("--limit", metavar="N", type=_whole, default=20, help="how many (20)")
    tools = add("tools", "list what the agent can do")
    for command in (threads, show, history, fork, tools):
        command.add_argument("--database", metavar="FILE", help="the file of threads, ledger and memories")
        command.add_argument("--json", action="store_true", help="one JSON document")
    _add_tools(tools)
    drawing = add("graph", "draw a state machine")
    drawing.add_argument("--machine", choices=("controller", "loop"), default="loop", help="which one (loop)")
    drawing.add_argument("--format", choices=FORMATS, help="mermaid, which is text, unless FILE ends in .svg or .png")
    drawing.add_argument("-o", "--output", metavar="FILE", type=Path, help="a file instead of standard output")


def _add_plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("thread", metavar="THREAD", type=_name)
    how = plan.add_mutually_exclusive_group()
    how.add_argument("--edit", action="store_true", help="edit the plan in $VISUAL or $EDITOR, as JSON")
    how.add_argument(
        "--from", dest="source", metavar="FILE", help="take the plan from a file of JSON; - reads standard input"
    )
    plan.add_argument("--database", metavar="FILE", help="the file of threads, ledger and memories")
    plan.add_argument("--json", action="store_true", help="print the plan as JSON, as --from takes it")


def _add_model(model: argparse.ArgumentParser) -> None:
    actions = model.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="what can be fetched, and what is here", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="one JSON document")
    pull = actions.add_parser(
        "pull", help="fetch a model; one that broke off goes on where it stopped", allow_abbrev=False
    )
    pull.add_argument("name", metavar="NAME", help="as 'stanchion model list' names it")
    pull.add_argument("--mirror", metavar="URL", help="base address instead of the publisher's")
    pull.add_argument("--quiet", action="store_true", help="only the path of the file")
    for command in (listing, pull):
        command.add_argument("--manifest", metavar="FILE", type=Path, help="a TOML file that names further models")


def _add_agent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", metavar="MODEL", help="offline | local[:NAME] | gguf:FILE | openai:NAME | NAME")
    command.add_argument("--mode", choices=MODES, help="how the model is asked (auto)")
    command.add_argument("--database", metavar="FILE", help="the file of threads, ledger and memories")
    _add_tools(command)
    for ruling, meaning in (("allow", "never ask about"), ("ask", "always ask before"), ("deny", "never use")):
        command.add_argument(
            f"--{ruling}", metavar="TOOL", action="append", default=[], help=f"{meaning} this tool (name or pattern)"
        )


def _add_tools(command: argparse.ArgumentParser) -> None:
    command.add_argument("--workspace", metavar="DIR", type=Path, help="the only folder that file tools can reach")
    command.add_argument("--tools", metavar="MODULE:NAME", help="further tools, as package.module:registry")
    command.add_argument(
        "--mcp",
        metavar="FILE|NAME=COMMAND",
        action="append",
        help="MCP servers whose tools are added: a JSON file, or one server",
    )
    command.add_argument(
        "--mcp-accept", metavar="SERVER:TOOL", action="append", help="accept what a changed MCP tool now says of itself"
    )


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print the result as one JSON document and ask nothing")
    command.add_argument("--quiet", action="store_true", help="print the answer only")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            known = version("stanchion")
        except PackageNotFoundError:  # run from a checkout that is not installed
            known = "(not installed)"
        print(f"stanchion {known}")
        parser.exit()


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} names nothing; see 'stanchion threads' and 'stanchion history'")
    return text


def _whole(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got {text!r}")
    return number


def _steps(text: str) -> int:
    number = _whole(text)
    if number > MAX_STEPS:
        raise argparse.ArgumentTypeError(f"must be at most {MAX_STEPS}, got {text!r}")
    return number


def _parallel(text: str) -> int:
    number = _whole(text)
    if number > MAX_PARALLEL:
        raise argparse.ArgumentTypeError(f"must be at most {MAX_PARALLEL}, got {text!r}")
    return number


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number above 0, got {text!r}")
    return number
