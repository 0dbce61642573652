"""What is coming up and what is new: dates of seasons by day, and changes that have settled."""
