"""How much text a message may hold: Discord counts characters, and its servers fail by bytes.

Discord takes 4,000 characters in all the texts of a message (Components V2); above about 10,170
UTF-8 bytes it answers with an error of its own (measured). What does not fit is left out line by
line, so that no markup is cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class TextBudget:
    """So many characters and UTF-8 bytes are left; below 0, more was spent than there is."""

    characters: int
    size: int

    def part(self, share: float) -> Self:
        """A share of it."""
        return type(self)(int(self.characters * share), int(self.size * share))

    def less(self, *texts: str) -> Self:
        """What is left beside those texts."""
        characters = sum(len(text) for text in texts)
        size = sum(len(text.encode()) for text in texts)
        return type(self)(self.characters - characters, self.size - size)

    @property
    def spent(self) -> bool:
        """Whether more was spent than there is."""
        return self.characters < 0 or self.size < 0

    def holds(self, text: str) -> bool:
        """Whether there is room for the text."""
        return not self.less(text).spent

    def first_lines(self, lines: Iterable[str]) -> list[str]:
        """The lines up to the first that there is no room for, which is "…"."""
        kept: list[str] = []
        left = self
        for line in lines:
            left = left.less(line, "\n")
            if left.spent:
                return [*kept, _ELLIPSIS]
            kept.append(line)
        return kept

    def fit(self, *texts: str) -> list[str]:
        """Texts of lines with every line that there is room for; "…" for those left out."""
        left, fitted = self, []
        for text in texts:
            kept: list[str] = []
            for line in text.split("\n"):
                after = left.less(line, "\n")
                if after.less(_ELLIPSIS, "\n").spent:
                    if kept[-1:] != [_ELLIPSIS]:
                        kept.append(_ELLIPSIS)
                        left = left.less(_ELLIPSIS, "\n")
                    continue
                left = after
                kept.append(line)
            if left.spent:
                break
            fitted.append("\n".join(kept))
        return fitted


CARD = TextBudget(characters=3600, size=9000)
"""What a card's texts may have; the rest is for titles, labels and placeholders."""
