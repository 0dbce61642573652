"""What Discord shows of a calendar."""
