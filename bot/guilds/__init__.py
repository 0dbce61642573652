"""Each server's own settings."""
