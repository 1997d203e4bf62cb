"""Word problems: narration to quantities with units, the question to a wanted unit, and what links them to an expression."""
