"""Values as the bot writes them in the language that is spoken, in the English that is read.

People type what they see: whoever reads "5. Oktober 2026" on a card writes that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ...locale.cldr import day_words, month_names
from ...locale.languages import ENGLISH, language
from ...locale.messages import _
from .calendar_dates import MONTHS

Fold = Callable[[str], str]
"""How a text is brought to the words that are compared."""

_SHORTEST = 3
"""How many letters of a month's name are enough, if no other month begins with them."""

_SPELLED = (("ँ", "ं"), ("म्ब", "ंब"), ("अक्तू", "अक्टू"), ("\u093c", ""))
"""Hindi words as many spell them, and as the CLDR and the messages do: सितम्बर, फरवरी, अक्तूबर, हां."""

_GENDERED = {"es": "[ao]", "it": "[ao]", "pt_BR": "[ao]", "fr": "(?<=e)e"}
"""The ends of long words by which a season is "renovada" where a show is "renovado"."""

_YEAR = 2026
"""Stands for any year in a message that is made into a pattern."""


def _respelled(words: str) -> str:
    for one, other in _SPELLED:
        words = words.replace(one, other)
    return words


def date_in_english(words: str, fold: Fold) -> str:
    """The words of a date with those of the language that is spoken in English; others stay.

    Its names of months (in full or cut short), of the parts of a year and of what nobody announced
    are those that messages and the CLDR write; what stands between them may be left out.
    """
    spoken = language()
    if spoken == ENGLISH or not words:
        return words
    between, first, month = _of_days(spoken, fold)
    tokens = [token for token in words.split() if token not in between]
    words = " ".join("1" if token == first else month(token) for token in tokens)
    undated, about, stretches = _of_messages(spoken, fold)
    if words == undated:
        return "tba"
    if words.startswith(about):
        return f"about {date_in_english(words.removeprefix(about), fold)}"
    for pattern, english in stretches:
        if match := pattern.fullmatch(words):
            return english.format(year=match[1] or "").strip()
    return words


@cache
def _of_days(spoken: str, fold: Fold) -> tuple[frozenset[str], str, Callable[[str], str]]:
    """What stands between a day, its month and its year; the first of a month; months by name."""
    between, first = day_words()
    names = [{_respelled(fold(name)) for name in both} for both in month_names()]

    def month(token: str) -> str:
        token = _respelled(token)
        meant = [at for at, some in enumerate(names) if token in some]
        if not meant and len(token) >= _SHORTEST:
            cut = (any(name.startswith(token) for name in some) for some in names)
            meant = [at for at, begins in enumerate(cut) if begins]
        return MONTHS[meant[0]] if len(meant) == 1 else token

    return frozenset(fold(between).split()), fold(first), month


def is_spoken(typed: str, message: str, fold: Fold) -> bool:
    """Whether folded words are that message in the language that is spoken, of either gender."""
    end = _GENDERED.get(language(), "(?!)")

    def alike(words: str) -> str:
        return re.sub(rf"(?<=\w{{4}}){end}(?!\w)", "", _respelled(words))

    return alike(typed) == alike(fold(_(message)))


_Stretches = Sequence[tuple[re.Pattern[str], str]]


@cache
def _of_messages(spoken: str, fold: Fold) -> tuple[str, str, _Stretches]:
    """What nobody announced, "about" with the space after it, and parts of a year as patterns."""
    between, first, _month = _of_days(spoken, fold)

    def shortened(text: str) -> str:
        tokens = (token for token in fold(text).split() if token not in between)
        return " ".join("1" if token == first else token for token in tokens)

    about = shortened(_("about {date}", date=_YEAR)).partition(str(_YEAR))[0]
    stretches = [(_of_any_year(shortened(text)), english) for text, english in _parts_of_a_year()]
    return shortened(_("not announced")), about or "\0", stretches


def _of_any_year(text: str) -> re.Pattern[str]:
    """The pattern of a text that names a year: any year, or none where it comes after others.

    What else stands behind it then is left out by most: "outono de 2026 (no hemisfério norte)".
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
