"""The trailers that an article links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.articles.article import Block
from bot.articles.context import Spoken
from bot.articles.folding import aligned
from bot.articles.status import Said

_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "m.youtube.com", "player.vimeo.com")
)


def trailer_links(spoken: Spoken, block: Block) -> Iterator[Said]:
    """The links to videos that a sentence with a trailer in it has."""
    if not block.links or not spoken.reading.words["trailer"].search(aligned(block.text)):
        return
    start = block.text.find(spoken.sentence.text)
    end = start + len(spoken.sentence.text)
    for link in block.links:
        if not (start <= link.start < end) or link.link is None:
            continue
        try:
            host = (urlsplit(link.link).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if host not in _VIDEO_HOSTS:
            continue
        place = spoken.sentence.place(link.start - start)
        if spoken.is_hedged(place, place + 1):
            continue
        if re.search(r"\b(?:sponsored|fan-?made|concept)\b", aligned(block.text)):
            continue
        subject = spoken.subject(place, place + 1)
        if subject is None:
            continue
        season = spoken.season(place, subject, upcoming=True)[-1]
        yield Said(subject, season, "trailer", {"url": link.link}, season > 0)
