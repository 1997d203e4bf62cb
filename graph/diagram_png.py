"""A scene as PNG, drawn by Pillow with the font that it carries: no browser, no network, no fonts of the system."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SCALE = 2
"""Pixels per user unit: sharp on dense screens."""
_OVERSAMPLING = 3
"""Pillow's shapes have hard edges; drawing larger and averaging down smooths them."""
_CURVE_STEPS = 12


class DiagramError(Exception):
    """The picture cannot be drawn; the message says what to install."""


def draw_png(scene: Scene) -> bytes:
    """The picture.

    Raises:
        DiagramError: Pillow is not installed.
    """
    try:
        from PIL import Image, ImageDraw
    except ImportError as error:
        raise DiagramError("PNG needs Pillow: pip install 'stanchion[png]'; Mermaid and SVG need nothing") from error
    factor = SCALE * _OVERSAMPLING
    size = (round(scene.width * factor), round(scene.height * factor))
    large = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(large), factor)
    for route in scene.routes:
        pen.route(route)
    for box in scene.boxes:
        pen.box(box)
    for dot in scene.dots:
        pen.dot(dot)
    image = large.resize((size[0] // _OVERSAMPLING, size[1] // _OVERSAMPLING), Image.Resampling.BOX)
    text = _Pen(ImageDraw.Draw(image), SCALE)  # letters are smooth already, and clearer if they are not scaled
    text.words(scene)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True, dpi=(96 * SCALE, 96 * SCALE))
    return buffer.getvalue()


class _Pen:
    def __init__(self, draw: ImageDraw, factor: int) -> None:
        self._draw = draw
        self._factor = factor

    def route(self, route: Route) -> None:
        points = shaft(route)
        line = [points[0]]
        for begin, bend, end in corners(points):
            line += _curve(begin, bend, end)
        line.append(points[-1])
        self._draw.line([self._at(point) for point in line], fill=MUTED, width=self._long(1.6), joint="curve")
        self._draw.polygon([self._at(point) for point in head(route)], fill=MUTED)

    def box(self, box: Box) -> None:
        fill, border = TONES[box.tone]
        left, top = self._at((box.x - box.width / 2, box.y - box.height / 2))
        right, bottom = self._at((box.x + box.width / 2, box.y + box.height / 2))
        self._draw.rounded_rectangle(
            (left, top, right, bottom), self._long(CORNER), fill=fill, outline=border, width=self._long(1.8)
        )

    def dot(self, dot: Dot) -> None:
        if dot.is_end:
            self._circle(dot, DOT_RADIUS + 4, outline=INK, width=self._long(1.8))
        self._circle(dot, DOT_RADIUS, fill=INK)

    def words(self, scene: Scene) -> None:
        for route in scene.routes:
            if route.label:
                self._text(route.label_at, route.label, 12.5)
        for box in scene.boxes:
            self._text((box.x, box.y), box.name.upper(), 14, halo=False)
        for dot in scene.dots:
            name, shift = ("END", 30) if dot.is_end else ("START", -22)
            self._text((dot.x, dot.y + shift), name, 12.5)

    def _text(self, at: Point, text: str, size: float, *, halo: bool = True) -> None:
        from PIL import ImageFont

        font: Any = ImageFont.load_default(size * self._factor)
        width = self._long(3) if halo else 0
        self._draw.text(
            self._at(at),
            text,
            fill=INK,
            font=font,
            anchor="mm",
            stroke_width=width,
            stroke_fill=PAPER if halo else None,
        )

    def _circle(self, dot: Dot, radius: float, **style: Any) -> None:
        left, top = self._at((dot.x - radius, dot.y - radius))
        right, bottom = self._at((dot.x + radius, dot.y + radius))
        self._draw.ellipse((left, top, right, bottom), **style)

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] * self._factor, point[1] * self._factor

    def _long(self, length: float) -> int:
        return max(1, round(length * self._factor))


def _curve(begin: Point, bend: Point, end: Point) -> list[Point]:
    """Points of a quadratic Bézier curve."""
    points = []
    for step in range(_CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * begin[0] + b * bend[0] + c * end[0], a * begin[1] + b * bend[1] + c * end[1]))
    return points
