"""Providers: TVmaze, TMDB and AniList, asked for facts within their limits.

`composition` puts everything together. What asks: `sync` keeps tracked shows up to date by
`fetch_schedule`, `on_demand` completes an answer and refreshes what was asked about, `add_show`
brings in a new show from `search_results`, and `tvmaze/index_sync` reads the list of all shows.
They share `fetch`, which hands each record to `record_writer`; that renumbers the seasons as other
sources count them (`season_numbering`) and writes the record through the ledger.

A provider is a package (`tvmaze/`, `tmdb/`, `anilist/`) behind the protocol of `models`; `http`
asks it at its pace. `json_reader`, `season_list` and `statement_builder` turn its answers into
`models`; all of these are pure. `provider_health` defines how a provider can fail, and records how
each does.
"""
