"""Every way in which a call touches a path of the workspace."""

from __future__ import annotations

from collections.abc import Callable

from tools.workspace import Workspace
from tools.workspace_tree import copy, read_bytes


def everything(workspace: Workspace, names: tuple[str, ...]) -> list[Callable[[], object]]:
    return [
        lambda: read_bytes(workspace, names, 1 << 20),
        lambda: workspace.write(names, b"EVIL"),
        lambda: workspace.append(names, b"EVIL"),
        lambda: copy(workspace, names, ("copied",)),
    ]
