"""Each change has a sentence of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.change_kinds import kind_of
from bot.alerts.change_sentences import ChangeSentences
from bot.alerts.queries.event_news import News
from bot.facts.fields import field_of
from bot.locale.languages import speaking
from bot.presentation.markup import Plain
from tests.clock import TODAY
from tests.facts.made import a_show


def item(field: str, before: Any, after: Any, season: int | None = 2) -> News:
    decode = field_of(season, field).decode
    kind = kind_of(season, field)
    assert kind is not None
    was = None if before is None else decode(before)
    now = None if after is None else decode(after)
    return News(1, 0, season, field, "", kind.value, was, now)


def told(*news: News, season: int | None = 2) -> str:
    teller = ChangeSentences(a_show({2: {}}, title="Lamp"), season, Plain(), TODAY)
    return " ".join(teller.sentences(news))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, "2027-03-04", "Season 2 comes out on 4 March 2027. There was no date before."),
        ("XXXX", "2027-03", "Season 2 is expected in March 2027. There was no date before."),
        (
            "2027-03-04",
            "2027-05-06",
            "Season 2 is delayed. It comes out on 6 May 2027. It was due on 4 March 2027.",
        ),
        (
            "2027-03-04",
            "2027-01",
            "Season 2 comes out earlier. It is expected in January 2027. "
            "It was due on 4 March 2027.",
        ),
        (
            "2026-23",
            "2026-12-22",
            "Season 2 comes out on 22 December 2026. It was due in fall 2026.",
        ),
        (
            "2026-23",
            "2026-12-23",
            "Season 2 is delayed. It comes out on 23 December 2026. It was due in fall 2026.",
        ),
        (
            "2027-03-04",
            "2027-03-05",
            "Season 2 is delayed. It comes out on 5 March 2027. It was due on 4 March 2027.",
        ),
        ("2027-22", "2027-34", "Season 2 is expected in Q2 2027. It was due in summer 2027."),
        (
            "2027-03-01",
            "2027-03-01T20:00:00-05:00",
            "Season 2 comes out on 2 March 2027, 01:00 UTC. "
            "Until now, only 1 March 2027 was known.",
        ),
        (
            "2027-03-01T20:00:00-05:00",
            "2027-03-01",
            "Season 2 comes out on 1 March 2027. "
            "Until now it was more precise: 2 March 2027, 01:00 UTC.",
        ),
        (
            "2026-36",
            "2027-01-05",
            "Season 2 is delayed. It comes out on 5 January 2027. It was due in Q4 2026.",
        ),
        (
            "2027",
            "2027-03-04",
            "Season 2 comes out on 4 March 2027. Until now, only 2027 was known.",
        ),
        (
            "2027-03-04",
            "2027",
            "Season 2 is expected in 2027. Until now it was more precise: 4 March 2027.",
        ),
        ("2027-03-04", None, "Season 2 no longer has a date. It was due on 4 March 2027."),
        ("2027-03-04", "XXXX", "Season 2 no longer has a date. It was due on 4 March 2027."),
        (
            "2027-21",
            "2027-34",
            "Season 2 is expected in Q2 2027. It was due in spring 2027.",
        ),
    ],
)
def test_a_date_that_came_moved_or_went_has_its_sentence(
    before: Any, after: Any, sentence: str
) -> None:
    assert told(item("premiere", before, after)) == sentence


@pytest.mark.parametrize(
    ("country", "zone", "hour", "sentence"),
    [
        # Where the reader lives it is the day after, and in New York the morning of the day.
        ("US", "Pacific/Auckland", 12, "Season 2 comes out on 22 November 2026 (US)."),
        ("US", "Pacific/Auckland", 29, "Season 2 is out. It came out on 22 November 2026 (US)."),
        # And where it is still that day, it is over in Tokyo.
        ("JP", "Etc/GMT+11", 12, "Season 2 comes out on 22 November 2026 (Japan)."),
        ("JP", "Etc/GMT+11", 15, "Season 2 is out. It came out on 22 November 2026 (Japan)."),
        (None, "Pacific/Auckland", 12, "Season 2 is out. It came out on 22 November 2026."),
    ],
)
def test_a_day_is_past_when_it_is_over_where_the_show_comes_out(
    country: str | None, zone: str, hour: int, sentence: str
) -> None:
    own = {} if country is None else {"country": country}
    show = a_show({2: {}}, title="Lamp", **own)
    midnight = datetime(2026, 11, 22, tzinfo=UTC)
    now = (midnight + timedelta(hours=hour)).astimezone(ZoneInfo(zone))
    teller = ChangeSentences(show, 2, Plain(), now)
    (text,) = teller.sentences([item("premiere", None, "2026-11-22")])
    assert text == f"{sentence} There was no date before."


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, "renewed", "Season 2 is coming: it was renewed."),
        ("renewed", "canceled", "Season 2 is canceled. Until now it was renewed."),
        ("scheduled", "airing", "Season 2 is airing now. Until now it was scheduled."),
        (
            "renewed",
            None,
            "The future of season 2 is open again. Nobody says it was renewed any more.",
        ),
    ],
)
def test_where_a_season_stands(before: Any, after: Any, sentence: str) -> None:
    assert told(item("status", before, after)) == sentence


@pytest.mark.parametrize(
    ("before", "status", "premiere", "day"),
    [
        ("postponed", "scheduled", "2027-09-07", "It comes out on 7 September 2027."),
        ("canceled", "renewed", "2027", "It is expected in 2027."),
        ("rumored", "in_production", "2027-09-07T20:00:00Z", "It comes out on 7 September 2027"),
        ("renewed", "scheduled", "2027-09-07", ""),
        ("postponed", "scheduled", "2026-01-07", ""),
        ("postponed", "scheduled", None, ""),
        ("postponed", "canceled", "2027-09-07", ""),
        ("canceled", "rumored", "2027-09-07", ""),
    ],
)
def test_what_was_off_and_comes_again_is_told_with_its_day(
    before: str, status: str, premiere: str | None, day: str
) -> None:
    """Its dates were no news while it was off, so nobody was told."""
    season = {"status": status} | ({"premiere": premiere} if premiere else {})
    teller = ChangeSentences(a_show({2: season}, title="Lamp"), 2, Plain(), TODAY)
    changed = item("status", before, status)
    (text,) = teller.sentences([changed])
    assert day in text
    assert ("It comes" in text or "It is expected" in text) is bool(day)
    # Nor is a day told of a season that is there no more.
    gone = ChangeSentences(a_show({}, title="Lamp"), 2, Plain(), TODAY)
    assert gone.sentences([changed])[0].startswith(text.removesuffix(day)[:20])
    text, dated = teller.sentences([changed, item("premiere", None, "2027-09-07")])
    assert "It comes" not in text
    assert "comes out on 7 September 2027" in dated


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Season 2 ends on 1 April 2027; until now that was on 25 March 2027."),
        ("de", "Staffel 2 endet am 1. April 2027; bisher war es am 25. März 2027."),
        ("es", "La temporada 2 termina el 1 de abril de 2027; hasta ahora era el 25 de marzo de"),
        (
            "fr",
            "La saison 2 se termine le 1er avril 2027\u202f; jusqu’ici, c’était le 25 mars 2027.",
        ),
        ("it", "La stagione 2 finisce il 1º aprile 2027; finora era il 25 marzo 2027."),
        ("pt_BR", "A temporada 2 termina em 1º de abril de 2027; até agora era em 25 de março de"),
        # Two numbers side by side would read as one.
        ("hi", "सीज़न 2, 1 अप्रैल 2027 को समाप्त होगा; अब तक यह 25 मार्च 2027 को था।"),
    ],
)
def test_an_end_that_moved_reads_as_it_should(language: str, sentence: str) -> None:
    with speaking(language):
        assert told(item("finale", "2027-03-25", "2027-04-01")).startswith(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Geplant war der Start am 1. März 2027."),
        ("de", "Geplant war der Start im Sommer 2027."),
        ("fr", "Elle était prévue le 1er mars 2027."),
    ],
)
def test_what_a_day_was_until_now_reads_as_it_should(language: str, sentence: str) -> None:
    before = "2027-22" if "Sommer" in sentence else "2027-03-01"
    with speaking(language):
        assert told(item("premiere", before, None)).endswith(sentence)


def test_what_nobody_says_any_more_reads_as_it_should() -> None:
    assert told(item("status", "ended", "running", None), season=None) == (
        "Lamp continues. Until now it was over."
    )
    texts = [told(item("status", before, None)) for before in ("rumored", "aired")]
    again = "The future of season 2 is open again."
    assert texts == [
        f"{again} The rumor is not repeated any more.",
        f"{again} Nobody says it is out any more.",
    ]


def test_a_season_without_a_day_is_not_said_to_end_on_none() -> None:
    gone = (item("premiere", "2027-03-04", None), item("finale", "2027-04-22", None))
    assert told(*gone) == "Season 2 no longer has a date. It was due on 4 March 2027."
    assert told(gone[1]) == "It is no longer known when season 2 ends."
    moved = (item("premiere", "2027-03-04", "2027-05-06"), gone[1])
    assert told(*moved).endswith("It is no longer known when season 2 ends.")
    ends = (gone[0], item("finale", "2027-04-22", "2027-05-01"))
    assert "Season 2 ends on 1 May 2027" in told(*ends)


@pytest.mark.parametrize(
    ("season", "final", "sentence"),
    [
        ({"status": "renewed"}, True, "Season 2 will be the last one."),
        ({"status": "renewed"}, None, "Season 2 will not be the last one."),
        ({"premiere": "2026-11-01"}, True, "Season 2 is the last one."),
        ({"premiere": "2020-11-01"}, True, "Season 2 is the last one."),
        ({"status": "aired"}, None, "Season 2 is not the last one."),
    ],
)
def test_a_season_that_is_out_is_the_last_one_already(
    season: dict[str, Any], final: bool | None, sentence: str
) -> None:
    show = a_show({2: season}, title="Lamp")
    news = item("final", None if final else True, final)
    assert ChangeSentences(show, 2, Plain(), TODAY).sentences([news]) == [sentence]


PARTS = [{"label": "Part 1", "premiere": "2027-03-01"}, {"label": "Part 2"}]
VIDEO = {"url": "https://youtu.be/a"}
ANN = {"person": "Ann Lee", "character": "Oil"}


@pytest.mark.parametrize(
    ("field", "before", "after", "sentence"),
    [
        ("finale", None, "2027-04-22", "Season 2 ends on 22 April 2027."),
        ("finale", None, TODAY.date().isoformat(), "Season 2 ends on 22 November 2026."),
        ("finale", None, "2026-11-20", "Season 2 ended on 20 November 2026."),
        ("finale", "2026-11-27", "2026-11-20", "Season 2 ended on 20 November 2026."),
        (
            "parts",
            None,
            PARTS,
            "Season 2 comes in parts: Part 1 on 1 March 2027 and Part 2 undated.",
        ),
        ("parts", PARTS, None, "Season 2 no longer comes in parts."),
        ("final", None, True, "Season 2 will be the last one."),
        ("final", True, None, "Season 2 will not be the last one."),
        (
            "trailers",
            None,
            VIDEO | {"title": "First look"},
            "There is a new trailer for season 2. First look <https://youtu.be/a> (youtu.be)",
        ),
        (
            "trailers",
            None,
            VIDEO | {"kind": "teaser"},
            "There is a new teaser for season 2. Teaser <https://youtu.be/a> (youtu.be)",
        ),
        ("trailers", VIDEO, None, "A trailer for season 2 is no longer there."),
        ("cast", None, ANN, "In the cast of season 2: Ann Lee as Oil."),
        ("cast", ANN, ANN | {"character": "Ash"}, "In the cast of season 2: Ann Lee as Ash."),
        ("cast", {"person": "Ann Lee"}, None, "No longer in the cast of season 2: Ann Lee."),
        ("story", None, "A lamp.", "What season 2 is about: A lamp."),
        ("story", "A lamp.", None, "The story of season 2 was taken back."),
    ],
)
def test_any_other_change_has_its_sentence(
    field: str, before: Any, after: Any, sentence: str
) -> None:
    assert told(item(field, before, after)) == sentence


def test_a_long_cast_is_counted_to_its_end() -> None:
    everybody = [item("cast", None, {"person": f"P{n:02}"}) for n in range(1, 14)]
    assert told(*everybody).endswith("P10, P11, P12 and 1 more.")
    assert told(*everybody[:12]).endswith("P10, P11 and P12.")


def test_a_change_of_the_show_itself_names_the_show() -> None:
    assert told(item("status", "running", "canceled", None), season=None) == (
        "Lamp is canceled. Until now it was going on."
    )
    assert told(item("status", "canceled", None, None), season=None) == (
        "The future of Lamp is open again. Nobody says it is canceled any more."
    )


def test_several_changes_the_weightiest_first() -> None:
    text = told(
        item("story", None, "A lamp."),
        item("cast", None, {"person": "Ann Lee", "character": "Oil"}),
        item("cast", {"person": "Bo Ek"}, None),
        item("trailers", None, {"url": "https://youtu.be/a", "title": "First look"}),
        item("final", None, True),
        item("status", None, "renewed"),
    )
    order = ["renewed", "last one", "new trailer", "Ann Lee as Oil", "Bo Ek", "A lamp."]
    assert sorted(order, key=text.index) == order
