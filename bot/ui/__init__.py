"""Results become Discord messages here: text, cards, components. No awaiting, no I/O."""
