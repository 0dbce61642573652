"""An immutable segment of the title index: its columns lie in one buffer and are read in place.

A hundred thousand titles as Python objects take over a kilobyte each. Here they are numbers and
UTF-8 text in a buffer that may be a mapped file, so that a process pays for the pages it reads. A
title that changes is put in front of the segment by `TitleIndex`, until another one is built.

Entries are numbered by falling popularity, and so are forms (folded spellings, by their most
popular entry): the first of a list of either are the popular ones.
"""

from __future__ import annotations

import heapq
import json
import operator
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from bot.facts.models import TitleEntry
from bot.questions.index.bloom_filter import BEGUN, BloomFilter, pair
from bot.questions.index.memory_index import COMMON
from bot.questions.index.ngram_index import HashTable
from bot.questions.index.spelling import initials_of
from bot.questions.index.texts_by_length import TextsByLength

Buffer = bytes | memoryview

FORMAT = 11
"""Increased with every change of the layout or of how titles are folded."""

MAGIC = b"titleseg"
HEADER = struct.Struct("<8sII")
ROW = struct.Struct("=qdIIIIIH2x")
"""What there is of an entry but for its names: its show's id and its popularity, where its names
begin and end, the numbers of its country, network and kind among the values, its year or 0."""
# Between the names of one show: a control character that no name needs.
BETWEEN = "\x1f"
# A prefix of so many letters is that of thousands of titles, and typed by everybody.
_SHORT = 2
# Of the forms that have a word, so many are looked through for what stands beside it.
_LOOKED_THROUGH = 1000
# Sorts behind every text with the same beginning.
_LAST = "\U0010ffff"
# So much of what was looked up stays at hand: most who type mean the same shows, letter after
# letter, and a sentence asks for the same words again and again.
_KEPT = 4096
# The words near another may be some hundred.
_KEPT_NEAR = 1024
# So far apart are those of the texts in order that are held as objects: a hundredth or so of them.
_APART = 64
# Up to so many numbers, to sort them all takes less than to keep the least of them.
_SORTED = 1000
# To look whether a form is among others takes so much less than to read it.
_CHEAPER = 8


class BadSegmentError(Exception):
    """The buffer is no segment, or one of another format."""


class _TextsInOrder:
    """Texts in the order of their UTF-8, which is that of their characters; each by its place.

    Every so many of them are held as objects, and found by C: what is read one by one in a search
    is then a few of those between two of them.
    """

    def __init__(self, texts: memoryview, ends: memoryview, order: Sequence[int]) -> None:
        self._texts, self._ends, self._order = texts, ends, order
        self._some = [self._at(place) for place in range(0, len(order), _APART)]

    def _at(self, place: int) -> bytes:
        number, ends = self._order[place], self._ends
        return bytes(self._texts[ends[number] : ends[number + 1]])

    def place(self, text: str) -> int:
        """The place of the first that is not before a text."""
        sought = text.encode()
        some = bisect_left(self._some, sought)
        low, high = max((some - 1) * _APART + 1, 0), min(some * _APART, len(self._order))
        return bisect_left(range(high), sought, low, key=self._at)

    def place_of(self, text: str) -> int | None:
        """The place of the text itself; None where it is not there."""
        place = self.place(text)
        there = place < len(self._order) and self._at(place) == text.encode()
        return place if there else None

    def beginning(self, text: str) -> range:
        """The places of those that begin with a text."""
        return range(self.place(text), self.place(text + _LAST))


class Segment:
    """Entries of everybody's scope, as `build` laid them out.

    Raises:
        BadSegmentError: `buffer` does not hold a segment of this format.
    """

    def __init__(self, buffer: Buffer) -> None:
        view = memoryview(buffer)
        try:
            magic, version, length = HEADER.unpack_from(view)
            if (magic, version) != (MAGIC, FORMAT):
                raise BadSegmentError("another format")
            start = HEADER.size + length
            header = json.loads(bytes(view[HEADER.size : start]))
            body = view[start + -start % 8 :]
            if len(body) != header["length"]:
                raise BadSegmentError("cut off")
            self._sections = {
                name: body[at : at + size].cast(code)
                for name, (code, at, size) in header["sections"].items()
            }
            self.about: str = header["about"]
            self._values: list[str | None] = header["values"]
            self._hidden: frozenset[int] = frozenset(header["hidden"])
            self._count: int = header["count"]
        except (struct.error, ValueError, KeyError, TypeError) as error:
            raise BadSegmentError(str(error)) from error
        sections = self._sections
        self._ids, self._ordinals = sections["ids"], sections["ordinals"]
        self._forms, self._form_ends = sections["forms"], sections["form_ends"]
        self._rows, self._names = sections["rows"], sections["names"]
        self._by_text = sections["by_text"]
        self._holders, self._holder_ends = sections["holders"], sections["holder_ends"]
        self._having, self._having_ends = sections["having"], sections["having_ends"]
        self._forms_in_order = _TextsInOrder(self._forms, self._form_ends, self._by_text)
        words, ends = sections["words"], sections["word_ends"]
        self._words_in_order = _TextsInOrder(words, ends, range(len(ends) - 1))
        prefixes, key_ends, self._pairs = (
            BloomFilter(sections[name]) for name in ("prefixes", "ends_of_keys", "pairs")
        )
        self._by_key, key_parts, word_parts, self._initials = (
            HashTable(sections[name], sections[f"{name}_ends"])
            for name in ("by_key", "key_parts", "word_parts", "initials")
        )
        self._keys, self._words_by_length = (
            TextsByLength(
                sections[name], sections[f"{name}_numbers"], sections[f"{name}_bytes"], parts, ends
            )
            for name, parts, ends in (
                ("keys", key_parts, key_ends), ("words_by_length", word_parts, None)
            )
        )  # fmt: skip
        self.may_begin = prefixes.may_begin
        """Whether a key may begin with a text: False is certain, True is not."""
        self._begun: dict[str, list[int]] = {}
        self._entry = lru_cache(_KEPT)(self._entry_of)
        self.rank = lru_cache(_KEPT)(self._rank_of)
        """How many entries are more popular; of those as popular, half."""
        self.holders = lru_cache(_KEPT)(self._holders_of)
        """The entries with a name whose key is exactly this."""
        self._form = lru_cache(_KEPT)(self._form_of)
        self._number = lru_cache(_KEPT)(self._words_in_order.place_of)
        self.words_close_to = lru_cache(_KEPT_NEAR)(self._words_close_to)
        """The words of titles at most this many edits away, with the edits, those with one first
        letter if it is given."""
        self._words_begun = lru_cache(_KEPT)(self._words_in_order.beginning)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, show_id: int) -> bool:
        return self._ordinal(show_id) is not None

    # -- entries -----------------------------------------------------------------------------

    def get(self, show_id: int) -> TitleEntry | None:
        """The entry of a show."""
        ordinal = self._ordinal(show_id)
        return None if ordinal is None else self._entry(ordinal)

    def _ordinal(self, show_id: int) -> int | None:
        at = bisect_left(self._ids, show_id)
        if at < self._count and self._ids[at] == show_id:
            return int(self._ordinals[at])
        return None

    def entries(self) -> Iterator[TitleEntry]:
        """All of them, the popular ones first."""
        return map(self._entry_of, range(self._count))

    def hidden(self) -> list[TitleEntry]:
        """Those that nobody sees."""
        return [self._entry(ordinal) for ordinal in sorted(self._hidden)]

    def _entry_of(self, ordinal: int) -> TitleEntry:
        show_id, popularity, start, end, country, network, kind, year = ROW.unpack_from(
            self._rows, ordinal * ROW.size
        )
        name, *others = str(self._names[start:end], "utf-8").split(BETWEEN)
        values = self._values
        # A keystroke asks for dozens, and this makes one in two thirds of the time.
        return TitleEntry._make((
            show_id, name, year or None, values[country], values[network], values[kind],
            popularity, tuple(others), 0, ordinal in self._hidden,
        ))  # fmt: skip

    def _form_of(self, form: int) -> str:
        return str(self._forms[self._form_ends[form] : self._form_ends[form + 1]], "utf-8")

    # -- look-ups, as those of an index ---------------------------------------------------------

    def _holders_of(self, key: str) -> tuple[TitleEntry, ...]:
        number = self._keys.number_of(key, self._by_key.numbers(key))
        if number is None:
            return ()
        ends = self._holder_ends
        return tuple(map(self._entry, self._holders[ends[number] : ends[number + 1]]))

    def beginning(self, folded: str, limit: int) -> list[str]:
        """The forms that begin with a folded text, the most popular ones, at most `limit`."""
        return [self._form(form) for form in self._first(folded, limit)]

    def _first(self, folded: str, limit: int) -> list[int]:
        known = self._begun.get(folded)
        if known is not None and len(known) >= limit:
            return known[:limit]
        places = self._forms_in_order.beginning(folded)
        every = self._by_text[places.start : places.stop]
        found = sorted(every)[:limit] if len(every) <= _SORTED else heapq.nsmallest(limit, every)
        if len(folded) <= _SHORT and len(found) == limit:
            self._begun[folded] = found
        return found

    def having(self, words: Sequence[str], limit: int) -> list[str]:
        """The forms that have all these words, in any order; the last may be only begun.

        The most popular ones, at most `limit`, and before them those of these words alone.
        """
        *whole, begun = words
        numbers = [self._number(word) for word in whole]
        if None in numbers:
            return []
        if not numbers:
            found = [self._form(form) for form in self._with_begun_word(begun, limit)]
            return list(dict.fromkeys((begun, *found))) if begun in found else found
        rarest = min((n for n in numbers if n is not None), key=self._frequency)
        if self._frequency(rarest) > COMMON:
            return []
        rest = [f" {word} " for word in whole if self._number(word) != rarest]
        having = self._having_word(rarest).tolist()
        others = self._having_begun(begun)
        pool = having
        if len(others) < 2 * len(having):
            pool = sorted(set(having).intersection(others.tolist()))
        fitting = (
            form
            for form in map(self._form_of, pool)
            if f" {begun}" in f" {form}" and all(word in f" {form} " for word in rest)
        )
        moved: list[str] = []
        if (last := self._number(begun)) is not None:
            length, order = len(" ".join(words)), sorted(words)
            both = sorted(set(having).intersection(self._having_word(last).tolist()))
            forms = (form for form in map(self._form_of, both) if len(form) == length)
            moved = [form for form in forms if sorted(form.split()) == order]
        return list(dict.fromkeys((*moved, *islice(fitting, limit))))

    def continuing(self, words: Sequence[str]) -> list[str]:
        """The forms that have these words side by side; the last of several may be only begun.

        Of words that very many have, those of the popular forms alone.
        """
        if len(words) > 1 and len(words[-1]) >= BEGUN and pair(*words[-2:]) not in self._pairs:
            return []
        numbers = [self._number(word) for word in words]
        if None in (numbers[:-1] or numbers):
            return []
        # A begun word may be one by itself: "fam" of "spy x fam" is the name of a show.
        rarest = min((n for n in (numbers[:-1] or numbers) if n is not None), key=self._frequency)
        if self._frequency(rarest) > _LOOKED_THROUGH and numbers[-1] is not None:
            rarest = min(rarest, numbers[-1], key=self._frequency)
        pool = self._having_word(rarest)[:_LOOKED_THROUGH].tolist()
        if len(words) == 1:
            return [self._form_of(form) for form in pool]
        text = f" {' '.join(words)}"
        begun = self._having_begun(words[-1])
        if len(begun) < len(pool) * _CHEAPER:
            pool = sorted(set(pool).intersection(begun.tolist()))
        return [form for form in map(self._form_of, pool) if text in f" {form} "]

    def _having_begun(self, begun: str) -> memoryview:
        """The forms that have a word which begins so: what stands under words that follow each
        other is one list."""
        words, ends = self._words_begun(begun), self._having_ends
        return self._having[ends[words.start] : ends[words.stop]]

    def _with_begun_word(self, begun: str, limit: int) -> list[int]:
        key = f" {begun}"
        known = self._begun.get(key)
        if known is None or len(known) < limit:
            every = self._having_begun(begun)
            if len(every) <= _SORTED:
                known = sorted(set(every))[:limit]
            else:
                # Each list is in order of popularity, so that its first are enough.
                lists = (self._having_word(n) for n in self._words_begun(begun))
                known = sorted({form for some in lists for form in some[:limit]})[:limit]
            if len(begun) <= _SHORT:
                self._begun[key] = known
        return known[:limit]

    def close_to(self, key: str, distance: int, first: str = "") -> Iterator[tuple[str, int]]:
        """The keys at most this many edits away, with the edits, those with that first letter if
        any; two letters swapped are one."""
        return self._keys.close_to(key, distance, first)

    def _words_close_to(
        self, word: str, distance: int, first: str = ""
    ) -> tuple[tuple[str, int], ...]:
        return tuple(self._words_by_length.close_to(word, distance, first))

    def frequency(self, word: str) -> int:
        """How many forms have this word."""
        number = self._number(word)
        return 0 if number is None else self._frequency(number)

    def _frequency(self, word: int) -> int:
        ends = self._having_ends
        return int(ends[word + 1] - ends[word])

    def with_initials(self, letters: str) -> list[str]:
        """The forms of three words or more whose words begin with these letters."""
        forms = map(self._form_of, self._initials.numbers(letters))
        return [form for form in forms if initials_of(form) == letters]

    def _rank_of(self, popularity: float) -> float:
        falling = self._sections["popularity"]
        above = bisect_left(falling, -popularity, key=operator.neg)
        return (above + bisect_right(falling, -popularity, key=operator.neg)) / 2

    def popular(self, limit: int) -> list[TitleEntry]:
        """The most popular entries."""
        return [self._entry(ordinal) for ordinal in range(min(limit, self._count))]

    def _having_word(self, word: int) -> memoryview:
        """The forms that have a word, by its number."""
        ends = self._having_ends
        return self._having[ends[word] : ends[word + 1]]
