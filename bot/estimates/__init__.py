"""Estimates of when an expected season without a date could come: a range, labelled as such."""
