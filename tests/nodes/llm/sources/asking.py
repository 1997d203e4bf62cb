"""How the tests of this room ask a model."""

from __future__ import annotations

import importlib.util

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage

from nodes.llm.sources.choice import choose_model
from nodes.llm.sources.model_settings import ModelSettings
from nodes.llm.sources.openai import openai_model
from nodes.llm.sources.pull import models_dir

GGUF_HEAD = b"GGUF\x03\0\0\0"
needs_runtime = pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="needs xllamacpp")


def model_at(server, **more):
    return openai_model(
        "scripted", more.pop("api_key", None), server.base_url, more.pop("timeout_seconds", 10.0), **more
    )


async def streamed(model, **more):
    chunks = [chunk async for chunk in model.astream([HumanMessage("hi")], **more)]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessageChunk)
    return whole, chunks


def put_in_cache(cache, name, size=8):
    models_dir(cache).mkdir(parents=True, exist_ok=True)
    path = models_dir(cache) / name
    path.write_bytes(GGUF_HEAD + bytes(size - len(GGUF_HEAD)))
    return path


def choose(cache, **set_by_user):
    return choose_model(ModelSettings(cache_dir=cache, **set_by_user))
