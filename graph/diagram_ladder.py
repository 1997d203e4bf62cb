"""A layout for any table: states in one column, and every transition that is no plain step down in a lane of its own."""

from __future__ import annotations

from langgraph.constants import END, START

from graph.diagram_scene import BOX_HEIGHT, BOX_WIDTH, DOT_RADIUS, Box, Dot, Route, Scene
from graph.transitions import Machine

Move = tuple[str, str, str]
"""From, to, label."""

_LANE, _PORT, _GAP, _MARGIN, _LABEL_ROOM = 22.0, 16.0, 34.0, 40.0, 240.0
_LETTER = 6.6
"""About the width of a letter of a label."""


def transitions(machine: Machine) -> list[Move]:
    """Every exit as (from, to, label), the entry first, in the order of the table."""
    exits = [(str(node), str(way.target), way.label) for node, ways in machine.exits.items() for way in ways]
    return [(START, str(machine.entry), ""), *exits]


def ladder(machine: Machine) -> Scene:
    """Place a machine.

    A transition to the next state goes straight down; others leave on the right (downwards) or on the left (upwards), each from
    a port of its own, so that no line runs through a state or along another line.
    """
    return _Ladder(machine).scene()


class _Ladder:
    def __init__(self, machine: Machine) -> None:
        self.title = machine.name
        self.moves = transitions(machine)
        self.names = [START, *map(str, machine.exits), END]
        self.place = {name: index for index, name in enumerate(self.names)}
        self.jumps = [move for move in self.moves if self.place[move[1]] != self.place[move[0]] + 1]
        self.ports = {name: [move for move in self.jumps for end in move[:2] if end == name] for name in self.names}
        self.height = {name: max(BOX_HEIGHT, _PORT * (len(ports) + 1)) for name, ports in self.ports.items()}
        self.up = [move for move in self.jumps if self.place[move[1]] <= self.place[move[0]]]
        self.down = [move for move in self.jumps if move not in self.up]
        self.x = _MARGIN + len(self.up) * _LANE + _LABEL_ROOM + BOX_WIDTH / 2
        self.top: dict[str, float] = {}
        below = _MARGIN
        for name in self.names:
            self.top[name] = below
            below += self.height[name] + _GAP
        self.bottom = below

    def scene(self) -> Scene:
        width = self.x + BOX_WIDTH / 2 + _LABEL_ROOM + (len(self.down) + 1) * _LANE + _MARGIN
        boxes = [Box(name, self.x, self.centre(name), height=self.height[name]) for name in self.names[1:-1]]
        dots = [Dot(START, self.x, self.centre(START)), Dot(END, self.x, self.centre(END), is_end=True)]
        routes = [self.jump(move) if move in self.jumps else self.step(move) for move in self.moves]
        return Scene(self.title, width, self.bottom + _MARGIN - _GAP, boxes, dots, routes)

    def centre(self, name: str) -> float:
        return self.top[name] + self.height[name] / 2

    def step(self, move: Move) -> Route:
        source, target, label = move
        begin = self.centre(source) + (DOT_RADIUS if source == START else self.height[source] / 2)
        end = self.centre(target) - (DOT_RADIUS + 4 if target == END else self.height[target] / 2)
        at = (self.x + 8 + _LETTER / 2 * len(label), (begin + end) / 2)
        return Route(source, target, ((self.x, begin), (self.x, end)), label, at)

    def jump(self, move: Move) -> Route:
        source, target, label = move
        is_up = move in self.up
        side = -1 if is_up else 1
        edge = self.x + side * BOX_WIDTH / 2
        lane = edge + side * (_LABEL_ROOM + ((self.up if is_up else self.down).index(move) + 1) * _LANE)
        begin = (edge, self.top[source] + _PORT * (self.ports[source].index(move) + 1))
        if source == START:
            begin = (self.x + side * DOT_RADIUS, self.centre(START))
        end = (edge, self.top[target] + _PORT * (len(self.ports[target]) - self.ports[target][::-1].index(move)))
        if target == END:
            end = (self.x + side * (DOT_RADIUS + 4), self.centre(END))
        bends = ((lane, begin[1]), (lane, end[1]))
        return Route(source, target, (begin, *bends, end), label, (edge + side * _LABEL_ROOM / 2, begin[1] - 1))
