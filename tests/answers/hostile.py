"""Shows with anything at all in every field that a source could fill."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.facts.fields import field_of
from bot.facts.models import Kind, SeasonStatus, Show, ShowStatus, TrailerKind
from bot.facts.value_codecs import BadValueError
from tests.facts.made import Said, a_show
from tests.facts.strategies import air_dates

_SHREDS = st.sampled_from(
    [
        "🎬", "👨‍👩‍👧‍👦", "*", "_", "`", "||", "~~", "@everyone ", "<@1>", "<t:0:R>", "<:a:1>", "://",
        "https://a.example/", "[x](https://a.example)", "\\", "\n", "\n# ", "\n> ", "\n- ", "1. ",
        "-# ", "(", ")", "مس", "ש", "Z\u0337\u0336\u0335\u0334", "\u202e", "\u2068", "\u200d", "字",
        "\U0001d518", "ﷺ", " ", "a", "word ", "2",
    ]
)  # fmt: skip


def texts(limit: int) -> st.SearchStrategy[str]:
    """Text of up to that many characters: any, or one shred over and over to the very limit."""
    repeated = st.builds(lambda shred, n: (shred * n)[:n], _SHREDS, st.integers(1, limit))
    full = st.builds(lambda shred: (shred * limit)[:limit], _SHREDS)
    mixed = st.lists(_SHREDS, max_size=30).map(lambda shreds: "".join(shreds)[:limit])
    return st.one_of(st.text(max_size=min(limit, 200)), repeated, full, mixed)


links = st.builds(
    lambda start, unit, n: (start + unit * n)[:2000],
    st.sampled_from(
        ["https://a.example/", "http://youtu.be/aaaaaaaaaaa?", "https://" + "h" * 200 + ".example/"]
    ),
    st.sampled_from(["x", "(", ")", "@", "é", "🎬", "[", "*", "%"]),
    st.one_of(st.integers(0, 30), st.sampled_from([480, 500, 512, 1990])),
)

_dates = air_dates.map(str)


@st.composite
def some(draw: st.DrawFn, member: st.SearchStrategy[Any], most: int) -> list[Any]:
    """A list of up to that many members, often alike, often full."""
    one = draw(st.lists(member, min_size=1, max_size=3))
    count = draw(st.sampled_from([1, 2, most]))
    return [one[n % len(one)] for n in range(count)]


_credit = st.fixed_dictionaries({"person": texts(200)}, optional={"character": texts(200)})
_offer = st.fixed_dictionaries(
    {"provider": texts(100)}, optional={"region": st.sampled_from(["US", "DE"]), "url": links}
)
_trailer = st.fixed_dictionaries(
    {"url": links},
    optional={
        "title": texts(300),
        "kind": st.sampled_from([kind.value for kind in TrailerKind]),
        "published": _dates,
        "official": st.booleans(),
    },
)
_part = st.fixed_dictionaries(
    {"label": texts(100)},
    optional={"premiere": _dates, "finale": _dates, "episodes": st.integers(0, 10_000)},
)
_producer = st.fixed_dictionaries({"person": texts(200)}, optional={"role": texts(100)})

_OF_SEASON = {
    "label": texts(100),
    "status": st.sampled_from([status.value for status in SeasonStatus]),
    "premiere": _dates,
    "finale": _dates,
    "episodes": st.integers(0, 10_000),
    "runtime": st.integers(1, 1440),
    "story": texts(4000),
    "final": st.booleans(),
    "parts": some(_part, 30),
    "cast": some(_credit, 40),
    "trailers": some(_trailer, 8),
    "where": some(_offer, 30),
}
_OF_SHOW = {
    "title": texts(300),
    "year": st.integers(1900, 2200),
    "kind": st.sampled_from([kind.value for kind in Kind]),
    "network": texts(200),
    "status": st.sampled_from([status.value for status in ShowStatus]),
    "synopsis": texts(4000),
    "picture": links,
    "creators": some(texts(200), 20),
    "producers": some(_producer, 20),
}


@st.composite
def _values(draw: st.DrawFn, fields: dict[str, Any], season: int | None) -> dict[str, Any]:
    """Some of those fields, said by anybody, as far as they are values at all."""
    said: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(fields)), unique=True)):
        value = draw(fields[name])
        members = value if name in ("cast", "trailers", "where") else [value]
        good = []
        for member in members:
            try:
                field_of(season, name).decode(member)
            except BadValueError:
                continue
            good.append(member)
        if good:
            by = draw(st.sampled_from(["catalog", "tvmaze", "editor"]))
            said[name] = Said(good if value is members else good[0], by=by)
    return said


@st.composite
def shows(draw: st.DrawFn) -> Show:
    """A show with up to a hundred seasons, two of them full of anything."""
    first = draw(st.sampled_from([0, 1, 2, 1990, 9990]))
    count = draw(st.sampled_from([0, 1, 2, 3, 24, 25, 26, 60]))
    numbers = [n for n in range(first, first + count) if n <= 9999]
    seasons: dict[int, dict[str, Any]] = {number: {} for number in numbers}
    for number in numbers[-2:]:
        seasons[number] = draw(_values(_OF_SEASON, number))
    own = draw(_values(_OF_SHOW, None))
    return a_show(seasons, **own)


def full_of(shred: str) -> Show:
    """A show with that in every text, and every list and link as long as a source may make it."""

    def text(limit: int) -> str:
        return (shred * limit)[:limit]

    link = ("https://a.example/" + shred * 400)[:480] if shred.isalnum() else "https://a.example/x"
    person = text(200)
    season = {
        "label": text(100),
        "status": "renewed",
        "story": text(4000),
        "final": True,
        "episodes": 10_000,
        "runtime": 1440,
        "parts": [{"label": text(100), "premiere": "2027-09-30", "episodes": 10_000}] * 30,
        "cast": [{"person": f"{n} {text(150)}", "character": person} for n in range(40)],
        "trailers": [{"url": f"{link}{n}", "title": text(300)} for n in range(8)],
        "where": [{"provider": f"{n} {text(90)}", "url": link} for n in range(30)],
    }
    return a_show(
        dict.fromkeys(range(1, 61), season),
        title=text(300),
        network=person,
        creators=[person] * 20,
        producers=[{"person": person, "role": f"{n} {text(90)}"} for n in range(20)],
    )
