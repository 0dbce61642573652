"""From what was asked to what is told: which show, which season, what is known, in which words."""
