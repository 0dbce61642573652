"""Tests of what is kept and how: on real SQLite files."""
