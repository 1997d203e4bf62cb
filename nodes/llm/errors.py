"""Everything that can go wrong in asking a model.

ModelError
├── ModelUnavailable     unreachable, timed out, overloaded (429, 5xx): later, or by a fallback model, it may work
├── ModelRefused         the endpoint will never take this: wrong key (401), unknown model (404), bad request (400)
├── ContextOverflow      the prompt does not fit the model's window
└── ModelNotConfigured   no such model, file or endpoint is set up; the message says what to set
"""

from __future__ import annotations


class ModelError(Exception):
    """Root of the errors of asking a model; the message says what to do next and holds no secret."""


class ModelUnavailable(ModelError):  # noqa: N818 - reads as the sentence it stands for
    """The model did not answer now; the same request may succeed later."""

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ModelRefused(ModelError):  # noqa: N818
    """The endpoint refuses the request for good."""


class ContextOverflow(ModelError):  # noqa: N818
    """The prompt does not fit the model's window."""


class ModelNotConfigured(ModelError):  # noqa: N818
    """The named model is not set up."""
