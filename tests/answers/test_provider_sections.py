"""What providers say beside a season's own facts, as it is told: places, casts, disagreements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers.sections import write
from bot.answers.trailers import newest_trailer
from bot.facts.models import Show, Topic
from bot.facts.resolve import resolve, show_of
from bot.locale.languages import speaking
from bot.presentation.markup import Plain
from tests.answers.made import answer, text_of
from tests.facts.stated import says

OUT = {"premiere": "2024-05-01", "finale": "2024-06-12"}


def show(*said: tuple[str, dict[int, dict[str, Any]], dict[str, Any]]) -> Show:
    """A show as several sources have it: (source, seasons, own fields)."""
    claims = [
        claim
        for source, seasons, own in said
        for claim in says("1", "Example", seasons, source=source, **own).claims
    ]
    found = show_of(1, resolve(claims))
    assert found is not None
    return found


def told(of: Show, number: int | None, topic: Topic, region: str | None = None) -> str:
    asked = replace(answer(of, number, topic), region=region)
    return text_of(write(asked, Plain()))


def where(region: str | None = None, *offers: dict[str, Any], **own: Any) -> list[str]:
    """The places that are told of season 1."""
    text = told(show(("tmdb", {1: OUT | {"where": list(offers)}}, own)), 1, Topic.WHERE, region)
    return [line for line in text.splitlines() if not line.startswith("Where to watch")]


def at(provider: str, *regions: str, **more: str) -> list[dict[str, Any]]:
    return [{"provider": provider, "region": region, **more} for region in regions]


@pytest.mark.parametrize("region", [None, "CZ", "ZW"])
def test_a_streamer_that_is_the_shows_own_network_is_a_place(region: str | None) -> None:
    assert where(region, network="Netflix") == ["Netflix (its own service)"]
    assert where(region, streamer={"provider": "Lumen"}) == ["Lumen (its own service)"]
    assert where(region, network="Harbour One") == [
        "I know of no place to watch season 1.",
        "Network: Harbour One",
    ]


def test_a_streamer_is_told_beside_its_channel() -> None:
    own = {"network": "BBC One", "streamer": {"provider": "BBC iPlayer", "region": "GB"}}
    assert where("GB", **own) == ["BBC iPlayer (UK, its own service)", "Network: BBC One"]
    assert where("US", **own) == [
        "US: I know of no place to watch it. Elsewhere:",
        "BBC iPlayer (UK, its own service)",
        "Network: BBC One",
    ]


def test_offers_are_told_by_provider_with_what_they_ask_for() -> None:
    offers = [
        *at("Netflix", "AD", "DE", "GB", "US", "ZW"),
        *at("Player", "DE", terms="ads"),
        *at("Tube", "CZ", terms="rent"),
    ]
    assert where(None, *offers, network="Netflix") == [
        "Netflix (UK, US, Andorra and 2 more)",
        "Player (Germany, free with ads)",
        "Tube (Czechia, to rent)",
    ]
    assert where("CZ", *offers) == ["Tube (Czechia, to rent)"]
    assert where("DE", *offers) == ["Netflix (Germany)", "Player (Germany, free with ads)"]


def test_a_country_without_offers_is_told_so_and_the_others_shortly() -> None:
    offers = [place for number in range(9) for place in at(f"Stream {number}", "DE", "FR")]
    lines = where("PH", *offers)
    assert lines[0] == "Philippines: I know of no place to watch it. Elsewhere:"
    assert (len(lines), lines[1], lines[-1]) == (7, "Stream 0 (Germany, France)", "4 more")


def test_two_spellings_of_one_service_are_one() -> None:
    assert where("DE", *at("Disney Plus", "DE"), network="Disney+") == ["Disney Plus (Germany)"]
    assert where("DE", *at("Amazon Prime Video", "DE"), network="Prime Video") == [
        "Amazon Prime Video (Germany)"
    ]


def test_the_cast_of_the_show_stands_in_for_that_of_a_season_and_says_so() -> None:
    cast = [{"person": "Ann Lee", "character": "Mara"}, {"person": "Bo Ek"}]
    of = show(("tvmaze", {1: OUT, 2: {"premiere": "2025-05-01"}}, {"cast": cast}))
    text = told(of, 2, Topic.CAST)
    assert "I know of no cast for season 2." in text
    assert "The cast of Example, over all its seasons:\nAnn Lee as Mara\nBo Ek" in text
    assert "With, over all seasons: Ann Lee and Bo Ek" in told(of, 2, Topic.GENERAL)


@pytest.mark.parametrize(
    ("tmdb", "tvmaze", "line"),
    [
        ("running", "ended", "Sources disagree: TVmaze: it has ended."),
        ("ended", "running", "Sources disagree: TVmaze: it goes on."),
        ("canceled", "running", "Sources disagree: TVmaze: it goes on."),
        ("canceled", "ended", None),
        ("ended", "to_be_determined", None),
        ("running", "to_be_determined", None),
    ],
)
@pytest.mark.parametrize("topic", [Topic.GENERAL, Topic.STATUS, Topic.RELEASE])
def test_sources_that_disagree_whether_it_goes_on_are_both_told(
    tmdb: str, tvmaze: str, line: str | None, topic: Topic
) -> None:
    of = show(("tmdb", {1: OUT}, {"status": tmdb}), ("tvmaze", {1: OUT}, {"status": tvmaze}))
    lines = told(of, None, topic).splitlines()
    assert [text for text in lines if "disagree" in text] == ([line] if line else [])


def test_an_announced_special_is_told() -> None:
    ahead = {0: {"next_episode": "2026-12-25"}, 1: OUT}
    of = show(("tvmaze", ahead, {"status": "to_be_determined"}))
    assert told(of, 0, Topic.GENERAL).startswith(
        "A special comes out on 25 December 2026. That is in 33 days."
    )
    for topic in (Topic.GENERAL, Topic.RELEASE, Topic.STATUS):
        assert "A special comes out on 25 December 2026." in told(of, None, topic)
    today = show(("tvmaze", {0: {"next_episode": "2026-11-22"}, 1: OUT}, {}))
    told_today = "A special comes out on 22 November 2026."
    assert told(today, 0, Topic.GENERAL).startswith(f"{told_today} That is today.")
    assert told_today in told(today, 1, Topic.RELEASE)
    older = show(("tvmaze", {0: {"next_episode": "2026-01-02"}, 1: OUT}, {}))
    assert "special" not in told(older, None, Topic.GENERAL)


@pytest.mark.parametrize("seasons", [{}, {1: OUT}])
def test_a_special_that_is_known_by_its_premiere_is_told_too(seasons: dict[int, Any]) -> None:
    of = show(("catalog", {0: {"premiere": "2026-12-25"}, **seasons}, {"status": "running"}))
    for topic in (Topic.GENERAL, Topic.RELEASE, Topic.STATUS):
        assert "A special comes out on 25 December 2026." in told(of, None, topic)
    for dates in ({"premiere": "2026-01-02"}, {"premiere": "2026-12-25", "status": "canceled"}):
        off = show(("catalog", {0: dates, **seasons}, {"status": "running"}))
        assert "A special" not in told(off, None, Topic.GENERAL), dates


def video(name: str, day: str, kind: str = "trailer", **more: Any) -> dict[str, Any]:
    url = f"https://v.example/{name.replace(' ', '-')}"
    return {"url": url, "title": name, "kind": kind, "published": day, **more}


def test_the_trailer_stays_first_however_many_newer_clips_there_are() -> None:
    clips = [video(f"Scene {n}", f"2026-11-{n + 1:02}", "clip") for n in range(8)]
    fan = video("A fan's", "2026-11-20", official=False)
    videos = [*clips, fan, video("Old Trailer", "2026-01-01"), video("Trailer", "2026-02-01")]
    of = show(("tmdb", {1: OUT | {"trailers": videos}}, {}))
    named = [line.split(" ", 1)[0] for line in told(of, 1, Topic.TRAILER).splitlines()[1:3]]
    assert named == ["Trailer", "Old"]
    assert newest_trailer(answer(of, 1, Topic.TRAILER)) == "https://v.example/Trailer"


def test_a_trailer_in_another_language_says_which() -> None:
    videos = [
        video("Hindi one", "2026-02-01", language="hi"),
        video("One", "2026-01-01", language="en"),
    ]
    of = show(("tmdb", {1: OUT | {"trailers": videos}}, {}))
    lines = told(of, 1, Topic.TRAILER).splitlines()
    assert ", in Hindi" in lines[1]
    assert ", in " not in lines[2]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Hulu (USA, Frankreich)"),
        ("es", "Hulu (EE. UU., Francia)"),
        ("fr", "Hulu (États-Unis, France)"),
        ("it", "Hulu (Stati Uniti, Francia)"),
        ("pt_BR", "Hulu (EUA, França)"),
        ("hi", "Hulu (अमेरिका, फ़्रांस)"),
    ],
)
def test_countries_are_named_in_the_readers_language(language: str, told: str) -> None:
    with speaking(language):
        assert where(None, *at("Hulu", "US", "FR"))[-1] == told
