"""What an operator needs of the running bot: `health`, `metrics`, and `answer_times`.

Backups are in `bot/foundation/backup`, the log in `bot/cli/logs`.
"""
