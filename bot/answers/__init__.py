"""Answers: from a question to its card: which show, which season, what is known, in which words.

`conversation` reads a question, `lookup` finds the show and what is known about it in `library`
(whose titles `title_index_snapshot` maps from a file); `namesakes` and `related` know the shows
beside it.

`sections` writes the answer, a section per topic: first what `headline` and `season_headline` say
about the verdict, then `season_details`, `cast`, `trailers`, `where_to_watch`, `show_overview`,
`season_estimate`, and at the end `citations`. All of them use `section_writer`, in either style;
`cards` lay it out for Discord.
"""
