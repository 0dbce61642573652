"""How anything is written for a person: escaped text, dates, counts, boxes within their limits."""
