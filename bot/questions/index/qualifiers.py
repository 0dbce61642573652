"""What tells namesakes apart beside a title: a year, a country, a form."""

import enum
import re
from dataclasses import dataclass

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import fold

# Words of a query that name a country. Codes that are words too ("in", "it", "de") count only
# in brackets, as "(IT)".
_COUNTRIES = {
    "us": "US", "usa": "US", "america": "US", "american": "US",
    "uk": "GB", "gb": "GB", "britain": "GB", "british": "GB", "england": "GB", "bbc": "GB",
    "au": "AU", "aus": "AU", "australia": "AU", "australian": "AU",
    "ca": "CA", "canada": "CA", "canadian": "CA",
    "nz": "NZ", "ie": "IE", "ireland": "IE", "irish": "IE",
    "india": "IN", "indian": "IN", "japan": "JP", "japanese": "JP",
    "jp": "JP", "kr": "KR", "korea": "KR", "korean": "KR", "kdrama": "KR",
    "cn": "CN", "china": "CN", "chinese": "CN", "tw": "TW", "taiwan": "TW", "thai": "TH",
    "spain": "ES", "spanish": "ES", "france": "FR", "french": "FR", "germany": "DE",
    "german": "DE", "italy": "IT", "italian": "IT", "brazil": "BR", "brazilian": "BR",
    "mexico": "MX", "mexican": "MX", "turkey": "TR", "turkish": "TR", "sweden": "SE",
    "swedish": "SE", "denmark": "DK", "danish": "DK", "norway": "NO", "norwegian": "NO",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETED_CODE = re.compile(r"[(\[]\s*([A-Za-z]{2,3})\s*[)\]]\s*$")


class Form(enum.Enum):
    """What a show is made as: "one piece live action", "avatar anime"."""

    ANIME = "anime"
    LIVE_ACTION = "live action"
    ANIMATED = "animated"

    @classmethod
    def of(cls, words: str) -> "Form | None":
        """The form that one or two folded words name; None for none."""
        return _FORMS.get(words)

    def fits(self, entry: TitleEntry) -> bool | None:
        """Whether an entry is of this form, None if unknown; Japan makes anime before all."""
        drawn = _DRAWN.get(entry.kind or "")
        if drawn is None and entry.country:
            drawn = True if "JP" in entry.country.split("|") else None
        return None if drawn is None else drawn is not (self is Form.LIVE_ACTION)


_FORMS = {
    "anime": Form.ANIME, "live action": Form.LIVE_ACTION, "liveaction": Form.LIVE_ACTION,
    "real action": Form.LIVE_ACTION, "realverfilmung": Form.LIVE_ACTION,
    "animated": Form.ANIMATED, "cartoon": Form.ANIMATED, "animated series": Form.ANIMATED,
}  # fmt: skip
_DRAWN = {"anime": True, "animation": True, "scripted": False, "limited": False, "reality": False}


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What a query says beside the title; None where it says nothing."""

    year: int | None = None
    country: str | None = None
    form: Form | None = None

    def fits(self, entry: TitleEntry) -> bool | None:
        """True where an entry has what is asked, False where it has another, None if unknown."""
        answers: set[bool | None] = set()
        if self.year is not None:
            answers.add(None if entry.year is None else entry.year == self.year)
        if self.country is not None:
            countries = (entry.country or "").split("|")
            answers.add(self.country in countries if entry.country else None)
        if self.form is not None:
            answers.add(self.form.fits(entry))
        if False in answers:
            return False
        return None if None in answers else True


def country_named(word: str) -> str | None:
    """The country, ISO 3166 alpha-2, that a folded word names behind a title; None for none."""
    return _COUNTRIES.get(word)


def split(query: str) -> tuple[str, Qualifier | None]:
    """The folded query without a year or a country at its end, and what those said.

    None where there is no qualifier, or nothing would be left beside it.
    """
    bracketed = _BRACKETED_CODE.search(query)
    country: str | None = None
    if bracketed:
        code = bracketed[1].casefold()
        country = _COUNTRIES.get(code, code.upper() if len(code) == 2 else None)
        if country is not None:
            query = query[: bracketed.start()]
    words = fold(query).split(" ")
    year: int | None = None
    while len(words) > 1:
        if year is None and _YEAR.fullmatch(words[-1]):
            year = int(words.pop())
        elif country is None and words[-1] in _COUNTRIES:
            country = _COUNTRIES[words.pop()]
        elif words[-1] == "the" and country is not None:
            words.pop()
        else:
            break
    if year is None and country is None:
        return " ".join(words), None
    return " ".join(words), Qualifier(year, country)
