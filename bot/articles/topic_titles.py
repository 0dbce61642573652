"""Titles that only their capitals mark, known by what the sentence that has one tells.

A run of capitals is taken for a show, and `extraction` reads its sentence: if that finds a fact of
a show, it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ..questions.index.spelling import fold
from ..questions.reading.language import in_any, zipf
from .article import Block, Role, aligned
from .discourse import Discourse
from .extraction.air_dates.statements import air_dates
from .extraction.status import statuses
from .language import Phrases, phrases
from .mentions.capital_runs import KEPT, RUN, is_inside_sentence, stripped
from .mentions.networks import is_network, network_mentions
from .mentions.occurrences import occurrences
from .mentions.people import is_person, is_written_as_name, remember
from .mentions.title_ends import title_end
from .mentions.titles import ArticleShow, ArticleShows, TitleMention
from .mentions.unquoted_titles import TELLS_OF_SHOWS, is_whose
from .mentions.written_titles import is_title
from .sentence import annotated, sentences
from .sentence_context import Utterance


def topic_titles(blocks: Sequence[Block], language: str) -> Iterator[str]:
    """The runs of capitals of which a sentence tells as of shows.

    Where several are told of, what might be a person's name as well is one too.
    """
    people: dict[str, str] = {}
    for block in blocks:
        remember(people, block.text)
    words = phrases(language)
    text = "\n".join(block.text for block in blocks)
    sure: list[str] = list(_asked_about(blocks, language))
    likely: list[str] = []
    for block in blocks:
        if block.role not in (Role.PARAGRAPH, Role.ITEM):
            continue
        for start, end in sentences(block.text):
            line = block.text[start:end]
            for at, title in _runs(line, language):
                if (
                    title not in people
                    and _may_be_title(title, language)
                    and not _is_surname(title, text)
                    and (is_sure := _is_told(line, at, title, words)) is not None
                ):
                    (sure if is_sure else likely).append(title)
    yield from sure
    if len(set(sure)) >= _SEVERAL:
        yield from likely


_SEVERAL = 2


def _asked_about(blocks: Sequence[Block], language: str) -> Iterator[str]:
    """What readers' questions end with, of those that answers with news stand below."""
    asked = [
        block
        for block, below in pairwise(blocks)
        if QUESTION.match(block.text)
        and TELLS_OF_SHOWS.search(aligned(block.text.rpartition("?")[2] + below.text)) is not None
    ]
    for block in asked if len(asked) >= _SEVERAL else ():
        question = block.text[: block.text.rfind("?") + 1]
        for start, end in sentences(question):
            if question[start:end].endswith("?"):
                runs = [one for _, one in _runs(question[start:end], language)]
                title = next((one for one in reversed(runs) if _may_be_title(one, language)), "")
                title = _ASKING.sub("", title)
                if title and _COMPOUND.search(title) is None:
                    yield title


QUESTION = re.compile(r"(?:Q|P|F|D|Question|Frage|Pregunta|Domanda|Pergunta) ?[:.] ")
"""How a question of a reader begins, in a text of such."""
# "Is Will Trent coming back?"
_ASKING = re.compile(r"^(?:Is|Are|Was|Were|Did|Does|Do|Has|Can|When|Ist|Hat) (?=[A-ZÀ-Þ])")
# "my Poldark-but-in-Maine show"
_COMPOUND = re.compile(r"-[a-z]+-")


def _runs(line: str, language: str) -> Iterator[tuple[int, str]]:
    """The runs of words of a line that may be a title, and where each begins."""
    end = 0
    for match in re.finditer(RUN, line):
        if match.start() < end:
            continue
        run = match[0]
        is_inside = is_inside_sentence(line, match.start())
        title = stripped(run, is_inside=is_inside)
        at = match.start() + run.rfind(title)
        if is_article := not title and is_inside and fold(run) in KEPT:
            title, at = run, match.start()  # "ha renovado El último faro"
        last = title_end(line, at + len(title), language, is_article=is_article)
        if (
            not title
            or _is_network(title)
            or last is None
            or (last > match.end() and not is_inside)
        ):
            continue  # What begins a sentence in these languages may be any noun.
        end = last
        if line[at:end] != run or fold(run) not in KEPT:
            yield at, line[at:end]


def _may_be_title(title: str, language: str) -> bool:
    """Whether a run of words is written as a title, and is no word of any sentence.

    In German any noun has its capital.
    """
    word = fold(title)
    is_said = word in in_any("ordinary") or word in in_any("function")
    is_any = language == "de" or is_said or zipf(word)
    return (
        bool(title)
        and phrases(language)["service"].fullmatch(aligned(title)) is None
        and not title[0].isdigit()
        and not _is_network(title)
        and is_title(title, language)
        and TELLS_OF_SHOWS.search(aligned(title)) is None
        and not (title.isupper() and len(title) > 3)
        and (" " in title or not is_any)
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


def _is_told(line: str, at: int, title: str, words: Phrases) -> bool | None:
    """Whether a line tells of the title at a place what only a show can do.

    False if it tells what a person can do as well, None if it tells nothing of the kind.
    """
    show = ArticleShow(title)
    mention = TitleMention(at, at + len(title), show)
    before = aligned(line[max(0, at - _BEFORE) : at])
    if is_whose(before, title, line, at + len(title)):
        return None
    if is_person(title) and (_BY.search(before) or _AND.search(aligned(title))):
        return None
    whole = annotated(line, [mention], language=words.code)
    for sentence in (whole, whole.without_asides()):
        if sentence is None:
            continue
        coded = sentence.coded
        place = coded.find("T")
        told = [one[0] for one in words["title_told"].finditer(coded) if _has(one, place)]
        is_verdict = " " in title and any(
            _has(one, place)
            for key in ("renewed", "canceled")
            for one in words[key].finditer(coded)
        )
        if not told and not is_verdict:
            continue
        if is_written_as_name(title) and _MAY_BE_PERSON.match(coded, place):
            return False if "S" in coded else None
        if is_verdict or any(map(_OF_SEASON.match, told)):
            return True
        utterance = Utterance(sentence, Discourse(None, ArticleShows(language=words.code), words))
        if any(one.subject is show for one in chain(statuses(utterance), air_dates(utterance))):
            return True
        if any(map(_OF_EPISODES.match, told)):
            return False
    return None


def _has(match: re.Match[str], place: int) -> bool:
    """Whether what is told there is told of a title, and not in passing: "since they axed X"."""
    is_passing = _PASSED.search(match.string, 0, match.start()) is not None
    return match.start() <= place < match.end() and not is_passing


_PASSED = re.compile(r"\b(?:since|when|like|after) (?:they|it|he|she|we|you|N) \Z")


# "the third season of Harrow Bay", "Harrow Bay's third season"
_OF_SEASON = re.compile(r"S [a-z' ]*T$|T(?:'s|')? S$")
# "ten more episodes of Harrow Bay", "Harrow Bay gets another season"
_OF_EPISODES = re.compile(r"[a-z]+ [a-z']+ T$|T gets$")


_BEFORE = 50
_AND = re.compile(r" (?:and|und|et|y|e) ")
_BY = re.compile(
    r"\b(?:by|as|par|por|da|von|als|como|come|comme|with|con|mit|avec|com)"
    r" (?:[a-z'’.-]+ [a-z'’.-]+(?:, | (?:and|und|y|e|et) ))*$"
)
# "Ann Example will be back for season 3"
_MAY_BE_PERSON = re.compile(
    r"T(?: [a-z']+){0,4} (?:back|return\w*|com(?:e|es|ing)|join\w*|stars?|starring|leav\w+|exit\w*"
    r"|kehrt|vuelv\w+|regres\w+|volver\w+|revien\w*|reviend\w+|rempile|torn\w+|ritorn\w+|volta\w*"
    r"|retorn\w*|sera|sara|con|avec|com|ficha|entra)\b"
)
