"""What every subject stands on: the database and its migrations, leases, loops, pacing."""
