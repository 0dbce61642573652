"""Which shows an article speaks of: by its headline, by quotes and italics, by seasons beside them.

A title need not be in the catalogue; but a phrase in quotes that nothing calls a show is none, and
what is said beside it is said of it and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ...questions.index.spelling import compact, fold, without_article
from ...questions.reading.language import languages
from ..article import Article, Block, Role, aligned, signs_as_letters
from ..headings import day_alone, heading
from ..language import phrases
from ..sentence import annotated
from .dates import date_mentions
from .main_show import TitleCandidate, main_show
from .networks import NETWORKS, is_network, network_alone
from .occurrences import occurrences, stands_in
from .seasons import season_mentions
from .shared_titles import headed_title, is_title_alone, shared_titles, told_titles
from .show_headings import headed_shows, is_line_word, stands_over_season
from .show_tables import ShowTable
from .titles import (
    CREDIT_BEFORE,
    MAKER_BEHIND,
    NUMBERED,
    ArticleShow,
    ArticleShows,
    is_nickname,
    is_speech,
    is_title,
    is_title_case,
    key_of,
    marked_spans,
    names_no_show,
    trimmed_title,
)
from .unquoted_titles import (
    SHOW_AFTER,
    SHOW_BEFORE,
    TELLS_OF_SHOWS,
    Resolver,
    entry_title,
    is_beside_network,
    known_titles,
    listed_titles,
    unquoted_titles,
    weighed_titles,
)

# “Karaoke Wars” – MOVED.
_HEADED = re.compile(r"\s?(?:\([^()]{2,30}\)\s?)?[–—:-]\s?[A-Z]{4,}\b")
# "The third season, titled “…”"
_SEASON_CALLED = re.compile(
    r"\b(?:season|staffel|temporada|saison|stagione),? (?:(?:titled|intitulee|titulada|betitelt"
    r"|called"
    r"|mit dem titel) )$"
)
_HINDI = signs_as_letters("सीज़?न|सीरीज़?|एपिसोड|रिन्यू|रद्द|रिलीज़?")
_OF_SHOWS = re.compile(
    r"\b(?:seasons?|episodes?|series|renew\w*|cancel\w*|drama|comedy|show|premier\w*|staffel\w*"
    r"|folgen"
    r"|serie|abgesetzt|temporadas?|episodios|capitulos|stagion[ei]|episodi|puntate|novela|saisons?|episodes|streaming|streamer"
    r"|renov\w*|renouvel\w*|annul\w*|rinnov\w*|verlangert|estren\w*|diffus\w*|estrei\w*"
    r"|axed|sitcom|thriller|dramedy|miniseries|procedural|telenovela|soap|krimi\w*"
    rf"|network|parted ways|goodbye|{_HINDI})\b"
)
_OF_SEASONS = re.compile(
    r"\b(?:seasons? |staffel|temporada|saison|renew|cancel|abgesetzt|verlangert|renov|renouvel"
    r"|annul|stagion|rinnov"
    rf"|{_HINDI})"
)


def _speaks_of_shows(plain: str, start: int, end: int) -> bool:
    """Whether what stands around a phrase in quotes, up to the next one, is told of a show."""
    around = plain[max(0, start - 60) : start].rpartition(".")[2] + " " + plain[end : end + 110]
    return _OF_SHOWS.search(around) is not None


def _are_titles_marked(article: Article, language: str) -> bool:
    """Whether an article puts its titles in quotes or italics, so that others are none."""
    headline = article.headline
    in_headline = {
        key_of(headline[a:b]) for *_, a, b in marked_spans(Block(Role.HEADING, headline))
    }
    for block in article.blocks:
        if block.text == headline:
            continue
        plain = aligned(block.text)
        for start, end, inner_start, inner_end in marked_spans(block):
            title = trimmed_title(block.text[inner_start:inner_end])
            if is_title(title, language) and (
                key_of(title) in in_headline
                or SHOW_BEFORE.search(plain[max(0, start - 50) : start])
                or SHOW_AFTER.match(plain[end : end + 60])
            ):
                return True
    return False


def _behind_day(plain: str, language: str) -> int:
    """Where an entry of a calendar goes on behind its day, its hour, or both; 0 without them.

    "8 gennaio – …", "Ab 5. Mai, dienstags um 20.15 Uhr: …", "8:00 PM – …"
    """
    first = next(date_mentions(plain[:_LONGEST_DAY], language), None)
    at = 0
    if _AT_TIMES.match(plain):
        first = None  # "9/8c Bishop & Daughters"
    if first is not None and first.day is not None and _FROM.fullmatch(plain, 0, first.start):
        at = first.end
    hour = _HOUR.match(plain, at)
    at = hour.end() if hour is not None else at
    if (shown := _SHOWN_ON.match(plain, at)) is not None:
        return shown.end()
    mark = _MARK.match(plain, at)
    return mark.end() if mark is not None and mark.end() > 1 else 0


_LONGEST_DAY = 60
_AT_TIMES = re.compile(r"\d{1,2}/\d{1,2}c ")
# "20.15 Uhr, ZDF: …", "Disney+: …", "Streaming: …"
_SHOWN_ON = re.compile(
    rf"[,:–-]? ?(?:{aligned(NETWORKS)}(?: ?/ ?{aligned(NETWORKS)})?|streaming|stream|tv): "
)
_FROM = re.compile(
    r"(?:(?:ab(?: dem)?|am|from|on|starting|el|desde el|a partir d[eou]l?|le|des le|dal?|il|em"
    r"|dia) )?"
)
_HOUR = re.compile(
    r",? ?(?:[a-z]{4,12},? )?(?:(?:um|at|a las|a|alle|ore|as) )?"
    r"(?:\d{1,2}/\d{1,2}c?|\d{1,2}(?:[:.h]\d{2}| ?[ap]\.?m|h))"
    r"(?: ?(?:[ap]\.?m\.?|uhr|hrs?|h)(?!\w))?(?: (?:et|pt|et/pt|ct|est|gmt|bst)(?!\w))?"
)
_MARK = re.compile(r" ?[:–-] ?|,? (?=[A-Za-z])")
_IS_FILM = re.compile(
    r" ?[(,] ?(?:(?:tv|original) )?(?:film|movie|pelicula|filme|spielfilm|documental|documentario"
    r"|documentary|documentaire|doku|dokumentation|special|especial)\b"
)
_BESIDE, _SO_NEAR = 40, 16
"""Characters behind a title that are looked at for a day, and within which it begins."""

_SHORT = 200
"""A text of so few letters below its headline need not name the show again."""


class _Candidates:
    """Gathers what may be a title in an article, block by block.

    `of_seasons` are titles of single seasons, by their keys; `body` is the folded text below the
    headline, `text` that with it; `headed` are the titles that stand as headings, by those;
    `are_marked` says that titles stand in quotes or italics, so that
    others are none.
    """

    def __init__(self, article: Article, resolve: Resolver, language: str) -> None:
        self.candidates: dict[str, TitleCandidate] = {}
        self.of_seasons: dict[str, str] = {}
        self.body = aligned(
            " ".join(one.text for one in article.blocks if one.text != article.headline)
        )
        self.text = f"{aligned(article.headline)} {self.body}"
        self._headline, self._resolve, self._language = article.headline, resolve, language
        self.are_marked = _are_titles_marked(article, language)
        places = headed_shows(article.blocks, language)
        self.headed = {article.blocks[at].text: title for at, title in places.items()}
        self._over_season = {
            block.text
            for at, block in enumerate(article.blocks)
            if at and not places and stands_over_season(article.blocks, at, language)
        }
        self._is_listing = self._in_cast = False
        self._head: str | None = None
        self._table = ShowTable(language)

    def note(self, title: str, evidence: int, *, against: int = 0, quoted: bool = True) -> None:
        """Let so much speak for a title, and against it."""
        title = trimmed_title(title)
        if not quoted:
            title = _AT_HOUR.sub("", title)
            title = _NUMBERED.sub("", title)
        if (
            not is_title(title, self._language)
            or (not quoted and _OF_VOLUME.match(aligned(title)))
            or len(key_of(title)) < 2
            or (title.isdigit() and not quoted)
        ):
            return
        if not quoted and is_line_word(title, phrases(self._language)):
            return
        if network_alone(title) or _CONTRACTION.fullmatch(aligned(title)):
            return
        if not quoted and (_FIRM.search(title) or aligned(title) in _CARDINALS):
            return
        found = self.candidates.setdefault(key_of(title), TitleCandidate(title))
        found.evidence += evidence
        found.against += against
        found.count += 1
        if found.title.isupper() and not title.isupper():
            found.title = title

    def read(self, block: Block) -> None:
        """Note what may be a title in a block."""
        if (columns := self._table.row(block)) is not None:
            self.note(self._table.title(block, columns), 2, quoted=False)
        if self._head is not None and _TELLS_OF_ONE.search(aligned(block.text[:_SHORT])):
            self.note(self._head, 2, quoted=False)  # "Harrow Bay": "Season 3 arrives on May 7."
        self._head = None
        if block.role is Role.HEADING:
            self._in_cast = heading(block.text, self._language).lists_cast
        elif block.role is Role.ITEM and self._in_cast:
            return  # "Father Lyle: Ann Example (series 1-2)" names people alone.
        self._read_marked(block)
        self._read_lists(block)
        self._read_unquoted(block)

    def _read_marked(self, block: Block) -> None:
        """What stands in quotes or italics."""
        text = block.text
        plain = aligned(text)
        for start, end, inner_start, inner_end in marked_spans(block):
            if is_nickname(text, start, end) or is_speech(text, start, end):
                continue
            listed = _MORE_QUOTED.match(text, end)
            last = listed.end() if listed else end
            before, after = plain[max(0, start - 50) : start], plain[last : last + 60]
            title = text[inner_start:inner_end]
            evidence = 0
            if MAKER_BEHIND.match(text, end):
                continue
            if _SEASON_CALLED.search(before):
                self.of_seasons[key_of(title)] = title
                continue
            if names_no_show(before, self._language):
                self.note(title, 0, against=2)
                continue
            if self._is_listing and block.role is Role.ITEM and not _IS_FILM.match(after):
                evidence += 2
            if SHOW_BEFORE.search(before):
                evidence += 2
            if SHOW_AFTER.match(after) or is_beside_network(text, start, end):
                evidence += 2
            if CREDIT_BEFORE.search(before):
                evidence = 0
            elif block.role is Role.HEADING and text != self._headline:
                evidence += 2
            elif start == 0:
                evidence += 2 if _HEADED.match(text, end) else 1
            if (
                evidence < 2
                and block.role is not Role.HEADING
                and not CREDIT_BEFORE.search(before)
                and _speaks_of_shows(plain, start, end)
                and (" " in title.strip() or _OF_SEASONS.search(plain[end : end + 70]))
            ):
                evidence = 2
            if evidence < 2 and not CREDIT_BEFORE.search(before):
                evidence += 2 * self._is_headlined(text, title) + self._is_dated(plain, start, end)
            self.note(title, evidence)

    def _is_headlined(self, text: str, title: str) -> bool:
        """Whether the headline has it in quotes and the text below in none: "‘X’ Is Benched"."""
        return text == self._headline and not self.are_marked and self._stands_below(title)

    def _stands_below(self, title: str) -> bool:
        return stands_in(aligned(title), self.body)

    def _is_dated(self, plain: str, start: int, end: int) -> int:
        """What a day right behind a phrase says for it: "lance « X » dès le 3 septembre"."""
        found = next(date_mentions(plain[end : end + _BESIDE], self._language), None)
        if found is None or found.start > _SO_NEAR or found.day is None:
            return 0
        return 2 if _speaks_of_shows(plain, start, end) else 1

    def _read_lists(self, block: Block) -> None:
        """What a heading, an entry of a list or its line begins with."""
        text = block.text
        if block.role is Role.HEADING and text in self.headed:
            self.note(self.headed[text], 3, quoted=False)
            return
        if text in self._over_season:
            self.note(text, 3, quoted=False)
            return
        line = _NUMBER.sub("", text)
        if len(line) <= 70 and text != self._headline and self._resolve(line) is not None:
            # An entry of a list, its title alone: "5. 1899".
            self.note(line, 2, quoted=line != text or block.role is Role.ITEM)
        if block.role is Role.HEADING:
            said = heading(text, self._language)
            is_alone = not said.says_something and is_title_alone(text, self._language)
            is_part = (
                said.network is not None
                or said.names_series
                or (said.is_lead and not said.says_something)
                or is_alone
            )
            self._head = text if self._is_listing and is_alone else None
            self._is_listing = not said.lists_cast and (
                said.lists_shows or (self._is_listing and is_part)
            )
        elif (
            block.role is Role.ITEM
            and self._is_listing
            and (item := _ITEM_TITLE.match(text, _behind_day(aligned(text), self._language)))
        ):
            title, beside = item["title"], _BEFORE_NETWORK.match(text, item.start())
            if beside is not None and is_network(beside["inside"].split(",")[0]):
                title = beside["title"]  # "Old Guard, New Tricks (N)"
            elif (named := _BEFORE_BRACKETS.match(text, item.start())) is not None:
                title = named["title"]
            is_day = day_alone(aligned(title), self._language) is not None
            self.note(title, 0 if is_day else 2, quoted=False)
        if block.role is Role.HEADING and text != self._headline:
            self.note(_headed_title(text) or "", 2, quoted=False)
        elif (stands := _STANDS.match(text)) and not _LISTS.match(text):
            self.note(stands["title"], 2, quoted=False)
        if block.role in (Role.ITEM, Role.HEADING) and text != self._headline:
            entry = line[_behind_day(aligned(line), self._language) :]
            self.note(_dated_title(entry, self._language) or "", 2, quoted=False)
        if head := entry_title(text):
            self.note(head, 2, quoted=False)

    def _read_unquoted(self, block: Block) -> None:
        """What has its capitals alone to tell it."""
        text = block.text
        is_capitals = text == self._headline and is_title_case(text)
        is_marked_headline = text == self._headline and any(marked_spans(block))
        if text == self._headline and not is_marked_headline:
            for title in listed_titles(text):
                self.note(title, 2 * self._stands_below(title), quoted=False)
        if not self.are_marked and not is_marked_headline:
            for title in unquoted_titles(text, self._language):
                # In a headline of capitals any word may look like one.
                if not is_capitals or len(self.body) < _SHORT or aligned(title) in self.body:
                    self.note(title, 2, quoted=False)
        if self.are_marked and block.role is not Role.HEADING and _MAY_TELL.search(text):
            # Sites put one title in italics and forget the next.
            for title in unquoted_titles(text, self._language):
                self.note(title, 2, quoted=False)
        if not self.are_marked and not (block.role is Role.HEADING and is_title_case(text)):
            for title, weight in weighed_titles(text, self._language):
                self.note(title, max(0, weight), against=max(0, -weight), quoted=False)
        for title in known_titles(text, self._resolve):
            self.note(title, 1, quoted=False)


def find_subjects(article: Article, resolve: Resolver, language: str = "en") -> ArticleShows:
    """The shows that an article in that language speaks of."""
    found = _Candidates(article, resolve, language)
    for block in article.blocks:
        found.read(block)
    headed = {key_of(title) for title in found.headed.values()}
    candidates, of_seasons = found.candidates, found.of_seasons
    for key in of_seasons:
        candidates.pop(key, None)
    if not found.are_marked or any(marked_spans(Block(Role.HEADING, article.headline))):
        _note_headline(found, article, language)
    _part_joined(candidates)
    for whole in list(_unnumbered(candidates, found.body)):
        found.note(whole, 0, quoted=False)
    _join_numbered(candidates, resolve)
    for whole in list(_with_articles(candidates, article, language)):
        found.note(whole, 0, quoted=False)
    same = _without_articles(candidates) | _without_subtitles(candidates, article)
    main = main_show(article, candidates, resolve, language, of_seasons.keys())
    main = same.get(main, main) if main else None
    if headed and (main in headed or len(headed) > _FEW):
        main = None  # Each heading is of a show: the article is about none of them alone.
    subjects = _subjects(candidates, of_seasons, same, main, resolve, language)
    subjects.headed = frozenset(found.headed)
    return subjects


def _is_of_shows(plain: str) -> bool:
    """Whether a folded text tells of shows or of seasons."""
    return (
        TELLS_OF_SHOWS.search(plain) is not None or next(season_mentions(plain), None) is not None
    )


def _note_headline(found: _Candidates, article: Article, language: str) -> None:
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
        is_sure = key_of(title) not in found.candidates or title is headed
        found.note(title, 3 if is_sure else 2, quoted=title.isdigit())
        whole = f" {aligned(title)} "
        for key, part in list(found.candidates.items()):
            if key != key_of(title) and f" {aligned(part.title)} " in whole:
                rest = found.body.replace(aligned(title), "")
                if not stands_in(aligned(part.title), rest):
                    del found.candidates[key]


def _subjects(
    candidates: dict[str, TitleCandidate],
    of_seasons: dict[str, str],
    same: dict[str, str],
    main: str | None,
    resolve: Resolver,
    language: str,
) -> ArticleShows:
    """The shows of those candidates for which enough speaks, and the one it is all about."""
    subjects = ArticleShows(language=language)
    by_entry: dict[int, ArticleShow] = {}
    written: set[str] = set()
    for key, candidate in candidates.items():
        entry = resolve(candidate.title)
        known = entry is not None and candidate.evidence > 0
        if key != main and candidate.evidence - candidate.against < (1 if known else 2):
            continue
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
            if key not in subjects.shows and one.evidence > one.against
        )
    if subjects.shows:
        forms = sorted(written | subjects.others, key=len, reverse=True)
        subjects.pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(re.escape(form) for form in forms) + r")(?![\w])"
        )
    return subjects


# "Lighthouse Keepers (Apple TV+, two seasons)", "Vault 9, season 2: April 17"
_ITEM_TITLE = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(,:“”\"|]{1,60}?)"
    r"(?= ?\(|,? (?i:season|series|staffel|temporada|saison)\b|: |,| [–—-] |$)"
)
_MAY_TELL = re.compile(r"eason|eries|emporada|taffel|aison|tagion|enew|ancel|anime|fans|axed")
"""A text without any of these has no title that is known by what stands beside it."""
# "Baron noir, la suite (saison 1)"
_BEFORE_BRACKETS = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^():“”\"|]{1,60}?)"
    r" \((?i:season|series|staffel|temporada|saison|stagione) \d{1,2}[,)]"
)
_BEFORE_NETWORK = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(),:“”\"|–—]{1,40}"
    r"(?:, (?!(?i:season|series|staffel|temporada|saison|stagione)\b)[A-ZÀ-Þ][a-zà-ÿ]{2,}"
    r"[^(),:]{0,30})?)"
    r" \((?P<inside>[^()]{2,40})\)"
)
_NUMBER = re.compile(r"^#?\d{1,3}[.):] ")
# "Series españolas: renovadas y canceladas" are many.
_LISTS = re.compile(r"(?:Series|Séries|Serien|Serie TV|Shows)\b")
# "Copper Row – renewed for a third season", "Old Mill: Canceled"
_STANDS = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(:“”\"|–—]{1,50}?)(?: ?\([^()]{2,30}\))?(?: [–—-] |: )"
    r"(?=(?i:renewed|cancel|axed|picked up|ending\b|ended\b|verlängert|abgesetzt|renovad|cancelad"
    r"|renouvel|annul|rinnovat|cancellat))"
)


def _headed_title(text: str) -> str | None:
    """The title of a heading that is nothing but it and a season: "2. The Long Dark – Season 2".

    A mark parts the two, or a number stands before them; else it may be any words.
    """
    line = _NUMBER.sub("", text)
    for one in season_mentions(aligned(line)):
        head, tail = line[: one.start].rstrip(), line[one.end :]
        is_parted = head[-1:] in tuple("(–—:|,-") or line != text
        if head and is_parted and not tail.strip(" )") and one.numbers:
            return head.rstrip(" (–—:|,-")
    return None


def _dated_title(line: str, language: str) -> str | None:
    """The title of an entry of a list with a season behind it: "Mercy Row, season 2 (N, May 7)"."""
    coded = annotated(line, (), language=language)
    found = _BEFORE_SEASON.match(coded.coded)
    title = coded.raw(0, found.end("title")) if found is not None else None
    return title if title is not None and is_title_alone(title, language) else None


# "Mercy Row, season 2 (Netflix, April 23)", "Night Orchard – new series – May 3"
_BEFORE_SEASON = re.compile(
    r"(?P<title>[^SDN(:–]{2,60}?)(?:,? | ?[(–:-]+ ?)(?:S|series premiere|new series)"
    r"(?: premiere)?(?: ?[(),:;–-]+ ?| (?:on|auf|bei|en|sur|su|na|no|em|at|ab) )+[ND]"
)
# "The third season arrives", "Premieres June 12"
_TELLS_OF_ONE = re.compile(
    rf"{TELLS_OF_SHOWS.pattern}|^(?:premier|debut|return|arriv|launch|start|estren|vuelve|regresa"
    r"|sort|revient|esce|torna|chega|volta|ab )"
)
# "The Family Man Season 3", and "Volume 2 on Christmas", which no show is called
_NUMBERED = re.compile(r",? (?:Season|Series|Staffel|Temporada|Saison|Stagione) \d{1,2}$")
# "8 p.m. Harbour Lights (N, season 2)": the hour of a schedule
_AT_HOUR = re.compile(
    r"^(?:\d{1,2}(?:(?:[:.h]\d{2})? ?(?:[ap]\.?m\.?|Uhr|hrs?|h)|[:.h]\d{2})"
    r"|\d{1,2}/\d{1,2}c?|\d{1,2}c)"
    r"(?: (?:ET|PT|ET/PT|CT|EST|GMT|BST))? ?[,:–-]? (?=\S)"
)
_OF_VOLUME = re.compile(
    r"(?:volume|vol|part|parte|partie|teil|episode|chapter) \d|\d{1,3}(?:a|o|e|st|nd|rd|th)$"
    r"|[st]\d{1,2}$"
)
_FIRM = re.compile(r" (?:Pictures|Productions?|Studios?|Entertainment|Films?|Television|Media)$")
# "One season and out"
_CARDINALS = {aligned(word) for language in languages() for word in language.cardinals}
# "I'll" stands at the head of many sentences, and no show is called so.
_CONTRACTION = re.compile(r"i|(?:i|you|we|they|he|she|it|that|there|what|who)['’](?:ll|ve|m|re|d)")
# “Little Gods” and “Ferryman” will not move forward: what is behind the last is said of all.
_FEW = 2
_MORE_QUOTED = re.compile(
    r"(?:(?:,[”\"’]?)?(?: (?:and|und|y|et) | )[“\"‘«„][^“”\"„«»\n]{1,60}[”\"’»“])+"
)


def _join_numbered(candidates: dict[str, TitleCandidate], resolve: Resolver) -> None:
    """Let “Doc 4” speak for “Doc”, where that is a show as well and no show is called the first."""
    for key, candidate in list(candidates.items()):
        numbered = NUMBERED.fullmatch(candidate.title)
        whole = candidates.get(key_of(numbered["title"])) if numbered is not None else None
        if whole is not None and resolve(candidate.title) is None:
            whole.evidence += candidate.evidence
            whole.against += candidate.against
            whole.count += candidate.count
            del candidates[key]


def _part_joined(candidates: dict[str, TitleCandidate]) -> None:
    """Drop what are two titles: “Old Mill and Found”, where each of them is one as well."""
    for key, candidate in list(candidates.items()):
        for joint in _JOINT.finditer(candidate.title):
            one, other = candidate.title[: joint.start()], candidate.title[joint.end() :]
            if {key_of(one), key_of(other)} <= candidates.keys() - {key}:
                candidates.pop(key, None)


_JOINT = re.compile(r" (?:and|&|und|y|e|et) ")


def _unnumbered(candidates: dict[str, TitleCandidate], body: str) -> Iterator[str]:
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


def _with_articles(
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


def _without_subtitles(candidates: dict[str, TitleCandidate], article: Article) -> dict[str, str]:
    """Keys of titles that stand without what is behind their colon, or before it, and the whole.

    The headline has the whole title and no other; where an article is of a spin-off, its title is
    not that of the show it comes from.
    """
    text = "\n".join((article.headline, *(block.text for block in article.blocks)))[:20_000]
    if _OF_FAMILY.search(aligned(text)) is not None:
        return {}
    headline = aligned(article.headline)
    found: dict[str, str] = {}
    for key, candidate in list(candidates.items())[:_MOST]:
        whole = aligned(candidate.title)
        if whole not in headline or candidate.evidence <= candidate.against:
            continue
        rest = headline.replace(whole, "")
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
    if (joint := re.search(r" (?:and|of|&|und|y|et|e|de) ", whole)) is not None:
        yield whole[: joint.start()]


_OF_FAMILY = re.compile(
    r"\b(?:spin-?offs?|offshoot|prequel|sequel|precuela|secuela|derivada?o?|ableger|franchise|franquicia"
    r"|mothership|parent (?:series|show)|original series|reboot|revival|mutterserie|vorgangerserie"
    r"|serie madre|serie mere|saga|anthology|antologi\w+)\b"
)


def _without_articles(candidates: dict[str, TitleCandidate]) -> dict[str, str]:
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
