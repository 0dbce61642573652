"""The file format of shows: read, written, and loaded as the starter catalogue."""
