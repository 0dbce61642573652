"""TMDB: cancellations, trailers, cast by season, where to watch."""
