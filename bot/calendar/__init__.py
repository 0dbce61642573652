"""What is coming up and what is new: dates of seasons by day, and changes that have settled.

`read_model` reads both as a server sees them: `upcoming` dates, and the `news`. `digests` tell them
to a channel by a `recurrence`. The scheduled events of a server are brought to what
`scheduled_event_plan` says by `scheduled_event_reconciler`, over `scheduled_event_transport`.
Calendars that others read are at `feed_addresses`.
"""
