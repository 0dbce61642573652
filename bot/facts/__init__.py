"""What is known: claims, how they resolve, air dates, verdicts, and how they are written."""
