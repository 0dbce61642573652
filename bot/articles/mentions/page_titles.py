"""The title of a page of one show: an entry of an encyclopedia, a guide, a fact sheet.

Such a page is headed by its title and nothing else, and tells of it in fact lines, or says at once
that it is a series.
"""

from __future__ import annotations

import re

from ..article import Article, Role, aligned
from ..language import Phrases, phrases
from .occurrences import stands_in
from .seasons import season_mentions
from .shared_titles import is_title_alone

_FEW, _TOP = 2, 20
_LABELS = (
    "network_label", "episodes_label", "runtime_label", "creators_label", "producers_label",
    "producing_label", "cast_label", "run_label", "title_label", "status_column",
)  # fmt: skip
_BRACKET = re.compile(r"(?P<title>.+?) ?\((?P<what>[^()]{2,40})\)")
_SERIES = re.compile(
    r"\b(?:[a-z]*-?seri(?:es|e)|show|sitcom|telenovela|anime|dram[ae]|comedy|krimi|fiction)\b"
)
_IS = r"{title},?(?: \([^()]{{0,60}}\))? (?:is|was|ist|war|est|etait|es|era|e|foi) (?:[^.]{{2,80}})"


def page_title(article: Article, language: str) -> str | None:
    """The title that heads a page of one show; None where what heads it is no title alone."""
    headline, words = article.headline, phrases(language)
    bracket = _BRACKET.fullmatch(headline)
    said = aligned(bracket["what"]) if bracket is not None else ""
    is_said = _SERIES.search(said) is not None or _names_season(said)
    title = (bracket["title"] if bracket is not None and is_said else headline).strip(' “”"«»„')
    if not title or not is_title_alone(title, language):
        return article.show if article.show and stands_in(article.show, headline) else None
    if is_said or article.show == title or _is_defined(title, article):
        return title
    return title if _fact_lines(article, words) >= _FEW else None


def _names_season(plain: str) -> bool:
    return next(season_mentions(plain), None) is not None


def _is_defined(title: str, article: Article) -> bool:
    """Whether a sentence says what it is: "Harrow Bay is an American crime drama series"."""
    told = re.compile(_IS.format(title=re.escape(aligned(title))))
    for block in article.blocks[:_TOP]:
        match = told.match(aligned(block.text))
        if match is not None and _SERIES.search(match[0]) is not None:
            return True
    return False


def _fact_lines(article: Article, words: Phrases) -> int:
    """How many of the first lines tell one fact behind a label."""
    labels = (
        aligned(block.text.partition(":")[0]).strip(" *")
        for block in article.blocks[:_TOP]
        if block.role is not Role.HEADING and ":" in block.text[:_LONGEST_LABEL]
    )
    return len(
        {key for label in labels for key in _LABELS if words[key].fullmatch(label) is not None}
    )


_LONGEST_LABEL = 40
