"""Pictures: the seasons of a show drawn on a line of years."""
