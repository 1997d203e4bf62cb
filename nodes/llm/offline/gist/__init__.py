"""The second reader: what a request in free words is about, read from its content and not from its wording."""
