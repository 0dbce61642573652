"""Where claims are kept. SQL lives here and nowhere else."""
