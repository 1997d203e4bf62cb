"""What is known of models: how large they are, and in which mode each is asked best."""

from __future__ import annotations

import re

from nodes.llm.port import DecisionMode

_SIZE = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", re.IGNORECASE)

_BYTES_PER_PARAMETER = 0.75
"""About what a 4-bit GGUF file takes, its larger embeddings included; for files whose name tells no size."""

_MODES: tuple[tuple[float, DecisionMode], ...] = (
    (2.0, DecisionMode.PLAN),
    (4.0, DecisionMode.JSON),
)
"""Below so many billion parameters, this mode. Measured with `bench/small_models.py` on the development goals: a short plan of
Qwen2.5-Coder with 0.5B or 1.5B reaches most of them in one or two replies; native tool calls succeeded with neither."""


def billions(name: str) -> float | None:
    """The parameters that a model's name tells, in billions; `None` where it tells none.

    For example `qwen2.5:0.5b` is 0.5, `SmolLM2-135M-Instruct` 0.135, and `qwen3-30b-a3b` 30.
    """
    match = _SIZE.search(name)
    if match is None:
        return None
    number = float(match[1])
    return number / 1000 if match[2].lower() == "m" else number


def size_of(name: str, size_bytes: int | None = None) -> float | None:
    """A model's parameters in billions, by its name, else by the size of its file; `None` where neither tells."""
    told = billions(name)
    return size_bytes / _BYTES_PER_PARAMETER / 1e9 if told is None and size_bytes is not None else told


def mode_for(name: str, size_bytes: int | None = None) -> DecisionMode:
    """How to ask a model.

    Args:
        name: Of the model or its file.
        size_bytes: The file's size where it is a GGUF file, `None` for a model behind an endpoint.

    Returns:
        A plan or constrained JSON for small models, native tool calls for others behind an endpoint; a GGUF file is always
        constrained, as its grammar holds whatever the model's template can do.
    """
    size = size_of(name, size_bytes)
    for limit, mode in _MODES:
        if size is not None and size < limit:
            return mode
    return DecisionMode.NATIVE if size_bytes is None else DecisionMode.JSON
