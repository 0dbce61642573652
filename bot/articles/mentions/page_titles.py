"""The show of a page that is a sheet of one: by a label ("Title: …"), or as all of its headline."""

from __future__ import annotations

import re

from ..article import Article, Block, Role, aligned
from ..language import phrases
from .occurrences import occurrences, stands_in
from .shared_titles import is_title_alone
from .show_headings import is_line_word
from .titles import is_title
from .unquoted_titles import KEPT, NOUNS, SMALL, TELLS_OF_SHOWS


def page_title(article: Article, language: str) -> str | None:
    """The title of the show that a page is a sheet of; None where it is none, or one of several."""
    words = phrases(language)
    facts = [fact for block in article.blocks if (fact := _fact(block)) is not None]
    text = aligned("\n".join((article.headline, *(block.text for block in article.blocks))))
    told = {
        value.casefold(): value
        for label, value in facts
        if words.pattern(_TITLE_LABEL).fullmatch(label)
        and is_title(value, language)
        and not value.isdigit()
    }
    if told:
        (title, *others) = told.values()
        is_named = sum(1 for _ in occurrences(aligned(title), text)) > 1
        return title if is_named and not others else None
    if sum(_fact(block) is not None for block in article.blocks[:_TOP]) < _FEWEST:
        return None
    bare = _KIND_BEHIND.sub("", article.headline).strip(" .")
    is_alone = len(bare.split()) <= _LONGEST and is_title_alone(bare, language)
    is_of_show = is_alone and not is_line_word(bare, words) and TELLS_OF_SHOWS.search(text)
    return bare if is_of_show and not _is_named_shorter(bare, article) else None


def _is_named_shorter(headline: str, article: Article) -> bool:
    """Whether the text has less of a headline wherever it has it: the show of "Nordwind Wiki"."""
    body = "\n".join(block.text for block in article.blocks if block.text != article.headline)
    parts = headline.split()
    runs = [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]
    named = next((run for run in runs if stands_in(run, body)), headline)
    return len(named.split()) < len(parts) and aligned(named) not in SMALL | KEPT


def _fact(block: Block) -> tuple[str, str] | None:
    """The folded label and the value of a line that is such a pair and no sentence."""
    if block.role is Role.ROW:
        if len(block.cells) != 2:
            return None
        label, value = block.cells
    else:
        label, colon, value = block.text.partition(":")
        if not colon or value[:1] != " " or value.rstrip()[-1:] in _SENTENCE_END:
            return None
    label, value = aligned(label).strip(" *"), value.strip(' *“”"«»')
    is_pair = 0 < len(label.split()) <= _LONGEST_LABEL and 1 < len(value) <= _LONGEST_VALUE
    return (label, value) if is_pair else None


_TOP, _FEWEST = 8, 3
"""In so many first blocks of a sheet stand at least so many facts."""
_LONGEST, _LONGEST_LABEL, _LONGEST_VALUE = 6, 3, 120
_SENTENCE_END = tuple(".!?…।")
_TITLE_LABEL = r"(?:original ?)?{title_column}(?: original\w*)?"
# "Nordwind (Serie)", "Nordwind (TV series)"
_KIND_BEHIND = re.compile(rf" \((?:[^()]{{1,20}} )?{NOUNS}(?: [^()]{{1,20}})?\)$", re.IGNORECASE)
