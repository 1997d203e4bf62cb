"""What an endpoint does not take, learnt from its refusals and remembered: tools, or single options of a request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nodes.llm.resilience import status_of

_REFUSALS = frozenset({400, 404, 405, 422, 500, 501})
"""500 is llama.cpp's word for "tools need --jinja", 404 is OpenRouter's for "no endpoint supports tools"."""

_NO_TOOLS = re.compile(
    r"(does not|doesn't|do not|not|n't) (\w+ )?support(ed)? (\w+ ){0,3}(tools?|functions?)\b"
    r"|(tools?|tool[ _](use|choice|calls?|calling)|function[ _]call(s|ing)?)\W[^.\n]{0,60}"
    r"(not (\w+ )?(supported|allowed|available|permitted|implemented)|unsupported|requires?\b)"
    r"|support(s|ing)? tool[ _]use|unsupported[^.\n]{0,40}\btools?\b|unrecogni[sz]ed[^.\n]{0,40}\btools?\b",
    re.IGNORECASE,
)
_OPTION_WORDS = {
    "response_format": re.compile(r"response[_ ]?format|json[_ ]schema|structured output|grammar", re.IGNORECASE),
    "max_tokens": re.compile(r"max_(completion_)?tokens", re.IGNORECASE),
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "stop": re.compile(r"\bstop\b", re.IGNORECASE),
    "tool_choice": re.compile(r"tool[_ ]choice", re.IGNORECASE),
}


def refuses_tools(error: BaseException) -> bool:
    """Whether the endpoint says that this model cannot call tools."""
    return _is_refusal(error) and bool(_NO_TOOLS.search(str(error)))


def refused_option(error: BaseException, sent: Iterable[str]) -> str | None:
    """The option of a request that the endpoint does not take.

    Args:
        error: What was raised.
        sent: The names of the options that were sent.

    Returns:
        Its name, or `None` where the refusal is about something else.
    """
    if not _is_refusal(error):
        return None
    said = str(error)
    return next((name for name, words in _OPTION_WORDS.items() if name in set(sent) and words.search(said)), None)


def _is_refusal(error: BaseException) -> bool:
    # Ollama's own client and others raise a bare ValueError or NotImplementedError for the same.
    return status_of(error) in _REFUSALS or isinstance(error, NotImplementedError)
