"""Where claims come from. httpx lives here and nowhere else."""
