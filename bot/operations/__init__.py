"""What an operator needs of the running bot: whether it is well, figures, logs, backups."""
