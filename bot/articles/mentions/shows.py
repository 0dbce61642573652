"""Which shows an article speaks of: by its headline, by quotes and italics, by seasons beside them.

A title need not be in the catalogue; but a phrase in quotes that nothing calls a show is none, and
what is said beside it is said of it and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from ..article import Article, Block, Role, aligned
from ..language import phrases
from .capital_runs import KEPT, NO_START
from .known_titles import is_known
from .main_show import main_show
from .occurrences import stands_in
from .page_titles import page_title
from .seasons import season_mentions
from .shared_titles import headed_title, shared_titles, told_titles
from .title_candidates import TitleCandidate, TitleCandidates
from .title_variants import (
    join_numbered,
    part_joined,
    with_articles,
    with_bare_titles,
    without_articles,
    without_subtitles,
)
from .titles import ArticleShow, ArticleShows
from .unquoted_titles import PLAIN_WORDS, TELLS_OF_SHOWS, Resolver
from .written_titles import key_of, marked_spans

_FEW = 2
"""Where more headings than these are of shows, the article is about none of them alone."""


def find_subjects(
    article: Article, resolve: Resolver, language: str = "en", told: Iterable[str] = ()
) -> ArticleShows:
    """The shows that an article in that language speaks of.

    `told` are titles that its sentences tell of; they are asked for only where none are marked.
    """
    found = TitleCandidates(article, resolve, language)
    for block in article.blocks:
        found.read(block)
    headed = {key_of(title) for title in found.headed.values()}
    candidates, of_seasons = found.candidates, found.of_seasons
    for key in of_seasons:
        candidates.pop(key, None)
    if (page := page_title(article, language)) is not None:
        found.note(page, 4)
    if not found.are_marked or any(marked_spans(Block(Role.HEADING, article.headline))):
        _note_headline(found, article, language)
    if not found.are_marked:
        _note_told(found, told)
    part_joined(candidates)
    for whole in list(with_bare_titles(candidates, found.body)):
        found.note(whole, 0, quoted=False)
    _drop_halves(candidates, language)
    join_numbered(candidates, resolve)
    for whole in list(with_articles(candidates, article, language)):
        found.note(whole, 0, quoted=False)
    same = without_articles(candidates) | without_subtitles(candidates, article)
    main = main_show(article, candidates, resolve, language, of_seasons.keys())
    if page is not None and key_of(page) in candidates:
        main = key_of(page)
    main = same.get(main, main) if main else None
    if headed and (main in headed or len(headed) > _FEW):
        main = None  # Each heading is of a show: the article is about none of them alone.
    subjects = _subjects(candidates, of_seasons, same, main, resolve, article, language)
    subjects.headed = frozenset(found.headed)
    return subjects


def _is_of_shows(plain: str) -> bool:
    """Whether a folded text tells of shows or of seasons."""
    return (
        TELLS_OF_SHOWS.search(plain) is not None or next(season_mentions(plain), None) is not None
    )


def _note_headline(found: TitleCandidates, article: Article, language: str) -> None:
    """Note the titles that the headline has without quotes, and drop what is only a part of one."""
    titles = list(shared_titles(article, language))
    headed = None if titles else headed_title(article, language)
    if headed is not None:
        titles.append(headed)
    if not titles and not any(
        one.evidence - one.against > 1
        and (aligned(one.title) in found.body or language in ("en", "de"))
        for one in found.candidates.values()
    ):
        titles = told_titles(article, language) if _is_of_shows(found.text) else []
    for title in titles:
        if _are_years(title, article.published):
            continue
        is_sure = key_of(title) not in found.candidates or title is headed
        found.note(title, 3 if is_sure else 2, quoted=title.isdigit())
        whole = f" {aligned(title)} "
        for key, part in list(found.candidates.items()):
            if key != key_of(title) and f" {aligned(part.title)} " in whole:
                rest = found.body.replace(aligned(title), "")
                if not stands_in(aligned(part.title), rest):
                    del found.candidates[key]


def _are_years(title: str, published: date | None) -> bool:
    """Whether words of a headline are years that it tells of: a span of them, or one about the year
    of publication. "1923" is a show's.
    """
    match = _YEARS.fullmatch(title)
    if match is None:
        return False
    if match["last"] is not None:
        return True
    return published is not None and abs(int(match["first"]) - published.year) <= 1


_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?: ?[-–/] ?(?P<last>(?:19|20)?\d\d))?")


def _drop_halves(candidates: dict[str, TitleCandidate], language: str) -> None:
    """Drop those who are the halves of a title: "Raphaëlle" of "Astrid et Raphaëlle"."""
    joint = phrases(language).pattern(" (?:{conjunction}|&) ")
    for key, whole in list(candidates.items()):
        if whole.evidence - whole.against > 1 and key in candidates:
            halves = [key_of(half) for half in joint.split(aligned(whole.title))]
            for half in halves if len(halves) == _PAIR else ():
                candidates.pop(half, None)


_PAIR = 2


def _note_told(found: TitleCandidates, told: Iterable[str]) -> None:
    """Note what sentences tell of; a part of a longer title is none."""
    for title in told:
        part = f" {aligned(title)} "
        if not any(
            part in f" {aligned(one.title)} " and one.evidence > one.against
            for key, one in found.candidates.items()
            if key != key_of(title)
        ):
            found.note(title, 2, quoted=False)


def _subjects(
    candidates: dict[str, TitleCandidate],
    of_seasons: dict[str, str],
    same: dict[str, str],
    main: str | None,
    resolve: Resolver,
    article: Article,
    language: str,
) -> ArticleShows:
    """The shows of those candidates for which enough speaks, and the one it is all about."""
    subjects = ArticleShows(language=language)
    by_entry: dict[int, ArticleShow] = {}
    written: set[str] = set()
    for key, candidate in candidates.items():
        weight = candidate.evidence - candidate.against
        if key != main and not (
            weight > 1
            or (
                weight == 1
                and is_known(candidate.title, resolve)
                and not _is_surname(candidate.title, article)
            )
        ):
            continue
        entry = resolve(candidate.title)
        show = ArticleShow(candidate.title, entry)
        if entry is not None:
            # "Frieren" and "Frieren: Beyond Journey's End" are one show.
            show = by_entry.setdefault(entry.show_id, show)
        show.is_main = show.is_main or key == main
        subjects.shows[key] = show
        written.add(aligned(candidate.title))
    if main is not None:
        # What is said of a season by its own title is said of its show.
        subjects.shows.update(dict.fromkeys(of_seasons, subjects.shows[main]))
        written.update(map(aligned, of_seasons.values()))
    for key, whole in same.items():
        if whole in subjects.shows:
            subjects.shows[key] = subjects.shows[whole]
    if main is None:
        subjects.others = frozenset(
            aligned(one.title)
            for key, one in candidates.items()
            if key not in subjects.shows
            and one.evidence > one.against
            and aligned(one.title) not in PLAIN_WORDS  # "Se estrenó" begins a sentence
            and not _begins_sentence(aligned(one.title), written)
        )
    if subjects.shows:
        forms = sorted(written | subjects.others, key=len, reverse=True)
        subjects.pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(re.escape(form) for form in forms) + r")(?![\w])"
        )
    return subjects


def _is_surname(title: str, article: Article) -> bool:
    """Whether a word stands behind a forename, so that it may be somebody where it is alone."""
    behind = re.compile(rf"\b[A-ZÀ-Þ][a-zà-ÿ]+ {re.escape(title)}\b")
    return " " not in title and any(behind.search(block.text) for block in article.blocks)


def _begins_sentence(phrase: str, titles: Collection[str]) -> bool:
    """Whether a folded phrase is a title behind the word that its sentence begins with."""
    opening, _, rest = phrase.partition(" ")
    return rest in titles and opening in NO_START and opening not in KEPT
