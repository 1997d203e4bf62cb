from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, RootModel

from tools.asynchrony import AsyncTool
from tools.base import Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import DuplicateTool, RefusedTool, ToolError, UnknownTool
from tools.registry import ToolRegistry, load_tools


class EchoInput(ToolInput):
    text: str


class Echo(Tool):
    name = "echo"
    description = "Say it again."
    input_schema: type[BaseModel] = EchoInput

    def execute(self, input: Any, /) -> ToolOutput:
        return ToolOutput.ok(input.text)


def shout(text: str) -> str:
    """Say it loudly."""
    return text.upper()


def whisper(text: str) -> str:
    """Say it quietly."""
    return text.lower()


def variant(**attributes: Any) -> Tool:
    made = Echo()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_tools_keep_the_order_of_registration() -> None:
    registry = ToolRegistry([whisper, Echo(), shout])
    assert registry.names == ("whisper", "echo", "shout")
    assert [tool["name"] for tool in registry.list_tools()] == ["whisper", "echo", "shout"]
    assert [tool.name for tool in registry] == ["whisper", "echo", "shout"]
    assert len(registry) == 3
    assert "echo" in registry
    assert "sing" not in registry


def test_the_listing_has_the_form_that_models_take() -> None:
    (form,) = ToolRegistry([shout]).list_tools()
    assert form["description"] == "Say it loudly."
    assert form["parameters"]["properties"] == {"text": {"title": "Text", "type": "string"}}
    assert form["parameters"]["required"] == ["text"]
    assert form["parameters"]["additionalProperties"] is False


def test_schemas_are_computed_once_and_belong_to_the_caller() -> None:
    computed = []

    class Counted(Echo):
        def to_dict(self) -> dict[str, Any]:
            computed.append(1)
            return super().to_dict()

    registry = ToolRegistry([Counted()])
    registry.list_tools()[0]["parameters"].clear()
    assert registry.list_tools()[0]["parameters"]["required"] == ["text"]
    assert len(computed) == 1


def test_an_unknown_name_is_answered_with_near_ones_and_all() -> None:
    registry = ToolRegistry([shout, whisper])
    with pytest.raises(
        UnknownTool, match=r"no tool is named 'Shuot'; did you mean shout\? the tools are: shout, whisper"
    ):
        registry.get("Shuot")
    with pytest.raises(UnknownTool, match="the tools are: none"):
        ToolRegistry().get("shout")
    with pytest.raises(UnknownTool) as raised:
        registry.get("x" * 1_000_000)
    assert len(str(raised.value)) < 200


def test_a_second_tool_of_the_same_name_is_an_error_and_the_first_stays() -> None:
    registry = ToolRegistry()
    first = registry.register(Echo())
    with pytest.raises(DuplicateTool, match="'echo' is registered already"):
        registry.register(Echo())
    assert registry.get("echo") is first


@pytest.mark.parametrize("name", ["", "a b", "a.b", "ä", "x" * 65, "a\n", None, 3])
def test_names_that_providers_refuse_are_refused_here(name: object) -> None:
    with pytest.raises(RefusedTool, match="cannot be named"):
        ToolRegistry([variant(name=name)])


class Listed(RootModel[list[int]]):
    pass


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"description": "  "}, "no description"),
        ({"input_schema": Listed}, "of type object"),
        ({"timeout_seconds": 0}, "timeout_seconds"),
        ({"timeout_seconds": float("nan")}, "timeout_seconds"),
        ({"timeout_seconds": float("inf")}, "timeout_seconds"),
        ({"max_attempts": 0}, "max_attempts"),
        ({"manifest": Manifest(replay=Replay.RECONCILABLE)}, r"override verify\(\)"),
    ],
)
def test_a_tool_unfit_to_be_called_is_refused_with_the_reason(attributes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedTool, match=reason):
        ToolRegistry([variant(**attributes)])


def test_an_asynchronous_execute_is_refused_before_it_returns_a_coroutine_to_nobody() -> None:
    class Wrong(Echo):
        async def execute(self, input: Any, /) -> ToolOutput:  # type: ignore[override]
            return ToolOutput.ok()

    with pytest.raises(RefusedTool, match="AsyncTool"):
        ToolRegistry([Wrong()])


def test_a_native_tool_that_pauses_the_graph_is_refused() -> None:
    from langgraph.types import interrupt

    class Pausing(AsyncTool):
        name = "pausing"
        description = "Ask."
        input_schema: type[BaseModel] = EchoInput

        async def aexecute(self, input: Any, /) -> ToolOutput:
            return ToolOutput.ok(interrupt("?"))

    with pytest.raises(RefusedTool, match=r"interrupt\(\)"):
        ToolRegistry([Pausing()])


@pytest.mark.parametrize(
    ("thing", "reason"),
    [(Echo, "register an instance, Echo"), (3, "is no tool"), (None, "is no tool"), (len, "builtin")],
)
def test_what_is_no_tool_is_refused(thing: Any, reason: str) -> None:
    with pytest.raises(RefusedTool, match=reason):
        ToolRegistry([thing])


def test_settings_given_at_registration_leave_the_original_alone() -> None:
    original = Echo()
    manifest = Manifest(effect=Effect.NONE, replay=Replay.PURE)
    registered = ToolRegistry().register(original, manifest=manifest, timeout_seconds=1.5, max_attempts=7)
    assert (registered.effect, registered.replay) == (Effect.NONE, Replay.PURE)
    assert (registered.timeout_seconds, registered.max_attempts) == (1.5, 7)
    assert original.manifest == Manifest()


def test_what_says_nothing_of_itself_is_taken_for_the_worst() -> None:
    assert ToolRegistry().register(shout).manifest == Manifest()


def test_subset_and_merge_make_new_registries() -> None:
    registry = ToolRegistry([shout, whisper])
    assert registry.subset(["whisper"]).names == ("whisper",)
    assert registry.merge([Echo()]).names == ("shout", "whisper", "echo")
    assert registry.names == ("shout", "whisper")
    with pytest.raises(UnknownTool):
        registry.subset(["sing"])
    with pytest.raises(DuplicateTool):
        registry.merge([shout])


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "my_own_tools.py").write_text(
        "from tools.registry import ToolRegistry\n"
        "def double(x: int) -> int:\n    'Double it.'\n    return 2 * x\n"
        "registry = ToolRegistry([double])\n"
        "listed = [double]\n"
        "def make(): return [double]\n"
        "class Group:\n    inner = registry\n"
        "number = 3\n"
        "def explode(): raise KeyError('boom')\n"
        "mixed = [double, 3]\n"
    )
    (tmp_path / "my_broken_tools.py").write_text("1 / 0\n")
    (tmp_path / "my_needy_tools.py").write_text("import no_such_dependency\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "my_own_tools", raising=False)
    return "my_own_tools"


@pytest.mark.parametrize("attribute", ["registry", "listed", "make", "Group.inner"])
def test_tools_are_loaded_from_anywhere(module: str, attribute: str) -> None:
    assert load_tools(f"{module}:{attribute}").names == ("double",)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("", "write package.module:attribute"),
        ("my_own_tools", "write package.module:attribute"),
        (":registry", "write package.module:attribute"),
        ("no_such_module_x:registry", "no module 'no_such_module_x'"),
        ("my_needy_tools:registry", "no module 'no_such_dependency'"),
        ("my_broken_tools:registry", "importing 'my_broken_tools' failed: ZeroDivisionError"),
        ("my_own_tools:regstry", "has no 'regstry'; it has: .*registry"),
        ("my_own_tools:number", "is int, not tools"),
        ("my_own_tools:explode", "calling it failed: KeyError: 'boom'"),
        ("my_own_tools:mixed", "is no tool"),
        ("my_own_tools:double", "cannot be called without arguments"),
    ],
)
def test_a_wrong_reference_names_the_wrong_part(module: str, reference: str, reason: str) -> None:
    with pytest.raises(ToolError, match=reason):
        load_tools(reference)


def test_the_listing_is_json() -> None:
    json.dumps(ToolRegistry([shout, Echo()]).list_tools(), allow_nan=False)


def test_importing_the_registry_loads_no_engine_and_no_network_library() -> None:
    libraries = ("langgraph", "httpx", "mcp", "openai", "numpy")
    program = f"import sys, tools.registry, tools.mcp; print([m for m in {libraries!r} if m in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=30)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
