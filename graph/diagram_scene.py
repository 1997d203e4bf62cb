"""What is drawn: boxes, dots and routes with labels, in user units (CSS pixels), independent of the picture's format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]

BOX_WIDTH = 168.0
BOX_HEIGHT = 44.0
DOT_RADIUS = 11.0
CORNER = 9.0
"""Radius of rounded corners, of boxes and of routes."""
ARROW = 9.0
"""Length of an arrow's head."""

PAPER, INK, MUTED = "#ffffff", "#1f2933", "#52606d"
TONES = {
    "think": ("#e6f0ff", "#2f6fde"),
    "guard": ("#fff3d6", "#c98a04"),
    "act": ("#e3f6e8", "#23924d"),
    "fail": ("#fde8e8", "#cf3f3f"),
    "end": ("#eef1f4", "#5f6c7b"),
}
"""Fill and border by what a state is for."""


@dataclass(frozen=True, slots=True)
class Box:
    """A state; `x` and `y` are its centre."""

    name: str
    x: float
    y: float
    tone: str = "end"
    height: float = BOX_HEIGHT
    width: float = BOX_WIDTH


@dataclass(frozen=True, slots=True)
class Dot:
    """START, or END with a ring around it; `x` and `y` are its centre."""

    name: str
    x: float
    y: float
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A transition.

    Attributes:
        source: Where it begins.
        target: Where it leads.
        points: Its bends, the two ends included.
        label: What it says.
        label_at: The centre of the label.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    label: str = ""
    label_at: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture."""

    title: str
    width: float
    height: float
    boxes: Sequence[Box] = ()
    dots: Sequence[Dot] = ()
    routes: Sequence[Route] = field(default_factory=tuple)


def shaft(route: Route) -> list[Point]:
    """The line without the arrow's head."""
    *before, end = route.points
    last = before[-1]
    length = math.dist(last, end)
    share = max(0.0, (length - ARROW * 0.8) / length)
    return [*before, (last[0] + (end[0] - last[0]) * share, last[1] + (end[1] - last[1]) * share)]


def head(route: Route) -> tuple[Point, Point, Point]:
    """The arrow's head: its tip, and the two corners behind it."""
    (x0, y0), (x, y) = route.points[-2], route.points[-1]
    angle = math.atan2(y - y0, x - x0)
    back_x, back_y = x - ARROW * math.cos(angle), y - ARROW * math.sin(angle)
    side_x, side_y = ARROW * 0.45 * math.sin(angle), -ARROW * 0.45 * math.cos(angle)
    return (x, y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y)


def corners(points: Sequence[Point]) -> list[tuple[Point, Point, Point]]:
    """For each bend: where its curve begins, the bend itself (the control point), and where its curve ends."""
    curves = []
    for before, bend, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, math.dist(before, bend) / 2, math.dist(bend, after) / 2)
        curves.append((_towards(bend, before, radius), bend, _towards(bend, after, radius)))
    return curves


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = distance / (math.dist(start, end) or 1.0)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
