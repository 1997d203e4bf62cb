"""One module per state of the machine, and the capabilities they call."""
