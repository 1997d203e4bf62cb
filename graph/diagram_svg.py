"""A scene as SVG 1.1: plain shapes and text, readable in every browser, no scripts, no fonts to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from graph.diagram_scene import (
    CORNER,
    DOT_RADIUS,
    INK,
    MUTED,
    PAPER,
    TONES,
    Box,
    Dot,
    Point,
    Route,
    Scene,
    corners,
    head,
    shaft,
)

_FONT = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


def draw_svg(scene: Scene) -> str:
    """The picture; the same scene always gives the same text."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scene.width:g}" height="{scene.height:g}" '
        f'viewBox="0 0 {scene.width:g} {scene.height:g}" role="img" font-family="{escape(_FONT)}">',
        f"<title>{escape(scene.title)}</title>",
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *(_line(route) for route in scene.routes),
        *(_label(route) for route in scene.routes if route.label),
        *(_box(box) for box in scene.boxes),
        *(_dot(dot) for dot in scene.dots),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _line(route: Route) -> str:
    points = shaft(route)
    path = [f"M{_at(points[0])}"]
    for begin, bend, end in corners(points):
        path += [f"L{_at(begin)}", f"Q{_at(bend)} {_at(end)}"]
    path.append(f"L{_at(points[-1])}")
    tip = " ".join(_at(point) for point in head(route))
    return (
        f'<path d="{" ".join(path)}" fill="none" stroke="{MUTED}" stroke-width="1.6"/>'
        f'<polygon points="{tip}" fill="{MUTED}"/>'
    )


def _label(route: Route) -> str:
    x, y = route.label_at
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="12.5" fill="{INK}" text-anchor="middle" dominant-baseline="central" '
        f'stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{escape(route.label)}</text>'
    )


def _box(box: Box) -> str:
    fill, border = TONES[box.tone]
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{box.width:g}" height="{box.height:g}" rx="{CORNER:g}" '
        f'fill="{fill}" stroke="{border}" stroke-width="1.8"/>'
        f'<text x="{box.x:g}" y="{box.y:g}" font-size="14" font-weight="600" fill="{INK}" text-anchor="middle" '
        f'dominant-baseline="central">{escape(box.name.upper())}</text>'
    )


def _dot(dot: Dot) -> str:
    ring = (
        f'<circle cx="{dot.x:g}" cy="{dot.y:g}" r="{DOT_RADIUS + 4:g}" fill="none" stroke="{INK}" stroke-width="1.8"/>'
    )
    return (
        f'{ring if dot.is_end else ""}<circle cx="{dot.x:g}" cy="{dot.y:g}" r="{DOT_RADIUS:g}" fill="{INK}"/>'
        f'<text x="{dot.x:g}" y="{dot.y + (30 if dot.is_end else -22):g}" font-size="12.5" fill="{INK}" text-anchor="middle" '
        f'dominant-baseline="central">{"END" if dot.is_end else "START"}</text>'
    )


def _at(point: Sequence[float] | Point) -> str:
    return f"{round(point[0], 2):g},{round(point[1], 2):g}"
