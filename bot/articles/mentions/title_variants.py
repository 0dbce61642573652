"""Titles that an article has in several forms: with and without number, article or subtitle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ...questions.index.spelling import compact, fold, without_article
from ..article import Article, aligned
from .capital_runs import SMALL
from .occurrences import occurrences
from .seasons import season_mentions
from .title_candidates import TitleCandidate
from .titles import NUMBERED
from .unquoted_titles import Resolver
from .written_titles import key_of


def join_numbered(candidates: dict[str, TitleCandidate], resolve: Resolver) -> None:
    """Let “Doc 4” speak for “Doc”, where that is a show as well and no show is called the first."""
    for key, candidate in list(candidates.items()):
        numbered = NUMBERED.fullmatch(candidate.title)
        whole = candidates.get(key_of(numbered["title"])) if numbered is not None else None
        if whole is not None and resolve(candidate.title) is None:
            whole.evidence += candidate.evidence
            whole.against += candidate.against
            whole.count += candidate.count
            del candidates[key]


def part_joined(candidates: dict[str, TitleCandidate]) -> None:
    """Drop what are two titles: “Old Mill and Found”, where each of them is one as well."""
    for key, candidate in list(candidates.items()):
        for joint in _JOINT.finditer(candidate.title):
            one, other = candidate.title[: joint.start()], candidate.title[joint.end() :]
            if {key_of(one), key_of(other)} <= candidates.keys() - {key}:
                candidates.pop(key, None)


_JOINT = re.compile(r" (?:and|&|und|y|e|et) ")


def with_bare_titles(candidates: dict[str, TitleCandidate], body: str) -> Iterator[str]:
    """Titles that a folded text has without the number behind them, and that season in words."""
    seasons: set[int] | None = None
    for candidate in islice(candidates.values(), _MOST):
        numbered = NUMBERED.fullmatch(candidate.title)
        if numbered is None:
            continue
        bare = aligned(numbered["title"])
        if all(_NUMBER_BEHIND.match(body, at + len(bare)) for at in occurrences(bare, body)):
            continue
        if seasons is None:
            seasons = {n for one in season_mentions(body[:40_000]) for n in one.numbers}
        if int(numbered["number"]) in seasons:
            yield numbered["title"]


_NUMBER_BEHIND = re.compile(r" ?\d")


def with_articles(
    candidates: dict[str, TitleCandidate], article: Article, language: str
) -> Iterator[str]:
    """Titles with the article that a preposition took from them: "Les Veilleurs", of "des
    « Veilleurs »"; where the headline has it, or a line with its capital.
    """
    if (articles := _ARTICLES.get(language)) is None:
        return
    text = "\n".join((article.headline, *(block.text for block in article.blocks)))[:20_000]
    for candidate in islice(candidates.values(), _MOST):
        if candidate.evidence <= candidate.against:
            continue
        for at in _word_ends(candidate.title, text):
            if (found := articles.search(text, max(0, at - _LONGEST_ARTICLE), at)) is not None:
                yield found[0] + candidate.title
                break


_MOST = 200
"""So many titles, and no more, are looked for in a text once more."""


def _word_ends(title: str, text: str) -> Iterator[int]:
    """The places of a title in a text behind which no word goes on, whatever stands before it."""
    at = text.find(title)
    while at >= 0:
        if not _WORD_BEHIND.match(text, at + len(title)):
            yield at
        at = text.find(title, at + 1)


_WORD_BEHIND = re.compile(r"\w")
_LONGEST_ARTICLE = 4
_ARTICLES = {
    language: re.compile(rf"(?:^|(?<=[\w,] )|(?<=[“«\"‘']))(?:{articles})\Z", re.MULTILINE)
    for language, articles in (
        ("fr", "Les |Le |La |L['’]"),
        ("es", "Los |Las |El |La "),
        ("it", "I |Gli |Le |Il |Lo |La |L['’]"),
        ("pt", "Os |As |O |A "),
    )
}


def without_subtitles(candidates: dict[str, TitleCandidate], article: Article) -> dict[str, str]:
    """Keys of titles that stand without what is behind their colon, or before it, and the whole.

    The headline has the whole title and no other; where an article is of a spin-off, its title is
    not that of the show it comes from.
    """
    text = "\n".join((article.headline, *(block.text for block in article.blocks)))[:20_000]
    plain = aligned(text)
    if _OF_FAMILY.search(plain) is not None:
        return {}
    revived = " ".join(
        plain[max(0, one.start() - _NEAR) : one.end() + _NEAR] for one in _REVIVED.finditer(plain)
    )
    headline = aligned(article.headline)
    found: dict[str, str] = {}
    for key, candidate in list(candidates.items())[:_MOST]:
        whole = aligned(candidate.title)
        if whole not in headline or candidate.evidence <= candidate.against:
            continue
        rest = f"{headline} {revived}".replace(whole, "")
        for part in {*re.split(r": | – ", whole), *_begins(whole)} - {whole}:
            short = compact(part)
            if short in candidates.keys() - {key} and part not in rest:
                found[short] = key
                candidate.evidence += candidates[short].evidence
                candidate.count += candidates[short].count
    for part in found:
        candidates[part].evidence = 0
    return found


def _begins(whole: str) -> Iterator[str]:
    """What a longer title may be called for short: "Percy Lake and the Sea Kings", "Ashes of X"."""
    words = whole.split()
    for count in range(1, len(words)):
        # “Ironwood”, of “Ironwood Crossing”
        short = " ".join(words[:count])
        if len(short) > _SHORTEST and words[count - 1] not in SMALL | {"&", "e"}:
            yield short


_SHORTEST = 4
_OF_FAMILY = re.compile(
    r"\b(?:spin-?offs?|offshoot|prequel|sequel|precuela|secuela|derivada?o?|ableger|franchise|franquicia"
    r"|mothership|parent (?:series|show)|original series|unrelated|no relation"
    r"|be confused|mutterserie|vorgangerserie"
    r"|serie madre|serie mere|saga|anthology|antologi\w+|verwechseln|confondre|confund\w+"
    r"|confondere)\b"
)
# Beside a title, what a show goes back to may be called by a part of its own.
_REVIVED = re.compile(r"\b(?:reboot|revival|remake)\b")
_NEAR = 60


def without_articles(candidates: dict[str, TitleCandidate]) -> dict[str, str]:
    """Keys of titles that stand without their article ("des « Falaises »"), and the whole one's.

    What speaks for the part speaks for the whole.
    """
    found: dict[str, str] = {}
    for key, candidate in candidates.items():
        part = compact(without_article(fold(candidate.title)))
        if part != key and part in candidates:
            found[part] = key
            candidate.evidence += candidates[part].evidence
            candidate.against += candidates[part].against
            candidate.count += candidates[part].count
    for part in found:
        candidates[part].evidence = 0
    return found
