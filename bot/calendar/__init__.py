"""What is coming up and what is new: dates of seasons by day, and changes that have settled.

`read_model` reads both as a server sees them: `upcoming` dates and `news`. `digests` send them to a
channel at a `recurrence`. `scheduled_event_reconciler` makes a server's scheduled events what
`scheduled_event_plan` says, over `scheduled_event_transport`. `feed_addresses` are those of the
calendars people subscribe to.
"""
