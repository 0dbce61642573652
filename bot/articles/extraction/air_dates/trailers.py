"""The trailers that an article links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ...article import Block, Span, aligned
from ...discourse import Extraction
from ...sentence_context import Utterance

_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "m.youtube.com", "player.vimeo.com")
)
_NO_TRAILER = re.compile(r"\b(?:sponsored|fan-?made|concept)\b")


def trailer_links(utterance: Utterance, block: Block) -> Iterator[Extraction]:
    """The links to videos that a sentence with a trailer in it has."""
    if not block.links:
        return
    trailer, plain = utterance.discourse.words["trailer"], aligned(block.text)
    discourse = utterance.discourse
    heading = discourse.heading
    # Below a heading about the trailer that is the first video, and what else calls itself one.
    is_below = trailer.search(heading.plain) and heading.plain not in discourse.shown_below
    if not trailer.search(plain) and not is_below:
        return
    if _NO_TRAILER.search(plain):
        return
    start = block.text.find(utterance.sentence.text)
    end = start + len(utterance.sentence.text)
    for link in block.links:
        if not (start <= link.start < end and _is_video(link)):
            continue
        place = utterance.sentence.place(link.start - start)
        subject = utterance.subject(place, place + 1)
        if subject is None or utterance.is_hedged(place, place + 1):
            continue
        season = utterance.season(place, subject, upcoming=True)[-1]
        discourse.shown_below.add(heading.plain)
        yield Extraction(subject, season, "trailer", {"url": link.link}, season > 0)


def _is_video(link: Span) -> bool:
    try:
        host = urlsplit(link.link or "").hostname or ""
    except ValueError:
        return False
    return host.removeprefix("www.") in _VIDEO_HOSTS
