"""The transition tables as pictures: Mermaid for README, SVG and PNG for everything else.

`python -m graph.diagram --write README.md` rewrites the block between the two markers, `--check` compares it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from langgraph.constants import END, START

from graph.diagram_ladder import transitions
from graph.diagram_layout import layout
from graph.diagram_png import DiagramError, draw_png
from graph.diagram_svg import draw_svg
from graph.transitions import CONTROLLER, REASONING_LOOP, Machine

START_MARKER, END_MARKER = "<!-- diagram:start -->", "<!-- diagram:end -->"

MACHINES = (CONTROLLER, REASONING_LOOP)
"""What README shows, outer machine first."""

__all__ = ["DiagramError", "is_current", "main", "to_mermaid", "to_png", "to_svg", "with_diagram"]


def to_mermaid(machine: Machine = REASONING_LOOP) -> str:
    """The table as a Mermaid flowchart, which GitHub draws; its edges come in the order of the table.

    A flowchart and not a state diagram: there, labels may not hold a colon.
    """
    lines = ["flowchart TD", f"    {_name(START)}((START))", f"    {_name(END)}(((END)))"]
    for source, target, label in transitions(machine):
        words = label.replace('"', "#quot;")
        arrow = f'-- "{words}" -->' if words else "-->"
        lines.append(f"    {_name(source)} {arrow} {_name(target)}")
    return "\n".join(lines) + "\n"


def to_svg(machine: Machine = REASONING_LOOP) -> str:
    """The table as SVG; the same table always gives the same text."""
    return draw_svg(layout(machine))


def to_png(machine: Machine = REASONING_LOOP) -> bytes:
    """The table as PNG.

    Raises:
        DiagramError: Pillow (extra `png`) is not installed.
    """
    return draw_png(layout(machine))


def with_diagram(text: str, machines: Sequence[Machine] = MACHINES) -> str:
    """The text with the block between the markers made anew, one picture for each machine.

    Raises:
        DiagramError: The two markers are not there exactly once each, in order.
    """
    before, start, rest = text.partition(START_MARKER)
    _, end, after = rest.partition(END_MARKER)
    if not (start and end) or START_MARKER in rest or END_MARKER in before + after:
        raise DiagramError(f"the text needs {START_MARKER} and, after it, {END_MARKER}, once each")
    pictures = "\n".join(f"The {machine.name}:\n\n```mermaid\n{to_mermaid(machine)}```\n" for machine in machines)
    return f"{before}{START_MARKER}\n{pictures}{END_MARKER}{after}"


def is_current(text: str, machines: Sequence[Machine] = MACHINES) -> bool:
    """Whether the text shows these very tables.

    Raises:
        DiagramError: See `with_diagram`.
    """
    return with_diagram(text, machines) == text


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check the diagram of a Markdown file.

    Returns:
        0 if the file shows (now) the tables as they are; 1 with the reason on standard error.
    """
    parser = argparse.ArgumentParser(prog="python -m graph.diagram", description=main.__doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", metavar="FILE", type=Path)
    action.add_argument("--check", metavar="FILE", type=Path)
    arguments = parser.parse_args(argv)
    path: Path = arguments.write or arguments.check
    try:
        text = path.read_text(encoding="utf-8")
        if arguments.write:
            path.write_text(with_diagram(text), encoding="utf-8")
        elif not is_current(text):
            raise DiagramError(f"the diagrams are not those of the tables; run: python -m graph.diagram --write {path}")
    except (DiagramError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"error: {path}: {error}\n")
        return 1
    return 0


def _name(node: str) -> str:
    return node.strip("_").upper()


if __name__ == "__main__":
    sys.exit(main())
