"""Text for a screen, Discord's markdown or a plain terminal: escaped and shortened."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from ..facts.air_date import AirDate
from ..locale.messages import _, ngettext
from .date_text import about_date, bare_date, date_in_sentence

_SPECIAL = re.compile(r"([\\*_~`|\[\]<>])")
_HARMLESS = re.compile(r"[^\W\d_][^\\*_~`|\[\]<>@:\n]*")
"""A pattern of text that needs no escaping, as most text does: it begins with a letter."""
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+\.)", re.MULTILINE)
_TOWER = re.compile(r"[^\w\s\x00-\x7f]{4,}")
"""Where a tower of marks may stand: no mark is one of the letters that a word is made of."""
_HIGHEST = 3


_ISOLATE, _POP = "\u2068", "\u2069"
"""Isolates that keep right-to-left text from reordering the text beside it (UAX #9)."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn around the text after them: they would change how the whole message
reads."""

_LONGEST_LINK = 500
"""A link of more characters is left out: a few of those would fill the card by themselves."""


def clip(text: str, length: int) -> str:
    """At most `length` characters, with an ellipsis if something was cut."""
    if len(text) <= length:
        return text
    if text.endswith(_POP):
        return _whole(text, length - 2) + "…" + _POP
    return _whole(text, length - 1) + "…"


_LONGEST_CLUSTER = 16
_JOINER = "\u200d"


def _whole(text: str, length: int) -> str:
    """At most `length` characters, without cutting the last one apart: its vowels and joined parts
    stay.

    A family of emoji, a flag and a syllable of Hindi or Thai are several characters each
    (https://www.unicode.org/reports/tr29/); of a longer tower of marks only the first are kept.
    """
    end = length
    while length - _LONGEST_CLUSTER < end and 0 < end < len(text) and _goes_on(text, end):
        end -= 1
    return text[: end if end > length - _LONGEST_CLUSTER else length].rstrip()


def _goes_on(text: str, end: int) -> bool:
    """Whether the characters before and after that place belong together."""
    before, behind = text[end - 1], text[end]
    if before == _JOINER or behind == _JOINER or _SKIN[0] <= behind <= _SKIN[1]:
        return True
    if _FLAGS[0] <= before <= _FLAGS[1] and _FLAGS[0] <= behind <= _FLAGS[1]:
        letters = end - len(text[:end].rstrip(_FLAG_LETTERS))
        return letters % 2 == 1
    # A virama joins two consonants of India's scripts.
    joined = unicodedata.combining(before) == _VIRAMA and behind.isalpha()
    return joined or unicodedata.category(behind)[0] == "M"


_SKIN, _FLAGS = ("\U0001f3fb", "\U0001f3ff"), ("\U0001f1e6", "\U0001f1ff")
_FLAG_LETTERS = "".join(map(chr, range(ord(_FLAGS[0]), ord(_FLAGS[1]) + 1)))
_VIRAMA = 9
"""The combining class of viramas:
https://www.unicode.org/reports/tr44/#Canonical_Combining_Class_Values"""


def tamed(text: str) -> str:
    """One line, without towers of combining marks; direction marks cannot leak out of it."""
    if text.isascii():
        return " ".join(text.split())
    text = " ".join(_TURNING.sub("", text).split())
    text = _TOWER.sub(_lowered, text)
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


def _lowered(tower: re.Match[str]) -> str:
    """The text with at most three marks on each letter; no language has more of them in a title."""
    kept, height = [], 0
    for character in tower[0]:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            height += 1
        elif category != "Cf":  # what is not seen, such as a joiner, is no foot of another tower
            height = 0
        if height <= _HIGHEST:
            kept.append(character)
    return "".join(kept)


class Style(ABC):
    """Formats values for one kind of screen."""

    @abstractmethod
    def escape(self, text: str) -> str:
        """Text from outside, made harmless."""

    @abstractmethod
    def bold(self, text: str) -> str:
        """Emphasis for text that is already escaped."""

    @abstractmethod
    def small(self, text: str) -> str:
        """Small type, for a whole line."""

    @abstractmethod
    def link(self, label: str, url: str) -> str:
        """A link; `label` is raw text."""

    @abstractmethod
    def instant(self, moment: datetime, now: datetime) -> str:
        """An instant, in the reader's own zone if the screen can do that."""

    @abstractmethod
    def hour(self, moment: datetime, now: datetime) -> str:
        """The hour of an instant whose day is written beside it."""

    @abstractmethod
    def until(self, moment: datetime, now: datetime) -> str:
        """How long until an instant: "in 3 days"."""

    def date(self, when: AirDate, now: datetime) -> str:
        """A date dressed for a screen, as exactly as it is known: "5 October 2026", "fall 2026"."""
        if when.instant is not None:
            return self.instant(when.instant, now)
        return about_date(bare_date(when)) if when.approximate else bare_date(when)

    def when(self, when: AirDate, now: datetime) -> str:
        """A date dressed for a sentence: "on 5 October 2026", "in fall 2026", "about May 2026"."""
        if when.instant is not None:
            return _("on {day}", day=self.instant(when.instant, now))
        return about_date(bare_date(when)) if when.approximate else date_in_sentence(when)

    def foreign(self, text: str, code: str) -> str:
        """Escaped text in another language than its surroundings, by its ISO code."""
        return text

    def paragraph(self, text: str, length: int) -> str:
        """Longer text from outside, line breaks and all, at most `length` characters of it."""
        lines = (tamed(line) for line in text.splitlines())
        return self.escape(clip("\n".join(line for line in lines if line), length))


class Markdown(Style):
    """Discord's markdown."""

    def escape(self, text: str) -> str:
        """Escape markup, links, timestamps, emoji and mentions; the eye sees the text itself."""
        if _HARMLESS.fullmatch(text):
            return text
        text = _SPECIAL.sub(r"\\\1", text)
        text = _LINE_START.sub(
            lambda m: f"{m[1]}\\{m[2]}" if m[2][0] in "#>+-" else f"{m[1]}{m[2][:-1]}\\.", text
        )
        return text.replace("@", "@\u200b").replace("://", ":\u200b//")

    def bold(self, text: str) -> str:
        return f"**{text}**"

    def small(self, text: str) -> str:
        return f"-# {text}"

    def link(self, label: str, url: str) -> str:
        safe = url.replace("(", "%28").replace(")", "%29").replace("@", "%40")
        if len(safe) > _LONGEST_LINK:
            return self.escape(label)
        return f"[{self.escape(label)}](<{safe}>)"

    def instant(self, moment: datetime, now: datetime) -> str:
        return f"<t:{int(moment.timestamp())}:F>"

    def hour(self, moment: datetime, now: datetime) -> str:
        # With its day: in the reader's zone it may be another than the one told beside it.
        return f"<t:{int(moment.timestamp())}:f>"

    def until(self, moment: datetime, now: datetime) -> str:
        return f"<t:{int(moment.timestamp())}:R>"


class Plain(Style):
    """Text for a terminal."""

    def escape(self, text: str) -> str:
        return text

    def bold(self, text: str) -> str:
        return text

    def small(self, text: str) -> str:
        return text

    def link(self, label: str, url: str) -> str:
        return f"{label} <{url}>"

    def instant(self, moment: datetime, now: datetime) -> str:
        local = moment.astimezone(now.tzinfo)
        day = bare_date(AirDate.on(local.date()))
        return f"{day}, {local:%H:%M} {local.tzname() or ''}".rstrip()

    def hour(self, moment: datetime, now: datetime) -> str:
        local = moment.astimezone(now.tzinfo)
        return f"{local:%H:%M} {local.tzname() or ''}".rstrip()

    def until(self, moment: datetime, now: datetime) -> str:
        left = moment - now
        hours = int(left / timedelta(hours=1))
        if left < timedelta(hours=1):
            return _("within the hour")
        if left < timedelta(days=2):
            return ngettext("in {number} hour", "in {number} hours", hours)
        return ngettext("in {number} day", "in {number} days", left.days)


def site_of(url: str) -> str:
    """The name of a link's site, as a reader knows it: "variety.com"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


_MARKUP = re.compile(r"([\\*_~`|\[\]<>#])")
_UNQUOTABLE = re.compile(r"[\x00-\x1f\x7f\u0300-\u036f\u200b\u2028-\u202e\u2060-\u2069\ufeff]+")


def quoted(text: str, length: int = 100) -> str:
    """At most `length` characters of it on one line, without markup, links or direction marks."""
    plain = " ".join(_UNQUOTABLE.sub(" ", text).split())
    if len(plain) > length:
        plain = _whole(plain, length - 1) + "…"
    plain = _MARKUP.sub(r"\\\1", plain).replace("://", ":\u200b//")
    return plain.replace("@", "@\u200b")


def ended(sentence: str) -> str:
    """The sentence, without its full stop if a title before it brings a mark of its own."""
    return sentence[:-1] if sentence.endswith(("..", "!.", "?.", "….")) else sentence


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """ "1 episode", "10 episodes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
