"""Translates dates in the spoken language, as the bot and as people write them, into English words.

People type what they see: whoever reads "5. Oktober 2026" on a card writes that. They also write
what their newspapers do: "Anfang 2027", "le 5 octobre à 20h", "viernes que viene"
(`date_words.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from ...locale.cldr import day_words, month_names
from ...locale.languages import ENGLISH, language
from ...locale.messages import _
from .date_parts import MONTHS, WEEKDAYS
from .spoken_words import respelled
from .typed_words import words_of

_SHORTEST = 3
"""How many letters of a name are enough, if no other name of its kind begins with them."""

_YEAR = 2026
"""Stands for any year in a message that is made into a pattern."""

_ORDINALS = ("first", "second", "third", "fourth")
_SPANS = {"quarter": "q", "half": "h"}
_ENGLISH = {
    "day_after": "day after tomorrow",
    "new_years_eve": "new year's eve",
    "year_end": "late year",
    "coming_behind": "coming",
    "dropped": "",
}
"""The English words of a key of the table, if they are not the key itself."""

_SAID = (
    *("day_after", "new_years_eve", "christmas", "today", "tomorrow", "yesterday"),
    *("coming", "coming_behind", "this", "next", "last", "early", "mid", "late", "about"),
    *("year_end", "year", "month", "spring", "summer", "dropped"),
)
"""The keys in the order in which they are looked for: phrases before the words that they
contain."""

_COUNTED = "year|month|spring|summer|fall|winter"


def hours_in_english(words: str) -> str:
    """Folded words in which an hour in the spoken language's form ("20 Uhr 15") is written as
    20:15."""
    if language() == ENGLISH or not words:
        return words
    return _hours(language()).sub(_clock, words)


def date_in_english(words: str) -> str:
    """The words of a date, with those of the spoken language in English; other words stay.

    Names of months and weekdays (in full or cut short), parts of a year and "to be announced" are
    read as messages and the CLDR write them, and as people say them; words between them may be
    missing.
    """
    spoken = language()
    if spoken == ENGLISH or not words:
        return words
    words = respelled(words)
    between, first, month = _of_days(spoken)
    tokens = [token for token in words.split() if token not in between]
    written = " ".join("1" if token == first else month(token) for token in tokens)
    undated, about, stretches = _of_messages(spoken)
    if written == undated or _undated(spoken).fullmatch(words):
        return "tba"
    if written.startswith(about):
        return f"about {date_in_english(written.removeprefix(about))}"
    for pattern, english in stretches:
        if match := pattern.fullmatch(written):
            return english.format(year=match[1] or "").strip()
    return _said_in_english(words, spoken)


def _said_in_english(words: str, spoken: str) -> str:
    """The words with what people say, beside what a card writes, in English."""
    words = re.sub(r"(?<=[^\W\d])[-'](?=\w)|(?<=\w)-(?=[^\W\d])", " ", words)
    words = re.sub(r"(?<=[0-9])°", ".", words)
    for pattern, english in _said(spoken):
        words = pattern.sub(english, words)
    _between, first, month = _of_days(spoken)
    name = _other_names(spoken)
    tokens = ("1" if token == first else month(token) for token in words.split())
    words = " ".join(map(name, tokens))
    # "vendredi prochain", "2027 के अंत"
    days = "|".join(day.lower() for day in WEEKDAYS)
    words = re.sub(rf"\b({days}|{_COUNTED}) (coming|next|last|this)\b", r"\2 \1", words)
    words = re.sub(r"^(.+) (early|mid|late)$", r"\2 \1", words)
    # "Coming" Friday is the next one, but the "coming" year is not the present one.
    words = re.sub(rf"\bcoming ({days})\b", r"\1", words)
    return re.sub(r"\bcoming\b", "next", words)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    with Path(__file__).with_name("date_words.toml").open("rb") as file:
        return tomllib.load(file)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


@cache
def _undated(spoken: str) -> re.Pattern[str]:
    return re.compile(_table()[spoken]["undated"])


@cache
def _hours(spoken: str) -> re.Pattern[str]:
    table = _table()[spoken]
    at, at_hour, oclock = (table.get(key, "(?!)") for key in ("at", "at_hour", "oclock"))
    part = f"(?P<evening>{table['evening']})|{table['morning']}"
    return _whole(
        rf"(?:(?:(?P<at>{at})|(?P<at_hour>{at_hour})) )?(?:(?P<before>{part}) )?"
        rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))?"
        rf"(?P<oclock> ?(?:{oclock})(?: ?(?P<minutes>[0-9]{{2}}))?)?"
        rf"(?: (?P<behind>{part.replace('<evening>', '<later>')}))?"
    )


def _clock(match: re.Match[str]) -> str:
    named = any(match[name] for name in ("at_hour", "before", "oclock", "behind"))
    if not named and not (match["at"] and match["minute"]):
        return match[0]
    hour, minute = int(match["hour"]), match["minute"] or match["minutes"] or "00"
    if match["evening"] or match["later"]:
        if not 1 <= hour < 12:
            # Some people read twelve in the evening as noon, and some as midnight.
            return match[0]
        hour += 12
    return f"{hour}:{minute}"


@cache
def _said(spoken: str) -> Sequence[tuple[re.Pattern[str], str]]:
    table = _table()[spoken]
    said = [
        (_whole(f"(?:{table[ordinal]}) (?:{table[span]})"), f"{letter}{number}")
        for span, letter in _SPANS.items()
        for number, ordinal in enumerate(_ORDINALS, 1)
        if span == "quarter" or number <= 2
    ]
    said += [(_whole("t([1-4])"), r"q\1"), (_whole("([1-4])t"), r"q\1")]
    said += [(_whole(table[key]), _ENGLISH.get(key, key)) for key in _SAID if key in table]
    return said


@cache
def _other_names(spoken: str) -> Callable[[str], str]:
    """A function that gives the English name of a weekday or of a part of the year, and other
    words unchanged."""
    weekdays = [respelled(words_of(_(day))).split("-")[0] for day in WEEKDAYS]
    parts = {
        respelled(words_of(_(message, year=_YEAR))).split()[0]: english
        for message, english in (
            ("spring {year}", "spring"),
            ("summer {year}", "summer"),
            ("fall {year}", "fall"),
            ("winter {year}", "winter"),
        )
    }

    def name(token: str) -> str:
        begun = [day for day, called in enumerate(weekdays) if called.startswith(token)]
        if len(token) >= _SHORTEST and len(begun) == 1:
            return WEEKDAYS[begun[0]].lower()
        return parts.get(token, token)

    return name


@cache
def _of_days(spoken: str) -> tuple[frozenset[str], str, Callable[[str], str]]:
    """The words between a day, its month and its year; the words for the first of a month; months
    by name."""
    between, first = day_words()
    names = [{respelled(words_of(name)) for name in both} for both in month_names()]

    def month(token: str) -> str:
        meant = [at for at, both in enumerate(names) if token in both]
        if not meant and len(token) >= _SHORTEST:
            cut = (any(name.startswith(token) for name in both) for both in names)
            meant = [at for at, begins in enumerate(cut) if begins]
        return MONTHS[meant[0]] if len(meant) == 1 else token

    return frozenset(respelled(words_of(between)).split()), respelled(words_of(first)), month


_Stretches = Sequence[tuple[re.Pattern[str], str]]


@cache
def _of_messages(spoken: str) -> tuple[str, str, _Stretches]:
    """Patterns made of messages: "to be announced", "about" with the space after it, and parts of a
    year."""
    between, first, _month = _of_days(spoken)

    def shortened(text: str) -> str:
        tokens = (token for token in respelled(words_of(text)).split() if token not in between)
        return " ".join("1" if token == first else token for token in tokens)

    about = shortened(_("about {date}", date=_YEAR)).partition(str(_YEAR))[0]
    stretches = [(_of_any_year(shortened(text)), english) for text, english in _parts_of_a_year()]
    return shortened(_("not announced")), about or "\0", stretches


def _of_any_year(text: str) -> re.Pattern[str]:
    """The pattern of a text that names a year, for any year; if the year comes last, it may be
    missing.

    A text behind the year is left out by most people: "outono de 2026 (no hemisfério norte)".
    """
    named, year, behind = text.partition(f" {_YEAR}")
    if not year:
        return re.compile(re.escape(text).replace(str(_YEAR), "([0-9]{4})"))
    return re.compile(f"{re.escape(named)} ?([0-9]{{4}})?(?:{re.escape(behind)})?")


def _parts_of_a_year() -> Iterator[tuple[str, str]]:
    yield _("spring {year}", year=_YEAR), "spring {year}"
    yield _("summer {year}", year=_YEAR), "summer {year}"
    yield _("fall {year}", year=_YEAR), "fall {year}"
    yield _("winter {year}", year=_YEAR), "winter {year}"
    yield _("the first half of {year}", year=_YEAR), "h1 {year}"
    yield _("the second half of {year}", year=_YEAR), "h2 {year}"
    for quarter in range(1, 5):
        yield _("Q{quarter} {year}", quarter=quarter, year=_YEAR), f"q{quarter} {{year}}"
