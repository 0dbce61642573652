"""What a headline says of all the shows of its article: their month, their network."""

from __future__ import annotations

import re

from .article import aligned
from .mentions.dates import date_mentions
from .mentions.networks import network_alone, network_mentions


def month_of(headline: str, language: str) -> int | None:
    """The month that a headline is about: "What to watch in October"."""
    months = {
        one.month
        for one in date_mentions(aligned(headline), language)
        if one.month is not None and one.day is None
    }
    return months.pop() if len(months) == 1 else None


def network_of_all(headline: str, language: str) -> str | None:
    """The one network whose shows an English headline is about: "Fox Renewal Scorecard".

    Elsewhere the network of a list may be who shows there what others made.
    """
    if language != "en" or arrivals_on(headline) is not None:
        return None
    names = {one.name for one in network_mentions(headline)}
    if (first := network_alone(headline.partition(" ")[0])) is not None:
        names.add(first)  # "Fox Renewal" may be somebody's name, but not here.
    return names.pop() if len(names) == 1 and _OF_ALL.search(aligned(headline)) else None


def arrivals_on(headline: str) -> str | None:
    """The one service whose arrivals, its own or not, a headline lists: "New on Hulu in May"."""
    names = {one.name for one in network_mentions(headline)}
    return names.pop() if len(names) == 1 and _ARRIVALS.search(aligned(headline)) else None


_ARRIVALS = re.compile(
    r"\b(?:(?:new|coming|arriving|added|everything) (?:on|to)|neu (?:bei|auf)|novedades (?:de|en)"
    r"|llega a|nouveautes (?:sur|de)|novita (?:su|di)|novidades (?:n[ao]|d[ao]))\b"
)
_OF_ALL = re.compile(
    r"\b(?:scorecard|renewals?|cancellations?|(?:every|all)\b.*\b(?:shows?|series|originals?)"
    r"|(?:shows|series|originals?)\b.*\b(?:renewed|cancell?ed)|renewed\b.*\bcancell?ed)\b"
)
