"""Titles that an unmarked headline shares with the text below it, or has before its season.

Where a title has small words of its own ("Cité perdue", "Las hijas del sur") its capitals do not
tell where it ends; what headline and text have in common does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ...questions.index.spelling import fold
from ..article import Article, Block, Role, aligned
from ..language import Phrases, phrases, words
from ..sentence import annotated
from .capital_runs import KEPT, NO_START, SMALL
from .networks import is_network, network_mentions
from .occurrences import occurrences, stands_in
from .people import is_written_as_name
from .seasons import season_mentions
from .titles import ArticleShow, TitleMention
from .written_titles import is_title, is_title_case, marked_spans, trimmed_title

_LONGEST, _MOST_LINES, _MOST_PHRASES = 8, 40, 12
_ACRONYM = 5
"""So long is a word of capitals that names a channel rather than a show."""
_WORD = re.compile(r"[\w'’.&+!-]*\w[\w'’&+!-]*\.{0,3}")
_IN_HEADLINES = words("in_headlines")
_PIECE = re.compile(r"[:;?|“”„«»\"\[\]]|,(?= )|!(?= )| [–—-] ")
_CAPITALS = ("en", "de")
"""In these a title ends with a capital."""

# "Harrow Bay season 3: …", "Harrow Bay: season 3 …", "Harrow Bay: release date, …"
_IS_HEADED = r"T(?:,? S\b| ?[:–-] (?:[a-z0-9N'’]+ ){0,5}(?:S\b|{guide}))"
_YEAR = 4
"""So many figures may be a title: "1923"."""
_NEAR = 400
"""So many characters of a line, around a title, tell what it is."""


def shared_titles(article: Article, language: str) -> Iterator[str]:
    """The titles of a headline that the text has as well, and calls a show by what it says of them.

    Each is told once; one that stands within a longer one is not.
    """
    headline = article.headline
    lines = [block.text for block in article.blocks if block.text != headline][:_MOST_LINES]
    body = "\n".join(lines)
    table = phrases(language)
    marked = _marked(headline)
    for phrase in islice(_shared(headline, marked, body), _MOST_PHRASES):
        in_headline = _told(headline, phrase, table) | _headed(headline, phrase, table)
        told = in_headline | {one for line in lines for one in _told(line, phrase, table)}
        is_safe = phrase in marked or (in_headline and not is_written_as_name(phrase))
        if len(told) > 1 or (told and is_safe):
            yield phrase


def told_titles(article: Article, language: str) -> list[str]:
    """The titles of a headline that its text has not, and calls by nouns alone ("the drama").

    They are known by what the headline tells of them: "No third season for Harrow Bay".
    """
    headline, table = article.headline, phrases(language)
    found: list[str] = []
    if next(marked_spans(Block(Role.HEADING, headline)), None) is not None:
        return found
    for piece in _PIECE.split(headline):
        spans = [match.span() for match in _WORD.finditer(piece)]
        at = 0
        while at < len(spans):
            told = _told_at(headline, piece, spans[at:], table)
            if told is not None:
                found.append(told)
            at += len(told.split()) if told is not None else 1
    return found


def _told_at(headline: str, piece: str, spans: list[tuple[int, int]], table: Phrases) -> str | None:
    """The run of words, from the first of `spans` on, of which the headline tells as of a show.

    It ends where what is told of it begins, or, if that stands before it, as late as it may.
    """
    first = spans[0][0]
    if not (piece[first].isupper() or piece[first].isdigit()):
        return None
    is_capitals = is_title_case(headline)
    longest: str | None = None
    for count in range(1, min(_LONGEST, len(spans)) + 1):
        run = piece[first : spans[count - 1][1]]
        following = piece[spans[count][0]] if count < len(spans) else ""
        if (following.isupper() and not is_capitals) or not is_title_alone(run, table.code):
            continue
        told = _told(headline, run, table)
        if any(one.startswith("T") for one in told) or (
            headline.startswith(run)
            and table.pattern(_IS_HEADED).match(_coded(headline, run, table.code))
        ):
            return run
        longest = run if told else longest
    return longest


def is_title_alone(run: str, language: str) -> bool:
    """Whether a run of words of a headline or a heading may be a title and nothing else."""
    parts = run.split()
    return bool(parts) and not (
        (parts[-1][0].islower() and language in _CAPITALS)
        or _as_title(run) != run
        or not is_title(run, language)
        or any(fold(part) in _IN_HEADLINES for part in parts)
        or any(network_mentions(run))
        or _is_number(run)
        or (run.isdigit() and len(run) != _YEAR)
    )


def _is_number(run: str) -> bool:
    """Whether a run is the number of a season, alone: "Third"."""
    return next(season_mentions(f"{aligned(run)} season"), None) is not None and " " not in run


def _marked(headline: str) -> list[str]:
    """What a headline has in quotes, which its text may have without."""
    spans = marked_spans(Block(Role.HEADING, headline))
    return [trimmed_title(headline[start:end]) for *_, start, end in spans]


def headed_title(article: Article, language: str) -> str | None:
    """What stands before its season at the head of a guide: "Il commissario Lupo 2: quando"."""
    table = phrases(language)
    headline = article.headline
    coded = annotated(headline, (), language=language)
    match = table.pattern(_HEAD).match(coded.coded)
    if match is None:
        return None
    title = _WHO_SAYS.sub("", coded.raw(0, match.end("title")).rstrip(" ,:"))
    parts = title.split()
    small = [part for part in parts if part[0].islower() and fold(part) not in SMALL]
    if (
        not is_title(title, language)
        or len(parts) > _LONGEST - 2
        or len(small) > 1
        or (parts[-1][0].islower() and language in _CAPITALS)
        or _opens(parts)
        or any(network_mentions(title))
    ):
        return None
    return title


_HEAD = r"(?P<title>[^SDN:;,?!|]{2,60}?)(?:,? S| [2-9])(?: ?[:,|–-]|:)[^?!]{0,40}?\b(?:{guide})\b"


# "Harrow Bay boss on season 3: …"
_WHO_SAYS = re.compile(
    r" (?:boss(?:es)?|creators?|fans|producers?|showrunners?|stars?|writers?)\b[^A-Z]*$"
)


def _opens(parts: list[str]) -> bool:
    """Whether words begin a sentence, and no title."""
    first = fold(parts[0])
    return first in NO_START and first not in KEPT


def _shared(headline: str, marked: list[str], body: str) -> Iterator[str]:
    """The longest runs of words that may be titles and that headline and text have in common.

    If the headline marks its titles with quotes, only those are looked for in the text.
    """
    if marked:
        yield from (title for title in marked if stands_in(title, body))
        return
    for match in _WITH_SUBTITLE.finditer(headline):
        if whole := _with_subtitle(match, body):
            yield whole
            headline = headline.replace(whole, ":")
    for piece in _PIECE.split(headline):
        found = [match.span() for match in _WORD.finditer(piece)]
        at = 0
        while at < len(found):
            taken = 1
            first = piece[found[at][0]]
            if first.isupper() or first.isdigit():
                for count in range(min(_LONGEST, len(found) - at), 0, -1):
                    run = piece[found[at][0] : found[at + count - 1][1]]
                    if stands_in(run, body) and (title := _as_title(run, body)):
                        yield title
                        taken = len(title.split())
                        break
            at += taken


_WITH_SUBTITLE = re.compile(
    r"(?P<head>[A-ZÀ-Þ][\w’'&-]*(?: (?:& )?[A-ZÀ-Þ][\w’'-]*){0,3})(?P<joint>: | [–—-] )"
    r"(?P<tail>[A-ZÀ-Þ][^:;?"
    r"|,]{1,60})"
)


def _with_subtitle(match: re.Match[str], body: str) -> str | None:
    """A title with its colon or dash, "Law & Disorder: SVU", that the text has so as well."""
    parts = match["tail"].split()
    for count in range(min(len(parts), _LONGEST - 2), 0, -1):
        run = f"{match['head']}{match['joint']}{' '.join(parts[:count])}"
        is_season = parts[count - 1].isdigit() and count > 1  # "Doc – Nelle tue mani 4"
        if (
            not is_season
            and stands_in(run, body)
            and fold(parts[count - 1]) not in SMALL | NO_START
        ):
            return run
    return None


_INSIDE_SENTENCE = re.compile(r"[\w,] \Z")


def _is_inside_sentence(run: str, body: str) -> bool:
    """Whether a text has a run of words within a sentence: "HBO's We Were Kings"."""
    at = body.find(run)
    while at >= 0:
        if _INSIDE_SENTENCE.search(body, max(0, at - 2), at):
            return True
        at = body.find(run, at + 1)
    return False


def _as_title(run: str, body: str = "") -> str:
    """A run without its season and the words around it that are of no title; "" for nothing.

    Words that begin a sentence are of the title where the body has the run within one.
    """
    season = next(season_mentions(aligned(run)), None)
    parts = run[: season.start].split() if season is not None else run.split()
    while parts and (fold(parts[-1]) in SMALL | NO_START or re.fullmatch(r"\d", parts[-1])):
        parts.pop()
    if parts and _opens(parts) and not _is_inside_sentence(run, body):
        while parts and _opens(parts):
            parts = parts[1:]
    title = re.sub(r"['’]s$", "", " ".join(parts)) if season is not None else " ".join(parts)
    network = next(network_mentions(title), None)
    if not title or is_network(title) or (network is not None and network.start == 0):
        return ""
    is_acronym = len(parts) == 1 and title.isupper() and len(title) <= _ACRONYM
    if len(parts) == 1 and (fold(title) in KEPT or len(title) < 3 or is_acronym):
        return ""
    return title if title[0].isupper() or title[0].isdigit() else ""


_NOT_OF_SHOW = re.compile(
    r"T,? (?:\([^)]*\),? )?(?:joins?|stars? (?:as|in)|to star|cast|says?|said|plays?|on|talks?"
    r"|interview|ficha|habla|sobre|entra|rejoint|parle|spielt|spricht|parla|interpret|dies|dead|exits?|leaves?)\b"
)


def _headed(headline: str, phrase: str, table: Phrases) -> set[str]:
    """That a headline begins with a phrase and goes on about a season, or as guides do."""
    if not headline.startswith(phrase):
        return set()
    coded = _coded(headline, phrase, table.code)
    is_of_show = "S" in coded or table["guide"].search(coded) is not None
    return {"headed"} if is_of_show and not _NOT_OF_SHOW.match(coded) else set()


def _coded(line: str, phrase: str, language: str) -> str:
    """A line that begins with a title, coded."""
    mention = TitleMention(0, len(phrase), ArticleShow(phrase))
    return annotated(line, [mention], language=language).coded


def _told(line: str, phrase: str, table: Phrases) -> set[str]:
    """What a line tells of a phrase that is told of shows alone, as it stands there."""
    start = next(occurrences(phrase, line), None)
    if start is None:
        return set()
    end = start + len(phrase)
    low, high = max(0, start - _NEAR), end + _NEAR
    mention = TitleMention(start - low, end - low, ArticleShow(phrase))
    coded = annotated(line[low:high], [mention], language=table.code).coded
    return {f"{match[0]} {coded}" for match in table["title_told"].finditer(coded)}
