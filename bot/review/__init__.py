"""The editors' queue: members' suggestions, and sources that contradict people.

`suggestions` and `source_conflicts` put something into it, `queue` takes it out as editors decide;
the members hear of that by the outbox of alerts.
"""
