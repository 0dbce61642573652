"""Tests of the command line: in this process, and as a child."""
