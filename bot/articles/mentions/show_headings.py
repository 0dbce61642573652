"""Headings that name a show and nothing else, told from others by what stands beside and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ...questions.index.spelling import fold
from ..article import Block, Role, aligned
from ..fact_lines import is_fact_line
from ..headings import heading
from ..language import Phrases, phrases
from ..sentence import annotated
from ..verdicts import verdict_of
from .capital_runs import NO_START, WORD
from .networks import is_network, network_mentions
from .occurrences import occurrences
from .seasons import season_mentions
from .unquoted_titles import PLAIN_WORDS
from .written_titles import is_title, marked_spans

LIST_NUMBER = re.compile(r"^#?\d{1,3}[.):] ")
# "Dark Tide – Netflix, season 3", "STILLWATER (Peacock)"; "9-1-1" is a title.
_WITH_DETAIL = re.compile(
    r"(?P<title>[^SDN(:]{2,60}?)(?!(?<=\d)-\d)(?: ?[,:;(|/–-]+ ?(?P<detail>[^.?!]*))$"
)
# "Night Nurse, Day Job (NBC)"
_IN_BRACKETS = re.compile(r"(?P<title>[^SDN(:]{2,60}) \((?P<detail>[^()]*)\)$")
_DETAIL = re.compile(
    r"(?:(?:N|S|new (?:series|show)|neu|neue serie|nueva serie|nouvelle serie|nuova serie"
    r"|nova serie|stream(?:ing|er)?"
    # "(8:30 p.m., N)", "(20.15 Uhr, N)"
    r"|\d{1,2}(?:[:.h]\d\d)?(?: ?(?:[ap]\.?m\.?|uhr|h))?)(?:$|[ ,:;()/|–-]+))+"
)

# "(season 2 premiere, 9 p.m., N)", "(Serienstart, N)": one of a few short parts is a network.
_PARTS = re.compile(r"(?:[^,.?!N]{2,30}(?:, ?| on )){0,3}N(?:, [^,?!]{2,30})?")


def headed_shows(blocks: Sequence[Block], language: str, headline: str) -> dict[int, str]:
    """The titles that stand as headings, by the places of their blocks, each show's own below it.

    A title alone is one where a line below says where it stands, or a paragraph below tells of a
    show that it does not name, and not in this place only: in an article of one show such a line
    may head its news.
    """
    words = phrases(language)
    titled: dict[int, str] = {}
    detailed: dict[int, str] = {}
    bare: dict[int, str] = {}
    headings = list(_title_headings(blocks, words))
    for at, title, has_detail in headings:
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        is_told = below is not None and verdict_of(below.text, words) is not None
        if has_detail:
            detailed[at] = title
        elif is_told:
            titled[at] = title
        elif below is not None and is_fact_line(below.text, language):
            bare[at] = title
    found = titled | detailed
    told = {
        at: title
        for at, title, has_detail in headings
        if not has_detail and _is_of_one(blocks[at + 1 : at + 2], language)
    }
    is_of_many = _is_of_many(blocks, found | told, headline, language)
    if len({title.casefold() for title in found.values()}) < _FEWEST and not is_of_many:
        return {}
    if len(detailed) > _FEWEST or is_of_many:
        found |= told
    if titled:
        found |= bare
    return dict(sorted(found.items()))


_FEWEST = 2


def _is_of_one(below: Sequence[Block], language: str) -> bool:
    """Whether a paragraph tells of a season or a show, and names no title of its own."""
    return any(
        one.role is Role.PARAGRAPH
        and next(marked_spans(one), None) is None
        and (
            next(season_mentions(aligned(one.text), language=language), None) is not None
            or phrases(language).pattern(_UNNAMED).search(aligned(one.text)) is not None
        )
        for one in below
    )


# "The firefighter drama is back", "All eight episodes of Fox's family comedy"
_UNNAMED = r"(?:^|[.:!?] )(?!{people} )(?:[a-z0-9+'-]+ ){1,7}{show_noun}\b"


def _is_of_many(
    blocks: Sequence[Block], titled: Mapping[int, str], headline: str, language: str
) -> bool:
    """Whether headings are titles because an article is of many shows, and its headline of none.

    A headline that names a show names its season, has it in quotes, or has a name that the text
    below the headings repeats.
    """
    if len({title.casefold() for title in titled.values()}) < _FEWEST:
        return False
    plain = aligned(headline)
    if (
        any(one.numbers for one in season_mentions(plain, language=language))
        or next(marked_spans(Block(Role.HEADING, headline)), None) is not None
    ):
        return False
    body = "\n".join(one.text for one in blocks if one.role is not Role.HEADING)
    names = {
        word
        for word in re.findall(WORD, headline)
        if fold(word) not in PLAIN_WORDS | NO_START and not is_network(word)
    }
    return not any(
        len(list(islice(occurrences(name, body), _REPEATED))) == _REPEATED for name in names
    )


_REPEATED = 2


def _title_headings(blocks: Sequence[Block], words: Phrases) -> Iterator[tuple[int, str, bool]]:
    for at, block in enumerate(blocks):
        if at == 0 or block.role is not Role.HEADING or len(block.text) > _LONGEST:
            continue
        line = LIST_NUMBER.sub("", block.text).strip(" *")
        if not line or "? " in line or line[-1] in "?:…" or verdict_of(line, words) is not None:
            continue
        coded = annotated(line, (), language=words.code)
        parted = _IN_BRACKETS.match(coded.coded) or _WITH_DETAIL.match(coded.coded)
        if parted is not None and (
            _DETAIL.fullmatch(f"{parted['detail']} ".lstrip(" ("))
            or (parted.re is _IN_BRACKETS and _PARTS.fullmatch(parted["detail"]))
        ):
            title = coded.raw(0, parted.end("title")).strip(" ,(–-")
            if is_title(title, words.code):
                yield at, title, True
        elif (
            is_title(line, words.code)
            and not any(mark in coded.coded for mark in "SD")
            and not heading(line, words.code).says_something
            and not (next(network_mentions(line), None) and len(line.split()) < _FEWEST)
        ):
            yield at, line, False


_LONGEST = 80


def is_line_word(text: str, words: Phrases) -> bool:
    """Whether a phrase is what lines of facts begin with, and no title: "Status", "Renewed"."""
    plain = aligned(text)
    return any(words[key].fullmatch(plain) for key in _LINE_WORDS)


_LINE_WORDS = (
    "status_column", "title_column", "season_column", "date_column", "when_label", "run_label",
    "network_label", "episodes_label", "cast_label", "verdict_renewed", "verdict_canceled",
    "verdict_ended", "verdict_postponed",
)  # fmt: skip


def stands_over_season(blocks: Sequence[Block], at: int, language: str) -> bool:
    """Whether a heading of a fact sheet is a title: "LA SOURCIÈRE", and below it "Season 2 – …"."""
    if blocks[at].role is not Role.HEADING or at + 1 >= len(blocks):
        return False
    below = blocks[at + 1].text[:_LONGEST]
    first = next(season_mentions(aligned(below), language=language), None)
    return (
        first is not None
        and first.start == 0
        and bool(first.numbers)
        and _NO_SENTENCE.match(below, first.end) is not None
        and any(_title_headings((blocks[0], blocks[at]), phrases(language)))
    )


_NO_SENTENCE = re.compile(r" ?(?:$|[–—(|-])")
