"""The features by which shows are compared: the group, and the features of the history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from ..facts.networks import is_streaming_service, network_key

YEAR = 52.0
"""The weeks of a year."""

TIME_OF_YEAR = 0.1
"""The weight of a week's difference in the time of the year."""

_LAST, _MEDIAN, _LENGTH = 2.0, 3.0, 1.0
_EXPERIENCE, _AGE = 2.0, 0.15
_SCALE = 8.5  # weeks
_USUAL_LENGTH = 9.0  # weeks
_SAME_TIME = 4.0  # weeks


class Group(StrEnum):
    """Groups of shows whose seasons return after similar times.

    `US` is a show of the United States on an unknown network, `ANY` one about which nothing is
    known.
    """

    US_BROADCAST = "us_broadcast"
    US_CABLE = "us_cable"
    STREAMING = "streaming"
    US = "us"
    UK = "uk"
    ANIME = "anime"
    DAILY = "daily"
    OTHER = "other"
    ANY = "any"


MEMBERS = {
    Group.US: (Group.US_BROADCAST, Group.US_CABLE),
    Group.ANY: tuple(set(Group) - {Group.US, Group.ANY}),
}
"""The groups that a less specific one consists of."""

_DAILY = frozenset({"talk", "news", "game", "variety", "panel", "award"})
"""Words in the kinds of daily shows; TVmaze calls most of them a show: "Talk Show"."""

_NETWORKS: dict[Group, frozenset[str]] = {
    Group.US_BROADCAST: frozenset(
        {"abc", "cbs", "fox", "my network tv", "nbc", "pbs", "the cw", "the wb", "upn"}
    ),
    Group.US_CABLE: frozenset(
        {
            "a&e", "abc family", "adult swim", "amc", "animal planet", "audience", "bbc america",
            "bet", "bravo", "cartoon network", "cinemax", "cmt", "comedy central", "discovery",
            "discovery channel", "disney channel", "disney xd", "e!", "epix", "food network",
            "freeform", "fx", "fxx", "hallmark channel", "hbo", "hgtv", "history", "ifc",
            "lifetime", "mgm+", "mtv", "national geographic", "nickelodeon", "own", "paramount",
            "paramount network", "showtime", "spike", "starz", "sundancetv", "syfy", "tbs", "tlc",
            "tnt", "travel channel", "trutv", "tv land", "usa network", "vh1", "we tv",
            "wgn america",
        }
    ),
    Group.STREAMING: frozenset(
        {
            "acorn tv", "all 4", "amazon", "amazon prime video", "apple tv", "apple tv+",
            "bbc iplayer", "britbox", "cbs all access", "crave", "crunchyroll", "dc universe",
            "discovery+", "disney+", "facebook watch", "freevee", "globoplay", "hbo max", "hulu",
            "iqiyi", "jiohotstar", "max", "netflix", "paramount+", "peacock", "prime video",
            "shudder", "stan", "tencent video", "tving", "viaplay", "wavve", "youku", "youtube",
            "youtube premium",
        }
    ),
    Group.UK: frozenset(
        {
            "bbc", "bbc four", "bbc one", "bbc three", "bbc two", "cbbc", "cbeebies", "channel 4",
            "channel 5", "dave", "e4", "gold", "itv", "itv1", "itv2", "itv3", "more4", "s4c",
            "sky atlantic", "sky cinema", "sky comedy", "sky max", "sky one", "u&dave", "u&w",
        }
    ),
    Group.ANIME: frozenset(
        {
            "abema", "animax", "at-x", "bs11", "fuji tv", "mbs", "nhk", "nhk educational tv",
            "nippon tv", "ntv", "tokyo mx", "tv asahi", "tv tokyo", "wowow prime", "ytv",
        }
    ),
}  # fmt: skip
"""Networks by their usual names. Those of Japan mean anime, if no kind says otherwise."""

_GROUPS = {network_key(name): group for group, names in _NETWORKS.items() for name in names}

_LIKE_STREAMING = frozenset(
    network_key(name)
    for name in (
        "adult swim", "amc", "cinemax", "comedy central", "epix", "fx", "fxx", "hbo", "mgm+",
        "paramount network", "showtime", "starz", "syfy", "tnt", "usa network",
    )
)  # fmt: skip
_UNSCRIPTED = frozenset({"reality", "documentary", "sports"})
_NO_LONGER_YEARLY = 2019
"""From this year on the scripted series of these cable networks take as long as a streaming
service's.

The gaps of cable that the table holds are older, mostly a year to the week. Of the seasons since
2020 on these networks their ranges held little more than half, and those of streaming services
three quarters. Unscripted series still return after a year to the week.
"""

_COUNTRIES = {
    "us": Group.US,
    "usa": Group.US,
    "united states": Group.US,
    "gb": Group.UK,
    "uk": Group.UK,
    "united kingdom": Group.UK,
}


def group_of(
    kind: str | None, network: str | None, country: str | None, year: int | None = None
) -> Group:
    """The group of a show; `network` may name several, separated by ``|`` or a comma.

    The first known network decides, since the first one is the one that orders. `year` is the year
    in which its next season is waited for, None for an earlier one.
    """
    kind = (kind or "").strip().casefold().removesuffix(" show")
    country = (country or "").strip().casefold()
    japanese = country in ("jp", "japan")
    if kind == "anime" or (kind == "animation" and japanese):
        return Group.ANIME
    if kind in _DAILY:
        return Group.DAILY
    names = [name.strip() for name in (network or "").replace(",", "|").split("|")]
    for name in names:
        key = network_key(name)
        group = _GROUPS.get(key, Group.STREAMING if is_streaming_service(name) else None)
        if group is None:
            continue
        if key in _LIKE_STREAMING and kind not in _UNSCRIPTED:
            return Group.STREAMING if (year or 0) >= _NO_LONGER_YEARLY else group
        elsewhere = country and _COUNTRIES.get(country) is not Group.US
        if (group is Group.ANIME and kind) or (group is Group.US_BROADCAST and elsewhere):
            break  # Japan's for grown-ups, Australia's ABC
        return group
    if country in _COUNTRIES:
        return _COUNTRIES[country]
    return Group.OTHER if country or any(names) else Group.ANY


class Features(NamedTuple):
    """The features of a history, weighted: a difference of one is one unit of distance.

    `time_of_year` is cyclic: a year later is the same point. `experience` is the show's: one gap of
    a year promises less than ten of them. `year` is when the last season began, since seasons take
    longer than they used to.
    """

    last: float
    median: float
    length: float
    time_of_year: float
    experience: float
    year: float


def week_of_year(day: date) -> float:
    """How many weeks of its year have passed, below 53."""
    return day.timetuple().tm_yday / 7


def features_of(gaps: Sequence[float], length: float | None, week: float, year: float) -> Features:
    """The features, from the earlier gaps, the length of the last season and its week of the year,
    in weeks.

    `year` is the one in which it began, or a point of it. A gap is measured against a year; the
    farther from it, the less a week matters.
    """
    last, middle = (gaps[-1], median(gaps)) if gaps else (0.0, 0.0)
    return Features(
        _LAST * _against_year(last),
        _MEDIAN * _against_year(middle),
        _LENGTH * math.log1p((_USUAL_LENGTH if length is None else length) / 3),
        TIME_OF_YEAR * (week % YEAR),
        _EXPERIENCE * math.log1p(len(gaps)),
        _AGE * year,
    )


def drift_of(gaps: Sequence[float]) -> float:
    """By how many weeks the last season came later in its year than those at about that time of it.

    It is the mean over them, shrunk as if there were one more without a drift.
    """
    weeks = (sum(gaps[at:]) for at in range(len(gaps)))
    offs = [(week + YEAR / 2) % YEAR - YEAR / 2 for week in weeks]
    near = [off for off in offs if abs(off) <= _SAME_TIME]
    return sum(near) / (len(near) + 1)


def _against_year(weeks: float) -> float:
    return math.copysign(math.log1p(abs(weeks - YEAR) / _SCALE), weeks - YEAR)
