"""What moderators do: set, add, hide, merge, import, and take back.

`permissions` says who may. `input` reads what they typed, `curation` writes it, `undo` takes it
back, `imports` does both for a whole file, `merge` joins two shows or splits one. Each act gives a
receipt (`receipts`), and `queries/history` tells all of them.

The tables and queries of the review queue are here as well, below `bot/review`, because a merge
moves what is in it.
"""
