"""The SQL of editing: the history of a show, and what a merge moves."""
