"""Who is in a show, and in which of its seasons: by its sentences, lists and tables of a cast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..article import Article, Block, Role, aligned
from ..discourse import LATEST, UPCOMING, Discourse, Extraction
from ..mentions.people import NAME, is_person, is_single, plainly, trimmed, without_opening
from ..mentions.performers import Performers
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow, TitleMention
from ..sentence_context import Utterance
from .cast_lists import behind_labels, listed_cast
from .cast_rows import columns, parts_of_pairs, row_part
from .cast_sides import is_bracketed, sides_of
from .characters import character_at, character_here, fully_named
from .credit_mentions import credit_mentions
from .credit_patterns import CreditMention
from .other_works import is_of_other_work
from .paired_credits import paired
from .roles import roles

# "If it had gone on we would have seen the main cast again": those who were in it before.
_SAME_CAST = re.compile(
    r"\b(?:would|could) have (?:seen|had|included|featured|starred|been)\b[^.]*\b(?:main|original"
    r"|same|entire|old)"
    r" (?:cast|characters)\b"
)
# "Ann Example, who played Lena": in what is out.
_WAS = re.compile(
    r"[^,;.]{3,40}, (?:who|que|qui|der|die) (?:had |has )?"
    r"(?:played|portrayed|appeared|recurred|guest-?starred|interpreta(?:ba|o)"
    r"|encarn(?:aba|o)|incarnait|jouait|[^,;.]{0,80}(?:spielte|verkorperte|mimte))\b"
    r"(?![^.;]*\b(?<!talks to )(?<!not )(?<!n't )(?<!no )(?<!ne )"
    r"(?:joins|returns?|vuelve|revient|kehrt(?![^.;]*\bnicht))\b)"
)


# "Ann Example, who played Mae Chan in the first two seasons, returns"
_IS_BACK = re.compile(
    r"[^,;.]{3,40}, (?:who|whose|que|cuy[oa]|qui|dont|che|(?:il|la) cui|die|der|deren"
    r"|dessen|cuj[oa]) [^,;]{3,70}, (?:also |will |both |again ){0,2}"
    r"(?:returns?|is back|reprises?|vuelven?|regresan?|revient|torna|ritorna|volta|retorna|regressa"
    r"|kehrt)\b"
)
# "who recurred in S, have been upped to series regulars for S"
_PROMOTED = re.compile(r"\b(?:upped|promoted|bumped(?: up)?|elevated) to (?:a )?series regulars?\b")


class CastReader:
    """Reads the credits of one article; what stands before a block tells how to read it."""

    def __init__(self, discourse: Discourse, article: Article) -> None:
        self._discourse = discourse
        text = "\n".join((article.headline, *(block.text for block in article.blocks)))
        self._text = text
        self._performers = Performers(text, discourse.words)
        self._columns: tuple[int, int] | None = None
        self._in_story = self._had_part = self._in_brackets = self._in_plot = False
        self._is_led_ahead = False
        self._newcomer: CreditMention | None = None
        self._seasons: dict[tuple[int, str], int] = {}

    def begin(self) -> None:
        """A block begins that is no row of a table."""
        self._columns = None
        self._had_part = self._in_plot = False
        self._newcomer = None

    def row(self, block: Block) -> Iterator[tuple[Extraction, str]]:
        """What a row of a table tells, and each name as it stands there."""
        discourse = self._discourse
        found = columns(block.cells, discourse.words)
        if found is not None:
            self._columns = found
            return
        if self._columns is not None:
            part = row_part(block.cells, self._columns)
            parts = [part] if part is not None else []
        elif discourse.heading.lists_cast and not block.is_header:
            order = discourse.heading.is_character_first
            if order is None and discourse.heading.plain == aligned(discourse.headline):
                return  # A headline is above all that a page has.
            parts = list(parts_of_pairs(block.cells, character_first=order is True))
        else:
            return
        if (subject := discourse.focus) is None:
            return
        season = discourse.season_before(subject) or (UPCOMING if self._is_led_ahead else LATEST)
        for part in parts:
            if part.person not in discourse.departed:
                yield Extraction(subject, season, "cast", _credit(part), season > 0), part.person

    def credits(self, utterance: Utterance, block: Block) -> Iterator[Extraction]:
        """Who is in a show, as a sentence of a block tells it; the headline tells nobody."""
        text = utterance.sentence.text
        if block.role is Role.HEADING and block.text == self._discourse.headline:
            return
        if block.role is not Role.ITEM:
            # "Returning are:", and below it a list
            self._is_led_ahead = text.endswith(":") and (
                self._discourse.words["to_come"].search(utterance.coded) is not None
            )
        in_cast = self._discourse.heading.lists_cast and block.role is not Role.HEADING
        titles = [
            (utterance.sentence.offsets[at], one.end)
            for at, one in utterance.sentence.of(TitleMention)
        ]
        if self._discourse.words["plot_begins"].match(utterance.coded):
            self._in_plot = True
        if self._is_of_crew(text):
            found = []
        elif block.role is Role.ITEM and in_cast:
            part = item_part(
                text,
                told=roles(utterance),
                character_first=self._discourse.heading.is_character_first,
            )
            found = [part] if part is not None else []
        else:
            found = credit_mentions(
                text,
                in_cast=in_cast,
                titles=titles,
                own={
                    one.start: one.end
                    for _, one in utterance.titles
                    if one.subject is not None and one.subject is self._discourse.focus
                },
                pairs=paired(utterance),
                told=roles(utterance),
                listed=listed_cast(utterance),
                known=self._discourse.people,
                performers=self._performers,
                in_story=self._in_story,
                is_among=self._had_part,
                in_brackets=self._in_brackets,
                in_plot=self._in_plot,
            )
            if not found and (part := self._role_of_newcomer(utterance)) is not None:
                found = [part]
            self._newcomer = found[0] if len(found) == 1 and not found[0].character else None
            self._had_part = self._had_part or bool(found)
            if sum(f"({one.character})" in text for one in found) > 1:
                self._in_brackets = True
            self._in_story = self._in_story or any(part.in_story for part in found)
        # "Ann Example, who plays Mae Chan, was promoted": it is not Mae Chan who was.
        played = {part.character for part in found if part.character}
        for part in found:
            if not part.character and part.person in played:
                continue
            at = utterance.sentence.place(part.start)
            if is_of_other_work(utterance, at) or self._is_only_in(block, part):
                continue
            until = _end_of_part(utterance, part, at)
            is_hedged = utterance.is_hedged(at, at + 1, until=until)
            if (
                is_hedged
                and not _SAME_CAST.search(utterance.coded)
                and (utterance.is_question or not part.in_story)
            ):
                continue  # What a story leaves open is not who is in it.
            subject = utterance.subject(at, at + 1) if titles else self._discourse.focus
            if subject is not None and _is_in_character(text, part, titles):
                subject = self._discourse.subjects.main or subject
            if subject is None or (
                part.person in self._discourse.departed
                and not _seasons_before(utterance, at, subject)
            ):
                continue
            if part.character is None and _is_in_title(part.person, subject.title):
                continue
            season = self._cast_season(utterance, at, subject, until if part.in_story else None)
            # Whoever returns has the part that a later sentence tells without a season.
            season = self._seasons.setdefault((id(subject), part.person), season)
            yield Extraction(subject, season, "cast", _credit(part), season > 0)

    def _is_only_in(self, block: Block, part: CreditMention) -> bool:
        """Whether a heading alone names somebody, whose capitals may be those of its words."""
        return (
            block.role is Role.HEADING
            and part.character is None
            and self._text.count(part.person) == block.text.count(part.person)
        )

    def _is_of_crew(self, text: str) -> bool:
        """Whether a line has a label for others than the cast: "Director: Ann Example"."""
        label, colon, _ = text.partition(":")
        return bool(colon) and (
            self._discourse.words["crew_label"].fullmatch(aligned(label).strip(" *")) is not None
        )

    def _role_of_newcomer(self, utterance: Utterance) -> CreditMention | None:
        """The part of whom the sentence before named alone: "She will play Mae Chan"."""
        told = self._discourse.words.pattern(_ROLE_TOLD).match(utterance.coded)
        if told is None or self._newcomer is None:
            return None
        at = utterance.sentence.offsets[told.end()]
        character = character_at(utterance.sentence.text, at + 1)
        if character is None:
            return None
        return replace(self._newcomer, character=character, start=0, end=at)

    def _cast_season(
        self, utterance: Utterance, at: int, subject: ArticleShow, until: int | None = None
    ) -> int:
        """The season of a part: who returns, or stands under a season's heading, is in that one.

        What a sentence says from `until` on is told of the character: "who returns to the island".
        """
        if _SAME_CAST.search(utterance.coded):
            return LATEST
        if (told := self._season_of_label(utterance, subject)) is not None:
            return told
        promoted = _PROMOTED.search(utterance.coded, at)
        if promoted is not None and (
            numbers := utterance.seasons_in(promoted.end(), len(utterance.coded), subject)
        ):
            return numbers[-1]
        if (were := _seasons_before(utterance, at, subject)) is not None:
            return were[-1] if were else LATEST
        if back := _IS_BACK.match(utterance.coded, at):
            _, last = utterance.clause(back.end())
            numbers = utterance.seasons_in(back.end(), last, subject)
            return numbers[-1] if numbers else self._discourse.season_before(subject) or UPCOMING
        to_come = self._discourse.words["to_come"]
        first, last = utterance.clause(at)
        last = last if until is None else min(last, until)
        focus = utterance.season_before(subject)
        returns = self._is_led_ahead or to_come.search(utterance.coded, first, last) is not None
        is_out = (id(subject), focus) in self._discourse.out
        is_named = bool(utterance.sentence.between(first, last, SeasonPhrase))
        if focus and returns and not is_out and not is_named:
            return focus
        is_headed = id(subject) in self._discourse.section
        told = len(utterance.coded) if until is None else until
        upcoming = (
            is_headed or self._is_led_ahead or to_come.search(utterance.coded, 0, told) is not None
        )
        ahead = returns and not is_headed
        return utterance.season(at, subject, upcoming=upcoming, ahead=ahead)[-1]

    def _season_of_label(self, utterance: Utterance, subject: ArticleShow) -> int | None:
        """The season of the headline, for a line with a label: "Cast: Ann Example (Mae)"."""
        discourse = self._discourse
        is_main = subject is discourse.subjects.main and id(subject) not in discourse.section
        if not is_main or discourse.headline_asks or utterance.sentence.of(SeasonPhrase):
            return None
        return discourse.headline_season if behind_labels(utterance, "cast_label") else None


# "The actress, who was seen in “Other” last, will play": what stands between is left out.
_ROLE_TOLD = (
    r"{role_told}"
    r"|(?:(?:the )?(?:actor|actress)|el actor|la actriz|o ator|a atriz|l'(?:acteur|actrice"
    r"|attore|attrice)|(?:der|die) schauspieler(?:in)?), [^,;.]{3,80}, {plays}"
)


def _is_in_title(person: str, title: str) -> bool:
    """Whether a show is called by somebody's first name, as after its characters: "Ann and Bob"."""
    called = aligned(title).split()
    return aligned(person).split()[0] in called and len(called) > 1 and person not in title


def _seasons_before(utterance: Utterance, at: int, subject: ArticleShow) -> Sequence[int] | None:
    """The seasons in which somebody is told to have been: "Ann Example, who played Mae in S"; None
    where that is not told."""
    was = _WAS.match(utterance.coded, at)
    if was is None:
        return None
    end = utterance.coded.find(",", was.end())
    return utterance.seasons_in(was.start(), max(end, was.end()), subject)


def _end_of_part(utterance: Utterance, part: CreditMention, at: int) -> int | None:
    """Where what a sentence tells of a part ends, and whom the character is, or was, begins."""
    was = _WAS.match(utterance.coded, at)
    if was is not None and (end := utterance.coded.find(",", was.end())) > 0:
        return end
    end = utterance.sentence.place(part.end)
    is_described = part.character is not None and _DESCRIPTION.match(utterance.coded, end)
    return end if is_described else None


_DESCRIPTION = re.compile(r", (?:an?|the|who|whose|his|her|their|la|el|un|una|der|die|das|eine?)\b")


def _is_in_character(text: str, part: CreditMention, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether the titles of a sentence are a part of a character's name: "as Harry Bosch"."""
    at = text.find(part.character or "\n", part.start)
    last = at + len(part.character or "")
    return at >= 0 and bool(titles) and all(at < start and end <= last for start, end in titles)


# "Dame Ann Example" is credited without it.
_HONORIFIC = re.compile(r"^(?:Dame|Sir) (?=\S+ \S)")


def _credit(part: CreditMention) -> dict[str, str]:
    person = plainly(_HONORIFIC.sub("", part.person))
    if part.character is None:
        return {"person": person}
    return {"person": person, "character": plainly(part.character)}


_LEFT = re.compile(
    # "Ann Example, who played Mae, and Bob Sample"
    rf"(?:(?P<other>{NAME})(?: \([^()]{{2,40}}\)|, [^,.;]{{3,60}},)?,? (?:and|y|et|e|und) )?"
    rf"(?P<name>{NAME})(?: \([^()]*\))?(?:, [^,.;]{{3,60}},)? "
    r"(?:(?:has|have|is|was|will|would) )?(?:also |now )?"
    r"(?:exit(?:s|ed|ing)|depart(?:s|ed|ing)|(?:left|leaves|leaving|quit) (?:the|after|at)"
    r"|(?:not|won['’]t|isn['’]t|not be) (?:be )?(?:return|back|coming back|reprise|appear)"
    r"|ne (?:revien(?:t|nent)|reviendr(?:a|ont)|ser(?:a|ont)|figure(?:nt)?)|(?:a|ont) quitté"
    r"|(?:ya )?no (?:contin[uú]an?|vuelven?|volverán?|regresan?|regresarán?|estarán?|figuran?"
    r"|aparecen?|aparecerán?)"
    r"|non (?:tornano|tornerà|torneranno|torna|ci sar(?:à|anno)|sar(?:à|anno)|fa(?:nno)? parte)"
    r"|não (?:voltam?|voltar(?:á|ão)|estar(?:á|ão)|retornam?|aparecem?)"
    r"|steig(?:t|en) (?:\w+ )?aus|kehr(?:t|en) (?:[^.;,]{3,50} )?nicht"
    r"|(?:ist|sind) nicht mehr)"
)


_FAMILY = re.compile(r"(?:The|Los|Las|Die|Les|I|Gli|Os|As) ")


def departed(people: Mapping[str, str], text: str) -> Iterator[str]:
    """The people of whom a text says that they are not, or no longer, in a show."""
    for match in _LEFT.finditer(text):
        for found in filter(None, match.group("other", "name")):
            name = trimmed(without_opening(found))
            if " " in name or not _FAMILY.match(found):  # "Los Aranburu no volverán"
                yield people.get(name, name)


def item_part(
    text: str, *, told: Iterable[CreditMention] = (), character_first: bool | None
) -> CreditMention | None:
    """The part that an item of a list of a cast names: "Jane Doe as Ann", "Jane Doe – Ann".

    `told` are those to whom it gives parts with a verb. `character_first` says which of the two
    names is the character's; None that nothing tells it but the names.
    """
    found = credit_mentions(text, in_cast=True, told=told)
    is_parted = (pieces := sides_of(text)) is not None
    is_told = bool(found) and bool(found[0].character) and not is_bracketed(text)
    if found and not (is_parted and character_first is not None and not is_told):
        return next((one for one in found if one.character), found[0])
    if pieces is None:
        text = re.sub(r"\s*\([^()]*\)$", "", text)
        name = trimmed(re.split(r"[,(]", text)[0])
        if is_person(name) and len(name) >= len(text.rstrip(" .,;")) - 1:
            return CreditMention(name, None, 0, len(name))
        return None
    one, other = (
        re.split(r"[,(;]\s|(?<!\bDr)(?<!\bM[rs])(?<!\bMrs)(?<!\bSt)\.\s", piece)[0].strip(" ,;")
        for piece in pieces
    )
    if character_first:
        one, other = other, one
    if not re.fullmatch(NAME, one) or not is_person(one):
        if (
            character_first is None
            and re.fullmatch(NAME, other)
            and is_person(other)
            and re.fullmatch(NAME, one)
        ):
            one, other = other, one
        elif character_first is None or not is_single(one):
            return None
    other = re.sub(r"^(?:the|as|plays) ", "", other)
    is_character = re.fullmatch(rf"(?:{NAME})|[“\"][^”\"]+[”\"]", other) is not None
    if not is_character and (here := character_here(other, 0)) and here[1] == len(other):
        other, is_character = fully_named(f" {other}", here[0], 0) or here[0], True
    if not (is_character or (character_first is not None and _CALLED.fullmatch(other))):
        return CreditMention(one, None, 0, len(text))
    return CreditMention(one, other.strip('“”"'), 0, len(text))


# "le chevalier d'Aubry", "sœur Agathe"
_CALLED = re.compile(
    r"(?:[a-zà-ÿœ]+ ){1,3}(?:[dl]['’])?[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*"
    r"|(?:(?:the|der|die|das|le|la|el|il|lo|o|a) )?[a-zà-ÿœ]+(?: [a-zà-ÿœ]+)?"
)
