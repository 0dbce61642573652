"""The cards of answers, and what their buttons know."""
