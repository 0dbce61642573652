"""An article in, drafts of facts out: each with the sentence it stands in.

`draft_workflow` has an article read and keeps what it states (`pending_drafts`) until somebody
decides; `fetch` brings a page, `web_page` makes an `article` of it (or `plain_text` of a text),
`encoding` its text, `page_metadata` its day, `page_grids` its cards, `table_forms` its tables,
`fact_lines` its lines and boxes of facts; `refusals` say why there is none.

`reader` walks through its blocks. `mentions/` finds what is named, above all the shows it speaks
of; `sentence` marks that in each sentence; `sentence_context` tells which show and season a part of
it is about, `headings` what stands above it. What it states is read by `extraction/`, a module for
each kind of fact, and becomes `drafts`. Words and phrases are tables, a language each (`language`,
`languages/`).
"""
