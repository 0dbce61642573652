"""What a page tells machines of its article: its day, and its text where a script draws it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_ARTICLE_TYPES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "LiveBlogPosting", "Review")
)
"""Of https://schema.org/Article; a site or a video on the page has days of its own."""

_MOST_OBJECTS = 500
"""So many objects of a page's JSON-LD are looked at."""


class ToldToMachines:
    """What the tree of a page tells machines; its JSON-LD is read once, when this is made."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        objects = list(_all_objects(tree))
        self._articles = [one for one in objects if _types(one) & _ARTICLE_TYPES]
        self._series = {
            name.strip()
            for one in objects
            if "TVSeries" in _types(one) and isinstance(name := one.get("name"), str)
        }

    def day(self, url: str | None) -> date | None:
        """The day that the page gives for its article; None for none or one to come.

        What its JSON-LD says of an article goes before what it says of the page and the site.
        """
        import htmldate

        for one in self._articles:
            if (day := past_day(one.get("datePublished"))) is not None:
                return day
            if _is_day(one.get("datePublished")):
                return None  # One to come: what else bears a day on the page is not the article.
        found = htmldate.find_date(self._tree, url=url, original_date=True, extensive_search=False)
        return date.fromisoformat(found) if found else None

    def show(self) -> str | None:
        """The title of the one series that its JSON-LD names; None for none or several."""
        return next(iter(self._series)) if len(self._series) == 1 else None

    def days(self) -> frozenset[str]:
        """The days that the page gives for its article, as ISO 8601 has them, be they to come."""
        told = [one.get("datePublished") for one in self._articles]
        told.append(_meta(self._tree, "article:published_time"))
        return frozenset(one[:10] for one in told if isinstance(one, str) and _is_day(one))

    def text(self) -> tuple[str, str]:
        """Headline and text of an article whose page has none to read without its script.

        The text is that of its JSON-LD, else what it says of itself to whoever links to it (Open
        Graph). Either may be empty.
        """
        for one in self._articles:
            body = one.get("articleBody")
            if isinstance(body, str) and body.strip():
                headline = one.get("headline")
                return (headline if isinstance(headline, str) else ""), body
        return _meta(self._tree, "og:title"), _meta(self._tree, "og:description")


def past_day(written: object) -> date | None:
    """The day in a text that begins with one as ISO 8601 has it; None where it is still to come."""
    import htmldate

    try:
        day = date.fromisoformat(written[:10]) if isinstance(written, str) else None
    except ValueError:  # of which htmldate would take the year
        return None
    if day is None:
        return None
    # htmldate knows which days a page can be of; of one that is to come it may take the year.
    meta = f'<meta property="article:published_time" content="{day.isoformat()}">'
    found = htmldate.find_date(f"<html><head>{meta}</head><body></body></html>")
    return day if found == day.isoformat() else None


def _is_day(written: object) -> bool:
    """Whether a text begins with a day as ISO 8601 has it."""
    try:
        return isinstance(written, str) and bool(date.fromisoformat(written[:10]))
    except ValueError:
        return False


def _meta(tree: Any, name: str) -> str:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return str(found[0]) if found else ""


def _all_objects(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip() != "application/ld+json":
            continue
        try:
            told = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(told)


def _objects(told: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a document, from the outside in; as many as a page can need."""
    left = [told]
    seen = 0
    while left and seen < _MOST_OBJECTS:
        seen += 1
        one = left.pop(0)
        if isinstance(one, list):
            left += one[:_MOST_OBJECTS]
        elif isinstance(one, dict):
            yield one
            left += [value for value in one.values() if isinstance(value, list | dict)]


def _types(one: Mapping[str, Any]) -> set[str]:
    kinds = one.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)}
