"""What a person reads, in their language: messages, dates, numbers, lists, names."""
