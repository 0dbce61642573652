"""What the bot says of itself: its sources, its figures, its health."""
