"""The SQL of calendars: digests, scheduled events, and the tokens of feeds."""
