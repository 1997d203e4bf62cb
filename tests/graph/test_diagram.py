"""The pictures are those of the table: the same edges, nothing drawn over anything else, and README up to date."""

from __future__ import annotations

import io
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.constants import END, START

from graph.diagram import DiagramError, is_current, main, to_mermaid, to_png, to_svg, with_diagram
from graph.diagram_ladder import ladder
from graph.diagram_layout import layout
from graph.diagram_scene import Route, Scene
from graph.transitions import REASONING_LOOP, Exit, Machine

ROOT = Path(__file__).resolve().parents[2]
BLOCK = "# Title\n\n<!-- diagram:start -->\nold\n<!-- diagram:end -->\n\nmore\n"


def other_machine(edges: list[tuple[int, int]], nodes: int) -> Machine:
    """A made-up machine; every node gets a way to END."""
    exits: dict[str, tuple[Exit, ...]] = {}
    for node in range(nodes):
        targets = [target for source, target in edges if source == node]
        exits[f"n{node}"] = (*(Exit(f"n{target}", label=f"to {target}") for target in targets), Exit(END))
    return Machine("other", "n0", exits)


MACHINES = st.integers(1, 6).flatmap(
    lambda nodes: st.builds(
        other_machine,
        st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), unique=True, max_size=10),
        st.just(nodes),
    )
)


def edges_of(mermaid: str) -> list[tuple[str, str, str]]:
    """Read Mermaid's arrows, by its own grammar and not by our writer."""
    found = re.findall(r'^ +(\w+) (?:--> |-- "([^"]*)" --> )(\w+)$', mermaid, re.MULTILINE)
    return [(source, target, label) for source, label, target in found]


def named(node: str) -> str:
    return {START: "START", END: "END"}.get(node, node.upper())


def test_mermaid_has_the_edges_of_the_table_and_no_others() -> None:
    edges = edges_of(to_mermaid())
    assert {edge[:2] for edge in edges} == {(named(source), named(target)) for source, target in REASONING_LOOP.edges}
    labels = [way.label for ways in REASONING_LOOP.exits.values() for way in ways]
    assert [label for _, _, label in edges[1:]] == labels
    assert len(to_mermaid().splitlines()) == len(edges) + 3


@given(MACHINES)
def test_mermaid_of_any_table_has_its_edges(machine: Machine) -> None:
    assert {edge[:2] for edge in edges_of(to_mermaid(machine))} == {
        (named(source), named(target)) for source, target in machine.edges
    }


def test_the_pictures_are_the_same_each_time() -> None:
    assert to_svg() == to_svg()
    assert to_mermaid() == to_mermaid()


def test_svg_names_every_state_and_label() -> None:
    texts = [element.text for element in ElementTree.fromstring(to_svg()).iter() if element.tag.endswith("}text")]
    assert {named(node) for edge in REASONING_LOOP.edges for node in edge} <= set(texts)
    assert {way.label for ways in REASONING_LOOP.exits.values() for way in ways if way.label} <= set(texts)


def test_the_picture_in_the_docs_is_that_of_the_table() -> None:
    assert (ROOT / "docs" / "diagram.svg").read_text() == to_svg()


def test_png_is_a_picture_of_that_size() -> None:
    image = pytest.importorskip("PIL.Image")
    picture = image.open(io.BytesIO(to_png()))
    scene = layout(REASONING_LOOP)
    assert picture.format == "PNG"
    assert picture.size == (round(scene.width * 2), round(scene.height * 2))
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 100


def test_png_without_pillow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    with pytest.raises(DiagramError, match=r"pip install 'stanchion\[png\]'"):
        to_png()


def test_the_reasoning_loop_is_drawn_by_hand_and_a_changed_one_is_not() -> None:
    assert {box.tone for box in layout(REASONING_LOOP).boxes} > {"end"}
    exits = {**REASONING_LOOP.exits, "blocked": (Exit("done"),)}
    changed = layout(Machine("changed", REASONING_LOOP.entry, exits))
    assert {(route.source, route.target) for route in changed.routes} == Machine("x", REASONING_LOOP.entry, exits).edges


@pytest.mark.parametrize("scene", [layout(REASONING_LOOP), ladder(REASONING_LOOP)], ids=["by hand", "ladder"])
def test_nothing_is_drawn_over_anything_else(scene: Scene) -> None:
    check(scene)


@given(MACHINES)
def test_no_ladder_draws_a_line_through_a_state(machine: Machine) -> None:
    scene = ladder(machine)
    assert {(route.source, route.target) for route in scene.routes} == machine.edges
    check(scene, labels=False)


Area = tuple[float, float, float, float]


def check(scene: Scene, labels: bool = True) -> None:
    """Assert that lines avoid states, run along no other line, begin and end at their states, and that labels stand free."""
    boxes = {box.name: _area(box.x, box.y, box.width, box.height) for box in scene.boxes}
    for one, two in combinations(boxes.values(), 2):
        assert not _overlap(one, two)
    for route in scene.routes:
        for area in boxes.values():
            assert not any(_overlap(area, segment) for segment in _segments(route)), route
        for name, point in ((route.source, route.points[0]), (route.target, route.points[-1])):
            assert name not in boxes or _touches(boxes[name], point), route
    for one_route, two_route in combinations(scene.routes, 2):
        if one_route.target == two_route.target == END:
            continue  # END is a dot: all ways meet there
        for first in _segments(one_route):
            assert not any(
                _overlap(_grown(first), _grown(second)) and _parallel(first, second) for second in _segments(two_route)
            )
    words = [_area(*route.label_at, 6.2 * len(route.label), 12) for route in scene.routes if route.label]
    for number, word in enumerate(words if labels else ()):
        assert not any(_overlap(word, area) for area in boxes.values()), number
        assert not any(_overlap(word, other) for other in words[number + 1 :]), number
        assert 0 <= word[0] < word[2] <= scene.width


def _area(x: float, y: float, width: float, height: float) -> Area:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _segments(route: Route) -> list[Area]:
    pairs = zip(route.points, route.points[1:], strict=False)
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]


def _overlap(one: Area, two: Area) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _grown(segment: Area) -> Area:
    return segment[0] - 2, segment[1] - 2, segment[2] + 2, segment[3] + 2


def _parallel(one: Area, two: Area) -> bool:
    return (one[0] == one[2]) == (two[0] == two[2])


def _touches(area: Area, point: tuple[float, float]) -> bool:
    x, y = point
    on_side = x in (area[0], area[2]) and area[1] <= y <= area[3]
    return on_side or (y in (area[1], area[3]) and area[0] <= x <= area[2])


def test_the_block_between_the_markers_is_rewritten_and_nothing_else() -> None:
    made = with_diagram(BLOCK)
    assert made.startswith("# Title\n\n<!-- diagram:start -->\nThe controller:\n\n```mermaid\nflowchart TD\n")
    assert "```\n\nThe reasoning loop:\n\n```mermaid\n" in made
    assert made.endswith("```\n<!-- diagram:end -->\n\nmore\n")
    assert "old" not in made
    assert is_current(made)
    assert not is_current(BLOCK)
    assert with_diagram(made) == made


@pytest.mark.parametrize(
    "text", ["", "<!-- diagram:start -->", "<!-- diagram:end --> <!-- diagram:start -->", BLOCK + BLOCK]
)
def test_missing_or_doubled_markers_are_an_error(text: str) -> None:
    with pytest.raises(DiagramError, match="once each"):
        with_diagram(text)


def test_the_command_writes_checks_and_complains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(BLOCK)
    assert main(["--check", str(page)]) == 1
    assert "--write" in capsys.readouterr().err
    assert main(["--write", str(page)]) == 0
    assert main(["--check", str(page)]) == 0
    assert main(["--check", str(tmp_path / "none.md")]) == 1


def test_readme_shows_the_table_as_it_is() -> None:
    assert main(["--check", str(ROOT / "README.md")]) == 0
