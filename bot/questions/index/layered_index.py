"""Everybody's titles: a segment built some time ago, with what changed since in front of it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from bot.facts.models import TitleEntry
from bot.questions.index.memory_index import MemoryIndex
from bot.questions.index.segment import Segment


class LayeredIndex:
    """Looks into both layers; an entry of the segment that changed or went is covered."""

    def __init__(self) -> None:
        self._segment: Segment | None = None
        self._fresh = MemoryIndex()
        self._covered: set[int] = set()

    def adopt(self, segment: Segment, fresh: Iterable[TitleEntry], gone: Iterable[int]) -> None:
        """Start anew from a segment; `fresh` are the entries of shows that were written since, of
        which most are as they were, `gone` the ids lost."""
        self._segment = segment
        self._fresh = MemoryIndex()
        self._covered = {show_id for show_id in gone if show_id in segment}
        self.put(entry for entry in fresh if entry != segment.get(entry.show_id))

    @property
    def changed(self) -> int:
        """How many entries stand in front of the segment or are covered: to build a new one by."""
        return len(self._fresh) + len(self._covered)

    def __len__(self) -> int:
        return len(self._fresh) + len(self._segment or ()) - len(self._covered)

    def __contains__(self, show_id: int) -> bool:
        return show_id in self._fresh or (
            show_id not in self._covered and self._segment is not None and show_id in self._segment
        )

    def get(self, show_id: int) -> TitleEntry | None:
        """The entry of a show."""
        fresh = self._fresh.get(show_id)
        if fresh is not None or self._segment is None or show_id in self._covered:
            return fresh
        return self._segment.get(show_id)

    def entries(self) -> Iterator[TitleEntry]:
        """All of them, in no order."""
        yield from self._fresh.entries()
        if self._segment is not None:
            yield from self._uncovered(self._segment.entries())

    def hidden(self) -> list[TitleEntry]:
        """Those that nobody sees."""
        older = [] if self._segment is None else self._segment.hidden()
        return [*self._fresh.hidden(), *self._uncovered(older)]

    def _uncovered(self, entries: Iterable[TitleEntry]) -> Iterator[TitleEntry]:
        return (entry for entry in entries if entry.show_id not in self._covered)

    def put(self, entries: Iterable[TitleEntry]) -> None:
        """Add entries, each in place of the one with its id."""
        fresh = list(entries)
        if self._segment is not None:
            self._covered.update(e.show_id for e in fresh if e.show_id in self._segment)
        self._fresh.put(fresh)

    def drop(self, show_id: int) -> None:
        """Forget an entry; one that is not here is no error."""
        self._fresh.drop(show_id)
        if self._segment is not None and show_id in self._segment:
            self._covered.add(show_id)

    # -- look-ups, in the words of an index -----------------------------------------------------

    def holders(self, key: str) -> Sequence[TitleEntry]:
        """The entries with a name whose key is exactly this."""
        fresh = self._fresh.holders(key)
        if self._segment is None:
            return fresh
        older = self._segment.holders(key)
        if not (fresh or (older and self._covered)):
            return older
        return [*fresh, *self._uncovered(older)]

    def may_begin(self, text: str) -> bool:
        """Whether a key may begin with a text: False is certain, True is not."""
        if self._segment is None:
            return self._fresh.may_begin(text)
        return self._segment.may_begin(text) or (bool(self._fresh) and self._fresh.may_begin(text))

    def beginning(self, folded: str, limit: int) -> list[str]:
        """The forms that begin with a folded text: of each layer the most popular ones."""
        return self._both(lambda layer: layer.beginning(folded, limit))

    def having(self, words: Sequence[str], limit: int) -> list[str]:
        """The forms that have all these words; of each layer the most popular ones."""
        return self._both(lambda layer: layer.having(words, limit))

    def continuing(self, words: Sequence[str]) -> list[str]:
        """The forms that have these words side by side; the last of several may be only begun."""
        return self._both(lambda layer: layer.continuing(words))

    def with_initials(self, letters: str) -> list[str]:
        """The forms of three words or more whose words begin with these letters."""
        return self._both(lambda layer: layer.with_initials(letters))

    def _both(self, look: Callable[[MemoryIndex | Segment], list[str]]) -> list[str]:
        if self._segment is None:
            return look(self._fresh)
        fresh, older = look(self._fresh) if self._fresh else [], look(self._segment)
        return list(dict.fromkeys((*fresh, *older))) if fresh else older

    def close_to(self, key: str, distance: int, first: str = "") -> Iterator[tuple[str, int]]:
        """The keys at most this many edits away, with the edits, those with that first letter if
        any; two letters swapped are one."""
        if self._fresh:
            yield from self._fresh.close_to(key, distance, first)
        if self._segment is not None:
            yield from self._segment.close_to(key, distance, first)

    def words_close_to(
        self, word: str, distance: int, first: str = ""
    ) -> Iterator[tuple[str, int]]:
        """The words of titles at most this many edits away, with the edits, those with that first
        letter if any."""
        found = dict(self._fresh.words_close_to(word, distance, first))
        if self._segment is not None:
            found.update(self._segment.words_close_to(word, distance, first))
        return iter(found.items())

    def frequency(self, word: str) -> int:
        """How many forms have this word; one that both layers have counts twice."""
        older = 0 if self._segment is None else self._segment.frequency(word)
        return self._fresh.frequency(word) + older

    def rank(self, popularity: float) -> float:
        """How many entries are more popular, those that are covered among them."""
        older = 0.0 if self._segment is None else self._segment.rank(popularity)
        return (self._fresh.rank(popularity) if self._fresh else 0.0) + older

    def popular(self, limit: int) -> list[TitleEntry]:
        """The most popular entries."""
        if self._segment is None:
            return self._fresh.popular(limit)
        older = islice(self._uncovered(self._segment.entries()), limit)
        both = [*self._fresh.popular(limit), *older]
        return heapq.nlargest(limit, both, key=lambda entry: entry.popularity)
