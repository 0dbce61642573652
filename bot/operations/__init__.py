"""What operators need: `health`, `metrics` and `answer_times` of the running bot.

`cards` draws what everybody may see of it, for `/about`.

Backups are in `bot/foundation/scheduled_backups`, the log in `bot/cli/logs`.
"""
