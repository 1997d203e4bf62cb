"""Where things stand in the picture of the reasoning loop, set by hand; any other table is drawn as a ladder."""

from __future__ import annotations

from collections.abc import Mapping

from langgraph.constants import END, START

from graph.diagram_ladder import ladder, transitions
from graph.diagram_scene import Box, Dot, Point, Route, Scene
from graph.transitions import Machine, Node

_PLACES: Mapping[str, tuple[float, float, str]] = {
    Node.THINK: (560, 130, "think"),
    Node.SELECT_ACTION: (560, 230, "think"),
    Node.SAFETY_CHECK: (560, 330, "guard"),
    Node.BLOCKED: (220, 230, "guard"),
    Node.APPROVAL: (220, 430, "guard"),
    Node.EXECUTE_TOOL: (560, 530, "act"),
    Node.OBSERVE: (560, 650, "act"),
    Node.UPDATE_MEMORY: (560, 790, "act"),
    Node.ERROR_HANDLER: (985, 650, "fail"),
    Node.DONE: (985, 130, "end"),
}
"""Centre and tone of each state: the way to the answer runs down the middle, people stand on the left, failures on the right."""

_ROUTES: Mapping[tuple[str, str], tuple[tuple[Point, ...], Point]] = {
    (START, Node.THINK): (((560, 51), (560, 108)), (0, 0)),
    (Node.THINK, Node.DONE): (((644, 130), (901, 130)), (770, 118)),
    (Node.THINK, Node.SELECT_ACTION): (((560, 152), (560, 208)), (0, 0)),
    (Node.SELECT_ACTION, Node.SAFETY_CHECK): (((560, 252), (560, 308)), (0, 0)),
    (Node.SAFETY_CHECK, Node.APPROVAL): (((476, 340), (262, 340), (262, 408)), (420, 352)),
    (Node.SAFETY_CHECK, Node.EXECUTE_TOOL): (((580, 352), (580, 508)), (602, 430)),
    (Node.SAFETY_CHECK, Node.BLOCKED): (((476, 320), (262, 320), (262, 252)), (420, 308)),
    (Node.APPROVAL, Node.SAFETY_CHECK): (((304, 421), (515, 421), (515, 352)), (400, 409)),
    (Node.APPROVAL, Node.EXECUTE_TOOL): (((304, 439), (515, 439), (515, 508)), (400, 452)),
    (Node.APPROVAL, Node.OBSERVE): (((250, 452), (250, 650), (476, 650)), (362, 638)),
    (Node.APPROVAL, Node.BLOCKED): (((178, 408), (178, 252)), (142, 330)),
    (Node.BLOCKED, Node.THINK): (((220, 208), (220, 140), (476, 140)), (348, 152)),
    (Node.EXECUTE_TOOL, Node.OBSERVE): (((560, 552), (560, 628)), (0, 0)),
    (Node.OBSERVE, Node.ERROR_HANDLER): (((644, 650), (901, 650)), (772, 638)),
    (Node.OBSERVE, Node.UPDATE_MEMORY): (((560, 672), (560, 768)), (0, 0)),
    (Node.ERROR_HANDLER, Node.EXECUTE_TOOL): (((945, 628), (945, 530), (644, 530)), (795, 518)),
    (Node.ERROR_HANDLER, Node.APPROVAL): (((945, 672), (945, 722), (190, 722), (190, 452)), (772, 710)),
    (Node.ERROR_HANDLER, Node.DONE): (((1010, 628), (1010, 152)), (1042, 390)),
    (Node.ERROR_HANDLER, Node.UPDATE_MEMORY): (((1010, 672), (1010, 790), (644, 790)), (772, 778)),
    (Node.UPDATE_MEMORY, Node.THINK): (((476, 790), (60, 790), (60, 118), (476, 118)), (0, 0)),
    (Node.DONE, END): (((1069, 130), (1124, 130)), (0, 0)),
}
"""The bends of each transition, and the centre of its label."""


def layout(machine: Machine) -> Scene:
    """Place a machine: by hand if it is the one whose places are set, else as a ladder."""
    by_hand = machine.edges == set(_ROUTES) and set(machine.exits) == set(_PLACES)
    return _by_hand(machine) if by_hand else ladder(machine)


def _by_hand(machine: Machine) -> Scene:
    routes = []
    for source, target, label in transitions(machine):
        points, at = _ROUTES[source, target]
        routes.append(Route(source, target, points, label, at))
    boxes = [Box(str(name), x, y, tone) for name, (x, y, tone) in _PLACES.items()]
    dots = [Dot(START, 560, 40), Dot(END, 1139, 130, is_end=True)]
    return Scene(f"Stanchion: the {machine.name}", 1180, 840, boxes, dots, routes)
