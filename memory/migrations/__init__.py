"""Numbered SQL scripts; each runs once, in order, in one transaction."""
