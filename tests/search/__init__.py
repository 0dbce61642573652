"""Tests of finding titles and reading questions."""
