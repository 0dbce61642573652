"""What is known: claims, how they resolve, air dates, verdicts, and how they are written.

`models` are the values: claims, and the shows and seasons they add up to. `fields` is the table of
all that a claim can be about; each field's form is in `value_codecs`, what people type for it in
`parse/`. `resolve` makes a show of its claims and finds what a write changes in it; `verdict`
answers "what about season N today?" with the help of `season_verdict` and `season_order`. All these
are pure, and so are `air_date`, `time_zones`, `networks`, `external_ids`, `public_hosts` and
`known_providers`.

`ledger` is the only way to write: an edit at once, what sources say by a plan that `bulk_write`
makes outside the lock, with `record_linkage` deciding which show a record is about, within
`claim_limits`. Each write keeps the `projections` (titles, ids, dates of seasons) up to date. The
SQL is in `queries/`.
"""
