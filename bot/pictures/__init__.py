"""Drawings of what is known of a show."""
