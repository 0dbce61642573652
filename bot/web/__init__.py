"""The public pages, the news feed and the calendars, served by the bot's own process.

`site` puts the routes together. `show_pages`, `news_pages` and `icalendar_feeds` answer them with
pages that are made once and cached (`page_cache`). `show_profile` collects what a show's page says,
in `answer_blocks`; `renderer` writes it with templates, `html_style` and `json_ld`, at the
addresses of `urls`.
"""
