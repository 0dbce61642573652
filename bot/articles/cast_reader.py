"""The cast that an article tells, block by block, each with the season that it is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .article import Block, Role
from .cast import columns, item_part, parts, row_part
from .context import LATEST, Reading, Spoken
from .mentions import SeasonMention
from .people import CreditMention, plainly
from .status import Said
from .titles import Subject, TitleMention

# "If it had gone on we would have seen the main cast again": those who were in it before.
_SAME_CAST = re.compile(
    r"\b(?:would|could) have (?:seen|had|included|featured|starred|been)\b[^.]*\b(?:main|original"
    r"|same|entire|old)"
    r" (?:cast|characters)\b"
)
_TO_COME = re.compile(
    r"\b(?:returns?|returning|reprises?|reprising|joins?|joined by|joining|new to the cast|will"
    r"|(?:is|are|be) (?:also |all |both )?back|de retour|rejoin\w*|reprend\w*|wieder|kehrt|kehren"
    r"|neu dabei|newcomers?|(?:have|has|'ve) (?:also )?(?:cast|added|hired)|vuelven?|volvera\w*"
    r"|regresan?|se incorpora\w*|se suma\w*)\b"
)
# "Ann Example, who played Lena": in what is out.
_WAS = re.compile(
    r"[^,;.]{3,40}, (?:who|que|qui|der|die) (?:had |has )?(?:played|portrayed|interpreta(?:ba|o)"
    r"|encarn(?:aba|o)|incarnait|jouait|spielte|verkorperte|mimte)\b(?![^.;]*\b(?:joins|returns?"
    r"|vuelve|revient|kehrt)\b)"
)


class CastReader:
    """Reads the credits of one article; what stands before a block tells how to read it."""

    def __init__(self, reading: Reading, headline: str) -> None:
        self._reading = reading
        self._headline = headline
        self._columns: tuple[int, int] | None = None
        self._in_story = self._had_part = False

    def begin(self) -> None:
        """A block begins that is no row of a table."""
        self._columns = None
        self._had_part = False

    def row(self, block: Block) -> tuple[Said, str] | None:
        """What a row of a table tells, and the name as it stands there."""
        found = columns(block.cells)
        if found is not None:
            self._columns = found
            return None
        if self._columns is None:
            if block.is_header or not self._reading.heading.lists_cast or len(block.cells) != 2:
                return None
            self._columns = (0, 1)
        part = row_part(block.cells, self._columns)
        subject = self._reading.focus
        if part is None or subject is None:
            return None
        season = self._reading.season_before(subject) or LATEST
        return Said(subject, season, "cast", _credit(part), season > 0), part.person

    def credits(self, spoken: Spoken, block: Block) -> Iterator[Said]:
        """Who is in a show, as a sentence of a block tells it; the headline tells nobody."""
        text = spoken.sentence.text
        if block.role is Role.HEADING and block.text == self._headline:
            return
        in_cast = self._reading.heading.lists_cast and block.role is not Role.HEADING
        titles = [
            (spoken.sentence.offsets[at], one.end)
            for at, one in spoken.sentence.marks
            if isinstance(one, TitleMention)
        ]
        if block.role is Role.ITEM and in_cast:
            part = item_part(text, character_first=self._reading.heading.is_character_first)
            found = [part] if part is not None else []
        else:
            found = parts(
                text,
                in_cast=in_cast,
                titles=titles,
                known=self._reading.people,
                in_story=self._in_story,
                is_among=self._had_part,
            )
            self._had_part = self._had_part or bool(found)
            self._in_story = self._in_story or any(part.in_story for part in found)
        for part in found:
            at = spoken.sentence.place(part.start)
            if spoken.is_hedged(at, at + 1) and not _SAME_CAST.search(spoken.coded):
                continue
            subject = spoken.subject(at, at + 1) if titles else self._reading.focus
            if subject is None or part.person in self._reading.departed:
                continue
            seasons = self._cast_season(spoken, at, subject)
            yield Said(subject, seasons, "cast", _credit(part), seasons > 0)

    def _cast_season(self, spoken: Spoken, at: int, subject: Subject) -> int:
        """The season of a part: who returns, or stands under a season's heading, is in that one."""
        if _SAME_CAST.search(spoken.coded) or _WAS.match(spoken.coded, at):
            return LATEST
        first, last = spoken.clause(at)
        focus = spoken.season_before(subject)
        returns = _TO_COME.search(spoken.coded[first:last])
        is_out = (id(subject), focus) in self._reading.out
        if (
            focus
            and returns
            and not is_out
            and not spoken.sentence.between(first, last, SeasonMention)
        ):
            return focus
        upcoming = id(subject) in self._reading.section or _TO_COME.search(spoken.coded) is not None
        ahead = returns is not None and id(subject) not in self._reading.section
        return spoken.season(at, subject, upcoming=upcoming, ahead=ahead)[-1]


def _credit(part: CreditMention) -> dict[str, str]:
    person = plainly(part.person)
    if part.character is None:
        return {"person": person}
    return {"person": person, "character": plainly(part.character)}
