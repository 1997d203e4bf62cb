"""Requests about files that are read as a whole, by frames with slots; a frame fits completely or not at all."""
