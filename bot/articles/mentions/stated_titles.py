"""The show that an article says it is about: by a label, by a definition, or by its heading alone.

"Titre : La Relève"; "Nordufer ist eine deutsche Krimiserie …"; a page of a guide is headed by
nothing but the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Article, Block, Role, aligned
from ..language import Phrases, phrases
from .networks import is_network
from .occurrences import stands_in
from .seasons import season_mentions
from .shared_titles import is_title_alone
from .titles import is_title, key_of, trimmed_title

_LABEL = r"\W{0,3}{title_label}"
_MOST_WORDS, _LONGEST, _FIRST = 6, 60, 60
"""So many words has the title of a page at most, so many letters a label with it; a label stands in
one of so many blocks."""

# "Nordufer (Serie)", "Ember Watch (TV series)"
_KIND = re.compile(
    r"\s*\((?:(?:TV|television|web|\d{4})[ -])*(?i:series|serie|série|show|anime|fernsehserie"
    r"|série télévisée|serie de televisión|serie televisiva|serial|miniserie"
    r"|season \d+|series \d+|staffel \d+|temporada \d+|saison \d+|stagione \d+)s?\)$"
)
# "Nordufer ist eine deutsche Krimiserie", "Ember Watch is a fantasy television series"
_DEFINED = (
    r"(?P<title>[^.,;:!?()]{2,60}?)(?: \([^()]{2,60}\))?"
    r" (?:is|was|ist|war|es|era|est|etait|e|foi) (?:an?|the|eine?|una?|une|uma?)"
    r" (?:[^ .,;:]{1,20} ){0,5}?[a-z-]*(?:{show_noun}|serie|reihe)\b"
)


def stated_title(article: Article, language: str) -> str | None:
    """The title of the one show that an article states to be its subject; None for none."""
    found = {key_of(one): one for one in _labelled(article, language)}
    if len(found) == 1:
        return next(iter(found.values()))
    headline = _KIND.sub("", article.headline).strip()
    if not found and _may_head(headline, language):
        if headline in (article.show, *_bare(article)) or _is_defined(article, headline, language):
            return headline
        if _is_guide(article, headline, language) or _is_sheet(article, language):
            return headline
    # What machines are told counts where readers see it too.
    is_seen = article.show is not None and stands_in(article.show, article.headline)
    return article.show if not found and is_seen else None


def _bare(article: Article) -> Iterator[str]:
    """The headline without what it says that its title is of: "Ember Watch (TV series)"."""
    if _KIND.search(article.headline) is not None:
        yield _KIND.sub("", article.headline).strip()


def _is_sheet(article: Article, language: str) -> bool:
    """Whether a title stands over lines of facts: two or more of the first have each a label."""
    words = phrases(language)
    labels = (
        aligned(block.text.partition(":")[0]).strip(" *")
        for block in article.blocks[:_TOP]
        if block.role is not Role.HEADING and ":" in block.text[:_LONGEST_LABEL]
    )
    found = {key for label in labels for key in _FACTS if words[key].fullmatch(label) is not None}
    return len(found) > 1


_TOP, _LONGEST_LABEL = 20, 40
_FACTS = (
    "network_label", "episodes_label", "runtime_label", "creators_label", "producers_label",
    "producing_label", "cast_label", "run_label", "status_column",
)  # fmt: skip


def _labelled(article: Article, language: str) -> Iterator[str]:
    """What stands behind a label for titles, on its line or on the one below it."""
    label = phrases(language).pattern(_LABEL)
    blocks = article.blocks[:_FIRST]
    for block, below in zip(blocks, (*blocks[1:], None), strict=False):
        if block.role is Role.ROW and len(block.cells) != 2:
            continue
        head, colon, value = block.text.partition(":")
        if block.role is Role.ROW:
            head, colon, value = block.cells[0], ":", block.cells[1]
        if label.fullmatch(aligned(head).strip(" *")) is None or len(block.text) > _LONGEST:
            continue
        if not value.strip() and below is not None and (colon or below.role is not Role.HEADING):
            value = below.text
        title = trimmed_title(value.strip(" *«»“”„\"'‘’"))
        if is_title(title, language) and not is_network(title):
            yield title


def _may_head(headline: str, language: str) -> bool:
    """Whether a headline is nothing but what may be a title."""
    return (
        0 < len(headline.split()) <= _MOST_WORDS
        and is_title(headline, language)
        and is_title_alone(headline, language)
    )


def _is_defined(article: Article, title: str, language: str) -> bool:
    """Whether a paragraph says what kind of a show it is that the headline names."""
    pattern = phrases(language).pattern(_DEFINED)
    return any(
        (told := pattern.match(aligned(block.text[:300]))) is not None
        and key_of(told["title"]) == key_of(title)
        for block in article.blocks
        if block.role is Role.PARAGRAPH
    )


def _is_guide(article: Article, title: str, language: str) -> bool:
    """Whether headings of seasons stand below a title, as on the page of an episode guide."""
    return any(
        block.role is Role.HEADING and block.text != title and _heads_season(block, language)
        for block in article.blocks[:_FIRST]
    )


def _heads_season(block: Block, language: str) -> bool:
    plain = aligned(block.text)
    one = next(season_mentions(plain, language=language), None)
    words: Phrases = phrases(language)
    return one is not None and (
        (one.start == 0 and one.end == len(plain))
        or words["episodes"].search(plain[: one.start]) is not None
    )
