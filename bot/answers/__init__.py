"""From what was asked to what is told: which show, which season, what is known, in which words.

`conversation` reads a question, `lookup` finds the show and what is known of it in `library` (its
titles mapped by `title_index_snapshot`); `namesakes` and `related` know the shows beside it.

`sections` writes the answer, a section for each topic: first what `headline` and `season_headline`
say of the verdict, then `season_details`, `cast`, `trailers`, `where_to_watch`, `show_overview`,
`season_estimate`, and at the end `citations`. All of them write by `section_writer`, in whichever
style; `cards` dress it for Discord.
"""
