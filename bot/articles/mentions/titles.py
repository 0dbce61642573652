"""Titles in a text: where it names the shows of its article, and what calls something no show."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from ...facts.models import TitleEntry
from ..article import Block, Role, aligned, signs_as_letters
from ..language import any_of, words
from .quoted_characters import actor_behind
from .season_titles import season_within, unseasoned
from .seasons import SeasonPhrase
from .unquoted_titles import BEGINS, NOUNS, PLAIN_WORDS, SHOW_AFTER
from .written_titles import (
    is_nickname,
    is_speech,
    is_title,
    key_of,
    marked_spans,
    trimmed_title,
)

NUMBERED = re.compile(r"(?P<title>.{2,60}?) (?P<number>[2-9]|[12]\d)")
"""A title with the number of a season behind it, where the show is called by the title alone."""

_NUMBER_BEHIND = re.compile(r" (?P<number>[2-9]|[12]\d)(?=[:,?!]|$)")

_NUMBER_BEGINS = re.compile(rf" (?P<number>[2-9])(?=,? {BEGINS}\b)")

_NO_SHOW_HINDI = signs_as_letters("फ़?िल्म|मूवी|किताब|उपन्यास|गान[ाे]|एपिसोड")
NO_SHOW_BEFORE = re.compile(
    r"\b(?:novels?|books?|films?|movies?|songs?|single|albums?|podcast"
    r"|episodes?(?: \d+[:,]?)?|titled"
    r"|entitled"
    r"|comics?|manga|video game|games?|memoir|trilogy|play|musical|poem|essay|headlined|ballad"
    r"|based on|adaptation of|adapted from|finale|pilot|chapter|short story|magazine|newspaper"
    r"|documentary film|bestseller|roman|romans|novela|libro|buch|livre|livro|romanzo|canzone"
    r"|cancao|musica|filme|pelicula|film|word|nickname"
    r"|dubbed|nicknamed|so-called|hashtag|theme song|cover of|track|folge|episodio|capitulo"
    r"|puntata),?(?: called| titled| intitulee?| titulad[oa]| intitolat[oa]| mit dem titel"
    r"| by \w+ \w+)?"
    r",? ?$"
    # "the season concluded with “The Long Coal”": an episode
    r"|\b(?:conclud\w*|end(?:ed|s)|clos(?:ed|es)|finish\w*|endete|endet|schloss|termin\w+"
    r"|conclu\w+|s'(?:est )?achev\w+|finit\w*|si (?:e )?(?:chiu|chius)\w*)"
    r" (?:with|mit|con|avec|com|por|par|sur) (?:(?:the|an?|la|el|le|il|o) )?(?:episode )?$"
    # "the season 2 finale of “X”, “Undertow”", "Ann Example as “Lenny Dahl,”"
    r"|\b(?:finale|premiere|episode|pilot) of [^.;,]{2,40},[”\"']? ?$"
    r"|\b(?:based on|adapted from|adaptation of|inspired by) (?:[a-z.-]+ ){0,3}[a-z.-]+'s"
    r" (?:[a-z-]+ ){0,3}$"
    rf"|(?<!\w)(?:{_NO_SHOW_HINDI}) ?$"
    r"|(?<!known )(?<!such )\b(?:as|play(?:s|ed|ing)?|portray(?:s|ed|ing)?|als|role of) $"
)
# "“Friday Anime Night” programming block": where shows are shown
NO_SHOW_BEHIND = re.compile(
    r" (?:[a-z]+ ){0,2}(?:block|line-?up|strand|slot|banner|slate|(?:programm|serien)block"
    r"|sendeplatz|schiene|franja|contenedor|case programmation|fascia|faixa)\b"
)
_IS_NOVEL = re.compile(r"\bnovela,? ?$")
# "as the railroad attorney “Celia Brandt”"
_AS_SOMEBODY = re.compile(
    rf"(?<!known )(?<!such )\bas (?:(?!{NOUNS}\b|(?:of|in|for|on|by|to|at|its|that|and|with)\b)"
    r"[a-z-]+ ){1,4}$"
)


def names_no_show(before: str, language: str) -> bool:
    """Whether a folded text before a title calls it a book, a film, an episode or the like.

    A "novela" is a book in Spanish, and a series in Portuguese.
    """
    if language == "pt" and _IS_NOVEL.search(before):
        return False
    if language == "en" and _AS_SOMEBODY.search(before) is not None:
        return True
    return NO_SHOW_BEFORE.search(before) is not None


CREDIT_BEFORE = re.compile(
    r"(?:\b(?:known for|known from|star of|stars? of|famous for|seen in|starred in|appeared in"
    r"|credits include|creators? of|makers of|team behind|producers? of|like|unlike|such as|fans of"
    r"|alongside|(?:follow-?up|successor|companion(?: series)?) to"
    r"|nachfolger(?:in|serie)? (?:von|zu)|ableger von|seguito di|continuacion de|sequencia de"
    r"|spin-?off'? (?:of|de)|(?:precuela|secuela|derivad[ao]) de|prequel to|sequel to"
    r"|following|after|in the vein of|wrote for"
    r"|formerly"
    r"|lead-?out of|(?:his|her|their) (?:work|role|turn|part) (?:in|on)|from|aus(?! fur\b)"
    r"|bekannt aus"
    r"|creadora? (?:tambien )?de|(?:criador|ator|estrela|autor|protagonista)a? d[eao]|atriz de"
    r"|fas de|conhecid[oa]s? por|derivad[ao] de|(?:creator[ei]|creatrice|attore|attrice|star"
    r"|protagonista|autor[ei]) di|(?:not|conosciut)[oaie] per|spin-?off di|(?:autora?|directora?"
    r"|protagonista|responsable)s? de"
    r"|createur de|creatrice de|auteure? de|(?:schopfer|macher|autor|star)(?:in)? (?:von|der)"
    r"|conocid[oa] por|connue? pour|instead of|(?:in place|in lieu|in the slot) of"
    r"|en lugar de|a la place d[eu]|anstelle von|al posto d\w+|no lugar d[aeo]|rather than|opposite"
    r"|(?:also|currently|now) (?:writing|developing|penning|directing|adapting|filming|shooting)"
    r"|replac(?:e|es|ing)|aka|(?:fresh|hot|coming|straight) off|reduce d\w+|fresc[oa] d[aie]\w*"
    r"|viene de|recien salid[oa] de|sort de|frisch (?:von|aus)"
    r"|(?:success|successo|exito|succes|erfolg|sucesso) (?:of|von|d[eaio]))"
    # "after N canceled “X”" tells of “X” itself.
    rf"(?: the| [a-z]+'s)?(?: (?!(?:{any_of(words('decided'))}) ?$)[a-z-]+){{0,2}}|\() ?$"
    # "N's answer to “X”", "if you loved “X”"
    r"|\b(?:answer to|(?:is |as |it )?the (?:new|next)|heir to|compared to|rival to|better than"
    r"|as good as"
    r"|loved|liked|enjoyed|missing|respuesta a|(?:os |te |le )gust[oa]|antwort auf|reponse a"
    r"|aime(?:z)?"
    r"|risposta a|piaciut[oa]|resposta a|gostou de) ?$"
    # "following the season 3 finale of “X”", "taking over the slot of “X”"
    r"|\b(?:following|after|before|behind|leading into|replac\w+|tak(?:es|ing) over|nach|tras|apres"
    r"|dopo|apos|depois d[aeo]|ersetzt|auf|im) "
    r"(?:[a-z0-9-]+ ){0,4}(?:finale|premiere|success|time ?slot|slot|hour|sendeplatz|erfolg|exito"
    r"|succes"
    r"|successo|sucesso|final|fin|slot) (?:of|von|vom|der|d[eiao]|du|del|della|des) (?:the )?$"
    r"|\bbest known (?:[a-z]+ ){0,4}(?:for|as) $"
)


# "unlike “X,” which was axed after one season": there something is told of “X” itself.
_GOES_ON = re.compile(
    r",? (?:which|whose|that|dont|qui|que|cuy[oa]|che|cuj[oa]|deren|dessen|(?:il|la) cui"
    r"|(?:cancel|renew|axed|annul|renouvel|renov|rinnov|abgesetzt|verlangert)\w*)\b"
)


@dataclass(slots=True)
class ArticleShow:
    """A show of the article: its title as written, and the catalogue's entry where it has one."""

    title: str
    entry: TitleEntry | None = None
    is_main: bool = False

    @property
    def name(self) -> str:
        """The title, as the catalogue has it where it knows the show."""
        return self.entry.title if self.entry is not None else self.title


@dataclass(frozen=True, slots=True)
class TitleMention:
    """Characters that name a show, or with None something else that has a title.

    `aside` marks one that is named only beside another thing ("the star of …"), `season` is what
    stands behind the title and within the same quotes, or the headline: “Doc 4”, “Doc Season 4”.
    """

    start: int
    end: int
    subject: ArticleShow | None
    aside: bool = False
    season: SeasonPhrase | None = None

    def moved(self, by: int) -> TitleMention:
        """The same, so many characters further on."""
        season = self.season
        if season is not None:
            season = replace(season, start=season.start + by, end=season.end + by)
        return replace(self, start=self.start + by, end=self.end + by, season=season)


@dataclass(slots=True)
class ArticleShows:
    """The shows of one article, and where a text names them.

    `headed` are the headings that name a show and nothing else, of an article of several.
    """

    shows: dict[str, ArticleShow] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    others: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    language: str = "en"

    @property
    def main(self) -> ArticleShow | None:
        """The one show the article is about, if it is about one."""
        return next((show for show in self.shows.values() if show.is_main), None)

    def mentions(self, block: Block) -> list[TitleMention]:
        """Every title in a block, in order, none overlapping."""
        text = block.text
        plain = aligned(text)
        found: list[TitleMention] = []
        taken: list[tuple[int, int]] = []
        for start, end, inner_start, inner_end in marked_spans(block):
            title = trimmed_title(text[inner_start:inner_end])
            if not is_title(title, self.language):
                continue
            subject = self.shows.get(key_of(title))
            season = None
            if subject is None and (numbered := NUMBERED.fullmatch(title)) is not None:
                subject = self.shows.get(key_of(numbered["title"]))
                at = text.rfind(numbered["number"], inner_start, inner_end)
                if subject is not None:
                    season = _numbered(text, at, at + len(numbered["number"]))
            if subject is None and (named := season_within(title)) is not None:
                subject = self.shows.get(key_of(unseasoned(title)))
                at = text.find(title, inner_start)
                if subject is not None and named.start > 0:
                    season = replace(named, start=at + named.start, end=at + named.end)
                elif subject is not None:
                    # “Season 4 of Doc”: the season is read for itself.
                    span = (at + title.find(unseasoned(title)), at + len(title))
                    found.append(TitleMention(*span, subject))
                    taken.append(span)
                    continue
            before = plain[max(0, start - 50) : start]
            if subject is None and (
                names_no_show(before, self.language)
                or NO_SHOW_BEHIND.match(plain, end)
                or is_nickname(text, start, end)
                or actor_behind(text, start, end) is not None
                or is_speech(text, start, end)
            ):
                continue
            aside = CREDIT_BEFORE.search(before) is not None and not _GOES_ON.match(plain, end)
            aside = aside or MAKER_BEHIND.match(text, end) is not None or before.endswith("(")
            aside = aside or _BESIDE_NAME.match(text, end) is not None
            if subject is not None and names_no_show(before, self.language):
                aside = True
            found.append(TitleMention(start, end, subject, aside, season))
            taken.append((start, end))
        taken.sort()
        if self.pattern is not None:
            for match in self.pattern.finditer(plain):
                start, end = match.span()
                near = bisect_left(taken, (start, end))
                if any(
                    start < stop and begin < end
                    for begin, stop in taken[max(0, near - 1) : near + 1]
                ):
                    continue
                subject = self.shows.get(key_of(match[0]))
                if subject is None:
                    # What may be a show ends the reach of the one before it.
                    if text[start].isupper():
                        found.append(TitleMention(start, end, None))
                    continue
                if not _is_written_as_title(text, plain, match, subject):
                    continue
                before = plain[max(0, start - 50) : start]
                aside = CREDIT_BEFORE.search(before) is not None and not _GOES_ON.match(plain, end)
                aside = aside or _BESIDE_NAME.match(text, end) is not None
                if _REMADE.search(before):
                    found.append(TitleMention(start, end, None))
                    continue
                season = None
                behind = _NUMBER_BEGINS.match(text, end)
                if block.role is Role.HEADING and subject.is_main:
                    behind = _NUMBER_BEHIND.match(text, end) or behind
                if behind is not None:
                    end = behind.end("number")
                    season = _numbered(text, behind.start("number"), end)
                found.append(TitleMention(start, end, subject, aside, season))
        found.sort(key=lambda mention: mention.start)
        return found


def _is_written_as_title(text: str, plain: str, match: re.Match[str], subject: ArticleShow) -> bool:
    start, end = match.span()
    written = text[start:end]
    if subject.is_main and " " in match[0]:
        return True
    if not (written[0].isupper() or written[0].isdigit()):
        return False
    if " " in match[0] or match[0] not in PLAIN_WORDS:
        # "New Kaos Street" is another name.
        return re.match(r" [A-Z][a-z]+ (?:Street|Avenue|Park)", text[end : end + 30]) is None
    if written == subject.title and written.isupper() and not text.isupper():
        return True  # "Griffin produces FROM"
    if _SHOW_WORD_BEFORE.search(plain, max(0, start - 20), start):
        return True  # "the prequel Elle, which N has slated"
    return _beside_season(plain, start, end) or bool(SHOW_AFTER.match(plain[end : end + 60]))


_SHOW_WORD_BEFORE = re.compile(rf"\b(?:{NOUNS}|prequel|sequel|offshoot|spin-?off) $")


def _beside_season(plain: str, start: int, end: int) -> bool:
    after = plain[end : end + 30]
    if re.match(r"(?:'s|')? (?:season|series|staffel|temporada|saison|stagione) \w", after):
        return True
    return (
        re.search(
            r"(?:season|staffel|temporada|saison|stagione)s? ?\w* (?:of|von|d[eioa]) $",
            plain[:start][-30:],
        )
        is not None
    )


# „Tief“-Macher
MAKER_BEHIND = re.compile(
    r"-(?:Macher|Star|Schöpfer|Autor|Erfinder|Darsteller|Regisseur|Schauspieler|Fans?|Produzent"
    r"|star|creator|maker|alum|actor|actress)|(?:['’]s)? (?:[Ff]ranchise|[Uu]niverse"
    r"|[Ss]pin-?[Oo]ffs?"
    r"|[Rr]emake|[Rr]eboot|[Pp]requel|[Ss]equel|[Mm]ovie|[Ff]ilm)\b"
)


# "Derry Girls star Ann Example", "the FBI universe"
_BESIDE_NAME = re.compile(
    r"(?:['’]s)? (?:star|alum|alumna|actor|actress|veteran|favou?rite|regular|breakout)"
    r" (?=[A-ZÀ-Þ])"
    r"| (?:universe|franchise|offshoot|spin-?off|prequel|sequel)\b"
)
# "un remake americano, Doc, con": one that is called as the show itself is
_REMADE = re.compile(r"\bremake(?: [a-z]+)?(?:, ?| \(| )$")


def _numbered(text: str, start: int, end: int) -> SeasonPhrase:
    return SeasonPhrase(start, end, (int(text[start:end]),))
