"""Measurements of the agent; no part of the product."""
