"""Asking a model for the next decision."""
