"""Alerts: from a change of facts to every channel that follows it, exactly once.

A write opens `debounce_windows`; by the `debounce_rules` their `debounce_settlement` writes an
event, and `fan_out` a delivery for each channel whose `subscriptions` include that one of
`change_kinds`.

`scheduler` drives everything: the `outbox_worker` leases deliveries, `message_content` decides what
they say (`change_sentences` words it, `cards` draw it), `delivery_attempts` sends them over a
`transport` (in production `discord_transport`), and `follow_ups` edit and publish what was sent.
`paused_channels` are those that refuse messages; `reminders` come by date, to channels and by
`personal_reminders` to people.
"""
