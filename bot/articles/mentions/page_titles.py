"""The show that a page states to be its subject: an entry of an encyclopedia, a guide, a sheet.

It has it behind a label ("Title: …"), tells it to machines, or is headed by the title alone and
tells of it in fact lines, by its seasons, or says at once that it is a series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Article, Block, Role, aligned
from ..language import Phrases, phrases
from .capital_runs import KEPT, SMALL
from .networks import is_network
from .occurrences import stands_in
from .seasons import season_alone, season_mentions
from .shared_titles import is_title_alone
from .written_titles import is_title, key_of, trimmed_title

_FEW, _TOP = 2, 20
_LONGEST, _LONGEST_LABEL, _FIRST = 60, 40, 60
"""So many letters have a line with a title's label and a label; the first stands in one of so many
blocks."""

_LABELS = (
    "network_label", "episodes_label", "runtime_label", "creators_label", "producers_label",
    "producing_label", "cast_label", "run_label", "title_label", "status_column",
)  # fmt: skip
_LABEL = r"\W{0,3}{title_label}"
_BRACKET = re.compile(r"(?P<title>.+?) ?\((?P<what>[^()]{2,40})\)")
_SERIES = re.compile(
    r"\b(?:[a-z]*-?seri(?:es|e)|show|sitcom|telenovela|anime|dram[ae]|comedy|krimi|fiction)\b"
)
_IS = r"{title},?(?: \([^()]{{0,60}}\))? (?:is|was|ist|war|est|etait|es|era|e|foi) (?:[^.]{{2,80}})"


def page_title(article: Article, language: str) -> str | None:
    """The title of the one show that a page states to be its subject; None for none."""
    words = phrases(language)
    labelled = {key_of(one): one for one in _labelled(article, words)}
    if len(labelled) == 1:
        return next(iter(labelled.values()))
    if labelled:
        return None
    headline = article.headline
    bracket = _BRACKET.fullmatch(headline)
    said = aligned(bracket["what"]) if bracket is not None else ""
    is_said = _SERIES.search(said) is not None or _names_season(said)
    title = (bracket["title"] if bracket is not None and is_said else headline).strip(' “”"«»„')
    if not title or not is_title_alone(title, language):
        return article.show if article.show and stands_in(article.show, headline) else None
    if is_said or article.show == title or _is_defined(title, article):
        return title
    is_sheet = _fact_lines(article, words) >= _FEW or _is_guide(article, title, words)
    return title if is_sheet and not _is_shorter_below(title, article) else None


def _names_season(plain: str) -> bool:
    return next(season_mentions(plain), None) is not None


def _labelled(article: Article, words: Phrases) -> Iterator[str]:
    """What stands behind a label for titles, on its line or on the one below it."""
    label = words.pattern(_LABEL)
    blocks = article.blocks[:_FIRST]
    for block, below in zip(blocks, (*blocks[1:], None), strict=False):
        head, colon, value = block.text.partition(":")
        if block.role is Role.ROW:
            if len(block.cells) != 2:
                continue
            head, colon, value = block.cells[0], ":", block.cells[1]
        if len(block.text) > _LONGEST or label.fullmatch(aligned(head).strip(" *")) is None:
            continue
        if not value.strip() and below is not None and (colon or below.role is not Role.HEADING):
            value = below.text
        title = trimmed_title(value.strip(" *«»“”„\"'‘’"))
        if is_title(title, words.code) and not is_network(title) and not title.isdigit():
            yield title


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


def _is_guide(article: Article, title: str, words: Phrases) -> bool:
    """Whether headings of seasons stand below a title, as on the page of an episode guide."""
    return any(
        block.role is Role.HEADING and block.text != title and _heads_season(block, words)
        for block in article.blocks[:_FIRST]
    )


def _heads_season(block: Block, words: Phrases) -> bool:
    plain = aligned(block.text)
    if season_alone(plain, words.code) is not None:
        return True
    one = next(season_mentions(plain, language=words.code), None)
    return one is not None and words["episodes"].search(plain[: one.start]) is not None


def _is_shorter_below(headline: str, article: Article) -> bool:
    """Whether the text has less of a headline wherever it has it: the show of "Nordwind Wiki"."""
    body = "\n".join(block.text for block in article.blocks if block.text != article.headline)
    parts = headline.split()
    runs = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    named = next((run for run in runs if stands_in(run, body)), headline)
    return len(named) < len(headline) and aligned(named) not in SMALL | KEPT
