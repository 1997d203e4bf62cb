"""The map of the machine, its composition, and the ways in."""
