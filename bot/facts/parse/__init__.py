"""Reads values the way people write them: dates, hours, zones, counts, lists."""
