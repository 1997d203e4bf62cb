"""What a model's answer cost, from the price list that ships with `genai-prices`; nothing is ever fetched."""

from __future__ import annotations

import re

_NAME_AT_HOME = re.compile(r"^https?://(localhost|127\.|\[::1\]|0\.0\.0\.0)", re.IGNORECASE)


def cost_usd(
    model: str, input_tokens: int, output_tokens: int, *, cached_tokens: int = 0, base_url: str | None = None
) -> float | None:
    """Price one answer.

    Args:
        model: The name that the endpoint knows it by, for example `gpt-4o-mini`.
        input_tokens: Prompt tokens, cached ones included.
        output_tokens: Completion tokens.
        cached_tokens: Prompt tokens that the provider took from its cache.
        base_url: The endpoint; a model of a known name at an unknown endpoint has no known price.

    Returns:
        US dollars, or `None` where no price is known (a model on this machine has none).
    """
    if not model or (base_url and _NAME_AT_HOME.match(base_url)):
        return None
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cache_read_tokens=min(cached_tokens, input_tokens) or None,
    )
    try:
        price = calc_price(usage, model_ref=model, provider_api_url=base_url or None)
    except (LookupError, ValueError):
        return None
    return float(price.total_price)
