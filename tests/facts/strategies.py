"""Hypothesis strategies for the domain's values."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import settings
from hypothesis import strategies as st

from bot.facts.air_date import TBA, AirDate, Precision
from bot.facts.fields import SEASON_FIELDS, SHOW_FIELDS, field_of
from bot.facts.models import Claim, Credit, Offer, SeasonStatus, ShowStatus, Tier, Trailer

PATIENT = settings(deadline=None)
"""A busy machine is slow without being wrong."""

days = st.dates(date(1, 1, 1), date(9999, 12, 31))


def bare_dates(first: int = 1, last: int = 9999) -> st.SearchStrategy[AirDate]:
    """Air dates of every precision below an instant, exact and approximate."""
    years = st.integers(first, last)
    about = st.booleans()
    return st.one_of(
        st.builds(AirDate, st.just(Precision.YEAR), years, approximate=about),
        st.builds(
            AirDate,
            st.sampled_from([Precision.SEASON, Precision.QUARTER]),
            years,
            st.integers(1, 4),
            approximate=about,
        ),
        st.builds(AirDate, st.just(Precision.HALF), years, st.integers(1, 2), approximate=about),
        st.builds(AirDate, st.just(Precision.MONTH), years, st.integers(1, 12), approximate=about),
        st.builds(
            lambda day, vague: AirDate(
                Precision.DAY, day.year, day.month, day.day, approximate=vague
            ),
            st.dates(date(first, 1, 1), date(last, 12, 31)),
            about,
        ),
    )


instants = st.builds(
    AirDate.at,
    st.datetimes(
        datetime.fromisoformat("0001-01-02"),
        datetime.fromisoformat("9999-12-30"),
        timezones=st.just(UTC),
    ),
)
air_dates = st.one_of(bare_dates(), instants, st.just(TBA))

near_dates = st.one_of(
    bare_dates(2025, 2026),
    st.builds(
        AirDate.at,
        st.datetimes(
            datetime.fromisoformat("2025-01-01"),
            datetime.fromisoformat("2026-12-31"),
            timezones=st.just(UTC),
        ),
    ),
    st.just(TBA),
)
"""Dates so close together that they often contain one another."""

_people = st.sampled_from(["Ann Lee", "Bo Ek", "Cy Roe", "Di Fox"])
_VALUES: dict[tuple[int | None, str], st.SearchStrategy[object]] = {
    (None, "title"): st.sampled_from(["Lost", "Lost!", "LOST"]),
    (None, "status"): st.sampled_from(list(ShowStatus)),
    (None, "aliases"): st.sampled_from(["Elite", "Élite", "ELITE", "Lost"]),
    (1, "status"): st.sampled_from(list(SeasonStatus)),
    (1, "premiere"): near_dates,
    (1, "episodes"): st.integers(1, 3),
    (1, "cast"): st.builds(Credit, _people, st.sampled_from([None, "X", "Y"])),
    (1, "trailers"): st.builds(
        Trailer,
        st.sampled_from(["https://youtu.be/a", "https://www.youtube.com/watch?v=a", "https://b.c"]),
    ),
    (1, "where"): st.builds(
        Offer, st.sampled_from(["Netflix", "Hulu"]), st.sampled_from([None, "US", "GB"])
    ),
}


_SLOTS = sorted(_VALUES, key=str)


@st.composite
def any_claims(draw: st.DrawFn, slot: tuple[int | None, str] | None = None) -> Claim:
    """A claim by anybody, about that slot or one of few, so that claims often meet."""
    season, name = draw(st.sampled_from(_SLOTS)) if slot is None else slot
    value = draw(_VALUES[season, name])
    key = field_of(season, name).key(value)
    tier = draw(st.sampled_from(Tier))
    person = tier is not Tier.SOURCE and draw(st.booleans())
    if person and draw(st.integers(0, 3)) == 0:
        value = None
    by = "import"
    if person:
        by = "editor"
    elif tier is Tier.SOURCE:
        by = draw(st.sampled_from(["tvmaze", "tmdb", "anilist", "catalog", "other"]))
    return Claim(
        season,
        name,
        key,
        value,
        tier,
        by,
        draw(st.sampled_from(["https://a.example/", "https://b.example/"])),
        date(2026, 1, draw(st.integers(1, 4))),
        order=draw(st.integers(0, 4)),
        position=draw(st.integers(0, 2)),
        author=7 if person else None,
    )


rivals = st.sampled_from(_SLOTS).flatmap(lambda slot: st.lists(any_claims(slot), max_size=8))
"""Claims that are all about the same season and field."""

names = st.one_of(
    st.tuples(st.just("show"), st.sampled_from([*SHOW_FIELDS, "alias", "show_status"])),
    st.tuples(st.just("season"), st.sampled_from([*SEASON_FIELDS])),
)
"""A level and the name of a field at that level."""

scraps = st.sampled_from(
    [
        *(
            "5",
            "10",
            "2026",
            "0",
            "10000",
            "12",
            "2026-10-05",
            "5/10/2026",
            "20:00",
            "8pm",
            "24:00",
        ),
        *("oct", "october", "fall", "winter", "q4", "late", "around", "of", "in", "at", "next"),
        *(
            "et",
            "new york",
            "utc+2",
            "europe/berlin",
            "tba",
            "monday",
            "first",
            "quarter",
            "~",
            "?",
        ),
        *("renewed", "canceled", "yes", "min", "1h", "episodes", "https://a.example/x", "-", "/"),
        *(
            "9" * 400,
            "٢٠٢٦",
            "２０２６",
            "½",
            "\u202e",
            "\u200f",
            "e\u0301",
            "\ud800",
            "\x00",
            "🎬",
        ),
    ]
)
almost_values = st.one_of(
    st.text(max_size=300),
    st.lists(scraps, max_size=8).map(" ".join),
    st.lists(scraps, max_size=8).map("".join),
)
"""Text a person might type or paste, from well meant to hostile."""
