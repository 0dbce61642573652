"""Messages in the language that is spoken, and in English where they cannot be."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.errors import BadInputError, in_a_line
from bot.facts.air_date import AirDate
from bot.locale import cldr, po_files
from bot.locale.languages import ENGLISH, LANGUAGES, of_discord, of_question
from bot.locale.messages import _, language, ngettext, pgettext, speaking, text_of
from bot.locale.po_files import BrokenCatalogueError, read_catalogue
from bot.presentation.markup import Plain
from bot.presentation.names import genre_name, part_name

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "{show} has ended."
msgstr "{show} ist zu Ende."

msgid "Nobody knows {show}."
msgstr "Niemand kennt {wen}."

#, fuzzy
msgid "It is over."
msgstr "Es ist vielleicht vorbei."

msgid "Nothing."
msgstr ""

msgctxt "a button"
msgid "Cast"
msgstr "Besetzung"

msgid "{number} episode"
msgid_plural "{number} episodes"
msgstr[0] "{number} Folge"
msgstr[1] "{number} Folgen"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cliffhanger.po"
    path.write_text(PO, "utf-8")
    monkeypatch.setitem(po_files._CATALOGUES, "de", read_catalogue(path))


@pytest.mark.usefixtures("german")
def test_a_message_is_in_the_language_that_is_spoken() -> None:
    assert _("{show} has ended.", show="Dark") == "Dark has ended."
    with speaking("de"):
        assert _("{show} has ended.", show="Dark") == "Dark ist zu Ende."
        assert pgettext("a button", "Cast") == "Besetzung"
        assert pgettext("a heading", "Cast") == "Cast"
        assert ngettext("{number} episode", "{number} episodes", 1) == "1 Folge"
        assert ngettext("{number} episode", "{number} episodes", 1200) == "1.200 Folgen"
    assert ngettext("{number} episode", "{number} episodes", 1200) == "1,200 episodes"
    assert language() == ENGLISH


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("english", ["It is over.", "Nothing.", "Never written."])
def test_what_is_fuzzy_or_not_translated_is_english(english: str) -> None:
    with speaking("de"):
        assert _(english) == english


@pytest.mark.usefixtures("german")
def test_a_translation_that_asks_for_what_there_is_not_is_english() -> None:
    with speaking("de"):
        assert _("Nobody knows {show}.", show="Dark") == "Nobody knows Dark."


def test_a_value_is_never_read_as_a_message() -> None:
    assert _("{show} has ended.", show="{who}") == "{who} has ended."
    assert text_of("A brace: {") == "A brace: {"


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a"\nmsgstr "b"\nrubbish\n',
        'msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=;\\n"\n',
        "\ufffd\x00",
    ],
)
def test_a_broken_catalogue_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cliffhanger.po"
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenCatalogueError, match="is broken"):
        read_catalogue(path)


def test_in_the_place_of_a_broken_catalogue_english_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = po_files.path_of("de").relative_to(po_files._FOLDER)
    monkeypatch.setattr(po_files, "_FOLDER", tmp_path)
    monkeypatch.setattr(po_files, "_CATALOGUES", {"en": None})
    monkeypatch.delitem(po_files._CATALOGUES, "de", raising=False)
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("rubbish", "utf-8")
    with speaking("de"):
        assert _("{show} has ended.", show="Dark") == "Dark has ended."
        assert cldr.day_text(date(2026, 10, 5)) == "5 October 2026"
    assert "English is spoken in the place of Deutsch" in caplog.text
    monkeypatch.delitem(po_files._CATALOGUES, "de", raising=False)


@pytest.mark.usefixtures("german")
def test_an_error_is_read_in_each_readers_language_and_logged_in_english() -> None:
    error = BadInputError("{show} has ended.", show="Dark")
    with speaking("de"):
        assert str(error) == "Dark ist zu Ende."
        assert in_a_line(error) == "Dark has ended."
    assert str(error) == "Dark has ended."
    assert str(BadInputError("What {somebody} wrote")) == "What {somebody} wrote"


async def test_a_task_speaks_the_language_of_the_one_that_began_it() -> None:
    async def spoken() -> str:
        await asyncio.sleep(0)
        return language()

    with speaking("de"):
        german = asyncio.create_task(spoken())
    with speaking("hi"):
        hindi = asyncio.create_task(spoken())
    assert (await german, await hindi, language()) == ("de", "hi", "en")


@pytest.mark.parametrize(
    ("code", "day", "month", "numbers", "list_"),
    [
        ("en", "18 December 2019", "December 2019", "1,234 1,234,567", "a, b and c"),
        ("es", "18 de diciembre de 2019", "diciembre de 2019", "1234 1.234.567", "a, b y c"),
        ("pt_BR", "18 de dezembro de 2019", "dezembro de 2019", "1.234 1.234.567", "a, b e c"),
        ("fr", "18 décembre 2019", "décembre 2019", "1\u202f234 1\u202f234\u202f567", "a, b et c"),
        ("de", "18. Dezember 2019", "Dezember 2019", "1.234 1.234.567", "a, b und c"),
        ("it", "18 dicembre 2019", "dicembre 2019", "1.234 1.234.567", "a, b e c"),
        ("hi", "18 दिसंबर 2019", "दिसंबर 2019", "1,234 12,34,567", "a, b और c"),
    ],
)
def test_dates_numbers_and_lists_are_written_as_in_that_language(
    code: str, day: str, month: str, numbers: str, list_: str
) -> None:
    with speaking(code):
        assert cldr.day_text(date(2019, 12, 18)) == day
        assert cldr.month_text(2019, 12) == month
        assert " ".join(map(cldr.number_text, (1234, 1_234_567))) == numbers
        assert [cldr.number_text(number) for number in (0, -7, 999)] == ["0", "-7", "999"]
        assert cldr.listed(["a", "b", "c"]) == list_
        assert cldr.listed(["x", "a", "b", "c"]) == f"x, {list_}"
        assert cldr.listed(["b", "c"]) == list_.removeprefix("a, ")
    assert cldr.day_text(date(2019, 12, 18)) == "18 December 2019"


@pytest.mark.parametrize(
    ("last", "every", "either"),
    [
        ("Ana", "Bo y Ana", "Bo o Ana"),
        ("**Inés**", "Bo e **Inés**", "Bo o **Inés**"),
        ("Hilda", "Bo e Hilda", "Bo o Hilda"),
        ("Hiena", "Bo y Hiena", "Bo o Hiena"),
        ("Óscar", "Bo y Óscar", "Bo u Óscar"),
    ],
)
def test_spanish_says_and_and_or_by_the_sound_of_what_follows(
    last: str, every: str, either: str
) -> None:
    with speaking("es"):
        assert cldr.listed(["Bo", last]) == every
        assert cldr.listed(["Bo", last], either=True) == either
        assert cldr.listed(["X", "Bo", last]) == f"X, {every}"
    assert cldr.listed(["Bo", last]) == f"Bo and {last}"


@pytest.mark.parametrize(
    ("code", "first", "eighth", "part"),
    [
        ("en", "on 1 May 2026 (US)", "on 8 May 2026", "Part 2"),
        ("es", "el 1 de mayo de 2026 (EE. UU.)", "el 8 de mayo de 2026", "Parte 2"),
        ("pt_BR", "em 1º de maio de 2026 (EUA)", "em 8 de maio de 2026", "Parte 2"),
        ("fr", "le 1er mai 2026 (États-Unis)", "le 8 mai 2026", "Partie 2"),
        ("de", "am 1. Mai 2026 (USA)", "am 8. Mai 2026", "Teil 2"),
        ("it", "il 1º maggio 2026 (Stati Uniti)", "l'8 maggio 2026", "Parte 2"),
        ("hi", "1 मई 2026 को (अमेरिका)", "8 मई 2026 को", "भाग 2"),
    ],
)
def test_words_that_another_language_has_otherwise(
    code: str, first: str, eighth: str, part: str
) -> None:
    style, now = Plain(), datetime(2026, 1, 1, tzinfo=UTC)
    with speaking(code):
        told = f"{style.when(AirDate.parse('2026-05-01'), now)} ({cldr.country_text('US')})"
        assert (told, part_name("Part 2")) == (first, part)
        assert style.when(AirDate.parse("2026-05-08"), now) == eighth
        assert part_name("Part Two: Flight") == "Part Two: Flight"


def test_genres_are_in_the_language_that_is_spoken() -> None:
    genres = ("Drama", "Science-Fiction", "Action & Adventure")
    assert [genre_name(genre) for genre in genres] == list(genres)
    with speaking("es"):
        assert [genre_name(genre) for genre in genres] == ["drama", "ciencia ficción", genres[2]]


def test_the_languages_of_discord_and_of_questions_are_ours_or_english() -> None:
    ours = {"es-ES": "es", "es-419": "es", "pt-BR": "pt_BR", "fr": "fr", "hi": "hi"}
    assert {locale: of_discord(locale) for locale in ours} == ours
    assert of_discord("en-GB") == of_discord("ja") == of_discord(None) == ENGLISH
    assert of_question("pt") == "pt_BR"
    assert of_question("hi") == "hi"
    assert of_question("xx") == ENGLISH
    assert set(LANGUAGES) == {"en", "es", "pt_BR", "fr", "de", "it", "hi"}
