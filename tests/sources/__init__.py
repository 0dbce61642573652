"""Tests of where claims come from."""
