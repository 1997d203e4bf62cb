"""Splitting a goal into tasks and keeping track of them."""
