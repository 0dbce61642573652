"""A show's life as the world has it, and what TVmaze and TMDB answer about it on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Run:
    """Episodes of a season as they are listed from a day on.

    `days` are bare days of the network, one an episode. `hour` is the time and offset of TVmaze's
    stamps ("20:00", "-05:00"); None where no hour is announced. `ordered` and `finale` tell
    whether TVmaze knows how many there will be, and TMDB which is the last.
    """

    season: int
    since: date
    days: tuple[date, ...]
    hour: tuple[str, str] | None = None
    ordered: int | None = None
    finale: bool = True


class Kind(Enum):
    """What a provider does wrong."""

    GONE = "it has no such show"
    GARBAGE = "what it says of the seasons and of the status cannot be read"
    OLD = "it says what it said on another day"
    SWAPPED = "seasons 1 and 2 bear each other's numbers"


@dataclass(frozen=True)
class Fault:
    """Days on which all providers, or one alone, answer wrongly; `back` is the first right one."""

    kind: Kind
    since: date
    back: date
    of: date = date.min
    source: str = ""


@dataclass(frozen=True)
class Life:
    """Everything that ever becomes known of one show.

    `announced` are seasons without a date yet, by the day, taken back again where `withdrawn` says
    so. `tvmaze` and `tmdb` are the statuses of the show from a day on. Of several runs of a
    season the newest holds.
    """

    runs: tuple[Run, ...]
    announced: dict[int, date] = field(default_factory=dict)
    withdrawn: dict[int, date] = field(default_factory=dict)
    tvmaze: tuple[tuple[date, str], ...] = ((date.min, "Running"),)
    tmdb: tuple[tuple[date, str], ...] = ((date.min, "Returning Series"),)
    faults: tuple[Fault, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def fault(self, source: str, today: date) -> Fault | None:
        """What that provider does wrong on that day."""
        return next(
            (
                fault
                for fault in self.faults
                if fault.since <= today < fault.back and fault.source in ("", source)
            ),
            None,
        )

    def ended_within(self, today: date, span: timedelta) -> bool:
        """Whether a last listed episode is so near behind, or its season is under way."""
        return any(
            run.days[0] <= today <= run.days[-1] + span
            for run in self.seasons(today).values()
            if run and run.days
        )

    def seasons(self, today: date) -> dict[int, Run | None]:
        """The seasons that are listed on that day, None for one without episodes."""
        known: dict[int, Run | None] = {
            number: None
            for number, day in self.announced.items()
            if day <= today and not self.withdrawn.get(number, date.max) <= today
        }
        for run in self.runs:
            if run.since <= today:
                known[run.season] = run
        return dict(sorted(known.items()))


def weekly(first: date, count: int) -> tuple[date, ...]:
    """So many days, a week apart."""
    return tuple(first + n * WEEK for n in range(count))


def _since(changes: Sequence[tuple[date, str]], today: date) -> str:
    return [value for day, value in changes if day <= today][-1]


def _next(life: Life, today: date) -> tuple[Run, int] | None:
    """The first listed episode of today or later, by its place in its run."""
    ahead = [
        (day, run.season, place)
        for run in life.seasons(today).values()
        if run is not None
        for place, day in enumerate(run.days)
        if day >= today
    ]
    if not ahead:
        return None
    _, season, place = min(ahead)
    run = life.seasons(today)[season]
    assert run is not None
    return run, place


def _previous(life: Life, today: date) -> tuple[int, int] | None:
    """The season and number of the last listed episode before today."""
    behind = [
        (day, run.season, place + 1)
        for run in life.seasons(today).values()
        if run is not None
        for place, day in enumerate(run.days)
        if day < today
    ]
    return max(behind)[1:] if behind else None


def title(number: int) -> str:
    """What the show of that number is called, which is how long no name of another is."""
    return f"Example {number:03}"


def tvmaze(life: Life, today: date, number: int) -> dict[str, Any]:
    """TVmaze's answer about the show, with what is embedded."""
    rows = [
        {
            "id": season,
            "number": season,
            "name": "",
            "episodeOrder": run.ordered if run else None,
            "premiereDate": run.days[0].isoformat() if run and run.days else None,
            "endDate": run.days[-1].isoformat() if run and run.days else None,
            "summary": None,
        }
        for season, run in life.seasons(today).items()
    ]
    embedded: dict[str, Any] = {"cast": [], "akas": [], "seasons": rows}
    if following := _next(life, today):
        run, place = following
        day = run.days[place].isoformat()
        time, offset = run.hour or ("", "+00:00")
        embedded["nextepisode"] = {
            "season": run.season,
            "number": place + 1,
            "airdate": day,
            "airtime": time,
            "airstamp": f"{day}T{time or '12:00'}:00{offset}",
        }
    if before := _previous(life, today):
        embedded["previousepisode"] = {"season": before[0], "number": before[1]}
    return {
        "id": number,
        "url": f"https://www.tvmaze.com/shows/{number}/example",
        "name": title(number),
        "type": "Scripted",
        "language": "English",
        "genres": ["Drama"],
        "status": _since(life.tvmaze, today),
        "premiered": None,
        "network": {
            "name": "Harbour One",
            "country": {"name": "United States", "code": "US", "timezone": "America/New_York"},
        },
        "webChannel": None,
        "externals": {"imdb": f"tt{number:07}", "thetvdb": None},
        "image": None,
        "summary": None,
        "averageRuntime": 40,
        "runtime": 40,
        "_embedded": embedded,
    } | life.more


def tmdb(life: Life, today: date, number: int) -> tuple[dict[str, Any], dict[int, Any]]:
    """TMDB's answer about the show, and the pages of its seasons."""
    listed = life.seasons(today)
    rows = [
        {
            "id": season,
            "season_number": season,
            "name": f"Season {season}",
            "overview": "",
            "air_date": run.days[0].isoformat() if run and run.days else None,
            "episode_count": len(run.days) if run else 0,
        }
        for season, run in listed.items()
    ]
    pages = {season: _page(season, run) for season, run in listed.items()}
    following = _next(life, today)
    return {
        "id": number,
        "name": title(number),
        "original_name": title(number),
        "first_air_date": "",
        "last_air_date": None,
        "networks": [{"name": "Harbour One"}],
        "origin_country": ["US"],
        "original_language": "en",
        "genres": [],
        "type": "Scripted",
        "created_by": [],
        "credits": {"cast": [], "crew": []},
        "overview": "",
        "homepage": "",
        "poster_path": None,
        "popularity": 1.0,
        "alternative_titles": {"results": []},
        "external_ids": {"imdb_id": f"tt{number:07}", "tvdb_id": None},
        "videos": {"results": []},
        "status": _since(life.tmdb, today),
        "seasons": rows,
        "next_episode_to_air": following
        and {
            "season_number": following[0].season,
            "episode_number": following[1] + 1,
            "air_date": following[0].days[following[1]].isoformat(),
        },
    }, pages


def _page(number: int, run: Run | None) -> dict[str, Any]:
    days = run.days if run else ()
    last = len(days) - 1
    pausing = run is not None and run.ordered is not None and last + 1 < run.ordered
    ending = "finale" if run and run.finale else "mid_season" if pausing else "standard"
    return {
        "season_number": number,
        "episodes": [
            {
                "air_date": day.isoformat(),
                "runtime": 40,
                "episode_type": ending if place == last else "standard",
            }
            for place, day in enumerate(days)
        ],
        "credits": {"cast": [], "crew": []},
        "aggregate_credits": {"cast": [], "crew": []},
        "videos": {"results": []},
        "watch/providers": {"results": {}},
    }


def answer_of(source: str, life: Life, today: date, number: int) -> Any:
    """What a provider answers about the show on that day; None where it has none."""
    fault = life.fault(source, today)
    kind = fault.kind if fault else None
    if kind is Kind.GONE:
        return None
    if fault and kind is Kind.OLD:
        return answer_of(source, life, fault.of, number)
    if kind is Kind.SWAPPED:
        other = {1: 2, 2: 1}
        runs = (replace(run, season=other.get(run.season, run.season)) for run in life.runs)
        life = replace(life, runs=tuple(runs), announced={})
    if source == "tvmaze":
        show = tvmaze(life, today, number)
        if kind is Kind.GARBAGE:
            show |= {"status": 7, "_embedded": {"seasons": "none", "nextepisode": [], "cast": 1}}
        return show
    show, pages = tmdb(life, today, number)
    if kind is Kind.GARBAGE:
        show |= {"status": ["?"], "next_episode_to_air": "soon"}
        pages = {season: {"season_number": "x", "episodes": 3} for season in pages}
    return show, pages
