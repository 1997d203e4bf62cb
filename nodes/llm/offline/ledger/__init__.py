"""Requests about what stands in files, read with the files at hand: every word is a column, a cell, an operation or filler, or it is refused."""
