"""The embedded default: a grammar over everyday goals, behind a chat model's interface."""
