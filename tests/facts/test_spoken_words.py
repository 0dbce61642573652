"""What the bot writes in a language it reads in that language, and refuses in it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import TBA, YEARS, AirDate
from bot.facts.models import Kind, SeasonStatus, ShowStatus
from bot.facts.parse import spoken_words
from bot.facts.parse.air_dates import read_date
from bot.facts.parse.values import read_value
from bot.facts.time_zones import read_zone
from bot.facts.value_codecs import BadValueError
from bot.locale.languages import LANGUAGES, speaking
from bot.locale.messages import _, ngettext
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
def test_each_part_of_a_year_is_read_as_it_is_written(language: str) -> None:
    with speaking(language):
        for part in (*range(21, 25), *range(33, 37), 40, 41):
            when = AirDate.parse(f"2027-{part}")
            assert dated(value_text(when, Plain(), NOW)) == str(when)


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


AS_PEOPLE_SAY_IT = {
    "2027-33~": {
        "de": ["Anfang 2027", "Beginn 2027"],
        "es": ["a principios de 2027", "inicios de 2027"],
        "pt_BR": ["no início de 2027", "começo de 2027"],
        "fr": ["début 2027", "au début de 2027"],
        "it": ["inizio 2027", "all'inizio del 2027"],
        "hi": ["2027 की शुरुआत", "2027 की शुरुआत में"],
    },
    "2027-22~": {
        "de": ["Mitte 2027"],
        "es": ["mediados de 2027"],
        "pt_BR": ["em meados de 2027"],
        "fr": ["mi-2027", "mi 2027", "milieu 2027"],
        "it": ["metà 2027", "a metà del 2027"],
        "hi": ["2027 के मध्य में"],
    },
    "2027-36~": {
        "de": ["Ende 2027", "bis Ende 2027"],
        "es": ["finales de 2027", "para fin de 2027"],
        "pt_BR": ["no fim de 2027", "até o final de 2027"],
        "fr": ["fin 2027", "à la fin de 2027", "d’ici fin 2027"],
        "it": ["fine 2027", "alla fine del 2027", "entro fine 2027"],
        "hi": ["2027 के अंत में", "2027 के अंत तक"],
    },
    "2026-36~": {
        "de": ["Jahresende", "Ende des Jahres", "Ende dieses Jahres"],
        "es": ["fin de año", "finales de este año"],
        "pt_BR": ["fim do ano", "final deste ano"],
        "fr": ["fin de l'année", "fin d’année"],
        "it": ["fine dell'anno", "fine anno"],
        "hi": ["इस साल के अंत में"],
    },
    "2027-03": {
        "de": ["Ende März 2027", "im März 2027"],
        "es": ["finales de marzo de 2027", "en marzo del 2027"],
        "pt_BR": ["fim de março de 2027", "em março de 2027"],
        "fr": ["mi-mars 2027", "en mars 2027", "courant mars 2027"],
        "it": ["fine marzo 2027", "a marzo del 2027"],
        "hi": ["मार्च 2027 के अंत में", "मार्च 2027 में"],
    },
    "2027-21": {
        "de": ["Frühjahr 2027", "im Frühling 2027", "nächsten Frühling"],
        "es": ["primavera 2027", "en primavera de 2027", "próxima primavera"],
        "pt_BR": ["na primavera de 2027", "próxima primavera"],
        "fr": ["au printemps 2027", "printemps prochain"],
        "it": ["primavera del 2027", "in primavera 2027"],
        "hi": ["वसंत 2027 में"],
    },
    "2027-34": {
        "de": ["Q2 2027", "zweites Quartal 2027", "2. Quartal 2027"],
        "es": ["T2 2027", "2º trimestre de 2027", "segundo trimestre de 2027"],
        "pt_BR": ["2T 2027", "2º trimestre de 2027", "segundo trimestre de 2027"],
        "fr": ["T2 2027", "2e trimestre 2027", "deuxième trimestre 2027"],
        "it": ["T2 2027", "2° trimestre 2027", "secondo trimestre del 2027"],
        "hi": ["2027 की दूसरी तिमाही"],
    },
    "2027-41": {
        "de": ["2. Halbjahr 2027", "zweite Hälfte 2027"],
        "es": ["segundo semestre de 2027", "segunda mitad del 2027"],
        "pt_BR": ["2º semestre de 2027", "segunda metade de 2027"],
        "fr": ["second semestre 2027", "deuxième moitié de 2027"],
        "it": ["secondo semestre 2027", "seconda metà del 2027"],
        "hi": ["2027 की दूसरी छमाही"],
    },
    "2027~": {
        "de": ["ca. 2027", "ungefähr 2027"],
        "es": ["alrededor de 2027", "probablemente en 2027"],
        "pt_BR": ["cerca de 2027", "provavelmente 2027"],
        "fr": ["environ 2027", "autour de 2027"],
        "it": ["intorno al 2027", "verso il 2027"],
        "hi": ["करीब 2027"],
    },
    "2027": {
        "de": ["nächstes Jahr", "im nächsten Jahr", "kommendes Jahr"],
        "es": ["el año que viene", "el próximo año"],
        "pt_BR": ["ano que vem", "no próximo ano"],
        "fr": ["l'année prochaine", "l’an prochain"],
        "it": ["l'anno prossimo", "il prossimo anno"],
        "hi": ["अगले साल", "आने वाले साल"],
    },
    "2026-12": {
        "de": ["nächsten Monat", "kommenden Monat"],
        "es": ["el próximo mes", "el mes que viene"],
        "pt_BR": ["mês que vem", "próximo mês"],
        "fr": ["le mois prochain"],
        "it": ["il mese prossimo"],
        "hi": ["अगले महीने"],
    },
    "2026-11-22": {
        "de": ["heute", "heute Abend"],
        "es": ["hoy", "esta noche"],
        "pt_BR": ["hoje", "hoje à noite"],
        "fr": ["aujourd'hui", "ce soir"],
        "it": ["oggi", "stasera"],
        "hi": ["आज", "आज रात"],
    },
    "2026-11-23": {
        "de": ["morgen", "Montag", "am Montag", "kommenden Montag"],
        "es": ["mañana", "el lunes", "lunes que viene"],
        "pt_BR": ["amanhã", "segunda", "segunda-feira", "segunda que vem"],
        "fr": ["demain", "lundi", "ce lundi"],
        "it": ["domani", "lunedì", "questo lunedì"],
        "hi": ["सोमवार", "आने वाले सोमवार", "इस सोमवार को"],
    },
    "2026-11-24": {
        "de": ["übermorgen"],
        "es": ["pasado mañana"],
        "pt_BR": ["depois de amanhã"],
        "fr": ["après-demain"],
        "it": ["dopodomani"],
    },
    "2027-10-05": {
        "de": ["Dienstag, 5. Oktober 2027", "ab dem 5. Oktober 2027", "ab 5 Oktober 2027"],
        "es": ["martes, 5 de octubre de 2027", "el 5 de octubre del 2027"],
        "pt_BR": ["terça-feira, 5 de outubro de 2027", "no dia 5 de outubro de 2027"],
        "fr": ["mardi 5 octobre 2027", "le 5 octobre 2027", "à partir du 5 octobre 2027"],
        "it": ["martedì 5 ottobre 2027", "il 5 ottobre 2027"],
        "hi": ["मंगलवार, 5 अक्टूबर 2027", "5 अक्टूबर 2027 को"],
    },
    "2027-10-05T18:30:00Z": {
        "de": ["5. Oktober 2027 20:30 Uhr", "5. Oktober 2027 um 20 Uhr 30", "5. Okt 2027 um 20:30"],
        "es": ["5 de octubre de 2027 a las 20:30", "5 de octubre de 2027, 20:30 h"],
        "pt_BR": ["5 de outubro de 2027 às 20h30", "20h30 de 5 de outubro de 2027"],
        "fr": ["5 octobre 2027 à 20h30", "mardi 5 octobre 2027 à 20 heures 30"],
        "it": ["5 ottobre 2027 alle 20.30", "5 ottobre 2027, ore 20:30"],
        "hi": ["5 अक्टूबर 2027 रात 8:30 बजे", "5 अक्टूबर 2027 शाम 8:30 बजे"],
    },
    "2027-10-05T23:00:00Z": {
        "de": ["5. Oktober 2027 20 Uhr Rio de Janeiro", "5. Okt 2027 um 20 Uhr São Paulo"],
        "es": ["5 de octubre de 2027 a las 8 de la tarde Rio de Janeiro"],
        "pt_BR": ["5 de outubro de 2027 às 20h Rio de Janeiro"],
        "fr": ["5 octobre 2027 à 20h Rio de Janeiro", "5 octobre 2027 à 8h du soir São Paulo"],
        "it": ["5 ottobre 2027 alle 20 Rio de Janeiro", "5 ottobre 2027 ore 20 São Paulo"],
    },
    "2027-12-25~": {
        "de": ["Weihnachten 2027"],
        "es": ["Navidad de 2027"],
        "pt_BR": ["Natal de 2027"],
        "fr": ["Noël 2027"],
        "it": ["Natale 2027"],
        "hi": ["क्रिसमस 2027"],
    },
    "XXXX": {
        "de": ["unbekannt", "noch offen", "steht noch nicht fest", "noch kein Termin"],
        "es": ["sin fecha", "por confirmar", "aún sin fecha"],
        "pt_BR": ["a definir", "sem data", "a ser anunciado"],
        "fr": ["à venir", "date inconnue", "pas encore annoncée"],
        "it": ["da annunciare", "da definire", "data sconosciuta"],
        "hi": ["तय नहीं", "अभी घोषित नहीं"],
    },
}
"""What each date is called by those who type it, on 22 November 2026, a Sunday."""


@pytest.mark.parametrize("date", AS_PEOPLE_SAY_IT)
def test_a_date_is_read_as_people_say_it(date: str) -> None:
    for spoken, texts in AS_PEOPLE_SAY_IT[date].items():
        with speaking(spoken):
            assert {text: dated(text) for text in texts} == dict.fromkeys(texts, date)


FEASTS = {
    "en": "Christmas",
    "de": "Silvester",
    "es": "en Navidad",
    "fr": "Noël",
    "it": "a Natale",
    "pt_BR": "no Natal",
    "hi": "क्रिसमस",
}


@pytest.mark.parametrize("language", sorted(FEASTS))
def test_a_feast_without_its_year_is_asked_for_it(language: str) -> None:
    with speaking(language):
        with pytest.raises(BadValueError) as refused:
            dated(FEASTS[language])
        day = "2026-12-31" if language == "de" else "2026-12-25"
        assert day in readable_ends(str(refused.value))


EXAMPLES = {
    "Name one hour, like 5 Oct 2026 8pm ET.": None,
    "An hour needs its day, like 5 Oct 2026 8pm ET.": None,
    "An hour needs its exact day, like 5 Oct 2026 8pm ET.": None,
    "Write the year with four digits, like 5 Oct 2026.": "2026-10-05",
    "Write the month in letters and the year, like 5 Oct {year}.": "2026-10-05",
}
"""Messages with an example of a date, and its day; None where it has an hour too."""

VALUES = (
    "The value, as you would write it: 5 Oct 2026, fall 2026, TBA, cancelled, renewed",
    "What it should be: 5 Oct 2026, fall 2026, cancelled, renewed",
)


def readable_ends(sentence: str) -> set[str]:
    """The dates that what a sentence ends with is read as, from each of its words on."""
    words = sentence.rstrip(".।").split()
    found = set()
    for start in range(len(words)):
        with suppress(BadValueError):
            found.add(dated(" ".join(words[start:])))
    return found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_an_example_in_a_message_is_of_the_language_and_is_read_in_it(language: str) -> None:
    with speaking(language):
        for message, day in EXAMPLES.items():
            sentence = _(message, year=2026)
            assert ("Oct " in sentence) is (language == "en"), sentence
            hour = "2026-10-06T00:00:00Z" if language == "en" else "2026-10-05T18:00:00Z"
            assert (day or hour) in readable_ends(sentence), sentence
        for message in VALUES:
            day_alone, *others = _(message).rpartition(":")[2].split(",")
            assert dated(day_alone) == "2026-10-05"
            when, *_tba, canceled, renewed = others
            assert dated(when).startswith("2026-")
            read = [
                read_value("season", "status", text, today=NOW.date(), zone=ZONE)
                for text in (canceled, renewed)
            ]
            assert read == [SeasonStatus.CANCELED, SeasonStatus.RENEWED]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mitte bis Ende 2027"),
        ("es", "mediados a finales de 2027"),
        ("fr", "mi à fin 2027"),
        ("it", "metà a fine 2027"),
        ("pt_BR", "meados até fim de 2027"),
        ("hi", "2027 के मध्य से अंत तक"),
    ],
)
def test_between_two_parts_of_a_year_is_none_of_them(language: str, text: str) -> None:
    with speaking(language), pytest.raises(BadValueError):
        dated(text)


def test_what_may_be_two_days_is_asked_in_the_language_that_is_spoken() -> None:
    monday = datetime(2026, 11, 16, tzinfo=UTC).date()
    with speaking("de"), pytest.raises(BadValueError) as refused:
        read_date("nächsten Freitag", today=monday, zone=ZONE)
    with speaking("de"):
        told = str(refused.value)
    assert told.startswith("Freitag kann 20. November 2026 oder 27. November 2026 sein.")


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


STATES = {
    SeasonStatus.RENEWED: {
        "de": ["bestätigt", "wurde verlängert", "offiziell bestätigt", "Staffel ist bestellt"],
        "es": ["confirmada", "ha sido renovada", "luz verde"],
        "pt_BR": ["confirmada", "foi renovada"],
        "fr": ["confirmée", "a été renouvelée", "feu vert"],
        "it": ["confermata", "è stata rinnovata"],
        "hi": ["रिन्यू हुआ", "कन्फर्म"],
    },
    SeasonStatus.CANCELED: {
        "de": ["eingestellt", "wurde abgesetzt", "gecancelt", "nicht verlängert"],
        "es": ["ha sido cancelada", "no renovada"],
        "pt_BR": ["foi cancelada", "não renovada"],
        "fr": ["a été annulée", "arrêtée", "non renouvelée"],
        "it": ["è stata cancellata", "non rinnovata"],
        "hi": ["रद्द हो गया", "कैंसिल"],
    },
    SeasonStatus.POSTPONED: {
        "de": ["aufgeschoben", "wurde verschoben"],
        "es": ["pospuesta", "retrasada"],
        "pt_BR": ["atrasada"],
        "fr": ["repoussée", "a été reportée"],
        "it": ["rimandata", "posticipata"],
        "hi": ["स्थगित"],
    },
    SeasonStatus.IN_PRODUCTION: {
        "de": ["wird gedreht", "Dreharbeiten"],
        "es": ["en rodaje"],
        "pt_BR": ["em filmagens"],
        "fr": ["en tournage"],
        "it": ["in lavorazione"],
        "hi": ["शूटिंग जारी"],
    },
    SeasonStatus.AIRED: {
        "de": ["beendet", "ausgestrahlt"],
        "es": ["estrenada", "ya terminada", "completo"],
        "pt_BR": ["lançada", "já estreou", "completo"],
        "fr": ["sortie", "est terminée", "complet"],
        "it": ["andata in onda", "andato in onda", "conclusa"],
        "hi": ["रिलीज़ हुआ"],
    },
    ShowStatus.ENDED: {
        "de": ["beendet", "ist vorbei"],
        "es": ["finalizada"],
        "pt_BR": ["encerrada"],
        "fr": ["est finie"],
        "it": ["è conclusa"],
        "hi": ["ख़त्म"],
    },
    ShowStatus.RUNNING: {
        "de": ["läuft"],
        "es": ["en emisión"],
        "pt_BR": ["no ar"],
        "fr": ["en diffusion"],
        "it": ["prosegue"],
        "hi": ["चल रहा है"],
    },
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_read_as_people_say_it(state: SeasonStatus | ShowStatus) -> None:
    level: Literal["show", "season"] = "season" if isinstance(state, SeasonStatus) else "show"
    for spoken, texts in STATES[state].items():
        with speaking(spoken):
            read = {
                text: read_value(level, "status", text, today=NOW.date(), zone=ZONE)
                for text in texts
            }
            assert read == dict.fromkeys(texts, state)


def test_no_word_is_of_two_states() -> None:
    """Of a season or of a show: the one that comes first would be read, whichever is meant."""
    for spoken in LANGUAGES:
        words = spoken_words._table().get(spoken, {})
        for states in (SeasonStatus, ShowStatus):
            named = [words.get(state.replace("_", " "), "") for state in states]
            said = [word for text in named for word in text.split("|") if word]
            assert len(said) == len(set(said)), spoken


def test_yes_and_lengths_are_read_as_people_say_them() -> None:
    finals = {"de": "letzte Staffel", "es": "es la última", "fr": "dernière saison", "it": "ultima"}
    for spoken, text in finals.items():
        with speaking(spoken):
            assert read_value("season", "final", text, today=NOW.date(), zone=ZONE) is True
    for text in ("1 Std 5 Min", "1 Stunde und 5 Minuten", "1 hora y 5 minutos", "1 ora e 5 minuti"):
        assert read_value("season", "runtime", text, today=NOW.date(), zone=ZONE) == 65


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
