"""Measures how well a small model behind an OpenAI-compatible endpoint reaches everyday goals, in one decision mode.

    python -m bench.small_models --endpoint http://127.0.0.1:8080/v1 --mode plan --examples 5

Prints one line per goal, then the success with its 95 % Wilson interval and the median seconds per goal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from bench.judge import failures
from bench.toolbox import Toolbox
from nodes.llm.decider import ModelDecider
from nodes.llm.errors import ModelError
from nodes.llm.examples.bank import BundledExamples
from nodes.llm.port import DecisionMode, DecisionModel, DecisionRequest
from nodes.llm.rules_first.decider import RulesFirst
from nodes.llm.rules_first.trust import BEFORE_SMALL
from tools.base import ToolOutput

GOALS = Path(__file__).parent / "dev_goals" / "everyday.jsonl"


@dataclass
class Run:
    """What came of one goal."""

    id: str
    goal: str
    answer: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    decisions: int = 0
    wrong: list[str] = field(default_factory=list)


async def reach(decider: DecisionModel, record: dict[str, Any], max_steps: int) -> Run:
    """Run one goal in a workspace of its own and judge it."""
    run = Run(record["id"], record["goal"])
    with tempfile.TemporaryDirectory() as folder:
        toolbox = Toolbox(Path(folder), record["files"], record["memory"])
        begin = time.perf_counter()
        try:
            await _loop(decider, record["goal"], toolbox, run, max_steps)
        except ModelError as error:
            run.wrong.append(f"{type(error).__name__}: {error}")
        run.seconds = round(time.perf_counter() - begin, 2)
        root = toolbox.root
        run.wrong += failures(record["check"], record["files"], root, run.answer, len(run.calls), toolbox.remembered())
    return run


async def _loop(decider: DecisionModel, goal: str, toolbox: Toolbox, run: Run, max_steps: int) -> None:
    messages: list[AnyMessage] = [HumanMessage(goal)]
    seen: set[str] = set()
    repeated = False
    for left in range(max_steps, 0, -1):
        request = DecisionRequest(goal, messages, toolbox.tools, steps_left=left, must_answer=repeated)
        decision = await decider.decide(request)
        run.decisions += decision.usage.model_calls
        messages.append(decision.message)
        if decision.malformed:
            messages.append(HumanMessage(decision.malformed))
            run.calls.append({"malformed": decision.malformed, "reply": str(decision.message.text)[:400]})
            continue
        if not decision.message.tool_calls:
            run.answer = decision.answer if isinstance(decision.answer, str) else json.dumps(decision.answer)
            return
        for call in decision.message.tool_calls:
            key = json.dumps([call["name"], call["args"]], sort_keys=True)
            repeated = repeated or key in seen
            output = (
                ToolOutput.fail("this very call was made before; its result stands above")
                if key in seen
                else await toolbox.run(call["name"], call["args"])
            )
            seen.add(key)
            run.calls.append(
                {"name": call["name"], "args": call["args"], "result": output.result, "error": output.error}
            )
            messages.append(_observed(call["id"] or "", output))


def _observed(call_id: str, output: ToolOutput) -> ToolMessage:
    if output.success:
        content = output.result if isinstance(output.result, str) else json.dumps(output.result, ensure_ascii=False)
        return ToolMessage(content, tool_call_id=call_id, artifact=output.model_dump())
    return ToolMessage(f"{output.error}", tool_call_id=call_id, status="error")


def wilson(successes: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    z = 1.959963984540054
    share = successes / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


async def measure(arguments: argparse.Namespace) -> list[Run]:
    """Run every goal, one after the other, printing as it goes."""
    model = ChatOpenAI(base_url=arguments.endpoint, api_key=SecretStr("none"), model="local", max_retries=0)
    decider = ModelDecider(
        model,
        mode=DecisionMode(arguments.mode),
        examples=BundledExamples(),
        example_count=arguments.examples,
        timeout_seconds=300,
        max_tokens=arguments.max_tokens,
    )
    answering = RulesFirst(decider, BEFORE_SMALL) if arguments.rules_first else decider
    records = [json.loads(line) for line in arguments.goals.read_text(encoding="utf-8").splitlines() if line.strip()]
    runs = []
    for record in records:
        if arguments.only and not any(part in record["id"] for part in arguments.only):
            continue
        run = await reach(answering, record, arguments.max_steps)
        runs.append(run)
        print(f"{'FAIL' if run.wrong else 'ok  '} {run.seconds:6.1f}s {run.id:8} {run.goal[:70]}", flush=True)
        if run.wrong:
            print(f"       {'; '.join(run.wrong)[:200]}", flush=True)
            print(f"       {json.dumps(run.calls, ensure_ascii=False)[:500]}", flush=True)
    return runs


def main() -> None:
    """Parse, measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--mode", default="plan", choices=[mode.value for mode in DecisionMode])
    parser.add_argument("--examples", type=int)
    parser.add_argument("--goals", type=Path, default=GOALS)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--rules-first", action="store_true", help="the offline rules decide what they surely read")
    parser.add_argument("--max-steps", type=int, default=12)
    parser.add_argument("--max-tokens", type=int, default=512)
    parser.add_argument("--save", type=Path)
    arguments = parser.parse_args()
    runs = asyncio.run(measure(arguments))
    good = sum(not run.wrong for run in runs)
    low, high = wilson(good, len(runs))
    seconds = statistics.median(run.seconds for run in runs) if runs else 0.0
    print(
        f"{arguments.mode}: {good}/{len(runs)} = {good / max(len(runs), 1):.1%} [{low:.1%}, {high:.1%}], median {seconds:.1f} s"
    )
    if arguments.save:
        arguments.save.write_text(
            "\n".join(json.dumps(asdict(run), ensure_ascii=False) for run in runs), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
