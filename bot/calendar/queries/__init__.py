"""The SQL of calendars."""
