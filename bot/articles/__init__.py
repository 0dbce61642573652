"""An article in, drafts of facts out: each with the sentence it stands in.

`drafting` has an article read and keeps what it states (`draft_sets`) until somebody decides;
`fetch` brings a page, `document` and `extraction` make an `article` of it.

`reader` walks through its blocks. `subjects` finds the shows it speaks of (`main_show`, `titles`,
`unquoted_titles`); `annotation` marks them in each sentence, with what `mentions` and
`date_mentions` find; `discourse` tells which show and season a part of it is about, `headings`
what stands above it. What it states is read by `status`, `air_dates`, `listings`,
`episode_counts`, `availability` and `credits` (over `cast`, `roles` and `people`), and becomes
`drafts`. Words and phrases are tables, a language each (`phrases`, `languages/`).
"""
