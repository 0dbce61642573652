"""The public pages, the feed of news and the calendars, served by the bot's own process."""
