"""Where facts come from: TVmaze, TMDB and AniList, asked within their limits.

`composition` puts everything together. What asks: `sync` keeps tracked shows up to date as
`fetch_schedule` says, `on_demand` completes an answer and refreshes what was asked about,
`add_show` brings a new show in from `search_results`, `tvmaze/index_sync` the list of all. They
share `fetch`, which hands what came to `record_writer`; that counts the seasons as other sources do
(`season_numbering`) and writes it by the ledger.

A provider is a package (`tvmaze/`, `tmdb/`, `anilist/`) behind the protocol of `models`; `http`
asks it at its pace. Its answers are read by `json_reader`, `season_list` and `statement_builder`
into `models`, all pure. How it can fail, and how it does, is kept by `provider_health`.
"""
