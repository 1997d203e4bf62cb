"""The ways to ask a model for a decision; all read and write the same canonical messages."""
