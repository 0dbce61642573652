"""Whose a show is, where its seasons can be watched, and the trailers that are linked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from ..article import Block, aligned
from ..mentions.networks import NetworkMention
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow, TitleMention
from ..sentence_context import Said, Spoken


def networks(spoken: Spoken) -> Iterator[Said]:
    """The network that a sentence gives a show."""
    words = spoken.discourse.words
    for match in words["network"].finditer(spoken.coded):
        start, end = match.span()
        first, last = spoken.clause(start)
        if words["not_network"].search(spoken.coded, first, last):
            continue
        if spoken.is_hedged(start, end):
            continue
        name = spoken.network(start, end)
        if name is None:
            continue
        for subject in _whose(spoken, start, _reach(spoken, start, end)):
            yield Said(subject, None, "network", name)
    yield from _neighbours(spoken)


_NEAR = 50
_SHOWN_ELSEWHERE = re.compile(
    r"\b(?:stream|watch|availab|binge|rerun|repeat|also|verfugbar|abrufbar|disponib|proyect|next"
    r"|wrote|directed|ran\b|starred|project|novel|since)"
)


def _neighbours(spoken: Spoken) -> Iterator[Said]:
    """The network that stands close to a title, with nothing that says why; not sure."""
    marks = [
        (at, one)
        for at, one in spoken.sentence.marks
        if isinstance(one, TitleMention | NetworkMention)
    ]
    for (at, one), (then, other) in pairwise(marks):
        title, network = (one, other) if isinstance(one, TitleMention) else (other, one)
        if not isinstance(title, TitleMention) or not isinstance(network, NetworkMention):
            continue
        first, last = spoken.clause(at)
        clause = spoken.coded[first : max(last, then)]
        if (
            then - at > _NEAR
            or " and " in spoken.coded[at:then]
            or title.subject is None
            or title.aside
            or _SHOWN_ELSEWHERE.search(clause)
            or spoken.discourse.words["not_network"].search(clause)
            or (spoken.coded[at:then] != "N's " and spoken.is_hedged(at, then))
        ):
            continue
        for subject in spoken.subjects(at, then + 1, bracketed=True):
            yield Said(subject, None, "network", network.name, sure=False)


def _whose(spoken: Spoken, start: int, end: int) -> list[ArticleShow]:
    """The shows that a network's verb is about; all that follow it where no other is named."""
    titles = spoken.sentence.between(start, len(spoken.coded), TitleMention)
    if spoken.coded[start] == "N" and spoken.coded.count("N") == 1 and len(titles) > 1:
        return [one.subject for _, one in titles if one.subject is not None and not one.aside]
    return spoken.subjects(start, end)


def _reach(spoken: Spoken, start: int, end: int) -> int:
    """A little further: in "NBC has renewed “X”" the verb is met, and the title stands behind."""
    if spoken.coded[start] == "T":  # “X” (ABC)
        return end
    _, last = spoken.clause(max(0, end - 1))
    tail = spoken.coded[end : min(last, end + 40)]
    at = tail.find("T")
    if at < 0 or _OTHER_SHOW.search(tail[:at]):
        return end
    return end + at + 1


# "the most-watched debut on Hulu since “Gallery Row”"
_OTHER_SHOW = re.compile(
    r"\b(?:since|than|like|unlike|later|after|before|from|of|ran|made|wrote|created|produced"
    r"|directed)"
    r" (?:the )?$"
)


def _all_of(spoken: Spoken, at: int) -> list[NetworkMention]:
    """The networks listed from a place on: "on My5 and on BritBox"."""
    run = re.match(r"N(?:(?:,| and|,? und| y| et|,? as well as)(?: on)? N)*", spoken.coded[at:])
    end = at + (run.end() if run else 1)
    return [one for _, one in spoken.sentence.between(at, end, NetworkMention)]


_EVERY_SHOW = re.compile(r"\ball (?:of (?:these|the) )?(?:series|shows)\b")


def watch_offers(spoken: Spoken) -> Iterator[Said]:
    """Where a sentence says that seasons can be watched."""
    if spoken.discourse.words["trailer"].search(spoken.coded) or _EVERY_SHOW.search(spoken.coded):
        return
    for match in spoken.discourse.words["watch"].finditer(spoken.coded):
        start, end = match.span()
        if spoken.is_hedged(start, end) or spoken.is_denied(start, end):
            continue
        subject = spoken.subject(start, end)
        marks = spoken.sentence.between(start, end, NetworkMention)
        if subject is None or not marks:
            continue
        seasons: list[int] = []
        for _, named in spoken.sentence.between(start, end, SeasonPhrase):
            seasons += spoken.numbers(named, subject)
        found = tuple(dict.fromkeys(seasons)) or spoken.season(start, subject)
        for one in _all_of(spoken, marks[-1][0]):
            for season in found:
                yield Said(subject, season, "where", {"provider": one.name}, season > 0)


def answers(spoken: Spoken) -> Iterator[Said]:
    """Where seasons can be watched, under a heading that asks it: "Only on Netflix"."""
    subject = spoken.discourse.focus
    if not spoken.discourse.heading.asks_where or subject is None:
        return
    if spoken.discourse.words["not_network"].search(spoken.coded):
        return
    for at, one in spoken.sentence.of(NetworkMention):
        if not spoken.is_hedged(at, at + 1):
            for season in spoken.season(at, subject):
                yield Said(subject, season, "where", {"provider": one.name}, season > 0)


_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "m.youtube.com", "player.vimeo.com")
)


def trailer_links(spoken: Spoken, block: Block) -> Iterator[Said]:
    """The links to videos that a sentence with a trailer in it has."""
    trailer = spoken.discourse.words["trailer"]
    if not block.links or not (
        trailer.search(aligned(block.text)) or trailer.search(spoken.discourse.heading.plain)
    ):
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
