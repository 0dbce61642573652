"""The line of years: what it shows, in words and drawn, for ordinary shows and for odd ones."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops, ImageStat, features

from bot.answers.lookup import Answer
from bot.answers.season_estimate import estimate_of
from bot.estimates.estimate import Estimate
from bot.facts.models import Show, Topic
from bot.facts.verdict import verdict
from bot.locale.languages import LANGUAGES, speaking
from bot.pictures import fonts
from bot.pictures.chart import MOST_BARS, Chart, Look, chart_of, in_text
from bot.pictures.drawing import HEIGHT, WIDTH, PictureCache, png
from bot.pictures.fonts import can_shape, drawable
from tests.facts.made import Said, a_show

GOLDEN = Path(__file__).with_name("golden")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

RUNNING = Said("running", as_of=NOW.date())
"""Heard of today, so that the wait goes on."""

LATIN: dict[int, dict[str, Any]] = {
    1: {"premiere": "2019-02-10", "finale": "2019-04-28", "status": "aired"},
    2: {
        "premiere": "2022-01-10",
        "finale": "2022-06-01",
        "parts": [
            {"label": "Part 1", "premiere": "2022-01-10"},
            {"label": "Part 2", "premiere": "2022-04-20"},
        ],
    },
    3: {"premiere": "2023-02-10", "finale": "2023-04-01"},
    4: {"premiere": "2024-02-12", "finale": "2024-04-01"},
    5: {"premiere": "2026-01-15", "finale": "2026-03-20", "status": "aired"},
    6: {"status": "renewed"},
}
SHOWS: dict[str, Show] = {
    "latin": a_show(LATIN, title="Stranger Nights", network="NBC", country="US", status=RUNNING),
    "cyrillic": a_show(
        {n: {"premiere": f"{1975 + n}-10-01", "finale": f"{1976 + n}-05-20"} for n in range(1, 52)},
        title="Слово пацана: Ωμέγα",
    ),
    "devanagari": a_show(
        {1: {"premiere": "2018-11-16"}, 2: {"premiere": "2020-10-23"}, 3: {"premiere": "2027"}},
        title="मिर्ज़ापुर की कहानी",
    ),
    "japanese": a_show(
        {1: {"premiere": "2019-12-18", "finale": "2019-12-18"}, 2: {"status": "canceled"}},
        title="鬼滅の刃 進撃の巨人",
    ),
}


def chart(show: Show) -> Chart:
    return chart_of(Answer(show, verdict(show, None, NOW), Topic.GENERAL, NOW))


@pytest.mark.parametrize("name", sorted(SHOWS))
def test_it_looks_as_it_did_when_somebody_looked(name: str) -> None:
    drawn = png(chart(SHOWS[name]))
    file = GOLDEN / f"{name}.png"
    if os.environ.get("RENEW"):
        file.write_bytes(drawn)
    seen, golden = (Image.open(io.BytesIO(d)).convert("RGB") for d in (drawn, file.read_bytes()))
    assert seen.size == golden.size == (WIDTH, HEIGHT)
    # Another version of the libraries may set a letter a little differently, and no more.
    assert max(ImageStat.Stat(ImageChops.difference(seen, golden)).mean) < 2
    assert len(drawn) <= 60_000


def test_the_words_say_all_that_the_drawing_shows() -> None:
    text = in_text(chart(SHOWS["latin"]))
    assert text.splitlines()[:-1] == [
        "Season 1: 10 February 2019 to 28 April 2019",
        "Season 2: 10 January 2022 to 1 June 2022 (35 months after the one before)",
        "Season 3: 10 February 2023 to 1 April 2023 (13 months after the one before)",
        "Season 4: 12 February 2024 to 1 April 2024 (12 months after the one before)",
        "Season 5: 15 January 2026 to 20 March 2026 (23 months after the one before)",
        "Season 6: renewed, no date yet",
    ]
    assert text.splitlines()[-1].startswith(
        "My estimate, not news: four times out of five between "
    )
    assert in_text(chart(SHOWS["japanese"])).endswith("Season 2: canceled")
    assert "Season 3: some day from 1 January 2027 to 31 December 2027" in in_text(
        chart(SHOWS["devanagari"])
    )
    with speaking("de"):
        german = in_text(chart(SHOWS["devanagari"]))
    assert "irgendwann vom 1. Januar 2027 bis zum 31. Dezember 2027" in german


def test_parts_what_is_ahead_and_the_estimate_are_on_the_line() -> None:
    drawn = chart(SHOWS["latin"])
    assert [part.isoformat() for part in drawn.bars[1].parts] == ["2022-01-10", "2022-04-20"]
    assert drawn.estimated is not None
    assert drawn.last == drawn.estimated[2]
    assert [bar.look for bar in chart(SHOWS["devanagari"]).bars] == [
        Look.OUT,
        Look.OUT,
        Look.AHEAD,
    ]


@pytest.mark.parametrize(
    "current",
    [
        {"premiere": "2026-10-20"},
        {"premiere": "2026-10-20", "finale": "2026-12-15"},
        {"premiere": "2026-01-15", "finale": "2026-03-20"},
    ],
)
def test_what_was_renewed_is_estimated_on_the_line_while_a_season_is_on(
    current: dict[str, Any],
) -> None:
    """As its own card does; not beside a date, nor of the season after it."""
    network = {"network": "NBC", "country": "US"}
    yearly = {n: {"premiere": f"{2021 + n}-0{10 - n}-01"} for n in range(1, 5)}
    ahead = {6: {"status": "renewed"}, 7: {"status": "renewed"}}
    show = a_show(yearly | {5: current} | ahead, status=RUNNING, **network)
    own = Answer(show, verdict(show, 6, NOW), Topic.GENERAL, NOW)
    card = estimate_of(own)
    assert isinstance(card, Estimate)
    assert chart(show).estimated == (card.low, card.likely, card.high)
    assert chart_of(replace(own, estimates=False)).estimated is None
    for known in ({"premiere": "2027-09"}, {"status": "canceled"}, {"status": "rumored"}):
        show = a_show(yearly | {5: current, 6: known}, status=RUNNING, **network)
        assert chart(show).estimated is None


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Tokyo"])
def test_an_instant_is_the_day_that_it_is_where_the_show_comes_out(zone: str) -> None:
    """As its card tells it; where nobody knows where that is, the day in the server's zone."""
    dates = {"premiere": "2026-03-04T01:00:00Z", "finale": "2026-04-22T01:00:00Z"}
    now = NOW.astimezone(ZoneInfo(zone))

    def first_line(**about: str) -> str:
        show = a_show({1: {**dates, "status": "aired"}}, **about)
        answer = Answer(show, verdict(show, None, now), Topic.GENERAL, now)
        return in_text(chart_of(answer)).splitlines()[0]

    assert first_line(country="US") == "Season 1: 3 March 2026 to 21 April 2026"
    west = zone == "America/New_York"
    theirs = "3 March 2026 to 21 April 2026" if west else "4 March 2026 to 22 April 2026"
    assert first_line() == f"Season 1: {theirs}"


def test_a_rumor_is_no_date() -> None:
    seasons = {1: {"status": "aired", "premiere": "2024-01-01", "finale": "2024-02-01"}}
    made = chart(a_show(seasons | {2: {"status": "rumored", "premiere": "2026-11-30"}}))
    assert [bar.label for bar in made.bars] == ["1"]
    assert "Season 2: a rumor" in in_text(made)


def test_a_season_that_goes_on_has_no_last_day() -> None:
    parts = [{"label": f"Part {n}", "premiere": f"2026-11-{n}"} for n in (20, 22)]
    ahead = {"label": "Part 3", "premiere": "2027-01-01"}
    made = chart(a_show({1: {"premiere": "2025-01-01"}, 2: {"parts": [*parts, ahead]}}))
    assert in_text(made).splitlines()[1].startswith("Season 2: since 20 November 2026 (23 months")
    # What is ahead is inside of what is drawn.
    assert made.last >= made.bars[1].last == made.bars[1].parts[-1]
    aired = chart(a_show({1: {"premiere": "2026-11-01"}}))
    assert in_text(aired).splitlines()[0] == "Season 1: since 1 November 2026"


def test_a_season_dated_before_the_one_before_counts_no_months() -> None:
    made = chart(a_show({1: {"premiere": "2020-05-01"}, 2: {"premiere": "2013-01-01"}}))
    assert [bar.gap for bar in made.bars] == [None, None]
    assert "-" not in in_text(made)


def test_about_a_day_is_not_that_day() -> None:
    made = chart(a_show({1: {"premiere": "2019-01-01"}, 2: {"premiere": "2026-12-25~"}}))
    assert in_text(made).splitlines()[1] == "Season 2: about 25 December 2026"


@pytest.mark.parametrize(
    ("seasons", "title"),
    [
        ({n: {"premiere": f"{n}-01-03", "finale": f"{n}-12-20"} for n in range(2005, 2027)}, "x"),
        ({1: {"premiere": "2026-11-01", "finale": "2020-01-01"}}, "Ends before it begins"),
        ({1: {"premiere": "2027-01-01"}, 2: {"premiere": "2019-01-01"}}, "Out of order"),
        ({1: {"premiere": "0001-01-01"}, 2: {"premiere": "9999-12-31"}}, "All of time"),
        ({1: {"premiere": "2026-11-22"}}, "One season, today"),
        ({n: {"premiere": f"{1900 + n // 10}-0{n % 9 + 1}"} for n in range(1, 1000)}, "Many"),
        ({1: {"premiere": "2020-01-01"}}, "A very long title of many words " * 7),
        ({1: {"premiere": "2020-01-01"}}, "مسلسل"),
        ({1: {"premiere": "2020-01-01"}}, "🎬🎬"),
        ({1: {"premiere": "2020-01-01", "label": "x" * 100}, 2: {"status": "canceled"}}, "Label"),
        ({}, "Nothing"),
    ],
)
def test_odd_shows_are_drawn_all_the_same(seasons: dict[int, Any], title: str) -> None:
    made = chart(a_show(seasons, title=title))
    assert len(made.bars) <= MOST_BARS
    assert 0 < len(in_text(made)) <= 1024
    assert len(png(made)) <= 60_000


def test_a_title_without_a_font_gives_way_to_a_name_that_has_one() -> None:
    show = a_show({1: {"premiere": "2020-01-01"}}, title="ᏣᎳᎩ", aliases=["Drama"])
    assert pieces(chart(show).titles) == ["Drama"]
    assert pieces(["ᏣᎳᎩ", "🎬", "–", " ", ""]) is None


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("Straße", ["Straße"]),
        ("🔥 Love 💔 Island 👨‍👩‍👧", ["Love Island"]),
        ("Heart❤️stopper", ["Heartstopper"]),
        ("Re:ゼロから – été", ["Re:", "ゼロから", " – été"]),
        ("進撃の巨人 The Final Season", ["進撃の巨人", " The Final Season"]),
        ("मिर्ज़ापुर Season 2", ["मिर्ज़ापुर ", "Season 2"]),
        ("फ़ौदा ゼロ", ["फ़ौदा ", "ゼロ"]),
        ("פאודה (Fauda) 3", ["פאודה (Fauda) 3"]),
        ("تاج السلاطين: ABC", ["تاج السلاطين: ABC"]),
        ("ตำนานรัก 2", ["ตำนานรัก ", "2"]),
        ("தமிழ்", ["தமிழ்"]),
        ("తెలుగు", ["తెలుగు"]),
        ("বাংলা", ["বাংলা"]),
        ("ᏣᎳᎩ (Drama)", None),
    ],
)
def test_a_title_of_several_scripts_is_drawn_by_several_fonts(
    title: str, drawn: list[str] | None
) -> None:
    """With an emoji or a word of Latin there was none at all; no letter is left out."""
    assert pieces([title]) == drawn
    assert len(png(chart(a_show({1: {"premiere": "2020-01-01"}}, title=title)))) <= 60_000


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_words_are_drawn_in_every_language(code: str) -> None:
    """Of Hindi there was neither "today" nor "estimate", and of the months only their number."""
    with speaking(code):
        seen = Image.open(io.BytesIO(png(chart(SHOWS["latin"])))).convert("RGB")
    today = seen.crop((0, 98, WIDTH, 122))
    assert box_of(today, lambda red, green, blue: green > red + 60)
    below = seen.crop((0, 240, WIDTH, 276))
    assert box_of(below, lambda red, green, blue: red > blue + 60 and green > blue + 60)
    left, right = box_of(below.crop((48, 0, 400, 36)), lambda red, green, blue: blue > 90)
    assert right - left > 40, "no more than 35"


def box_of(picture: Image.Image, wanted: Callable[[int, int, int], bool]) -> tuple[int, int]:
    """From where to where there are pixels of that colour."""
    width, height = picture.size
    found = [
        x
        for x in range(width)
        for y in range(height)
        if wanted(*cast("tuple[int, int, int]", picture.getpixel((x, y))))
    ]
    assert found
    return min(found), max(found)


def test_letters_that_cannot_be_joined_are_not_drawn_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pillow without FriBiDi draws Hindi with its vowels out of place, and Arabic backwards."""
    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    can_shape.cache_clear()
    try:
        names = ["मिर्ज़ापुर", "مسلسل", "ตำนาน"]
        assert pieces(names) is None
        assert pieces([*names, "鬼滅の刃", "Mirzapur"]) == ["鬼滅の刃"]
        with speaking("hi"):
            assert len(png(chart(SHOWS["devanagari"]))) <= 60_000
    finally:
        can_shape.cache_clear()


def test_other_scripts_are_drawn_with_fonts_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without them the picture has no heading, and no boxes; the card names the show in text."""
    monkeypatch.setattr(fonts, "_SYSTEM", (tmp_path / "none", tmp_path))
    monkeypatch.setattr(fonts, "_SHAPED", tuple(f for f in fonts._SHAPED if "Tamil" not in f))
    fonts._of_system.cache_clear()
    try:
        assert pieces(["தமிழ் 2"]) is None
        assert fonts.system_scripts() == []
        shutil.copy(fonts._FONTS / "NotoSansTamil.ttf", tmp_path / "NotoSansKhmer-Regular.ttf")
        fonts._of_system.cache_clear()
        assert fonts.system_scripts() == (["Khmer"] if can_shape() else [])
        assert pieces(["தமிழ் x"]) == (["தமிழ் ", "x"] if can_shape() else None)
    finally:
        fonts._of_system.cache_clear()


def test_a_long_label_leaves_room_for_what_is_told() -> None:
    label = "Book Three " * 9
    made = chart(a_show({2: {"status": "renewed", "label": label}}))
    (line,) = made.undated
    assert line.endswith("…: renewed, no date yet")
    assert len(line) <= 70


def test_earlier_seasons_without_room_are_counted() -> None:
    many = a_show({n: {"premiere": f"{1900 + n}-01-01"} for n in range(1, 101)}, title="Long")
    made = chart(many)
    assert made.left_out == 40
    text = in_text(made)
    first, *rest = text.splitlines()
    assert first == f"({100 - len(rest)} earlier seasons)"
    assert rest[-1].startswith("Season 100: 1 January 2000")


def pieces(titles: Iterable[str]) -> list[str] | None:
    runs = drawable(titles, 20)
    return None if runs is None else [piece for piece, _ in runs]


async def test_a_picture_is_drawn_once() -> None:
    with PictureCache.open() as pictures:
        made = chart(SHOWS["latin"])
        picture = await pictures.png(made)
        assert await pictures.png(chart(SHOWS["latin"])) is picture
        assert picture.startswith(b"\x89PNG")
