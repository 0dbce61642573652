"""Measurements: ratios between the bot and a floor in one run."""
