"""Values the way people write them: "cancelled", "10 episodes", "1h 5m", "yes", "Germany"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from enum import StrEnum
from typing import Any, Literal, TypeVar

from ...errors import BadInputError
from ...locale.cldr import listed
from ...locale.messages import N_, _
from ..air_date import AirDate
from ..countries import CALLED, COUNTRIES, country_called
from ..fields import LAST_SEASON, SEASON_FIELDS, SHOW_FIELDS, Field, field_of
from ..models import Kind, SeasonStatus, ShowStatus
from ..value_codecs import BadValueError, public_link, whole
from .air_dates import read_date
from .spoken_words import is_spoken
from .typed_words import spaced_words_of, words_of

E = TypeVar("E", bound=StrEnum)

_SEASON_WORDS: Mapping[SeasonStatus, str] = {
    SeasonStatus.RUMORED: "rumored, rumoured, rumor, rumour, rumors, rumours, unconfirmed",
    SeasonStatus.RENEWED: "renewed, renewal, greenlit, greenlighted, green lit, greenlight,"
    " green light, ordered, picked up, confirmed, commissioned, announced, coming back, returning",
    SeasonStatus.IN_PRODUCTION: "in production, production, filming, shooting, being filmed,"
    " in post production, post production, pre production, preproduction, wrapped, in the works,"
    " in development, being made",
    SeasonStatus.POSTPONED: "postponed, delayed, on hold, paused, pushed back, on hiatus, hiatus,"
    " put off",
    SeasonStatus.SCHEDULED: "scheduled, dated, date set, has a date, upcoming",
    SeasonStatus.AIRING: "airing, on air, on now, running, ongoing, streaming",
    SeasonStatus.AIRED: "aired, finished, out, released, complete, completed, ended, over, done",
    SeasonStatus.CANCELED: "canceled, cancelled, axed, dropped, scrapped, not renewed, shelved,"
    " not happening, cancelation, cancellation",
}
_SHOW_WORDS: Mapping[ShowStatus, str] = {
    ShowStatus.IN_DEVELOPMENT: "in development, development, in production, planned, pilot,"
    " in the works, announced",
    ShowStatus.RUNNING: "running, returning, returning series, ongoing, airing, on air, continuing,"
    " renewed",
    ShowStatus.TO_BE_DETERMINED: "to be determined, tbd, tba, undecided, unknown, in limbo,"
    " on hiatus, hiatus, on hold",
    ShowStatus.ENDED: "ended, finished, over, concluded, complete, completed, done",
    ShowStatus.CANCELED: "canceled, cancelled, axed, dropped, scrapped, not renewed",
}
_KIND_WORDS: Mapping[Kind, str] = {
    Kind.SCRIPTED: "scripted, drama, comedy, sitcom, series",
    Kind.LIMITED: "limited, limited series, miniseries, mini series",
    Kind.ANIME: "anime",
    Kind.ANIMATION: "animation, animated, cartoon",
    Kind.REALITY: "reality, reality show, reality tv",
    Kind.DOCUMENTARY: "documentary, docuseries, documentary series",
    Kind.TALK: "talk, talk show, late night",
    Kind.NEWS: "news",
    Kind.GAME: "game, game show, quiz, quiz show",
    Kind.VARIETY: "variety, variety show, sketch, sketch comedy",
}
_YES = (
    "yes, y, yeah, yep, true, 1, on, final, last, final season, last season, the last one,"
    " the final season, the last season"
)
_NO = "no, n, nope, false, 0, off, not final, not last, not the last one, not the final season"

_PADDING = re.compile(r"^(?:(?:it'?s|it|is|was|has|been|got|officially|now|currently) )+|[.!]+$")
_COUNT = re.compile(
    r"([0-9]{1,9})"
    r"(?: ?(?:episod[a-z]{1,3}|eps?|chapters?|capitul[a-z]{1,3}|folgen?|puntat[ae]|एपिसोड))?"
)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_MINUTES = re.compile(
    r"(?:~ ?|about |around )?"
    r"(?:([0-9]{1,4}) ?(?:h|hr|hrs|hours?|std|stunden?|horas?|heures?|or[ae]|घंट[ाे]))?"
    r"(?: (?:and|und|et|y|e|और))? ?"
    r"(?:([0-9]{1,5}) ?(?:'|m|min|mins|minut[a-z]{0,2}|मिनट)?)?"
    r"(?: (?:each|long|per episode|an episode))?"
)
_MEMBER_ONLY = frozenset(
    (
        "ids",
        "translations",
        "streamer",
        "popularity",
        "hidden",
        "listed",
        "ended",
        "parts",
        "cast",
        "trailers",
        "where",
    )
)
STORED_NAMES: Mapping[str, str] = {"alias": "aliases", "show_status": "status"}
"""The stored names of fields of a show that commands name otherwise."""


def read_value(
    level: Literal["show", "season"], field: str, text: str, *, today: date, zone: tzinfo
) -> object:
    """The domain value of a field, from text as a person writes it.

    Case, accents and extra spaces do not matter where a word or a number is read; text keeps
    them. `today` and `zone` are for dates (`read_date`). A list takes commas between its members;
    of `aliases` one at a time is read.

    Raises:
        BadValueError: it cannot be read as a value of that field, or no such field is written as
            text. The message names what can be read.
    """
    target = field_of(None if level == "show" else 0, STORED_NAMES.get(field, field))
    if target.name in _MEMBER_ONLY:
        fields = SHOW_FIELDS if level == "show" else SEASON_FIELDS
        written = listed([name for name in fields if name not in _MEMBER_ONLY], either=True)
        raise BadValueError(
            "{name} is not one value; I can read {written}.",
            name=repr(target.name),
            written=written,
        )
    if target.name in ("premiere", "finale", "next_episode"):
        return read_date(text, today=today, zone=zone)
    if level == "season" and target.name == "status":
        return _chosen(N_("a season's status"), _SEASON_WORDS, text)
    if reader := _READERS.get(target.name):
        return target.decode(reader(text))
    return target.decode(" ".join(text.split()))


def _chosen(what: str, words: Mapping[E, str], text: str) -> E:
    typed = _PADDING.sub("", spaced_words_of(text))
    for choice, spellings in words.items():
        name = choice.value.replace("_", " ")
        if typed == name or typed in spellings.split(", ") or is_spoken(typed, name):
            return choice
    firsts = [_(spellings.split(", ")[0]) for spellings in words.values()]
    raise BadValueError(
        "I cannot read that as {what}. I can read {firsts}.",
        what=_(what),
        firsts=listed(firsts, either=True),
    )


def _count(what: str, example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if match := _COUNT.fullmatch(words_of(_THOUSANDS.sub("", text))):
            return int(match[1])
        raise BadValueError(
            "I cannot read that as {what}. I can read {example}.", what=_(what), example=_(example)
        )

    return read


def _episodes(text: str) -> int:
    """The number of episodes of a season, at least one: nobody states that there are none."""
    read = _count(N_("a number of episodes"), N_("a whole number like 10 or 10 episodes"))
    return whole(N_("Episodes"), 1, 10_000)(read(text))


def _minutes(text: str) -> int:
    match = _MINUTES.fullmatch(words_of(text))
    if match is None or not (match[1] or match[2]):
        raise BadValueError("I cannot read that as a runtime. I can read 45, 45 min or 1h 5m.")
    return 60 * int(match[1] or 0) + int(match[2] or 0)


def _flag(text: str) -> bool:
    words = _PADDING.sub("", spaced_words_of(text))
    if words in _YES.split(", ") or is_spoken(words, "yes"):
        return True
    if words in _NO.split(", ") or is_spoken(words, "no"):
        return False
    raise BadValueError("Whether it is the final season: I can read yes or no.")


def _link(text: str) -> str:
    """A link; the brackets with which Discord hides a preview are taken off."""
    return re.sub(r"^<(.*)>$", r"\1", text.strip())


def _prose(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _names_in(text: str) -> list[str]:
    members = (" ".join(member.split()) for member in re.split(r"[,;\n]", text))
    named = list(dict.fromkeys(member for member in members if member))
    if not named:
        raise BadValueError("Write at least one name, and commas between several.")
    return named


def _producers(text: str) -> list[object]:
    """People, each with a role in brackets where it is known."""
    members: list[object] = []
    for name in _names_in(text):
        match = re.fullmatch(r"([^()]+) \(([^()]+)\)", name)
        members.append({"person": match[1], "role": match[2]} if match else name)
    return members


def _country(text: str) -> str:
    """A country's code, or what people take for its code ("UK"); other words unchanged."""
    words = words_of(text)
    return CALLED.get(words, words) if len(words) <= 3 else words


_READERS: Mapping[str, Callable[[str], object]] = {
    "status": lambda text: _chosen(N_("a show's status"), _SHOW_WORDS, text).value,
    "kind": lambda text: _chosen(N_("a kind"), _KIND_WORDS, text).value,
    "year": _count(N_("a year"), N_("four digits like 2019")),
    "episodes": _episodes,
    "runtime": _minutes,
    "final": _flag,
    "site": lambda text: public_link(_link(text)),
    "picture": lambda text: public_link(_link(text)),
    "synopsis": _prose,
    "story": _prose,
    "genres": _names_in,
    "creators": _names_in,
    "producers": _producers,
    "country": _country,
    "language": words_of,
}


def check_season(season: int | None) -> int | None:
    """A season number that can be.

    Raises:
        BadInputError: none can have that number.
    """
    if season is not None and not 0 <= season <= LAST_SEASON:
        raise BadInputError(
            "Seasons are numbered from 1 (or by year), up to {last_season}; {season} is not one.",
            last_season=LAST_SEASON,
            season=season,
        )
    return season


def check_region(region: str) -> str:
    """A country code in capitals, ISO 3166 alpha-2, of a code or a name.

    The name may be in any language that the bot speaks.

    Raises:
        BadInputError: it is none.
    """
    code = region.strip().upper()
    if code not in COUNTRIES:
        code = country_called(region) or ""
    if code not in COUNTRIES:
        raise BadInputError(
            "I know no country by that name. A region is a country, by its name or its "
            "two-letter code, like Germany, US or GB."
        )
    return code


def check_link(text: str, what: str = N_("The source")) -> str:
    """A link that somebody gives as `what`; the brackets that hide a preview are taken off.

    Raises:
        BadInputError: it is no http(s) link to a public page.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    try:
        return public_link(text)
    except BadValueError:
        raise BadInputError(
            "{what} must be a link to a public page, starting with http:// or https://.",
            what=_(what),
        ) from None


def check_day(text: str, *, today: date, zone: tzinfo) -> AirDate:
    """A date as people write it.

    Raises:
        BadInputError: it cannot be read as one; the sentence says what can.
    """
    try:
        return read_date(text, today=today, zone=zone)
    except BadValueError as error:
        raise BadInputError(str(error)) from None


def decoded(field: Field, value: object) -> Any:
    """A value that needs no reading, checked against its field.

    Raises:
        BadInputError: it does not fit.
    """
    try:
        return field.decode(value)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
