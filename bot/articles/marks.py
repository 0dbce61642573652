"""A sentence with its titles, seasons, dates and networks marked, so that phrases can be met in it.

In the coded text all else is folded to small letters, and a capital stands for what was marked: T a
title, S a season, D a date, N a network. The phrases in `languages/*.toml` are written so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.articles.days import DateMention, date_mentions
from bot.articles.folding import aligned
from bot.articles.networks import NetworkMention, network_mentions
from bot.articles.seasons import SeasonMention, season_mentions
from bot.articles.titles import TitleMention

Mention = TitleMention | SeasonMention | DateMention | NetworkMention
_LETTERS: dict[type, str] = {
    TitleMention: "T",
    SeasonMention: "S",
    DateMention: "D",
    NetworkMention: "N",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its coded text, and what each capital of that stands for.

    `quote` is the sentence just as it stands in the article.
    """

    text: str
    quote: str
    coded: str
    marks: tuple[tuple[int, Mention], ...]
    offsets: tuple[int, ...]

    def between(self, start: int, end: int, kind: type) -> list[tuple[int, Mention]]:
        """The marks of a kind in a stretch of the coded text, in order, with their places."""
        return [(at, one) for at, one in self.marks if start <= at < end and isinstance(one, kind)]

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


def annotated(text: str, titles: Iterable[TitleMention], quote: str | None = None) -> Sentence:
    """The sentence, with titles found before (their places counted in it)."""
    plain = aligned(text)
    mentions: list[Mention] = list(titles)
    taken = [(one.start, one.end) for one in mentions]

    def free(one: Mention) -> bool:
        return not any(one.start < end and start < one.end for start, end in taken)

    groups: Sequence[Iterable[Mention]] = (
        season_mentions(plain),
        date_mentions(plain),
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
    at = 0
    for one in mentions:
        coded.append(plain[at : one.start])
        offsets.extend(range(at, one.start))
        marks.append((len(offsets), one))
        coded.append(_LETTERS[type(one)])
        offsets.append(one.start)
        at = one.end
    coded.append(plain[at:])
    offsets.extend(range(at, len(plain) + 1))
    return Sentence(text, quote or text, "".join(coded), tuple(marks), tuple(offsets))
