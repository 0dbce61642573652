"""What may be a title in an article, and how much speaks for it, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from ..article import Article, Block, Role, aligned, signs_as_letters
from ..headings import day_alone, heading
from ..language import phrases
from .cast_lines import is_cast_line
from .dates import date_mentions
from .known_titles import is_earlier_work, is_known, known_titles
from .list_titles import (
    behind_day,
    dated_title,
    item_title,
    season_heading_title,
)
from .networks import is_network
from .no_titles import is_no_title
from .occurrences import occurrences, stands_in
from .people import is_written_as_name
from .quoted_characters import actor_behind
from .season_titles import unseasoned
from .shared_titles import is_title_alone
from .show_headings import LIST_NUMBER, headed_shows, stands_over_season
from .show_tables import ShowTable
from .title_ends import title_end
from .titles import CREDIT_BEFORE, MAKER_BEHIND, NO_SHOW_BEHIND, names_no_show
from .unquoted_titles import (
    NOUNS,
    SHOW_AFTER,
    SHOW_BEFORE,
    TELLS_OF_SHOWS,
    Resolver,
    entry_title,
    listed_titles,
    unquoted_titles,
)
from .weighed_titles import is_beside_network, weighed_titles
from .written_titles import (
    is_nickname,
    is_speech,
    is_title,
    is_title_case,
    key_of,
    marked_spans,
    trimmed_title,
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
                or is_beside_network(block.text, start, end)
                or SHOW_BEFORE.search(plain[max(0, start - 50) : start])
                or SHOW_AFTER.match(plain[end : end + 60])
            ):
                return True
    return False


_IS_FILM = re.compile(
    r" ?[(,] ?(?:(?:tv|original) )?(?:film|movie|pelicula|filme|spielfilm|documental|documentario"
    r"|documentary|documentaire|doku|dokumentation|special|especial)\b"
)
_BESIDE, _SO_NEAR = 40, 16
"""Characters behind a title that are looked at for a day, and within which it begins."""

_SHORT = 200
"""A text of so few letters below its headline need not name the show again."""


@dataclass(slots=True)
class TitleCandidate:
    """A phrase that may be a title, and how much speaks for it and against it."""

    title: str
    evidence: int = 0
    against: int = 0
    count: int = 0


class TitleCandidates:
    """Gathers what may be a title in an article, block by block.

    `of_seasons` are titles of single seasons, by their keys; `body` is the folded text below the
    headline, `text` that with it; `headed` are the titles that stand as headings, by those;
    `are_marked` says that titles stand in quotes or italics, so that others are none.
    """

    def __init__(self, article: Article, resolve: Resolver, language: str) -> None:
        self.candidates: dict[str, TitleCandidate] = {}
        self.of_seasons: dict[str, str] = {}
        self.body = aligned(
            " ".join(one.text for one in article.blocks if one.text != article.headline)
        )
        self.text = f"{aligned(article.headline)} {self.body}"
        self._headline, self._resolve, self._language = article.headline, resolve, language
        self._cast_of = phrases(language).pattern(_CAST_OF)
        self.are_marked = _are_titles_marked(article, language)
        places = headed_shows(article.blocks, language, article.headline)
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
            if (cast := self._cast_of.match(aligned(title))) is not None:
                title = title[cast.end() :]  # "Elenco de Harrow Bay"
        bare = unseasoned(title)
        if bare != title and not is_known(title, self._resolve):
            title = bare
        if not quoted:
            title = _COMPLETE.sub("", title)
        if is_no_title(title, self._language, quoted=quoted):
            return
        if not quoted and is_written_as_name(title) and self._owns_show(title):
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
        if is_cast_line(block.text, self._language):
            return
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
            if (
                MAKER_BEHIND.match(text, end)
                or NO_SHOW_BEHIND.match(plain, end)
                or actor_behind(text, start, end) is not None
                or is_earlier_work(text, inner_start)
            ):
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
        line = LIST_NUMBER.sub("", text)
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
            self._is_listing
            and (title := item_title(text, self._language)) is not None
            and (block.role is Role.ITEM or _begins_entry(text, title, self._language))
        ):
            is_day = day_alone(aligned(title), self._language) is not None
            self.note(title, 0 if is_day else 2, quoted=False)
        if block.role is Role.HEADING and text != self._headline:
            self.note(season_heading_title(text) or "", 2, quoted=False)
        elif (stands := _STANDS.match(text)) and not _LISTS.match(text):
            self.note(stands["title"], 2, quoted=False)
        if text != self._headline:
            behind = behind_day(aligned(line), self._language) if line[0].isdigit() else 0
            if behind or block.role in (Role.ITEM, Role.HEADING):
                self.note(dated_title(line[behind:], self._language) or "", 2, quoted=False)
        if head := entry_title(text[behind_day(aligned(text), self._language) :]):
            self.note(head, 2, quoted=False)

    def _owns_show(self, name: str) -> bool:
        """Whether a show is told to be somebody's: "of Ann Example's espionage thriller"."""
        owner = f"{aligned(name)}'s"
        return any(
            _SHOW_OWNED.match(self.text, at + len(owner)) is not None
            for at in islice(occurrences(owner, self.text), _MOST_PLACES)
        )

    def _whole(self, text: str, title: str) -> str:
        """A title with what is written small at its end; "" where it is not told where that is."""
        at = text.find(title)
        end = title_end(text, at + len(title), self._language) if at >= 0 else at + len(title)
        if at < 0 or title[0].isdigit() or is_network(title):
            return title
        return text[at:end] if end is not None else ""

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
                    self.note(self._whole(text, title), 2, quoted=False)
        if self.are_marked and block.role is not Role.HEADING and _MAY_TELL.search(text):
            # Sites put one title in italics and forget the next.
            for title in unquoted_titles(text, self._language):
                self.note(title, 2, quoted=False)
        if not self.are_marked and not (block.role is Role.HEADING and is_title_case(text)):
            for title, weight in weighed_titles(text, self._language):
                self.note(title, max(0, weight), against=max(0, -weight), quoted=False)
        for title in known_titles(text, self._resolve):
            self.note(title, 1, quoted=False)


def _begins_entry(paragraph: str, title: str, language: str) -> bool:
    """Whether a paragraph under a heading that lists shows is the entry of one: "Old Mill: …".

    Its title may be of capitals alone: "FBI: …".
    """
    is_short_form = title.isupper() and not is_network(title)
    return paragraph.startswith(f"{title}: ") and (is_short_form or is_title_alone(title, language))


_SHOW_OWNED = re.compile(
    rf" (?:(?!(?:season|series) )[a-z-]+ ){{0,3}}(?!(?:season|series)\b){NOUNS}\b"
    r"(?! (?:finale|premiere))"
)
_MOST_PLACES = 20
"""So many places of a name are looked at."""
_MAY_TELL = re.compile(r"eason|eries|emporada|taffel|aison|tagion|enew|ancel|anime|fans|axed")
"""A text without any of these has no title that is known by what stands beside it."""
# "Series españolas: renovadas y canceladas" are many.
_LISTS = re.compile(r"(?:Series|Séries|Serien|Serie TV|Shows)\b")
# "Copper Row – renewed for a third season", "Old Mill: Canceled"
_STANDS = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(:“”\"|–—]{1,50}?)(?: ?\([^()]{2,30}\))?(?: [–—-] |: )"
    r"(?=(?i:renewed|cancel|axed|picked up|ending\b|ended\b|verlängert|abgesetzt|renovad|cancelad"
    r"|renouvel|annul|rinnovat|cancellat))"
)
# "The third season arrives", "Premieres June 12"
_TELLS_OF_ONE = re.compile(
    rf"{TELLS_OF_SHOWS.pattern}|^(?:premier|debut|return|arriv|launch|start|estren|vuelve|regresa"
    r"|sort|revient|esce|torna|chega|volta|ab )"
)
_CAST_OF = r"{cast_label} (?:of|de|del|della|di|da|do|der|von|du) "
# "8 p.m. Harbour Lights (N, season 2)": the hour of a schedule
_AT_HOUR = re.compile(
    r"^(?:\d{1,2}(?:(?:[:.h]\d{2})? ?(?:[ap]\.?m\.?|Uhr|hrs?|h)|[:.h]\d{2})"
    r"|\d{1,2}/\d{1,2}c?|\d{1,2}c)"
    r"(?: (?:ET|PT|ET/PT|CT|EST|GMT|BST))? ?[,:–-]? (?=\S)"
)
# "Fargo: Complete Season 6"
_COMPLETE = re.compile(r"[:,]? (?:the )?complete(?: (?:season|series))?$", re.IGNORECASE)
# “Little Gods” and “Ferryman” will not move forward: what is behind the last is said of all.
_MORE_QUOTED = re.compile(
    r"(?:(?:,[”\"’]?)?(?: (?:and|und|y|et) | )[“\"‘«„][^“”\"„«»\n]{1,60}[”\"’»“])+"
)
