"""What an operator needs of the running bot: `health`, `metrics`, and `answer_times`.

`cards` draws what everybody may see of it, by `/about`.

Backups are in `bot/foundation/scheduled_backups`, the log in `bot/cli/logs`.
"""
