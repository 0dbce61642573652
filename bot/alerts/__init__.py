"""Alerts: from a change of facts to every channel that follows it, exactly once.

`debounce_windows` open on a write; by `debounce_rules` their `debounce_settlement` ends in an
event, and `fan_out` writes a delivery for each channel whose `subscriptions` ask for that one of
`change_kinds`.

`scheduler` drives all: the `outbox_worker` leases deliveries, `message_content` says what they tell
(`change_sentences` words it, `cards` draw it), `delivery_attempts` sends them over a `transport`,
which is `discord_transport`, and `follow_ups` edit and publish what was sent. `paused_channels` are
those that refuse; `reminders` come by the date, to people by their `personal_reminders` too.
"""
