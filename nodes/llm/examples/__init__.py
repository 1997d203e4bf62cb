"""A few hundred worked examples for small models, and the search for those nearest to a goal."""
