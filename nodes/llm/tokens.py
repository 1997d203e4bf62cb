"""Token counts where a provider gives none."""

from __future__ import annotations

import math
from collections.abc import Iterable

from langchain_core.messages import AIMessage, BaseMessage

CHARACTERS_PER_TOKEN = 4
"""OpenAI's rule of thumb for English text ("What are tokens and how to count them?"); other languages take more tokens."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has; never 0 for a text that is not empty."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def estimate_prompt_tokens(messages: Iterable[BaseMessage], extra: str = "") -> int:
    """About how many tokens a prompt has, its calls and its `extra` (bound tools, a schema) included."""
    written = [extra]
    for message in messages:
        written.append(str(message.text))
        if isinstance(message, AIMessage):
            written.extend(f"{call['name']}{call['args']}" for call in message.tool_calls)
    return sum(estimate_tokens(text) for text in written)
