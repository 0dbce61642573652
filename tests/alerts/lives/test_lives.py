"""Whole lives of seasons, fetched every day: what is sent and what the card says is by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import ndiff

import pytest

from tests.alerts.lives.plan import Fault, Kind, Life, Run, weekly
from tests.alerts.lives.world import Played, play

DAY = timedelta(days=1)
EST, EDT = ("20:00", "-05:00"), ("20:00", "-04:00")


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> str:
    """An instant as Discord's own timestamp."""
    return f"<t:{int(datetime.fromisoformat(text).timestamp())}:F>"


FIRST = Run(1, date.min, weekly(day("2025-09-04"), 8), ordered=8)
RENEWED = {2: day("2026-09-10")}
COMING = "2026-09-10: Season 2 is coming: it was renewed."


@dataclass(frozen=True)
class Case:
    """A life, what is sent of it, and what the card of a season (None: of no number) says."""

    life: Life
    sent: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, int | None]
    says: Mapping[str, tuple[str, ...]]
    until: date = field(default=day("2028-03-01"))


def same(*lines: str) -> dict[str, tuple[str, ...]]:
    """The same for TVmaze alone, TMDB alone and both."""
    return dict.fromkeys(("tvmaze", "tmdb", "both"), lines)


def reminded(season: int, comes: str) -> tuple[str, ...]:
    """The three reminders of a bare date; a server without a zone hears them in UTC."""
    first = day(comes)
    text = f"{first.day} {first:%B %Y} (US)"
    return (
        f"{first - timedelta(days=7)}: Season {season} comes out in 7 days. That is on {text}.",
        f"{first - timedelta(days=1)}: Season {season} comes out tomorrow. That is on {text}.",
        f"{first}: Season {season} comes out today. That is on {text}.",
    )


def reminded_at(season: int, comes: str) -> tuple[str, ...]:
    """The three reminders of an hour in the evening, which is looked at the next noon in UTC."""
    after, text = day(comes[:10]) + timedelta(days=1), at(comes)
    return (
        f"{after - timedelta(days=7)}: Season {season} comes out in 7 days. That is on {text}.",
        f"{after - timedelta(days=1)}: Season {season} comes out tomorrow. That is on {text}.",
        f"{after}: Season {season} is out. It came out on {text}.",
    )


def dated(when: str, comes: str, ends: str = "") -> str:
    """The alert that an undated season got its date."""
    whose = "" if comes.startswith("<") else " (US)"
    text = f"{when}: Season 2 comes out on {comes}{whose}. There was no date before."
    return f"{text} Season 2 ends on {ends} (US)." if ends else text


MARCH, MAY = "2027-03-04T20:00-05:00", "2027-05-06T20:00-04:00"

SECOND = Run(2, day("2026-10-20"), weekly(day("2027-03-04"), 8), EST, 8)
# TVmaze tells that an episode is the finale only while it is the next one, and never again.
WEEKLY = {
    "tvmaze": (
        COMING,
        dated("2026-10-20", at(MARCH)),
        *reminded_at(2, MARCH),
        "2027-04-16: Season 2 ends on 22 April 2027 (US).",
    ),
    "tmdb": (
        COMING,
        dated("2026-10-20", "4 March 2027", "22 April 2027"),
        *reminded(2, "2027-03-04"),
    ),
    "both": (
        COMING,
        dated("2026-10-20", at(MARCH), "22 April 2027"),
        *reminded_at(2, MARCH),
    ),
}

CASES: dict[str, Case] = {
    "weekly": Case(
        Life((FIRST, SECOND), RENEWED),
        WEEKLY,
        {"2026-10-01": 2, "2026-12-20": None, "2027-03-10": 2, "2027-04-23": 2, "2027-05-10": None},
        same("renewed", "scheduled 2", "airing", "aired", "unannounced 3"),
    ),
    "all at once": Case(
        Life((FIRST, Run(2, day("2026-10-20"), (day("2027-03-04"),) * 8, None, 8)), RENEWED),
        same(COMING, dated("2026-10-20", "4 March 2027"), *reminded(2, "2027-03-04")),
        {"2026-12-20": None, "2027-03-13": 2, "2027-07-15": None},
        same("scheduled 2", "aired", "unannounced 3"),
    ),
    "two parts": Case(
        Life(
            (
                FIRST,
                Run(
                    2,
                    day("2026-10-20"),
                    (day("2027-03-04"),) * 4 + (day("2027-06-10"),) * 4,
                    None,
                    8,
                ),
            ),
            RENEWED,
        ),
        {
            "tvmaze": (
                COMING,
                dated("2026-10-20", "4 March 2027"),
                *reminded(2, "2027-03-04"),
            ),
            "tmdb": (
                COMING,
                dated("2026-10-20", "4 March 2027", "10 June 2027"),
                *reminded(2, "2027-03-04"),
            ),
            "both": (
                COMING,
                dated("2026-10-20", "4 March 2027", "10 June 2027"),
                *reminded(2, "2027-03-04"),
            ),
        },
        {"2027-03-10": 2, "2027-04-23": None, "2027-09-15": None},
        same("airing", "airing 2", "unannounced 3"),
    ),
    # 22 episodes, listed up to the break at first.
    "a break in the middle": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-09-01"), weekly(day("2026-09-24"), 10), EDT, 22, finale=False),
                Run(
                    2,
                    day("2026-11-10"),
                    weekly(day("2026-09-24"), 10) + weekly(day("2027-02-11"), 12),
                    EST,
                    22,
                ),
            )
        ),
        {
            "tvmaze": (
                *reminded_at(2, "2026-09-24T20:00-04:00"),
                "2027-04-23: Season 2 ends on 29 April 2027 (US).",
            ),
            "tmdb": (
                *reminded(2, "2026-09-24"),
                "2026-11-10: Season 2 ends on 29 April 2027 (US).",
            ),
            "both": (
                *reminded_at(2, "2026-09-24T20:00-04:00"),
                "2026-11-10: Season 2 ends on 29 April 2027 (US).",
            ),
        },
        {"2026-12-20": None, "2027-02-09": None, "2027-03-10": 2, "2027-04-30": 2},
        same("airing 2", "airing 2", "airing", "aired"),
    ),
    # Of 22 episodes ten are out, and for months nobody says when the others come.
    "a break without a known end": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-09-01"), weekly(day("2026-09-24"), 10), EDT, 22, finale=False),
                Run(
                    2,
                    day("2027-04-01"),
                    weekly(day("2026-09-24"), 10) + weekly(day("2027-04-15"), 12),
                    EDT,
                    22,
                ),
            )
        ),
        {
            "tvmaze": reminded_at(2, "2026-09-24T20:00-04:00"),
            "tmdb": (
                *reminded(2, "2026-09-24"),
                "2027-04-01: Season 2 ends on 1 July 2027 (US).",
            ),
            "both": (
                *reminded_at(2, "2026-09-24T20:00-04:00"),
                "2027-04-01: Season 2 ends on 1 July 2027 (US).",
            ),
        },
        {"2026-12-20": None, "2027-03-20": None, "2027-04-10": 2},
        same("airing 2", "airing 2", "airing"),
        until=day("2027-05-01"),
    ),
    "the provider never says how many": Case(
        Life(
            (
                FIRST,
                *(
                    Run(
                        2,
                        day("2026-09-10") + timedelta(weeks=k),
                        weekly(day("2026-10-01"), min(10, max(1, k - 1))),
                        EDT,
                        None,
                        finale=False,
                    )
                    for k in range(14)
                ),
            )
        ),
        {
            "tvmaze": (
                dated("2026-09-10", at("2026-10-01T20:00-04:00")),
                *reminded_at(2, "2026-10-01T20:00-04:00"),
            ),
            "tmdb": (dated("2026-09-10", "1 October 2026"), *reminded(2, "2026-10-01")),
            "both": (
                dated("2026-09-10", at("2026-10-01T20:00-04:00")),
                *reminded_at(2, "2026-10-01T20:00-04:00"),
            ),
        },
        {"2026-12-01": None, "2027-03-10": 2},
        same("airing 2", "aired"),
    ),
    "daily, numbered by years": Case(
        Life(
            (
                *(
                    Run(
                        2026,
                        day("2026-08-30") + timedelta(days=ahead),
                        tuple(
                            day("2026-06-01") + timedelta(days=n)
                            for n in range(93 + ahead)
                            if n % 7 < 5
                        ),
                        finale=False,
                    )
                    for ahead in range(0, 112, 28)
                ),
                Run(
                    2027,
                    day("2026-12-21"),
                    tuple(day("2027-01-04") + timedelta(days=n) for n in range(5)),
                    finale=False,
                ),
                *(
                    Run(
                        2027,
                        day("2027-01-04") + timedelta(days=ahead),
                        tuple(
                            day("2027-01-04") + timedelta(days=n)
                            for n in range(ahead + 33)
                            if n % 7 < 5
                        ),
                        finale=False,
                    )
                    for ahead in range(0, 196, 28)
                ),
            )
        ),
        same(
            "2026-12-21: Season 2027 comes out on 4 January 2027 (US). There was no date before.",
            *reminded(2027, "2027-01-04"),
        ),
        {"2026-11-28": None, "2027-06-26": None},
        same("airing 2026", "airing 2027"),
        until=day("2027-07-01"),
    ),
    "an anime of two cours": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-09-20"), weekly(day("2026-10-08"), 12), None, 12),
                Run(
                    2,
                    day("2027-02-15"),
                    weekly(day("2026-10-08"), 12) + weekly(day("2027-04-08"), 12),
                    None,
                    24,
                ),
            )
        ),
        {
            "tvmaze": (
                dated("2026-09-20", "8 October 2026"),
                *reminded(2, "2026-10-08"),
                "2026-12-18: Season 2 ends on 24 December 2026 (US).",
                "2027-06-18: Season 2 ends on 24 June 2027 (US).",
            ),
            "tmdb": (
                dated("2026-09-20", "8 October 2026", "24 December 2026"),
                *reminded(2, "2026-10-08"),
                "2027-02-15: Season 2 ends on 24 June 2027 (US); "
                "until now that was on 24 December 2026.",
            ),
            "both": (
                dated("2026-09-20", "8 October 2026", "24 December 2026"),
                *reminded(2, "2026-10-08"),
                "2027-02-15: Season 2 ends on 24 June 2027 (US); "
                "until now that was on 24 December 2026.",
            ),
        },
        {"2026-11-01": 2, "2027-01-15": 2, "2027-03-10": None, "2027-06-26": 2},
        same("airing", "aired", "airing 2", "aired"),
    ),
    "moved": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-09-20"), weekly(day("2027-03-04"), 8), EST, 8),
                Run(2, day("2027-02-01"), weekly(day("2027-05-06"), 8), EDT, 8),
            ),
            RENEWED,
        ),
        {
            "tvmaze": (
                COMING,
                dated("2026-09-20", at(MARCH)),
                f"2027-02-01: Season 2 is delayed. It comes out on {at(MAY)}. "
                f"It was due on {at(MARCH)}.",
                *reminded_at(2, MAY),
                "2027-06-18: Season 2 ends on 24 June 2027 (US).",
            ),
            "tmdb": (
                COMING,
                dated("2026-09-20", "4 March 2027", "22 April 2027"),
                "2027-02-01: Season 2 is delayed. It comes out on 6 May 2027 (US). "
                "It was due on 4 March 2027. "
                "Season 2 ends on 24 June 2027 (US); until now that was on 22 April 2027.",
                *reminded(2, "2027-05-06"),
            ),
            "both": (
                COMING,
                dated("2026-09-20", at(MARCH), "22 April 2027"),
                f"2027-02-01: Season 2 is delayed. It comes out on {at(MAY)}. "
                f"It was due on {at(MARCH)}. "
                "Season 2 ends on 24 June 2027 (US); until now that was on 22 April 2027.",
                *reminded_at(2, MAY),
            ),
        },
        {"2027-03-10": None, "2027-05-10": 2, "2027-06-26": 2},
        same("scheduled 2", "airing", "aired"),
    ),
    # TVmaze has no word for it, and says that the show ended before its last episodes are out.
    "canceled while running": Case(
        Life(
            (FIRST, Run(2, day("2026-09-20"), weekly(day("2026-10-01"), 10), None, 10)),
            tvmaze=((date.min, "Running"), (day("2026-11-20"), "Ended")),
            tmdb=((date.min, "Returning Series"), (day("2026-11-10"), "Canceled")),
        ),
        {
            "tvmaze": (
                dated("2026-09-20", "1 October 2026"),
                *reminded(2, "2026-10-01"),
                "2026-11-20: Example has ended. Until now it was going on.",
                "2026-11-27: Season 2 ends on 3 December 2026 (US).",
            ),
            "tmdb": (
                dated("2026-09-20", "1 October 2026", "3 December 2026"),
                *reminded(2, "2026-10-01"),
                "2026-11-10: Example is canceled. Until now it was going on.",
            ),
            "both": (
                dated("2026-09-20", "1 October 2026", "3 December 2026"),
                *reminded(2, "2026-10-01"),
                "2026-11-10: Example is canceled. Until now it was going on.",
            ),
        },
        {"2026-11-22": 2, "2026-12-05": 2, "2026-12-20": None},
        {
            "tvmaze": ("airing", "aired", "ended"),
            "tmdb": ("airing", "aired", "canceled"),
            "both": ("airing", "aired", "canceled"),
        },
    ),
    "rescued": Case(
        Life(
            (FIRST, Run(2, day("2027-04-20"), weekly(day("2027-09-02"), 8), None, 8)),
            {2: day("2027-01-15")},
            tvmaze=((date.min, "Ended"), (day("2027-01-15"), "Running")),
            tmdb=((date.min, "Canceled"), (day("2027-01-18"), "Returning Series")),
        ),
        {
            "tvmaze": (
                "2027-01-15: Season 2 is coming: it was renewed.",
                dated("2027-04-20", "2 September 2027"),
                *reminded(2, "2027-09-02"),
                "2027-10-15: Season 2 ends on 21 October 2027 (US).",
            ),
            "tmdb": (
                "2027-01-18: Season 2 is coming: it was renewed.",
                dated("2027-04-20", "2 September 2027", "21 October 2027"),
                *reminded(2, "2027-09-02"),
            ),
            "both": (
                "2027-01-15: Season 2 is coming: it was renewed.",
                dated("2027-04-20", "2 September 2027", "21 October 2027"),
                *reminded(2, "2027-09-02"),
            ),
        },
        {"2026-12-20": None, "2027-03-10": None, "2027-04-23": 2, "2027-09-10": 2},
        {
            "tvmaze": ("ended", "renewed 2", "scheduled", "airing"),
            "tmdb": ("canceled", "renewed 2", "scheduled", "airing"),
            "both": ("canceled", "renewed 2", "scheduled", "airing"),
        },
    ),
    "renewed, and taken back": Case(
        Life(
            (FIRST,),
            {2: day("2026-09-20")},
            {2: day("2027-02-01")},
            ((date.min, "Running"), (day("2027-02-01"), "Ended")),
            ((date.min, "Returning Series"), (day("2027-02-01"), "Canceled")),
        ),
        {
            "tvmaze": (
                "2026-09-20: Season 2 is coming: it was renewed.",
                "2027-02-01: Example has ended. Until now it was going on.",
            ),
            "tmdb": (
                "2026-09-20: Season 2 is coming: it was renewed.",
                "2027-02-01: Example is canceled. Until now it was going on.",
            ),
            "both": (
                "2026-09-20: Season 2 is coming: it was renewed.",
                "2027-02-01: Example is canceled. Until now it was going on.",
            ),
        },
        {"2026-12-20": 2, "2027-03-10": 2},
        {
            "tvmaze": ("renewed", "ended"),
            "tmdb": ("renewed", "canceled"),
            "both": ("renewed", "canceled"),
        },
    ),
    "a new show": Case(
        Life(
            (Run(1, day("2026-12-01"), weekly(day("2027-03-04"), 8), EST, 8),),
            {1: day("2026-08-01")},
            tvmaze=(
                (date.min, "In Development"),
                (day("2027-03-04"), "Running"),
                (day("2027-05-10"), "To Be Determined"),
            ),
            tmdb=((date.min, "In Production"), (day("2027-03-04"), "Returning Series")),
        ),
        {
            "tvmaze": (
                f"2026-12-01: Season 1 comes out on {at(MARCH)}. There was no date before.",
                *reminded_at(1, MARCH),
                "2027-04-16: Season 1 ends on 22 April 2027 (US).",
                "2027-05-10: The future of Example is open: nobody has decided whether it "
                "continues. Until now it was going on.",
            ),
            "tmdb": (
                "2026-12-01: Season 1 comes out on 4 March 2027 (US). There was no date before. "
                "Season 1 ends on 22 April 2027 (US).",
                *reminded(1, "2027-03-04"),
            ),
            "both": (
                f"2026-12-01: Season 1 comes out on {at(MARCH)}. There was no date before. "
                "Season 1 ends on 22 April 2027 (US).",
                *reminded_at(1, MARCH),
            ),
        },
        {"2026-09-20": None, "2026-12-20": None, "2027-03-10": 1, "2027-04-24": None},
        same("in_production 1", "scheduled 1", "airing", "unannounced 2"),
    ),
    "a past date is corrected": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-09-20"), weekly(day("2026-10-01"), 6), None, 6),
                Run(2, day("2027-02-20"), weekly(day("2026-10-02"), 6), None, 6),
            )
        ),
        {
            "tvmaze": (
                dated("2026-09-20", "1 October 2026"),
                *reminded(2, "2026-10-01"),
                "2026-10-30: Season 2 ends on 5 November 2026 (US).",
            ),
            "tmdb": (
                dated("2026-09-20", "1 October 2026", "5 November 2026"),
                *reminded(2, "2026-10-01"),
            ),
            "both": (
                dated("2026-09-20", "1 October 2026", "5 November 2026"),
                *reminded(2, "2026-10-01"),
            ),
        },
        {"2026-12-20": None, "2027-03-10": 2},
        same("unannounced 3", "aired"),
        until=day("2027-06-01"),
    ),
    # It drops out, says what it said once, mixes up numbers, sends garbage, and was out before.
    "a provider that cannot be relied on": Case(
        Life(
            (FIRST, SECOND),
            RENEWED,
            faults=(
                Fault(Kind.GONE, day("2026-11-01"), day("2026-11-08")),
                Fault(Kind.OLD, day("2026-12-14"), day("2026-12-17"), of=day("2026-10-01")),
                Fault(Kind.SWAPPED, day("2027-01-10"), day("2027-01-13")),
                Fault(Kind.GONE, day("2027-02-02"), day("2027-02-10"), source="tvmaze"),
                Fault(Kind.GARBAGE, day("2027-03-01"), day("2027-03-08")),
                Fault(Kind.OLD, day("2027-03-14"), day("2027-03-17"), of=day("2026-10-01")),
            ),
        ),
        WEEKLY,
        {"2026-11-04": 2, "2027-02-05": None, "2027-03-06": 2, "2027-03-18": 2},
        same("scheduled", "scheduled 2", "airing", "airing"),
        until=day("2027-05-01"),
    ),
    "garbage in the week of the finale": Case(
        Life(
            (FIRST, SECOND),
            RENEWED,
            faults=(Fault(Kind.GARBAGE, day("2027-04-13"), day("2027-04-25")),),
        ),
        {**WEEKLY, "tvmaze": WEEKLY["tvmaze"][:-1]},
        {"2027-04-22": 2, "2027-04-26": 2},
        same("airing", "aired"),
        until=day("2027-05-01"),
    ),
    # What it says is told once, and then not before it stays so for days.
    "two dates in turn": Case(
        Life(
            (
                FIRST,
                *(
                    Run(2, day("2026-11-20") + n * DAY, weekly(day(first), 8), None, 8)
                    for n, first in enumerate(("2027-03-04", "2027-02-04") * 8)
                ),
            )
        ),
        {
            "tvmaze": (
                dated("2026-11-20", "4 March 2027"),
                "2026-11-21: Season 2 comes out earlier. It comes out on 4 February 2027 (US). "
                "It was due on 4 March 2027.",
                *reminded(2, "2027-02-04"),
                "2027-03-19: Season 2 ends on 25 March 2027 (US).",
            ),
            **dict.fromkeys(
                ("tmdb", "both"),
                (
                    dated("2026-11-20", "4 March 2027", "22 April 2027"),
                    "2026-11-21: Season 2 comes out earlier. It comes out on 4 February 2027 (US). "
                    "It was due on 4 March 2027. Season 2 ends on 25 March 2027 (US); "
                    "until now that was on 22 April 2027.",
                    *reminded(2, "2027-02-04"),
                ),
            ),
        },
        {},
        same(),
        until=day("2027-04-01"),
    ),
    # Nobody knew of its date before it was there.
    "out without a word": Case(
        Life((FIRST, Run(2, day("2027-03-05"), (day("2027-03-04"),) * 8, None, 8)), RENEWED),
        same(
            COMING,
            "2027-03-05: Season 2 is out. It came out on 4 March 2027 (US). "
            "There was no date before.",
        ),
        {},
        same(),
        until=day("2027-04-01"),
    ),
    # A date that is withdrawn may only be mislaid, so that is told after three days.
    "a date is withdrawn": Case(
        Life(
            (
                FIRST,
                Run(2, day("2026-10-20"), weekly(day("2027-03-04"), 8), None, 8),
                Run(2, day("2026-12-20"), ()),
            )
        ),
        {
            "tvmaze": (
                dated("2026-10-20", "4 March 2027"),
                "2026-12-23: Season 2 is coming: it was renewed. "
                "Season 2 no longer has a date. It was due on 4 March 2027.",
            ),
            **dict.fromkeys(
                ("tmdb", "both"),
                (
                    dated("2026-10-20", "4 March 2027", "22 April 2027"),
                    "2026-12-23: Season 2 is coming: it was renewed. "
                    "Season 2 no longer has a date. It was due on 4 March 2027.",
                ),
            ),
        },
        {"2027-01-10": 2},
        same("renewed"),
        until=day("2027-02-01"),
    ),
}


PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "tvmaze": ("tvmaze",),
    "tmdb": ("tmdb",),
    "both": ("tvmaze", "tmdb"),
}


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_what_channels_hear_in_the_life_of_each_show(url: str) -> None:
    """Each life three times, by TVmaze alone, TMDB alone and both, all side by side."""
    lives = {
        (which, name): Played(
            1_000 * at + number,
            case.life,
            providers,
            case.until,
            {day(d): n for d, n in case.asked.items()},
        )
        for at, (which, providers) in enumerate(PROVIDERS.items())
        for number, (name, case) in enumerate(CASES.items(), 1)
    }
    await play(url, list(lives.values()), day("2026-09-02"))
    wrong = [
        f"{name!r}, {which}, {what}:\n{difference}"
        for name, case in CASES.items()
        for which in PROVIDERS
        for what, got, wanted in (
            ("what was sent", lives[which, name].messages, case.sent[which]),
            ("what the card says", lives[which, name].verdicts, case.says[which]),
        )
        if (difference := "\n".join(ndiff(list(wanted), got))) and got != list(wanted)
    ]
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)
