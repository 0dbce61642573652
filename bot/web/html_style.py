"""The style of text on a page; everything from outside is escaped here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from ..facts.air_date import AirDate
from ..locale.cldr import number_text
from ..locale.messages import _, ngettext
from ..presentation.date_text import bare_date
from ..presentation.markup import Style

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without the characters that XML, HTML or UTF-8 cannot hold.

    https://www.w3.org/TR/xml/#charsets
    """
    return _UNPRINTABLE.sub("", text)


def safe_link(url: str) -> str | None:
    """A link to somewhere on the web; None for anything else, such as a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return printable(url) if parts.scheme in ("http", "https") and parts.netloc else None


class Html(Style):
    """The style of HTML, in which nothing changes from minute to minute: days and hours are written
    out, in UTC."""

    def escape(self, text: str) -> str:
        return escape(printable(text))

    def bold(self, text: str) -> str:
        return f"<strong>{text}</strong>"

    def small(self, text: str) -> str:
        return f"<small>{text}</small>"

    def link(self, label: str, url: str) -> str:
        href = safe_link(url)
        if href is None:
            return self.escape(label)
        return f'<a href="{escape(href)}" rel="nofollow noopener">{self.escape(label)}</a>'

    def date(self, when: AirDate, now: datetime) -> str:
        """A date as exactly as it is known; a precise one is marked up for programs as well."""
        text = super().date(when, now)
        if when.instant is not None or not when.exact:
            return text
        return f'<time datetime="{when.earliest().isoformat()}">{text}</time>'

    def instant(self, moment: datetime, now: datetime) -> str:
        moment = moment.astimezone(UTC)
        day = bare_date(AirDate.on(moment.date()))
        shown = _("{day}, {time} UTC", day=day, time=f"{moment:%H:%M}")
        return f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{shown}</time>'

    def hour(self, moment: datetime, now: datetime) -> str:
        return _("{time} UTC", time=f"{moment.astimezone(UTC):%H:%M}")

    def until(self, moment: datetime, now: datetime) -> str:
        days = (moment.astimezone(UTC).date() - now.astimezone(UTC).date()).days
        if days <= 0:
            return _("today")
        if days == 1:
            return _("tomorrow")
        return ngettext("in {days} day", "in {days} days", days, days=number_text(days))

    def foreign(self, text: str, code: str) -> str:
        return f'<span lang="{code}">{text}</span>'

    def paragraph(self, text: str, length: int) -> str:
        return super().paragraph(text, length).replace("\n", "<br>")
