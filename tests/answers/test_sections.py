"""Each topic's answer: what was asked first, then what there is instead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.answers.sections import write
from bot.answers.trailers import newest_trailer
from bot.facts.models import Topic
from bot.locale.cldr import listed
from bot.locale.languages import speaking
from bot.presentation.date_text import ago
from bot.presentation.markup import Plain
from bot.presentation.names import season_name, title_of
from tests.answers.made import answer, section, text_of
from tests.facts.made import Said, a_show

ONE: dict[str, Any] = {
    "premiere": "2024-05-01",
    "finale": "2024-06-12",
    "status": "aired",
    "episodes": 8,
    "runtime": 50,
    "story": "A lighthouse.",
    "cast": [{"person": "Ann Lee", "character": "Mara"}],
    "trailers": [{"url": "https://a.example/1"}],
    "where": [{"provider": "Hulu", "region": "US"}],
}
PART = {"label": "Part 2", "premiere": "2026-12-24"}
COMING = {"premiere": "2026-12-05", "cast": [{"person": "Di Fox"}], "story": "A storm."}


def of(number: int, topic: Topic, two: dict[str, Any] | None = None, **own: Any) -> str:
    seasons = {1: ONE} if two is None else {1: ONE, 2: two}
    return text_of(section(a_show(seasons, **own), number, topic, style=Plain()))


@pytest.mark.parametrize(
    ("topic", "first"),
    [
        (Topic.CAST, "The cast of season 1 of Example:"),
        (Topic.TRAILER, "There is a trailer for season 1 of Example."),
        (Topic.STORY, "What season 1 is about:"),
        (Topic.WHERE, "Where to watch season 1 of Example:"),
        (Topic.EPISODES, "Season 1 has 8 episodes. It premiered on 1 May 2024 and"),
        (Topic.RELEASE, "Season 1 is out. It premiered on 1 May 2024 and"),
    ],
)
def test_a_season_that_is_out_answers_what_was_asked(topic: Topic, first: str) -> None:
    assert of(1, topic).startswith(first)


@pytest.mark.parametrize(
    ("topic", "then"),
    [
        (Topic.CAST, "The cast of season 2 of Example:\nDi Fox"),
        (Topic.STORY, "What season 2 is about:\nA storm."),
        (Topic.TRAILER, "I know of no trailer for season 2 yet.\nThe trailer of season 1:"),
        (Topic.WHERE, "I know of no place to watch season 2 yet.\nWhere to watch season 1"),
    ],
)
def test_a_season_to_come_has_its_verdict_first(topic: Topic, then: str) -> None:
    text = of(2, topic, COMING)
    assert text.startswith("Season 2 comes out on 5 December 2026. That is in 13 days.\n")
    assert then in text


@pytest.mark.parametrize("topic", list(Topic))
def test_the_verdict_comes_first_for_what_is_canceled(topic: Topic) -> None:
    assert of(2, topic, {"status": "canceled"}).startswith("Season 2 is canceled. ")


def test_a_canceled_season_that_had_a_cast_is_not_said_to_have_had_none() -> None:
    text = of(2, Topic.GENERAL, {**COMING, "status": "canceled"})
    assert "So there is no release date." in text
    assert "no cast" not in text
    cast = of(2, Topic.CAST, {**COMING, "status": "canceled"})
    assert cast.startswith("Season 2 is canceled.")
    assert "Di Fox" in cast


@pytest.mark.parametrize(
    ("number", "own", "line"),
    [
        (2, {"status": "canceled"}, "So there is no release date, no cast, no story and no"),
        (2, {"status": "running"}, "I know of no release date, no cast, no story and no trailer"),
    ],
)
def test_silence_is_told_thing_by_thing(number: int, own: dict[str, Any], line: str) -> None:
    text = of(number, Topic.GENERAL, **own)
    assert line in text
    assert "Season 1 is out: it premiered on 1 May 2024, 8 episodes, on Hulu." in text
    assert "For season 1 I have the cast, story and trailer." in text


@pytest.mark.parametrize(
    ("topic", "then"),
    [
        (Topic.CAST, "The cast of season 1 of Example:"),
        (Topic.TRAILER, "The trailer of season 1:"),
        (Topic.STORY, "What season 1 is about:"),
        (Topic.WHERE, "Where to watch season 1 of Example:"),
    ],
)
def test_of_a_show_that_is_over_the_last_season_follows_at_once(topic: Topic, then: str) -> None:
    first, second, *_ = of(2, topic, status="ended").splitlines()
    assert first == "There is no season 2. Example ended with season 1."
    assert second == then


ON: dict[str, Any] = {
    "premiere": Said("2026-10-20", as_of=date(2026, 11, 1)),
    "episodes": 12,
    "next_episode": "2026-11-24",
}


@pytest.mark.parametrize(
    "topic", [Topic.GENERAL, Topic.RELEASE, Topic.STATUS, Topic.SCHEDULE, Topic.EPISODES]
)
@pytest.mark.parametrize(
    ("two", "told"),
    [
        (ON, "The next episode comes out on 24 November 2026."),
        ({**ON, "next_episode": "2026-11-22"}, "The next episode comes out on 22 November 2026."),
        ({**ON, "next_episode": "2026-11-21"}, None),
        ({**ON, "next_episode": "2027-01", "finale": "2027-05-01"}, "out in January 2027."),
        # What a part begins with is told as the part.
        ({"parts": [{"label": "Part 1", "premiere": "2026-11-01"}, PART]}, None),
        ({**COMING, "next_episode": "2026-12-05"}, None),
    ],
)
def test_the_next_episode_of_a_season_that_is_on(
    topic: Topic, two: dict[str, Any], told: str | None
) -> None:
    lines = of(2, topic, {"next_episode": "2026-12-24", **two}).splitlines()
    following = [line for line in lines if "next episode" in line]
    assert len(following) == (told is not None)
    assert all(line.endswith(told or "") for line in following)


@pytest.mark.parametrize("topic", [Topic.GENERAL, Topic.RELEASE, Topic.STATUS, Topic.SCHEDULE])
def test_a_show_that_was_canceled_is_said_so_beside_its_last_season(topic: Topic) -> None:
    line = "Fox canceled Example (reported 1 January 2026)."
    own = {"status": "canceled", "network": "Fox"}
    for two in (ON, COMING, {"status": Said("renewed", by="tmdb", as_of=date(2026, 6, 1))}):
        assert line in of(2, topic, two, **own).splitlines(), two
        assert line not in of(1, topic, two, **own).splitlines(), two
    assert line not in of(2, topic, {**ONE, "premiere": "2025-05-01"}, **own)
    assert "canceled" not in of(2, topic, ON, network="Fox", status="ended")


@pytest.mark.parametrize("topic", [Topic.GENERAL, Topic.RELEASE, Topic.STATUS, Topic.SCHEDULE])
@pytest.mark.parametrize("two", [{"status": "renewed"}, {"premiere": "2027-09-01"}])
def test_what_was_said_of_a_season_since_its_show_was_canceled_comes_after_that(
    topic: Topic, two: dict[str, Any]
) -> None:
    """A revived show was canceled before; that is no answer to its renewal."""
    since = {field: Said(value, as_of=date(2026, 6, 1)) for field, value in two.items()}
    own = {"status": "canceled", "network": "Fox"}
    assert "Fox had canceled Example before that (reported 1 January 2026)." in of(
        2, topic, since, **own
    )


NEXT_UP = "Season 3 is coming: it was renewed. No release date has been announced yet."
_SAID_LATELY = date(2026, 11, 1)


@pytest.mark.parametrize("topic", [Topic.GENERAL, Topic.STATUS, Topic.RELEASE])
@pytest.mark.parametrize(
    ("three", "own", "line"),
    [
        (None, {}, "Nobody has announced season 3 of Example."),
        ({"status": Said("renewed", as_of=_SAID_LATELY)}, {}, NEXT_UP),
        ({"premiere": Said("2027-09-01", as_of=_SAID_LATELY)}, {}, "Season 3 comes out on 1 Sept"),
        ({"status": "canceled"}, {}, "Season 3 is canceled."),
        (None, {"status": "canceled"}, None),
        (None, {"kind": "limited", "final": True}, None),
    ],
)
def test_whether_another_season_follows_the_one_that_is_on(
    topic: Topic, three: dict[str, Any] | None, own: dict[str, Any], line: str | None
) -> None:
    show_own = {name: value for name, value in own.items() if name != "final"}
    two = {**ON, "final": True} if "final" in own else ON
    show = a_show({1: ONE, 2: two, **({3: three} if three else {})}, **show_own)
    told_lines = text_of(section(show, None, topic, style=Plain())).splitlines()
    assert told_lines[0].startswith("Season 2 is airing now.")
    follows = [text for text in told_lines if "eason 3" in text]
    assert len(follows) == (line is not None)
    assert all(text.startswith(line or "") for text in follows)
    # Whoever names the season, or asks for the hour, does not ask about the one after it.
    for number, about in ((2, topic), (None, Topic.SCHEDULE), (None, Topic.CAST)):
        assert "eason 3" not in text_of(section(show, number, about, style=Plain()))


def test_no_year_is_said_to_be_unannounced() -> None:
    show = a_show({2025: {"premiere": "2025-01-02"}, 2026: {"premiere": "2026-01-02"}})
    assert "2027" not in text_of(section(show, None, Topic.STATUS, style=Plain()))


def test_the_last_season_is_not_called_out_while_it_is_on() -> None:
    on = {
        **ON,
        "finale": Said("2026-12-20", as_of=date(2026, 11, 1)),
        "cast": [{"person": "Di Fox"}],
    }
    for topic in (Topic.GENERAL, Topic.RELEASE, Topic.EPISODES):
        lines = of(3, topic, on).splitlines()
        assert "Season 2 is airing now. It premiered on 20 October 2026 and ends on" in lines[-3]
        assert lines[-2] == "The next episode comes out on 24 November 2026."
        assert lines[-1] == "For season 2 I have the cast."


@pytest.mark.parametrize(
    ("region", "where"), [(None, ", on Hulu."), ("US", ", on Hulu."), ("IN", ".")]
)
def test_the_last_season_is_on_no_service_of_another_country(
    region: str | None, where: str
) -> None:
    asked = answer(a_show({1: ONE}, status="running"), 2, region=region)
    line = f"Season 1 is out: it premiered on 1 May 2024, 8 episodes{where}"
    assert line in write(asked, Plain()).lines


def test_the_last_season_began_with_its_first_part() -> None:
    parts = [{"label": "Part 1", "premiere": "2024-05-01"}, {**PART, "premiere": "2024-07-01"}]
    text = text_of(section(a_show({1: {"parts": parts}}), 2, style=Plain()))
    assert "Season 1 is out: it premiered on 1 May 2024." in text


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (ONE, ["Episodes: about 50 minutes each"]),
        ({"premiere": "2024-05-01", "episodes": 8, "status": "aired"}, []),
    ],
)
def test_how_many_episodes_there_are_is_told_once(one: dict[str, Any], line: list[str]) -> None:
    first, *rest = text_of(section(a_show({1: one}), 1, Topic.EPISODES, style=Plain())).splitlines()
    assert first.startswith("Season 1 has 8 episodes. It premiered on 1 May 2024")
    assert rest == line


def test_that_there_is_no_date_is_told_once() -> None:
    for own in ({"status": "renewed"}, {"status": "in_production"}):
        text = of(2, Topic.GENERAL, own)
        assert text.count("release date") == 1
        assert "I know of no cast, no story and no trailer yet." in text
    new = a_show({}, status="in_development")
    assert text_of(section(new, 1, Topic.RELEASE)).count("release date") == 1


def test_the_parts_of_a_season() -> None:
    parts = [
        {"label": "Part 1", "premiere": "2026-11-01", "finale": "2026-11-01", "episodes": 4},
        {"label": "Part 2", "premiere": "XXXX"},
    ]
    text = of(2, Topic.RELEASE, {"parts": parts})
    assert "Part 1: 1 November 2026, 4 episodes\nPart 2: date not announced" in text


def test_the_story_of_the_show_where_no_season_has_one() -> None:
    show = a_show(
        {1: {**ONE, "story": "x"}, 2: {"status": "renewed"}},
        synopsis="Music.",
        creators=["A", "B"],
        producers=[{"person": "C", "role": "executive producer"}, "D"],
    )
    text = text_of(section(show, 2, Topic.STORY, style=Plain()))
    assert "I do not know the story of season 2.\nWhat season 1 is about:\nx" in text
    assert "Created by: A and B" in text
    assert "Executive producer: C\nProducer: D" in text


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("status", ["running", "ended"])
@pytest.mark.parametrize(("topic", "told_of_three"), [("story", "It ends"), ("trailer", "/3")])
def test_nothing_of_a_later_season_gives_away_how_the_one_asked_about_ends(
    topic: str, told_of_three: str, status: str, number: int
) -> None:
    bare = {"premiere": "2024-05-01", "status": "aired"}
    last = {
        "premiere": "2026-05-01",
        "status": "aired",
        "story": "It ends badly.",
        "trailers": [{"url": "https://a.example/3"}],
    }
    seasons = {0: bare, 1: bare, 2: {**bare, "premiere": "2025-05-01"}, 3: last}
    show = a_show(seasons, synopsis="Music.", status=status)
    asked = section(show, number, Topic(topic), style=Plain())
    assert told_of_three not in text_of(asked)
    assert not asked.links
    assert newest_trailer(answer(show, number, Topic(topic))) is None
    assert topic not in {cited.field.removesuffix("s") for cited in asked.cited}
    if topic == "story":
        silence = f"I do not know the story of {season_name(number)}."
        assert f"{silence}\nFor season 3 I have the story." in text_of(asked)
        assert "What the show is about:\nMusic." in text_of(asked)
    later = section(show, 4, Topic(topic), style=Plain())
    assert told_of_three in text_of(later), "after the last one that is what there is"


def test_unknown_places_fall_back_on_the_network_only_for_what_may_come() -> None:
    assert "Network: HBO" in text_of(
        section(a_show({}, network="HBO"), 1, Topic.WHERE, style=Plain())
    )
    over = a_show({1: {"premiere": "2024-05-01"}}, network="HBO", status="ended")
    assert "Network" not in text_of(section(over, 2, Topic.WHERE, style=Plain()))


def test_a_terminal_gets_the_whole_cast() -> None:
    cast = [{"person": f"Person {n}"} for n in range(40)]
    show = a_show({1: {**ONE, "cast": cast}})
    everyone = write(answer(show, 1, Topic.CAST), Plain(), page=None)
    assert (len(everyone.lines), everyone.pages) == (40, 1)
    last = write(answer(show, 1, Topic.CAST), Plain(), page=99)
    assert last.lines[-1] == "31 to 40 of 40"


def test_the_trailer_played_is_the_one_shown_first() -> None:
    show = a_show({1: ONE, 2: COMING})
    assert newest_trailer(answer(show, 2, Topic.TRAILER)) == "https://a.example/1"
    assert newest_trailer(answer(a_show({1: {}}), 1, Topic.TRAILER)) is None


def test_a_label_is_how_people_call_a_season() -> None:
    show = a_show({1: {"label": "Series 1"}, 9: {"label": "Live Another Day"}})
    assert season_name(1, show.season(1)) == "Series 1"
    assert season_name(9, show.season(9)) == "season 9 (Live Another Day)"
    assert season_name(0) == "the specials"


@pytest.mark.parametrize(
    ("number", "label", "english", "german"),
    [
        (2, "Series 2", "Series 2", "Staffel 2"),
        (4, "Season 4 (Pop)", "season 4 (Pop)", "Staffel 4 (Pop)"),
        (3, "Netflix season 3", "Netflix season 3", "Staffel 3 (Netflix)"),
        (3, "Netflix season 1", "season 3 (Netflix season 1)", "Staffel 3 (Netflix season 1)"),
        (2026, "2026 (season 31)", "2026 (season 31)", "Staffel 2026 (Staffel 31)"),
        (2026, "2026", "2026", "Staffel 2026"),
        (4, "Part 4", "Part 4", "Staffel 4 (Teil 4)"),
        (2, "Summerhouse 2", "Summerhouse 2", "Staffel 2 (Summerhouse 2)"),
    ],
)
def test_a_label_repeats_no_number_in_another_language(
    number: int, label: str, english: str, german: str
) -> None:
    season = a_show({number: {"label": label}}).season(number)
    assert season_name(number, season) == english
    with speaking("de"):
        assert season_name(number, season) == german


def test_a_title_has_its_year_once() -> None:
    assert title_of(a_show(title="Dallas", year=2012)) == "Dallas (2012)"
    assert title_of(a_show(title="Dallas (2012)", year=2012)) == "Dallas (2012)"
    assert title_of(a_show(title="Dallas")) == "Dallas"


def test_lists_and_ages_in_words() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    ages = [{"seconds": -5}, {"seconds": 59}, {"minutes": 1}, {"hours": 47}, {"days": 29},
            {"days": 30}, {"days": 800}]  # fmt: skip
    assert [ago(timedelta(**age)) for age in ages] == [
        "just now", "just now", "1 minute ago", "1 day ago", "29 days ago", "1 month ago",
        "2 years ago",
    ]  # fmt: skip


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("number", [None, 0, 1, 7])
@pytest.mark.parametrize(
    ("status", "first"),
    [
        ("ended", "It is over. Example has ended."),
        ("canceled", "Canceled. ITV canceled Example (reported 1 January 2026)."),
    ],
)
def test_of_a_show_that_is_over_nobody_denies_seasons_that_nobody_told(
    topic: Topic, number: int | None, status: str, first: str
) -> None:
    show = a_show({}, status=status, network="ITV")
    of = section(show, number, topic, style=Plain())
    assert of.headline == f"{first} I know nothing of its seasons yet."
    assert of.lines == (("Network: ITV",) if topic is Topic.WHERE else ())
