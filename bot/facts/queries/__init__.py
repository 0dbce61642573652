"""The SQL of facts: claims, edits, records of sources, shows, and what is projected from them."""
