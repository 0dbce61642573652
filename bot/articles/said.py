"""All that one sentence states: where its shows stand, days, numbers, networks, makers, cast."""

from __future__ import annotations

from collections.abc import Iterator

from .article import Block, Role
from .discourse import Extraction
from .extraction.air_dates.statements import air_dates
from .extraction.air_dates.trailers import trailer_links
from .extraction.cast import CastReader
from .extraction.creators import makers
from .extraction.elliptic_counts import elliptic_counts
from .extraction.episode_counts import counts
from .extraction.networks import answers, catch_up_offers, listed_networks, networks, watch_offers
from .extraction.rows import listed_statuses
from .extraction.schedules import SOME_EPISODES, entry_networks, scheduled_dates
from .extraction.status import statuses
from .mentions.seasons import SeasonPhrase
from .mentions.titles import ArticleShow
from .sentence_context import Utterance


def said_in(
    utterance: Utterance,
    block: Block,
    about: ArticleShow | None,
    cast: CastReader,
    *,
    is_headline: bool,
) -> Iterator[Extraction]:
    """What a sentence of a block states; a heading that asks states nothing.

    `about` is the show that the block is about, where it is about one.
    """
    discourse = utterance.discourse
    is_heading = block.role is Role.HEADING
    if is_heading and not is_headline and utterance.coded.rstrip().endswith(("?", "…")):
        return
    if discourse.heading.status is not None and not is_heading:
        yield from listed_statuses(utterance)
    of_schedule = scheduled_dates(utterance, block, about)
    yield from of_schedule
    # "Ann Example as Mae Chan (2 episodes)"
    is_entry = block.role is Role.ITEM and discourse.heading.lists_cast
    is_of_cast = is_entry and not utterance.sentence.of(SeasonPhrase)
    core = utterance.sentence.without_asides()
    for one in (utterance, *([Utterance(core, discourse)] if core else ())):
        yield from statuses(one)
        yield from air_dates(one) if not of_schedule else ()
        if not (of_schedule and SOME_EPISODES.search(one.coded)) and not is_of_cast:
            yield from counts(one)
            yield from elliptic_counts(one)
        yield from networks(one)
    if block.role is Role.ITEM:
        yield from listed_networks(utterance)
        yield from entry_networks(utterance)
    yield from watch_offers(utterance)
    yield from catch_up_offers(utterance)
    if not is_heading:
        yield from answers(utterance)
    if not is_headline:
        yield from makers(utterance)
    yield from trailer_links(utterance, block)
    yield from cast.credits(utterance, block)
