"""Alerts: from a change of facts to every channel that follows it, exactly once."""
