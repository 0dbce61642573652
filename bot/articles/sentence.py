"""Where a sentence ends, and a sentence with its titles, seasons, dates and networks marked.

In the coded text all else is folded to small letters, and a capital stands for what was marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .article import aligned
from .language import phrases
from .mentions.bare_seasons import bare_seasons
from .mentions.dates import DateMention, date_mentions
from .mentions.networks import NetworkMention, network_mentions
from .mentions.people import MONTH_NAMES
from .mentions.seasons import SeasonPhrase, season_mentions
from .mentions.titles import TitleMention

_LONGEST = 1_200
"""A longer sentence is no sentence; what is beyond is not read."""

# An abbreviation before a full stop does not end a sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:St|ST|DR|MR|MRS|MS|Mr|Mrs|Ms|Dr|Jr|Sr|vs|Prof|Rev|Sgt|Lt|Col|Gen|Capt|Gov|Sen|Rep|Hon|Det|Insp|Supt|Maj|Cmdr|Cpl"
    r"|Fr|Hr|Pr|Dott|Sig|Avv|Srta|Dña|Mons|No|Vol|Pt|Ep"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|bzw|usw|z|B|u|a|d|h|Nr|Sra?|Dra?"
    r"|Mme|Mlle|M|p|m|i|e|etc|Co|Inc|Ltd|Bros|feat|Mt|Ft)|डॉ|प्रो|\b[A-Z]|\.[a-zA-Z])\.$"
)
_DAY_NUMBER = re.compile(r"\b\d{1,2}\.$")
# "It ends on June 9. Season 3 begins", and no ninth season
_MONTH_AND_DAY = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}\.$"
)
_DAY_AND_MONTH = re.compile(r"(?<![\d.,])\d{1,2}\.[01]?\d\.$")
_AFTER_NUMBER = re.compile(
    r"\s+(?i:Staffel|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember|Folge|Episode|Season|Teil|und letzte)"
)
_END = re.compile(r"[.!?…।]+[\"'”’»“)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*[-•*–]\s)")
# What may follow a short form that can also end a sentence: "at 9 p.m. It ...".
_BEGINNING = re.compile(
    r"\s+[\"'“‘«„(]?(?:The|It|In|On|A|An|All|But|And|He|She|They|This|That|There|Its|His|Her|Each"
    r"|Both|After|Season|New|Das|Der|Die|Es|La|El|Le|Les|Los|Las|Il|Elle)\b"
)
_CAN_END = re.compile(r"\b(?:p\.m|a\.m|P\.M|A\.M|Jr|Sr|Inc|Co|etc|U\.S|U\.K|PT|ET)\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each sentence in a text, without outer space."""
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith("\n") or _ends(text, start, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    if not match[0].startswith("."):
        # "Will he? she asks" goes on, and so does a title that ends with a mark ("Jeopardy!").
        following = text[match.end() : match.end() + 2].strip()
        return not following or not following[0].islower()
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if _CAN_END.search(head):
        return _BEGINNING.match(text, match.end()) is not None or match.end() >= len(text)
    if head.endswith((" No.", "\nNo.")) or head == "No.":
        return re.match(r" [\da-z]", text[match.end() :]) is None  # "No. 5" – and: "Renewed? No."
    if _ABBREVIATED.search(head) and len(match[0]) == 1:
        return match.end() >= len(text)
    if _DAY_AND_MONTH.search(head):
        return _BEGINNING.match(text, match.end()) is not None or match.end() >= len(text)
    if _DAY_NUMBER.search(head) and _AFTER_NUMBER.match(text, match.end()):
        return _MONTH_AND_DAY.search(text, max(start, match.start() - 14), match.end()) is not None
    following = text[match.end() : match.end() + 2].strip()
    return not following or not following[0].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, min(end, start + _LONGEST)


Mention = TitleMention | SeasonPhrase | DateMention | NetworkMention
MentionT = TypeVar("MentionT", TitleMention, SeasonPhrase, DateMention, NetworkMention)
_LETTERS: dict[type, str] = {
    TitleMention: "T",
    SeasonPhrase: "S",
    DateMention: "D",
    NetworkMention: "N",
}


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence, its coded text, and what each capital of that stands for.

    `quote` is the sentence just as it stands in the article.
    """

    text: str
    quote: str
    coded: str
    marks: tuple[tuple[int, Mention], ...]
    offsets: tuple[int, ...]

    def between(self, start: int, end: int, kind: type[MentionT]) -> list[tuple[int, MentionT]]:
        """The marks of a kind in a stretch of the coded text, in order, with their places."""
        return [(at, one) for at, one in self.of(kind) if start <= at < end]

    def of(self, kind: type[MentionT]) -> list[tuple[int, MentionT]]:
        """All marks of a kind, in order, with their places in the coded text."""
        return [(at, one) for at, one in self.marks if isinstance(one, kind)]

    def without_asides(self) -> MarkedSentence | None:
        """The sentence without its appositions and relative clauses; None where it has none."""
        cut = [range(*one.span()) for one in _ASIDE.finditer(self.coded)]
        if not cut:
            return None
        kept = [at for at in range(len(self.coded)) if not any(at in one for one in cut)]
        places = {at: place for place, at in enumerate(kept)}
        return MarkedSentence(
            self.text,
            self.quote,
            "".join(self.coded[at] for at in kept),
            tuple((places[at], one) for at, one in self.marks if at in places),
            (*(self.offsets[at] for at in kept), self.offsets[-1]),
        )

    def raw(self, start: int, end: int) -> str:
        """The text of a stretch of the coded text."""
        return self.text[self.offsets[start] : self.offsets[end]]

    def place(self, offset: int) -> int:
        """Where a character of the text is in the coded text."""
        low, high = 0, len(self.offsets) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.offsets[middle] <= offset:
                low = middle
            else:
                high = middle - 1
        return low


# The points of short forms end nothing, and are left out of the coded text: "9 p.m.", "Dr. Quay"
_SHORT_FORM = re.compile(
    r"\b(?:[a-z]\.){2,}|\b(?:dr|mr|mrs|ms|st|sgt|lt|det|capt|col|gen|jr|sr|vs|no|ca|bzw|prof"
    r"|insp|supt|maj|cmdr|rev|fr|hr|dott|sig|sra?|srta|dra)\."
    r"(?= )"
)
# "“X”, the fantasy series from Disney+, has been renewed"
_ASIDE = re.compile(
    r"(?<=[a-zTSN]), (?:the|its|an?|which|who|whose|starring|led by|created by|based on"
    r"|(?:written|directed|penned|produced) by|la|le|l'"
    r"|les"
    r"|une?|qui|dont|che|uma|o|el|los|una|que|cuy[ao]|das|die|der|eine?|deren|dessen"
    r"|mit) [^,;:.TSD]{3,90},"
    r"(?= [a-z])|(?<=T) \([^()TSD]{2,60}\)"
    # "The fourth season, which premieres on D, will be the last"
    r"|(?<=S), which (?:will )?(?:premier|debut|launch|arriv|start|begin|return|drop|bow)\w*"
    r"[^,;:.TS]{1,40},(?= [a-z])"
    # "The third season, due in D, will be the last"
    r"|(?<=[ST]), (?!which )[^,;:.TSD]{0,30}D[^,;:.TSD]{0,20},(?= [a-z])"
    # The comma behind a title in quotes is a part of its mention.
    r"|(?<=T) (?:[a-z]+ing|due|out|set|slated) [^,;:.TSD]{0,20}D[^,;:.TSD]{0,20},(?= [a-z])"
    # "The finale – it was shot as another – will air on Thursday"
    r"|(?<=[a-zTSN]) – [^–;.TSD]{3,90} –(?= [a-z])"
    # "“X,” on the other hand, is over", "„X“ wurde dagegen abgesetzt"
    r"|, (?:now|currently|already|recently|long|once|formerly|about) [^,;:.TD]{3,50},(?= [a-z])"
    r"|(?:,|(?<=T)) (?:on the other hand|by contrast|in contrast|however|meanwhile|though|for its "
    r"part|too"
    r"|in turn"
    r"|as well|likewise|of course|sadly|alas|thankfully|happily|fortunately|unfortunately"
    r"|sin embargo|en cambio|por su parte|mientras tanto|quant a (?:elle|lui)|de son cote|en "
    r"revanche"
    r"|a sua volta|dal canto suo|invece|por sua vez|ja|por outro lado|no entanto),(?= )"
    r"| (?:dagegen|hingegen|indes|unterdessen|allerdings|jedoch|en revanche|en cambio|invece)(?= "
    r"[a-z])"
)


# "lends her voice to June Park", and not "in June Netflix"
_MONTH_BEFORE = re.compile(
    r"(?i:\b(?:in|since|until|till|by|from|of|last|next|this|past|early|late|mid|during|through|and"
    r"|or)[ -])$"
)
_SURNAME = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]")


def _is_first_name(text: str, one: DateMention) -> bool:
    """Whether a month is somebody's first name there."""
    month = text[one.start : one.end].split()[-1]
    start = one.end - len(month)
    return (
        one.day is None
        and one.year is None
        and month.casefold() in MONTH_NAMES
        and _SURNAME.match(text, one.end) is not None
        and _MONTH_BEFORE.search(text, max(0, start - 10), start) is None
    )


# "Nippon TV's Friday Anime Night": a day of the week in the name of a block
_NAMED_SO = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]+ (?:[A-ZÀ-Þ]|block|slot|line-?up)")


def _is_in_name(text: str, one: DateMention) -> bool:
    """Whether a day of the week is a part of what somebody has."""
    is_alone = one.weekday is not None and one.day is None and one.month is None
    is_owned = text[: one.start].endswith(("'s ", "’s "))
    return is_alone and is_owned and _NAMED_SO.match(text, one.end) is not None


def annotated(
    text: str,
    titles: Iterable[TitleMention],
    quote: str | None = None,
    *,
    parts: bool = False,
    language: str = "en",
    counted: bool = False,
) -> MarkedSentence:
    """The sentence, with titles found before (their places counted in it).

    `parts` says that the show's parts are its seasons; `language` is the code of the article's;
    `counted` says that seasons were spoken of before, so that a number may stand for one.
    """
    plain = aligned(text)
    mentions: list[Mention] = []
    for title in titles:
        if title.season is None:
            mentions.append(title)
            continue
        mentions.append(replace(title, end=title.season.start - 1, season=None))
        mentions.append(replace(title.season, end=title.end))
    taken = [(one.start, one.end) for one in mentions]
    seasons = tuple(season_mentions(plain, parts=parts, language=language))
    # "The new season of “X”, its third, begins"
    is_counted = counted or bool(seasons)

    def free(one: Mention) -> bool:
        return not any(one.start < end and start < one.end for start, end in taken)

    groups: Sequence[Iterable[Mention]] = (
        seasons,
        bare_seasons(plain, phrases(language)) if is_counted else (),
        (
            one
            for one in date_mentions(plain, language)
            if not _is_first_name(text, one) and not _is_in_name(text, one)
        ),
        network_mentions(text),
    )
    for group in groups:
        found = [one for one in group if free(one)]
        mentions += found
        taken += [(one.start, one.end) for one in found]
    mentions.sort(key=lambda one: one.start)
    coded: list[str] = []
    offsets: list[int] = []
    marks: list[tuple[int, Mention]] = []
    dots = {at for one in _SHORT_FORM.finditer(plain) for at in range(*one.span())}
    dots = {at for at in dots if plain[at] == "."}
    at = 0

    def copy(start: int, end: int) -> None:
        if not dots:
            coded.append(plain[start:end])
            offsets.extend(range(start, end))
            return
        kept = [place for place in range(start, end) if place not in dots]
        coded.extend(plain[place] for place in kept)
        offsets.extend(kept)

    for one in mentions:
        copy(at, one.start)
        marks.append((len(offsets), one))
        coded.append(_LETTERS[type(one)])
        offsets.append(one.start)
        at = one.end
    copy(at, len(plain))
    offsets.append(len(plain))
    return MarkedSentence(text, quote or text, "".join(coded), tuple(marks), tuple(offsets))
