"""Judging actions: values in, values out."""
