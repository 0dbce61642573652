"""Drafts: the facts that an article states, with the season that each is told of."""

from __future__ import annotations

from dataclasses import dataclass

from .mentions.titles import ArticleShow


@dataclass(frozen=True, slots=True)
class Draft:
    """One fact that an article states, in the form that the import format gives its value.

    `field` is a field's name there, and "show_status" for the status of a show. `quote` is where
    it stands, a piece of the article. Not `sure` is what was put together from several sentences.
    """

    subject: ArticleShow
    season: int | None
    field: str
    value: object
    quote: str
    sure: bool = True


CANCELED, RENEWED = ("status", "canceled"), ("status", "renewed")
"""What a draft says, by its field and its value, of a season that is canceled or renewed."""
