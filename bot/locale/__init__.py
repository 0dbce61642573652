"""What a person reads, in that person's language."""
