"""What the bot writes in a language it reads in that language, and refuses in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import TBA, YEARS, AirDate
from bot.facts.models import Kind, SeasonStatus, ShowStatus
from bot.facts.parse.air_dates import read_date
from bot.facts.parse.values import read_value
from bot.facts.time_zones import read_zone
from bot.facts.value_codecs import BadValueError
from bot.locale.languages import LANGUAGES, speaking
from bot.locale.messages import ngettext
from bot.presentation.markup import Plain
from bot.presentation.values import value_text
from tests.facts.strategies import PATIENT, bare_dates, instants

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
languages = st.sampled_from(sorted(LANGUAGES))


def dated(text: str) -> str:
    return str(read_date(text, today=NOW.date(), zone=ZONE))


@PATIENT
@given(languages, st.one_of(bare_dates(1900, 2199), instants, st.just(TBA)))
def test_a_date_is_read_as_it_is_written(language: str, when: AirDate) -> None:
    if when.known and when.year not in YEARS:
        return
    with speaking(language):
        written = value_text(when, Plain(), NOW)
        read = dated(written)
        assert dated(written.upper()) == dated(f" {written.lower()}. ") == read
    # A card writes an instant to the minute.
    assert read[:16] == str(when)[:16]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_english_is_read_whatever_is_spoken(language: str) -> None:
    with speaking(language):
        for text in ("5 Oct 2026", "Oct 5 2026", "5 October 2026", "mon 5 oct 2026"):
            assert dated(text) == "2026-10-05"
        assert dated("fall 2026") == "2026-23"
        assert dated("Q1 2026") == "2026-33"
        assert dated("March 2026") == "2026-03"
        assert dated("around May 2026") == "2026-05~"
        assert dated("TBA") == "XXXX"


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("de", "5. Okt 2026", "2026-10-05"),
        ("de", "Herbst 2027", "2027-23"),
        ("es", "5 octubre 2026", "2026-10-05"),
        ("es", "otoño 2027", "2027-23"),
        ("es", "1 de ene de 2027", "2027-01-01"),
        ("pt_BR", "5 de out de 2026", "2026-10-05"),
        ("pt_BR", "outono 2027", "2027-23"),
        ("pt_BR", "Verão de 2027", "2027-22"),
        ("pt_BR", "inverno de 2027 no hemisfério norte", "2027-24"),
        ("hi", "५ अक्टूबर २०२७", "2027-10-05"),
        ("hi", "अक्टूबर २०२७", "2027-10"),
        ("hi", "5 अक्तूबर 2027", "2027-10-05"),
        ("hi", "सितम्बर 2027", "2027-09"),
        ("hi", "नवम्बर 2027", "2027-11"),
        ("hi", "दिसम्बर 2027", "2027-12"),
        ("hi", "1 फरवरी 2027", "2027-02-01"),
        ("en", "٥ Oct ٢٠٢٦", "2026-10-05"),
        ("fr", "1er mars 2027", "2027-03-01"),
        ("fr", "14 juil. 2027", "2027-07-14"),
        ("it", "1 maggio 2027", "2027-05-01"),
        ("de", "5. Oktober 2026 20:00 New York", "2026-10-06T00:00:00Z"),
    ],
)
def test_a_date_is_read_as_people_shorten_it(language: str, text: str, date: str) -> None:
    with speaking(language):
        assert dated(text) == date


@pytest.mark.parametrize(
    ("language", "level", "field", "texts", "value"),
    [
        ("pt_BR", "season", "status", "renovada renovado RENOVADO", SeasonStatus.RENEWED),
        ("pt_BR", "show", "status", "cancelada cancelado", ShowStatus.CANCELED),
        ("es", "season", "status", "renovada renovado", SeasonStatus.RENEWED),
        ("es", "season", "status", "cancelada cancelado", SeasonStatus.CANCELED),
        ("it", "season", "status", "cancellata cancellato", SeasonStatus.CANCELED),
        ("fr", "season", "status", "annulée annulé", SeasonStatus.CANCELED),
        ("fr", "season", "status", "renouvelée renouvelé", SeasonStatus.RENEWED),
        ("hi", "season", "final", "हाँ हां", True),
        ("hi", "season", "final", "नहीं नहीँ", False),
    ],
)
def test_a_choice_is_read_in_either_gender_and_spelling(
    language: str, level: Literal["show", "season"], field: str, texts: str, value: object
) -> None:
    with speaking(language):
        for text in texts.split():
            assert read_value(level, field, text, today=NOW.date(), zone=ZONE) == value, text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_choice_is_read_as_it_is_written(language: str) -> None:
    values = [
        *(("season", "status", value) for value in SeasonStatus),
        *(("show", "status", value) for value in ShowStatus),
        *(("show", "kind", value) for value in Kind),
        *(("season", "final", value) for value in (True, False)),
        *(("season", "runtime", value) for value in (1, 65)),
    ]
    with speaking(language):
        for number in (1, 2, 10):
            counted = ngettext("{number} episode", "{number} episodes", number)
            assert read_value("season", "episodes", counted, today=NOW.date(), zone=ZONE) == number
        for level, field, value in values:
            written = value_text(value, Plain(), NOW, field)
            read = read_value(level, field, written, today=NOW.date(), zone=ZONE)  # type: ignore[arg-type]
            assert read == value, written


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10/5/2027", "10. Mai 2027 oder 5. Oktober 2027"),
        ("5 Oct", "wie 5. Oktober 2027."),
        ("Oktober", "wie Oktober 2027."),
        ("Herbst", "wie Herbst 2027."),
        ("31 Feb 2027", "im Februar 2027"),
        ("Wed 5 Oct 2027", "5. Oktober 2027 ist ein Dienstag."),
        ("2022-23", "Herbst 2022"),
        ("irgendwann", "5. Oktober 2026, Oktober 2026, Herbst 2026, 4. Quartal 2026"),
        ("irgendwann", "New York oder TBA."),
    ],
)
def test_a_refusal_names_dates_as_the_language_does(text: str, sentence: str) -> None:
    with speaking("de"), pytest.raises(BadValueError) as refused:
        dated(text)
    with speaking("de"):
        assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "is a Tuesday"), ("de", "ein Dienstag"), ("es", "en martes")]
)
def test_a_weekday_in_a_sentence_has_a_capital_where_months_have(language: str, told: str) -> None:
    with speaking(language):
        with pytest.raises(BadValueError) as refused:
            dated("Wed 5 Oct 2027")
        assert told in str(refused.value)


def test_the_examples_of_zones_are_joined_as_the_language_does() -> None:
    with speaking("de"):
        with pytest.raises(BadValueError) as refused:
            read_zone("Narnia")
        assert "UTC oder UTC+2" in str(refused.value)
