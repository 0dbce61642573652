"""Titles that only their capitals mark, known by what the clause that begins with one tells.

What a clause tells is found by those who read facts: a run of capitals is taken for a show, and is
one where they then find of it what only a show can do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ..questions.index.spelling import fold
from ..questions.reading.language import in_any, zipf
from .article import Block, Role
from .discourse import Discourse
from .extraction.air_dates.statements import air_dates
from .extraction.status import statuses
from .language import Phrases, phrases
from .mentions.networks import is_network, network_mentions
from .mentions.occurrences import occurrences
from .mentions.people import is_person, remember
from .mentions.titles import ArticleShow, ArticleShows, TitleMention, is_title
from .mentions.unquoted_titles import RUN, stripped
from .sentence import annotated, sentences
from .sentence_context import Utterance


def topic_titles(blocks: Sequence[Block], language: str) -> Iterator[str]:
    """The runs of capitals that begin a clause which tells of them as of shows."""
    people: dict[str, str] = {}
    for block in blocks:
        remember(people, block.text)
    words = phrases(language)
    text = "\n".join(block.text for block in blocks)
    for block in blocks:
        if block.role not in (Role.PARAGRAPH, Role.ITEM):
            continue
        for start, end in sentences(block.text):
            line = block.text[start:end]
            for match in _TOPIC.finditer(line):
                title = stripped(match["run"])
                at = match.start("run") + match["run"].rfind(title)
                if (
                    _may_be_title(title, language)
                    and title not in people
                    and not _is_surname(title, text)
                    and _is_told(line, at, title, words)
                ):
                    yield title


# "And Harrow Bay, …", "THE NICE ONE. Harrow Bay …", "Elsewhere on the channel, Harrow Bay …"
_TOPIC = re.compile(
    rf"(?:^(?:(?i:and|but|so|as for|meanwhile|und|y|et|e) )?|(?:[,:;]| [–—]) (?:and |but |und )?)"
    rf"(?P<run>{RUN})(?= \(|,? [a-z]|['’]s [a-z])"
)


def _may_be_title(title: str, language: str) -> bool:
    """Whether a run of words is written as a title, and is no word of any sentence."""
    word = fold(title)
    return (
        bool(title)
        and not title.isdigit()
        and not _is_network(title)
        and is_title(title, language)
        and not (title.isupper() and len(title) > 3)
        and (" " in title or not (zipf(word) or word in in_any("ordinary") | in_any("function")))
    )


def _is_network(title: str) -> bool:
    """Whether words name a network, be it with its article: "A Netflix"."""
    if (one := next(network_mentions(title), None)) is None:
        return is_network(title)
    rest = title[: one.start] + title[one.end :]
    return all(len(part) <= _ARTICLE for part in rest.split())


_ARTICLE = 3


def _is_surname(title: str, text: str) -> bool:
    """Whether a text has one word behind a first name as well: "Mio Aragaki's"."""
    return " " not in title and any(
        _FIRST_NAME.search(text, max(0, at - _LONGEST_NAME), at) for at in occurrences(title, text)
    )


_FIRST_NAME = re.compile(r"(?:^|[^.!?:\n] )[A-ZÀ-Þ][a-zà-ÿ]+ \Z")
_LONGEST_NAME = 20


def _is_told(line: str, at: int, title: str, words: Phrases) -> bool:
    """Whether a line tells of the title that begins a clause there what is told of shows alone."""
    show = ArticleShow(title)
    mention = TitleMention(at, at + len(title), show)
    whole = annotated(line, [mention], language=words.code)
    for sentence in (whole, whole.without_asides()):
        if sentence is None:
            continue
        behind = sentence.coded[sentence.coded.find("T") :]
        if not any(match.start() == 0 for match in words["title_told"].finditer(behind)):
            continue
        if _is_name(title) and _MAY_BE_PERSON.match(behind):
            continue
        utterance = Utterance(sentence, Discourse(None, ArticleShows(language=words.code), words))
        if any(one.subject is show for one in chain(statuses(utterance), air_dates(utterance))):
            return True
    return False


def _is_name(title: str) -> bool:
    """Whether a title may as well be somebody's name: "Bad Monkey"."""
    return is_person(title) and all(part[0].isupper() for part in title.split())


# "Ann Example will be back for season 3"
_MAY_BE_PERSON = re.compile(
    r"T(?: [a-z']+){0,4} (?:back|return\w*|com(?:e|es|ing)|join\w*|stars?|starring|leav\w+|exit\w*"
    r"|kehrt|vuelv\w+|regres\w+|volver\w+|revien\w*|reviend\w+|rempile|torn\w+|ritorn\w+|volta\w*"
    r"|retorn\w*|sera|sara|con|avec|com|ficha|entra)\b"
)
