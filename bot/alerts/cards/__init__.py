"""The messages of alerts, and the lists of what is followed."""
