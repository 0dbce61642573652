"""The client of Discord: its connection, its list of commands, and what answers interactions."""
