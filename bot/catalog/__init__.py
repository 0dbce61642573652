"""The file format of shows: read, written, and loaded as the starter catalogue.

`file_formats` turns text into tables and back, `reader` tables into statements (in a process of its
own for files of strangers: `reader_sandbox`), `export` shows into tables. `bulk_import` writes
files of any size into the store; `known_titles` are titles alone, for the preview.
"""
