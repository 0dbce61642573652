"""Values and options as people write them, field by field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from bot.errors import BadInputError
from bot.facts.air_date import AirDate
from bot.facts.claim_limits import CLAIMS_OF_SERVER, refuse_over_total
from bot.facts.fields import SEASON_FIELDS, SHOW_FIELDS, field_of, folded
from bot.facts.models import Kind, Producer, SeasonStatus, ShowStatus
from bot.facts.parse.values import COUNTRIES, check_region, read_value
from bot.facts.value_codecs import BadValueError
from bot.locale.cldr import country_names
from bot.locale.languages import speaking
from tests.facts.strategies import PATIENT, almost_values, names

Level = Literal["show", "season"]
SPOKEN: list[tuple[Level, str]] = [
    *(("show", name) for name in ("title", "year", "kind", "network", "country", "language")),
    *(("show", name) for name in ("genres", "creators", "producers", "synopsis", "site")),
    *(("show", name) for name in ("picture", "status", "aliases", "original_title")),
    *(("season", name) for name in ("label", "status", "premiere", "finale", "episodes")),
    *(("season", name) for name in ("runtime", "story", "final", "next_episode")),
]


def read(level: Level, field: str, text: str) -> Any:
    return read_value(level, field, text, today=date(2026, 6, 15), zone=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SeasonStatus.CANCELED, "canceled cancelled axed dropped scrapped CANCELED"),
        (SeasonStatus.RENEWED, "renewed greenlit green-lit ordered picked_up confirmed Greenlit!"),
        (SeasonStatus.IN_PRODUCTION, "filming in_production in-production shooting"),
        (SeasonStatus.POSTPONED, "postponed delayed on_hold"),
        (SeasonStatus.AIRING, "airing on_air now_airing"),
        (SeasonStatus.AIRED, "aired finished out released"),
        (SeasonStatus.SCHEDULED, "scheduled dated"),
        (SeasonStatus.RUMORED, "rumored rumoured"),
    ],
)
def test_a_seasons_status_in_many_words(status: SeasonStatus, words: str) -> None:
    for word in words.split():
        for text in (word, word.replace("_", " "), f"  {word.upper()}  ", f"it's been {word}."):
            assert read("season", "status", text) is status


@pytest.mark.parametrize("text", ["**axed**", '"axed."', "“Axed!”", "`axed`", "ａｘｅｄ"])
def test_marks_around_a_word_do_not_matter(text: str) -> None:
    assert read("season", "status", text) is SeasonStatus.CANCELED


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ShowStatus.ENDED, "ended finished over concluded"),
        (ShowStatus.CANCELED, "canceled cancelled axed"),
        (ShowStatus.RUNNING, "running returning ongoing returning_series"),
        (ShowStatus.IN_DEVELOPMENT, "in_development planned"),
        (ShowStatus.TO_BE_DETERMINED, "tbd tba to_be_determined undecided"),
    ],
)
def test_a_shows_status_in_many_words(status: ShowStatus, words: str) -> None:
    for word in words.split():
        assert read("show", "status", word) is status
        assert read("show", "show_status", word.replace("_", " ").title()) is status


@pytest.mark.parametrize("level", ["show", "season"])
def test_every_status_is_read_by_its_own_name(level: Level) -> None:
    for status in ShowStatus if level == "show" else SeasonStatus:
        assert read(level, "status", status.value) is status
        assert read(level, "status", status.value.replace("_", " ").capitalize()) is status


def test_every_kind_is_read_by_its_own_name() -> None:
    for kind in Kind:
        assert read("show", "kind", kind.value) is kind
    assert read("show", "kind", "Mini-series") is Kind.LIMITED


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        *(
            ("episodes", text, 10)
            for text in ("10", " 10 ", "10 episodes", "10 Eps", "10ep", "010")
        ),
        ("episodes", "1,200 episodes", 1200),
        *(
            ("runtime", text, 45)
            for text in ("45", "45 min", "45m", "45 Minutes", "45'", "~45 mins")
        ),
        *(
            ("runtime", text, 65)
            for text in ("1h 5m", "1h05", "1 hour 5 minutes", "65 min", "1 hr, 5")
        ),
        ("runtime", "about 55 minutes each", 55),
        ("runtime", "2 hours", 120),
        *(
            ("final", text, True)
            for text in ("yes", "Y", "TRUE", "final", "the last one", "final-season")
        ),
        *(("final", text, False) for text in ("no", "N", "false", "not final", "not-final")),
        ("premiere", "5 Oct 2026", AirDate.parse("2026-10-05")),
        ("finale", "tba", AirDate.parse("XXXX")),
        ("label", " Part   2 ", "Part 2"),
        ("story", " One.  Two.\n\n\n\nThree. ", "One. Two.\n\nThree."),
    ],
)
def test_values_of_a_season(field: str, text: str, expected: object) -> None:
    assert read("season", field, text) == expected


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("year", "2019", 2019),
        ("network", "  Channel  4 ", "Channel 4"),
        ("alias", "La Casa\tde Papel", "La Casa de Papel"),
        ("aliases", "進撃の巨人", "進撃の巨人"),
        ("title", "24", "24"),
        ("site", "<https://a.example/x>", "https://a.example/x"),
        ("picture", "https://a.example/x.png", "https://a.example/x.png"),
        ("picture", "HTTP://a.example/x.png", "https://a.example/x.png"),
        ("country", "uk", "GB"),
        ("country", "es", "ES"),
        ("language", "EN", "en"),
        ("genres", "drama, musical; drama", ("drama", "musical")),
        ("creators", "Joshua Safran", ("Joshua Safran",)),
        (
            "producers",
            "Ali Krug (executive producer), Bo Ek",
            (Producer("Ali Krug", "executive producer"), Producer("Bo Ek")),
        ),
    ],
)
def test_values_of_a_show_are_read_as_people_write_them(
    field: str, text: str, expected: object
) -> None:
    assert read("show", field, text) == expected


@pytest.mark.parametrize(
    ("level", "field", "text", "reason"),
    [
        ("season", "status", "meh", "rumored, renewed, in production, .* or canceled"),
        ("show", "status", "meh", "in development, running, to be determined, ended or canceled"),
        ("show", "kind", "film", "scripted"),
        ("season", "episodes", "ten-ish", "10 episodes"),
        ("season", "episodes", "-3", "10 episodes"),
        ("season", "episodes", "8-10", "10 episodes"),
        ("season", "episodes", "10.5", "10 episodes"),
        ("season", "episodes", "99999", "between 1 and 10,000"),
        ("season", "episodes", "0 episodes", "between 1 and 10,000"),
        ("season", "episodes", "9" * 5000, "10 episodes"),
        ("season", "episodes", "½", "10 episodes"),
        ("season", "episodes", ".5", "10 episodes"),
        ("season", "runtime", "", "1h 5m"),
        ("season", "runtime", "long", "1h 5m"),
        ("season", "runtime", "0", "between 1 and 1440"),
        ("season", "runtime", "25h", "between 1 and 1440"),
        ("season", "final", "maybe", "yes or no"),
        ("season", "premiere", "soon", "5 Oct 2026"),
        ("season", "label", "", "must not be empty"),
        ("season", "label", "x" * 101, "at most 100"),
        ("season", "story", "x" * 6000, "at most 4,000"),
        ("show", "site", "netflix.com", "http"),
        ("show", "site", "javascript:alert(1)", "http"),
        ("show", "alias", "\u202e\u200b", "must not be empty"),
        ("show", "year", "19", "between 1900 and 2200"),
        ("show", "genres", " , ", "at least one"),
        ("show", "country", "America", "code of 2 letters"),
        ("show", "country", "Korea", "code of 2 letters"),
        ("season", "cast", "Ann Lee", "I can read label, status, .* or final"),
        ("show", "hidden", "yes", "I can read title"),
        ("season", "network", "HBO", "season has no field 'network'"),
        ("show", "premiere", "2026", "show has no field 'premiere'"),
    ],
)
def test_what_cannot_be_read_says_what_can(
    level: Level, field: str, text: str, reason: str
) -> None:
    with pytest.raises(BadValueError, match=reason):
        read(level, field, text)


def test_every_field_is_read_or_says_that_it_is_not_one_value() -> None:
    for level, table in (("show", SHOW_FIELDS), ("season", SEASON_FIELDS)):
        for name in table:
            if (level, name) in SPOKEN:
                continue
            with pytest.raises(BadValueError, match="is not one value"):
                read(level, name, "1")  # type: ignore[arg-type]


@settings(PATIENT, max_examples=150)
@given(names, almost_values)
def test_any_text_is_a_value_of_the_field_or_refused(place: tuple[Level, str], text: str) -> None:
    level, name = place
    try:
        value = read(level, name, text)
    except BadValueError:
        return
    real = {"alias": "aliases", "show_status": "status"}.get(name, name)
    field = field_of(None if level == "show" else 1, real)
    assert field.decode(field.encode(value)) == value


@pytest.mark.parametrize(("level", "field"), SPOKEN)
@pytest.mark.parametrize(
    "text",
    [
        "9" * 6000,
        "\u202e" * 6000,
        "🎬" * 6000,
        "二〇二六",
        "",
        "\x00",
        "\ud800",
        "10000-01-01",
        "(" * 6000,
    ],
)
def test_hostile_text_is_refused_everywhere(level: Level, field: str, text: str) -> None:
    try:
        value = read(level, field, text)
    except BadValueError:
        return
    # Four strange digits or emoji are a fine name; nothing else may take them.
    assert isinstance(value, str | tuple)


@pytest.mark.parametrize("code", ["CZ", "ZW", "PH", "TH", "ID", "HK", "XK", "AX"])
def test_every_country_is_one(code: str) -> None:
    assert check_region(code.lower()) == code
    assert code in COUNTRIES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("uk", "GB"),
        ("USA", "US"),
        (" germany ", "DE"),
        ("Cote d’Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("south  korea", "KR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
    ],
)
def test_a_country_is_known_by_its_name(name: str, code: str) -> None:
    assert check_region(name) == code


def test_a_country_is_known_by_its_name_in_any_language() -> None:
    for spoken in ("de", "en"):
        with speaking(spoken):
            named = [check_region(name) for name in ("vereinigtes königreich", "germany", "भारत")]
        assert named == ["GB", "DE", "IN"]


def test_no_name_is_that_of_two_countries() -> None:
    codes: dict[str, set[str]] = {}
    for countries in country_names():
        for code, name in countries.items():
            codes.setdefault(folded(name), set()).add(code)
    assert [name for name, named in codes.items() if len(named) > 1] == []


@pytest.mark.parametrize("code", ["ZZ", "EU", "XX", "U", "Narnia", "", "Ⅻ", "1A"])
def test_what_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(BadInputError, match="no country by that name"):
        check_region(code)


@pytest.mark.parametrize(
    ("language", "largest", "all_of_a_server"),
    [("en", "10,000", "200,000"), ("de", "10.000", "200.000"), ("hi", "10,000", "2,00,000")],
)
def test_large_numbers_are_written_as_the_language_does(
    language: str, largest: str, all_of_a_server: str
) -> None:
    with speaking(language):
        with pytest.raises(BadValueError, match=re.escape(largest)):
            read("season", "episodes", "99999")
        with pytest.raises(BadInputError, match=re.escape(f" {all_of_a_server} ")):
            refuse_over_total(CLAIMS_OF_SERVER, 1)
        with pytest.raises(BadValueError, match="2200"):
            read("show", "year", "99999")
