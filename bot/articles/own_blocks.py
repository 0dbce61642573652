"""The blocks of a page that are of its article: no dateline, no headline of another page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .article import Article, Block, Role, aligned
from .datelines import is_byline, is_dateline, is_path, published_day
from .fact_lines import is_fact_line
from .headings import day_alone, heading, is_beside, is_elsewhere
from .mentions.dates import date_mentions
from .mentions.written_titles import marked_spans

_LEAD, _TOP = 40, 8
"""So long is a line that only leads to a list, and in so many first blocks stands a dateline."""


def own_blocks(article: Article, language: str) -> Iterator[Block]:
    """The blocks of the article: no dateline, no link elsewhere, no list under such a line."""
    is_elsewhere_listed = is_headed = False
    is_of_many = heading(article.headline, language).lists_shows
    for at, block in enumerate(article.blocks):
        if not is_of_many and at >= _FEWEST and is_beside(block.text) and _is_headline(block):
            is_elsewhere_listed = is_headed = True
        elif is_elsewhere(block.text):
            is_elsewhere_listed = len(block.text) <= _LEAD
            is_headed = block.role is Role.HEADING
        elif is_elsewhere_listed and (
            block.role in (Role.ITEM, Role.ROW) or (is_headed and _is_headline(block))
        ):
            continue
        else:
            is_elsewhere_listed = False
            is_line = _is_dateline(block, article.published, language)
            is_frame = is_byline(block.text) or is_path(block.text)
            if at < _TOP and block.text != article.headline and is_frame:
                continue
            if not is_line or (at >= _TOP and day_alone(aligned(block.text), language)):
                yield block


def _is_dateline(block: Block, published: date | None, language: str) -> bool:
    """Whether a block is a line with the day of its article, and not with that of a season."""
    if block.role is Role.ROW or block.label or block.number:
        return False
    if block.role is Role.ITEM or is_fact_line(block.text, language):
        day, _ = published_day([block], language)
        if day is None or day != published:
            return False
    return is_dateline(block.text, language)


def without_stray(blocks: list[Block], language: str) -> list[Block]:
    """The blocks without the headlines of other pages that a page has below its text.

    Such a line is no sentence, and names a title in quotes that nothing before it names. One that
    begins with a day is an entry of a calendar.
    """
    while len(blocks) > _FEWEST and _is_headline(blocks[-1]):
        *before, last = blocks
        titles = [last.text[start:end] for *_, start, end in marked_spans(last)]
        text = "\n".join(block.text for block in before)
        day = next(date_mentions(aligned(last.text), language), None)
        if not titles or any(title in text for title in titles) or (day and day.start == 0):
            break
        blocks = before
    return blocks


_FEWEST = 3


def _is_headline(block: Block) -> bool:
    """Whether a paragraph is a headline of another page, as lists of such have them."""
    return (
        block.role in (Role.PARAGRAPH, Role.HEADING)
        and len(block.text) <= _LONGEST_HEADLINE
        and block.text.rstrip("\"'”’»“")[-1:] not in ".!:…।"
    )


_LONGEST_HEADLINE = 160
