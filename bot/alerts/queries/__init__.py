"""The SQL of alerts: subscriptions, change windows, events, and the outbox."""
