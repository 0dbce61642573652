"""What is known: claims, how they resolve, air dates and verdicts. Pure, standard library alone."""
