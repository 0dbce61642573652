"""The article in a plain text: its headings, lists and tables as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from .article import LONGEST, Article, Block, Role, Span, aligned
from .datelines import is_byline, is_dateline, is_path, published_day
from .fact_lines import is_fact_line, with_labels
from .headings import day_alone, heading
from .language import language_of, phrases
from .mentions.networks import network_alone
from .mentions.seasons import season_mentions
from .mentions.unquoted_titles import entry_title
from .table_forms import upright
from .verdicts import verdict_of

_BULLET = re.compile(
    r"\s*(?:[-–—•*·▪‣]|\d{1,2}[.)](?!\s+(?i:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)))\s+"
)
_ROW = re.compile(r"\s*\|.*\|\s*$|[^\t]+\t[^\t]+")
# A line without a letter or a digit that is no line of a table.
_DRAWN_LINE = re.compile(r"^(?:[^\w|+\n]|_)*(?:\n|\Z)", re.MULTILINE)
_RULE = re.compile(r"[\s|:+=_*~-]+$")
_MARKED_HEADING = re.compile(r"\s*#{1,6}\s+")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,2})(?=\S)([^*_\n]{2,70}?)(?<=\S)\1(?![\w*_])")
_LONGEST_HEADING = 110
_WRAPPED = 45
"""A line this long may be one that was broken to fit a screen."""

_SEASON_BEHIND = re.compile(
    r"[A-Z0-9À-Þ“\"‘'«„][^.:;()]{1,60}[,–-] (?i:season|series|staffel|temporada|saison|stagione) \d"
)
_LABELLED = re.compile(r"[A-ZÀ-Þ][^.:!?]{2,40}: \S")
_SPEAKER = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{0,11} ?: (?=[A-ZÀ-Þ¿¡“\"«])")
_PARTED = re.compile(r"\S (?:[–—|]|-) \S")

_RAGGED, _HEAD = 15, 4
"""By so many characters lines that were broken to fit differ, where a long word ends one early; of
so many lines at a text's head one may be its day."""


def read_text(text: str) -> Article:
    """The article in a plain text; a list or a table may be in it as people type them."""
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    language = language_of(text[:6_000])
    blocks = list(with_labels(upright(list(_parts(text, language)), language), language))
    published, dateline = published_day(blocks, language)
    headline = _headline(blocks, dateline)
    return Article(headline, tuple(blocks), published)


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs: the text between lines that are empty or only drawn, as "# # #" below a press
    release is."""
    for piece in _DRAWN_LINE.split(text):
        if piece.strip():
            yield piece.strip("\n")


def _parts(text: str, language: str) -> Iterator[Block]:
    """The blocks of all paragraphs; what stands below a day or a network alone are its entries."""
    is_headed = is_of_status = False
    pieces = list(_pieces(text))
    for at, piece in enumerate(pieces):
        lines = [line for line in piece.split("\n") if line.strip()]
        is_alone = len(lines) == 1 and len(lines[0]) <= _LONGEST_HEADING
        heads_status = is_alone and heading(lines[0], language).status is not None
        heads_list = is_alone and _lists_entries(lines[0], language)
        told = [_is_entry(one, language) for one in lines]
        are_entries = is_headed and not heads_list
        are_entries = are_entries and (all(told) if is_of_status else _are_short(lines))
        if len(lines) == 1 and not is_of_status and _are_told(pieces[at + 1 : at + 2]):
            are_entries = False  # "Old Mill (CBS)", and below it what is told of that
        yield from _blocks(piece, lines, language, are_entries=are_entries)
        # Entries may have empty lines between them.
        if not (are_entries and told == [True]):
            is_of_status, is_headed = heads_status, heads_status or heads_list


def _is_entry(line: str, language: str) -> bool:
    """Whether a line is a title, and where or which season: "Low Tide (CBS)", "Low Tide: Season 2";
    or how that stands: "Low Tide – Canceled"."""
    if entry_title(line) is not None:
        return True
    said = _SAYS.search(line)
    return said is not None and (
        _names_season(said[1]) or verdict_of(said[1], phrases(language)) is not None
    )


_SAYS = re.compile(r"\w(?: ?[:,]| [–—-]) (.+)")


def _are_told(pieces: list[str]) -> bool:
    """Whether paragraphs are sentences, and no lines of a list."""
    return any(one.rstrip()[-1] in ".!?।" and _TWO_SENTENCES.search(one) for one in pieces)


_TWO_SENTENCES = re.compile(r"[.!?।] \S")


def _lists_entries(line: str, language: str) -> bool:
    """Whether a line is a day of a calendar, or a network, with what it brings below."""
    day = day_alone(aligned(line), language)
    return (day is not None and day.year is None) or network_alone(line) is not None


def _are_short(lines: list[str]) -> bool:
    return all(len(one) <= _LONGEST_HEADING and one.rstrip()[-1] not in ".!?:।" for one in lines)


def _blocks(
    piece: str, lines: list[str], language: str, *, are_entries: bool = False
) -> Iterator[Block]:
    if not are_entries and len(lines) > 1 and _is_wrapped(lines, language):
        whole = piece.strip()
        yield replace(_block(whole.replace("\n", " "), language), original=whole)
        return
    header = True
    are_entries = are_entries or (
        len(lines) > 1
        and (
            all(map(entry_title, lines)) or (all(map(_LABELLED.match, lines)) and _are_short(lines))
        )
    )
    are_items = [True] * len(lines) if are_entries else in_lists(lines, language)
    if len(lines) > 1 and _heads_list(lines, language):
        yield Block(Role.HEADING, lines[0].strip())
        lines, are_items = lines[1:], [True] * (len(lines) - 1)
    are_rows = _are_rows(lines)
    verdicts = [verdict_of(line.strip(), phrases(language)) is not None for line in lines]
    for at, (line, is_listed) in enumerate(zip(lines, are_items, strict=True)):
        if verdicts[at] and len(line) <= _LONGEST_HEADING and (at or _names_season(line)):
            yield replace(_block(line.strip(), language), role=Role.PARAGRAPH)
        elif not verdicts[at] and any(verdicts[at + 1 : at + 2]) and _is_title(line):
            # "DOC", and below it "Status: Renewed": the show of which that is told.
            yield Block(Role.HEADING, line.strip())
        elif _ROW.match(line) or (are_rows and " | " in line):
            if _RULE.fullmatch(line):
                continue
            cells = tuple(cell.strip() for cell in re.split(r"[|\t]", line.strip().strip("|")))
            yield Block(Role.ROW, line.strip(), cells=cells, is_header=header and len(lines) > 1)
            header = False
        else:
            starts_with_title = len(lines) > 1 and line.strip()[0] in '“"‘'
            in_list = is_listed or (starts_with_title and line.rstrip()[-1] not in ".!?।”’")
            yield _block(line.strip(), language, in_list=in_list)


def _heads_list(lines: list[str], language: str) -> bool:
    """Whether the first line is a day of a calendar, a network, or where all below it stand."""
    first, *others = lines
    if day_alone(aligned(first), language) or network_alone(first):
        return True
    words = phrases(language)
    return (
        verdict_of(first.strip(" :*"), words) is not None
        and ": " not in first
        and not _names_season(first)
        and _are_short(others)
        and not any(verdict_of(one.strip(), words) or is_fact_line(one, language) for one in others)
    )


def _are_rows(lines: list[str]) -> bool:
    """Whether lines are of a table that has marks between its cells alone: "1 | Pilot | May 3"."""
    marks = [line.count(" | ") for line in lines]
    return min(marks) > 0 and len(lines) > 1 and (min(marks) > 1 or len(lines) > _FEW_ROWS)


_FEW_ROWS = 2


def _names_season(line: str) -> bool:
    """Whether a line is of one show: "Renewed for Season 3", and no heading of a list."""
    return next(season_mentions(aligned(line)), None) is not None


def _is_title(line: str) -> bool:
    """Whether a line is short and no sentence, as a title alone in its line is."""
    return len(line) <= _LONGEST_TITLE and line.rstrip()[-1] not in ".!,;:…।"


_LONGEST_TITLE = 70


def in_lists(lines: list[str], language: str) -> list[bool]:
    """Whether each line is of a list: of three or more short lines that end without a point.

    Where some lines have bullets, the others are no items; nor is a label with its value.
    """
    if len(lines) < _FEWEST_ITEMS or any(_BULLET.match(one) for one in lines):
        return [False] * len(lines)
    short = [
        len(one) <= _LONGEST_HEADING
        and one.rstrip()[-1] not in ".!?:।"
        and not one.isupper()
        and not is_fact_line(one, language)
        for one in lines
    ]
    found: list[bool] = []
    for is_short, run in groupby(short):
        length = len(list(run))
        found += [is_short and length > (1 if found else 2)] * length
    return found


_FEWEST_ITEMS = 3


def _is_wrapped(lines: list[str], language: str) -> bool:
    """Whether lines of a paragraph were broken to fit: all but the last are about as long.

    The last is no longer than those: a headline over a paragraph in one line was not broken.
    """
    if any(
        _BULLET.match(line) or _ROW.match(line) or _MARKED_HEADING.match(line) for line in lines
    ):
        return False
    if any(is_byline(line) or is_dateline(line.strip(), language) for line in lines[:_HEAD]):
        return False  # A headline, and below it who wrote it or when.
    if entry_title(lines[0]) and lines[0].rstrip().endswith(")"):
        return False  # "Love at Maple Falls (8 p.m., Hallmark Channel)", and below it a description
    if len(lines) > 2 and all(_PARTED.search(line) for line in lines):
        return False  # "Beira-Rio – 2ª temporada (Netflix) – 5 de novembro": entries of a list
    if all(entry_title(line) or _SEASON_BEHIND.match(line) for line in lines):
        return False  # "Ghost Signal, Season 2 (Peacock): early next year"
    if any(_SPEAKER.match(line) for line in lines[1:]):
        return False  # "Q: …" and below it "A: …"
    if all(_LABELLED.match(line) for line in lines):
        return False  # "Series 1: 6 episodes, 12 January – 16 February"
    lengths = [len(line) for line in lines[:-1]]
    return (
        min(lengths) >= _WRAPPED
        and max(lengths) <= 130
        and len(lines[-1]) <= max(lengths) + _RAGGED
        and max(lengths) - min(lengths) <= 30
        and sum(not re.search(r"[.!?:।”\"]$", line.rstrip()) for line in lines[:-1]) * 2
        >= len(lengths)
    )


def _block(line: str, language: str, *, in_list: bool = False) -> Block:
    marked = _MARKED_HEADING.match(line)
    if marked:
        return Block(Role.HEADING, line[marked.end() :].strip("# "))
    # "6. Januar 2025" begins as an item of a list does.
    bullet = None if is_dateline(line, language) else _BULLET.match(line)
    text = line[bullet.end() :] if bullet else line
    links = links_in(text)
    emphasised = tuple(Span(*match.span(2)) for match in _EMPHASIS.finditer(text))
    if bullet or in_list:
        told = bullet[0].strip(" .)\t") if bullet else ""
        number = int(told) if told.isdecimal() else None
        return Block(Role.ITEM, text, emphasised, links, number=number)
    bold = re.fullmatch(r"\*\*([^*]+)\*\*:?", text)
    if bold:
        return Block(Role.HEADING, bold[1])
    is_heading = (
        len(text) <= _LONGEST_HEADING
        and re.search(r"[.!,;…।][\"'”’]?$|[a-z]\. [A-ZÀ-Þ¿].*[:?]$", _SHORT_FORM.sub("", text))
        is None
        and not links
        and not is_fact_line(text, language)
        and (
            len(text.split()) > 1
            or len(text) > _SHORTEST_ALONE
            or (text.isupper() and len(text) == _SHORTEST_ALONE)  # "FBI"
            or network_alone(text) is not None
        )
    )
    return Block(Role.HEADING if is_heading else Role.PARAGRAPH, text, emphasised, links)


_SHORTEST_ALONE = 3
_SHORT_FORM = re.compile(
    r"\b(?:Co|etc|Jr|Sr|vs|[AP]\.M|[ap]\.m)\.$|^(?:\S+ ){0,5}(?:TV\.|(?:[A-Z]\.){2,})$"
)
"""What ends a headline with a point that ends no sentence: "Netflix, Sky und Co.", "Tulsa P.D."."""


def links_in(text: str) -> tuple[Span, ...]:
    """The links that are written out in a text."""
    return tuple(Span(*match.span(), match[0].rstrip(".,;:!?")) for match in _LINK.finditer(text))


_BYLINE = re.compile(r"(?:by|von|por|par|di) [a-z]")


def _headline(blocks: list[Block], dateline: Block | None) -> str:
    """The first line that could be a headline and is no part of a site's frame."""
    for block in blocks[1 if _is_site(blocks) else 0 : 8]:
        plain = aligned(block.text)
        is_frame = _FRAME.fullmatch(plain) or _BYLINE.match(plain) or is_path(block.text)
        if block is dateline or is_frame:
            continue
        if len(block.text) <= 200 and "\n" not in block.text:
            return block.text
        break
    return ""


def _is_site(blocks: list[Block]) -> bool:
    """Whether the first line is the name of a site, and the way to the page below it."""
    if len(blocks) <= _SITE_AND_PATH or not is_path(blocks[1].text):
        return False
    page = re.split(r" [/»›>] ", blocks[1].text)[-1].strip()
    return page in blocks[2].text and page not in blocks[0].text


_SITE_AND_PATH = 2
_FRAME = re.compile(
    r"(?:latest posts|home|menu|news|tv|television|advertisement|share|search|subscribe|exclusive"
    r"|communique de presse|dossier de presse|press (?:release|information|kit)"
    r"|for immediate release"
    r"|pressemitteilung|presseinformation|pressemeldung|nota de prensa|comunicado(?: de prensa)?"
    r"|comunicato stampa|nota a imprensa|release"
    r"|don't miss|trending|breaking|entertainment|tv news|serien|series|cultura|kultur"
    r"|television news)"
)
