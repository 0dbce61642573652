"""`draft`: what an article states, in a terminal, as text or as JSON."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..articles.article import Article
from ..articles.drafts import Draft
from ..articles.fetch import PageFetcher
from ..articles.mentions.known_titles import catalogued
from ..articles.reader import read
from ..articles.refusals import LARGEST, NOTHING, NoArticleError
from ..articles.web_page import article_of
from ..questions.index.titles import TitleIndex


def from_file(name: str, url: str | None, published: date | None) -> Article:
    """The article in a file, or from standard input for "-"; `published` is its day, if given.

    Raises:
        NoArticleError: there is no article in it.
        OSError: it cannot be read.
    """
    if name == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
    is_page = True if name.casefold().endswith((".html", ".htm", ".xhtml")) else None
    return dated(article_of(data, url=url, is_page=is_page), published)


async def from_link(link: str, published: date | None) -> Article:
    """The article at a link.

    Raises:
        NoArticleError: it cannot be fetched, or there is no article in it.
    """
    fetched = await PageFetcher().fetch(link)
    article = article_of(fetched.body, url=fetched.url, is_page=fetched.is_page)
    return dated(article, published)


def is_link(source: str) -> bool:
    """Whether a source is a link and no file."""
    return re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) is not None


def dated(article: Article, published: date | None) -> Article:
    """The article, with the day that was given for it, if any."""
    return article if published is None else replace(article, published=published)


def drafted(article: Article, titles: TitleIndex) -> list[Draft]:
    """What the article states; its shows are looked up in the catalogue."""
    return read(article, catalogued(titles))


def as_object(article: Article, drafts: Sequence[Draft]) -> Mapping[str, object]:
    """The drafts as an object that can be written as JSON."""
    return {
        "published": article.published.isoformat() if article.published is not None else None,
        "drafts": [
            {
                "show": draft.subject.name,
                "id": draft.subject.entry.show_id if draft.subject.entry is not None else None,
                "season": draft.season,
                "field": draft.field,
                "value": draft.value,
                "quote": draft.quote,
                "sure": draft.sure,
            }
            for draft in drafts
        ],
    }


def as_text(drafts: Sequence[Draft]) -> str:
    """The drafts as text: by show, each fact with the sentence in which it stands."""
    if not drafts:
        return str(NoArticleError(NOTHING))
    lines: list[str] = []
    heading = None
    for draft in drafts:
        place = f", season {draft.season}" if draft.season is not None else ""
        if heading != (title := f"{draft.subject.name}{place}"):
            lines.append(title)
            heading = title
        doubt = "" if draft.sure else " (not sure)"
        lines.append(f"  {draft.field}: {_written(draft.value)}{doubt}")
        lines.append(f"    “{' '.join(draft.quote.split())}”")
    return "\n".join(lines)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if "person" in value:
            more = value.get("character") or value.get("role")
            return f"{value['person']} ({more})" if more else str(value["person"])
        return ", ".join(str(member) for member in value.values())
    if isinstance(value, list):
        return ", ".join(_written(member) for member in value)
    return str(value)
