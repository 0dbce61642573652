"""Which shows an article speaks of: by its headline, by quotes and italics, by seasons beside them.

A title need not be in the catalogue; but a phrase in quotes that nothing calls a show is none, and
what is said beside it is said of it and of no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from ..facts.models import TitleEntry
from ..questions.index.spelling import compact, fold, without_article
from ..questions.reading.language import in_any
from .article import Article, Block, Role, aligned
from .headings import day_alone, heading
from .language import words
from .mentions import is_network, network_mentions
from .unquoted_titles import (
    NO_START,
    SHOW_AFTER,
    SHOW_BEFORE,
    Resolver,
    entry_title,
    is_beside_network,
    is_title_case,
    known_titles,
    stripped,
    unquoted_titles,
    weighed_titles,
)

_QUOTED = re.compile(
    r"[“„«»]\s?(?P<a>[^“”„«»\n]{1,70}?)\s?[”“»«]"
    r"|(?<![\w])\"(?P<b>[^\"\n]{1,70}?)\"(?!\w)"
    r"|(?<![\w’'])[‘](?P<c>[^‘\n]{1,70}?)[’](?!\w)"
    r"|(?<![\w’'])'(?P<d>[A-Z0-9][^'\n]{1,68}?)'(?!\w)"
)
_SMALL = words("small")

# “Karaoke Wars” – MOVED.
_HEADED = re.compile(r"\s?(?:\([^()]{2,30}\)\s?)?[–—:-]\s?[A-Z]{4,}\b")
_NOTSHOW_BEFORE = re.compile(
    r"\b(?:novels?|books?|films?|movies?|songs?|single|albums?|podcast|episodes?(?: \d+:)?|titled"
    r"|entitled"
    r"|comics?|manga|video game|games?|memoir|trilogy|play|musical|poem|essay|headlined|ballad"
    r"|based on|adaptation of|adapted from|finale|pilot|chapter|short story|magazine|newspaper"
    r"|documentary film|bestseller|roman|romans|novela|libro|buch|livre|pelicula|film|word|nickname"
    r"|dubbed|nicknamed|so-called|hashtag|theme song|cover of|track),?(?: called| titled| by \w+"
    r" \w+)?"
    r",? ?$"
)
# "The third season, titled “…”"
_SEASON_CALLED = re.compile(
    r"\b(?:season|staffel|temporada|saison),? (?:(?:titled|intitulee|titulada|betitelt|called"
    r"|mit dem titel) )$"
)
_CREDIT_BEFORE = re.compile(
    r"(?:\b(?:known for|known from|star of|stars? of|famous for|seen in|starred in|appeared in"
    r"|credits include|creators? of|makers of|team behind|producers? of|like|unlike|such as|fans of"
    r"|alongside|spin-?off'? (?:of|de)|(?:precuela|secuela|derivad[ao]) de|prequel to|sequel to"
    r"|following|after|in the vein of|wrote for"
    r"|formerly"
    r"|lead-?out of|(?:his|her|their) (?:work|role|turn|part) (?:in|on)|from|aus|bekannt aus"
    r"|creadora? (?:tambien )?de|(?:autora?|directora?|protagonista|responsable)s? de"
    r"|createur de|creatrice de|auteure? de|(?:schopfer|macher|autor|star)(?:in)? (?:von|der)"
    r"|conocid[oa] por|connue? pour|instead of|rather than|opposite|replac(?:e|es|ing))"
    r"(?: the| [a-z]+'s)?(?: [a-z-]+){0,2}|\() ?$"
)


@dataclass(slots=True)
class Subject:
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

    `aside` marks one that is named only beside another thing ("the star of …").
    """

    start: int
    end: int
    subject: Subject | None
    aside: bool = False


@dataclass(slots=True)
class _Candidate:
    title: str
    evidence: int = 0
    against: int = 0
    count: int = 0


@dataclass(slots=True)
class Subjects:
    """The shows of one article, and where a text names them."""

    shows: dict[str, Subject] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    others: frozenset[str] = frozenset()
    language: str = "en"

    @property
    def main(self) -> Subject | None:
        """The one show the article is about, if it is about one."""
        return next((show for show in self.shows.values() if show.is_main), None)

    def mentions(self, block: Block) -> list[TitleMention]:
        """Every title in a block, in order, none overlapping."""
        text = block.text
        plain = aligned(text)
        found: list[TitleMention] = []
        taken: list[tuple[int, int]] = []
        for start, end, inner_start, inner_end in _marked(block):
            title = _trimmed_title(text[inner_start:inner_end])
            if not is_title(title, self.language):
                continue
            subject = self.shows.get(_key(title))
            before = plain[max(0, start - 50) : start]
            if subject is None and (
                _NOTSHOW_BEFORE.search(before)
                or (_is_inside_name(text, start, end))
                or _is_speech(text, start, end)
            ):
                continue
            aside = subject is not None and _CREDIT_BEFORE.search(before) is not None
            aside = aside or _MAKER_BEHIND.match(text, end) is not None or before.endswith("(")
            if subject is not None and _NOTSHOW_BEFORE.search(before):
                aside = True
            found.append(TitleMention(start, end, subject, aside))
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
                subject = self.shows.get(_key(match[0]))
                if subject is None:
                    # What may be a show ends the reach of the one before it.
                    if text[start].isupper():
                        found.append(TitleMention(start, end, None))
                    continue
                if not _is_written_as_title(text, plain, match, subject):
                    continue
                aside = _CREDIT_BEFORE.search(plain[max(0, start - 50) : start]) is not None
                found.append(TitleMention(start, end, subject, aside))
        found.sort(key=lambda mention: mention.start)
        return found


@cache
def _plain_words() -> frozenset[str]:
    """The words of any sentence, which are a title only where more than a capital says so."""
    return in_any("function") | in_any("ordinary")


def _is_written_as_title(text: str, plain: str, match: re.Match[str], subject: Subject) -> bool:
    start, end = match.span()
    written = text[start:end]
    if subject.is_main and " " in match[0]:
        return True
    if not (written[0].isupper() or written[0].isdigit()):
        return False
    if " " in match[0] or match[0] not in _plain_words():
        # "New Kaos Street" is another name.
        return re.match(r" [A-Z][a-z]+ (?:Street|Avenue|Park)", text[end : end + 30]) is None
    return _beside_season(plain, start, end) or bool(SHOW_AFTER.match(plain[end : end + 60]))


def _beside_season(plain: str, start: int, end: int) -> bool:
    after = plain[end : end + 30]
    if re.match(r"(?:'s|')? (?:season|series|staffel|temporada|saison) \w", after):
        return True
    return (
        re.search(
            r"(?:season|staffel|temporada|saison)s? ?\w* (?:of|von|de) $", plain[:start][-30:]
        )
        is not None
    )


# „Tief“-Macher
_MAKER_BEHIND = re.compile(
    r"-(?:Macher|Star|Schöpfer|Autor|Erfinder|Darsteller|Regisseur|Schauspieler|Fans?|Produzent"
    r"|star|creator|maker|alum|actor|actress)|(?:['’]s)? (?:[Ff]ranchise|[Uu]niverse)\b"
)
_OF_SHOWS = re.compile(
    r"\b(?:seasons?|episodes?|series|renew\w*|cancel\w*|drama|comedy|show|premier\w*|staffel\w*"
    r"|folgen"
    r"|serie|abgesetzt|temporadas?|episodios|capitulos|saisons?|episodes|streaming|streamer"
    r"|network|parted ways|goodbye)\b"
)


_OF_SEASONS = re.compile(
    r"\b(?:seasons? |staffel|temporada|saison|renew|cancel|abgesetzt|verlangert|renov|renouvel"
    r"|annul)"
)


def _speaks_of_shows(plain: str, start: int, end: int) -> bool:
    """Whether what stands around a phrase in quotes, up to the next one, is told of a show."""
    around = plain[max(0, start - 60) : start].rpartition(".")[2] + " " + plain[end : end + 110]
    return _OF_SHOWS.search(around) is not None


def _key(title: str) -> str:
    return compact(fold(title))


def _trimmed_title(text: str) -> str:
    text = text.strip().rstrip(",;:")
    return text if text.endswith("..") else text.removesuffix(".").strip()


def is_title(text: str, language: str = "en") -> bool:
    """Whether a phrase is written as a title is: few words, with capitals, and no sentence."""
    parts = text.split()
    if not parts or len(parts) > 9 or len(text) > 70 or not any(c.isalnum() for c in text):
        return False
    first = next(c for c in text if c.isalnum())
    if not (first.isupper() or first.isdigit() or not first.isascii()):
        return False
    if text.endswith((",", ";")) or (re.search(r"[.!?] [A-Z]", text) and len(parts) > 5):
        return False
    lower = [word for word in parts if word[0].islower() and fold(word) not in _SMALL]
    if language != "en":
        return len(parts) <= 6 or len(lower) <= 2
    return len(lower) <= (1 if len(parts) > 2 else 0)


def _are_titles_marked(article: Article, language: str) -> bool:
    """Whether an article puts its titles in quotes or italics, so that others are none."""
    headline = article.headline
    in_headline = {_key(headline[a:b]) for *_, a, b in _marked(Block(Role.HEADING, headline))}
    for block in article.blocks:
        if block.text == headline:
            continue
        plain = aligned(block.text)
        for start, end, inner_start, inner_end in _marked(block):
            title = _trimmed_title(block.text[inner_start:inner_end])
            if is_title(title, language) and (
                _key(title) in in_headline
                or SHOW_BEFORE.search(plain[max(0, start - 50) : start])
                or SHOW_AFTER.match(plain[end : end + 60])
            ):
                return True
    return False


def _is_inside_name(text: str, start: int, end: int) -> bool:
    """Whether the quotes hold a nickname: Samson “Sam” Hughes."""
    before = re.search(r"[A-Z][\w.]+ $", text[max(0, start - 20) : start])
    after = re.match(r" [A-Z][a-z’']", text[end : end + 4])
    inner = text[start:end].strip("“”\"'‘’„«»")
    return bool(before and after and " " not in inner)


_SAYING = re.compile(
    r"[,]?[”\"’]?\s*(?:said|says|told|added|wrote|explained|noted|teased|joked|continued|recalled"
    r"|(?:he|she|they|[A-Z]\w+(?: [A-Z]\w+)?) (?:said|says|told|added|wrote|explains?|teased))\b"
)


def _is_speech(text: str, start: int, end: int) -> bool:
    return _SAYING.match(text[end : end + 40]) is not None


def _marked(block: Block) -> Iterator[tuple[int, int, int, int]]:
    """Spans in quotes or italics: with the quotes, and without."""
    taken: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(block.text):
        group = match.lastgroup or "a"
        yield (*match.span(), *match.span(group))
        taken.append(match.span())
    for span in block.emphasised:
        near = bisect_left(taken, (span.start, span.end))
        if not any(
            span.start < end and start < span.end
            for start, end in taken[max(0, near - 1) : near + 1]
        ):
            yield span.start, span.end, span.start, span.end


def find_subjects(article: Article, resolve: Resolver, language: str = "en") -> Subjects:
    """The shows that an article in that language speaks of."""
    candidates: dict[str, _Candidate] = {}
    of_seasons: dict[str, str] = {}

    def note(title: str, evidence: int, *, against: int = 0, quoted: bool = True) -> None:
        title = _trimmed_title(title)
        if (
            not is_title(title, language)
            or len(_key(title)) < 2
            or (title.isdigit() and not quoted)
        ):
            return
        if is_network(title) or _CONTRACTION.fullmatch(aligned(title)):
            return
        found = candidates.setdefault(_key(title), _Candidate(title))
        found.evidence += evidence
        found.against += against
        found.count += 1
        if found.title.isupper() and not title.isupper():
            found.title = title

    in_quotes = _are_titles_marked(article, language)
    is_listing = False
    for block in article.blocks:
        text = block.text
        plain = aligned(text)
        for start, end, inner_start, inner_end in _marked(block):
            if _is_inside_name(text, start, end) or _is_speech(text, start, end):
                continue
            listed = _MORE_QUOTED.match(text, end)
            last = listed.end() if listed else end
            before, after = plain[max(0, start - 50) : start], plain[last : last + 60]
            title = text[inner_start:inner_end]
            evidence = 0
            if _MAKER_BEHIND.match(text, end):
                continue
            if _SEASON_CALLED.search(before):
                of_seasons[_key(title)] = title
                continue
            if _NOTSHOW_BEFORE.search(before):
                note(title, 0, against=2)
                continue
            if SHOW_BEFORE.search(before):
                evidence += 2
            if SHOW_AFTER.match(after) or is_beside_network(text, start, end):
                evidence += 2
            if _CREDIT_BEFORE.search(before):
                evidence = 0
            elif block.role is Role.HEADING and text != article.headline:
                evidence += 2
            elif start == 0:
                evidence += 2 if _HEADED.match(text, end) else 1
            if (
                evidence < 2
                and block.role is not Role.HEADING
                and not _CREDIT_BEFORE.search(before)
                and _speaks_of_shows(plain, start, end)
                and (" " in title.strip() or _OF_SEASONS.search(plain[end : end + 70]))
            ):
                evidence = 2
            note(title, evidence)
        line = _NUMBER.sub("", text)
        if len(line) <= 70 and text != article.headline and resolve(line) is not None:
            # An entry of a list, its title alone: "5. 1899".
            note(line, 2, quoted=line != text or block.role is Role.ITEM)
        if block.role is Role.HEADING:
            is_listing = heading(text).lists_shows
        elif block.role is Role.ITEM and is_listing and (item := _ITEM_TITLE.match(text)):
            note(item["title"], 0 if day_alone(aligned(item["title"])) else 2, quoted=False)
        if head := entry_title(text):
            note(head, 2, quoted=False)
        is_marked_headline = text == article.headline and any(_marked(block))
        if not in_quotes and not is_marked_headline:
            for title in unquoted_titles(text, language):
                note(title, 2, quoted=False)
        if not in_quotes and not (block.role is Role.HEADING and is_title_case(text)):
            for title, weight in weighed_titles(text, language):
                note(title, max(0, weight), against=max(0, -weight), quoted=False)
        for title in known_titles(text, resolve):
            note(title, 1, quoted=False)
    for key in of_seasons:
        candidates.pop(key, None)
    same = _without_articles(candidates)
    main = _main(article, candidates, resolve, language, of_seasons.keys())
    main = same.get(main, main) if main else None
    subjects = Subjects(language=language)
    by_entry: dict[int, Subject] = {}
    written: set[str] = set()
    for key, candidate in candidates.items():
        entry = resolve(candidate.title)
        known = entry is not None and candidate.evidence > 0
        if key != main and candidate.evidence - candidate.against < (1 if known else 2):
            continue
        show = Subject(candidate.title, entry)
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


_NUMBER = re.compile(r"#?\d{1,3}[.):] ")
# "I'll" stands at the head of many sentences, and no show is called so.
_CONTRACTION = re.compile(r"i|(?:i|you|we|they|he|she|it|that|there|what|who)['’](?:ll|ve|m|re|d)")


# “Little Gods” and “Ferryman” will not move forward: what is behind the last is said of all.
_MORE_QUOTED = re.compile(
    r"(?:(?:,[”\"’]?)?(?: (?:and|und|y|et) | )[“\"‘«„][^“”\"„«»\n]{1,60}[”\"’»“])+"
)


def _without_articles(candidates: dict[str, _Candidate]) -> dict[str, str]:
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


_CUT = re.compile(
    r"\s*(?:[:|]\s|\s[–—|-]\s|[?!,]|\b(?:anime|renew(?:s|ed|al)?|cancel(?:s|led|ed|ing)?|axe[sd]?"
    r"|ends?"
    r"|ending"
    r"|ended|returns?|returning|gets?|sets?|reveals?|confirms?|announces?|season|seasons|series|"
    r"staffel|temporada|saison|release|premieres?|trailer|cast|everything|about|for|after|at|is|are"
    r"|will|there|be|officially|picked up|picks up|orders?|ordered|drops?|debuts?|starts?"
    r"|starring|when|why|"
    r"what|how|does|has|been|first|second|third|fourth|fifth|final|date|not|no|more|coming|back|"
    r"another|its|says?|star|stars|ahead|by|s\d|on netflix|wird|bekommt|geht|kommt|hat"
    r"|verlangert|abgesetzt|"
    r"eingestellt|startet|vuelve|tendra|renueva|renovada|cancelada|cancela|estreno|estrena|aura"
    r"|revient|renouvelee|annulee|annule|date|wann|"
    r"cuando|quand|alles|todo|tout|zu|zur|eine|neue|una|une|la suite|with|from|to open|moves?"
    r"|delayed|pushed|"
    r"explained|ending|recap|review|which|who|shows?|hit|drama|comedy|thriller|we know"
    r"|dates?)\b)\s*"
)
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def _main(
    article: Article,
    candidates: dict[str, _Candidate],
    resolve: Resolver,
    language: str,
    of_seasons: Collection[str],
) -> str | None:
    """The key of the show that the headline names, or that the text cannot do without."""
    headline = article.headline
    body = " ".join(block.text for block in article.blocks if block.text != headline)
    plain_body = aligned(body[:40_000])
    scores: dict[str, float] = {}
    spans = [
        (_trimmed_title(headline[a:b]), start, end)
        for start, end, a, b in _marked(Block(Role.HEADING, headline))
    ]
    plain_headline = aligned(headline)
    chunks = [
        (title, True)
        for title, start, end in spans
        if is_title(title, language)
        and _key(title) not in of_seasons
        and not _CREDIT_BEFORE.search(plain_headline[max(0, start - 50) : start])
        and (
            aligned(title) in plain_body
            or SHOW_BEFORE.search(plain_headline[:start])
            or SHOW_AFTER.match(plain_headline[end:])
        )
    ]
    if len({_key(title) for title, _ in chunks}) > 1:
        beside = {_key(title) for title, _, end in spans if _BESIDE.match(plain_headline[end:])}
        return beside.pop() if len(beside) == 1 and beside & candidates.keys() else None
    if not chunks:
        chunks += [(title, True) for title in unquoted_titles(headline, language)][:1]
        chunks += [(chunk, False) for chunk in _chunks(headline)]
        chunks += [
            (one.title, False)
            for one in candidates.values()
            if one.evidence - one.against >= 2 and _occurrences(aligned(one.title), plain_headline)
        ]
    for title, strong in chunks:
        key = _key(title)
        if (
            len(key) < 2
            or key in of_seasons
            or not is_title(title, language)
            or (any(network_mentions(title)) and len(title.split()) < 2)
        ):
            continue
        count = _occurrences(aligned(title), plain_body)
        known = candidates.get(key)
        evidence = (known.evidence - known.against) if known else 0
        entry = resolve(title)
        if not strong and entry is None and evidence < 2 and (count < 2 or fold(title) in NO_START):
            continue
        if strong and count == 0 and entry is None and len(chunks) > 1:
            continue
        if key not in candidates:
            candidates[key] = _Candidate(title, 2)
        scores[key] = 3 * strong + min(count, 8) + min(evidence, 8) + 2 * (entry is not None)
    named = [key for key in scores if candidates[key].evidence >= 1 or scores[key] > 3]
    if len(named) > 1 and _MANY.search(aligned(headline)):
        return None
    if named:
        return max(named, key=lambda key: scores[key])
    shows = {key: one for key, one in candidates.items() if one.evidence - one.against >= 2}
    if len(shows) == 1:
        return next(iter(shows))
    most = sorted(shows.values(), key=lambda one: -one.count)
    if most and most[0].count >= 3 * most[1].count and most[0].count >= 3:
        return _key(most[0].title)
    return None


def _occurrences(title: str, plain: str) -> int:
    """How often a folded text has a folded title as whole words."""
    count, at = 0, plain.find(title)
    while at >= 0:
        end = at + len(title)
        count += not (plain[at - 1 : at].isalnum() or plain[end : end + 1].isalnum())
        at = plain.find(title, end)
    return count


_BESIDE = re.compile(
    r"(?:'s)?,? (?:(?:the|its|la|die|su) (?:\w+ )?)?"
    r"(?:season|staffel|temporada|saison|series \w+)\b"
)
_MANY = re.compile(r"\b(?:and|und|y|et)\b.*\b(?:renewed|canceled|cancelled)|\d+ (?:shows|series)")


def _chunks(headline: str) -> Iterable[str]:
    headline = re.sub(r"[“”„«»]", " | ", _SUFFIX.sub("", headline))
    plain = aligned(headline)
    at = 0
    for match in _CUT.finditer(plain):
        if match.start() > at:
            yield stripped(headline[at : match.start()].strip(" '’\""))
        at = match.end()
    yield stripped(headline[at:].strip(" '’\""))
