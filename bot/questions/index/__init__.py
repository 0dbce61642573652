"""Titles, however they are spelled."""
