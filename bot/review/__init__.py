"""The editors' queue: members' suggestions, and sources that contradict people."""
