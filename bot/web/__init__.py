"""The public pages, the feed of news and the calendars, served by the bot's own process.

`site` puts the routes together. `show_pages`, `news_pages` and `calendar_pages` answer them with a
`page`, made once and kept; a `profile` is what the page of a show says, in `profile_blocks`.
`renderer` writes it by templates with `html` and `json_ld`, at the addresses of `links`.
"""
