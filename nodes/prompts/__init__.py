"""What models are told, as Markdown files, and the strict renderer that fills them."""

from nodes.prompts.renderer import PromptError, render

__all__ = ["PromptError", "render"]
