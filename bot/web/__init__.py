"""The public pages, the feed of news and the calendars, served by the bot's own process.

`site` puts the routes together. `show_pages`, `news_pages` and `icalendar_feeds` answer them with
pages that are made once and kept (`page_cache`); `show_profile` is what the page of a show says, in
`answer_blocks`. `renderer` writes it by templates with `html_style` and `json_ld`, at the addresses
of `urls`.
"""
