"""The titles of one scope, kept for look-up by whole title, by prefix, by word and by typo."""

import heapq
from array import array
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.facts.models import TitleEntry
from bot.questions.index.bloom_filter import prefixes_of
from bot.questions.index.ngram_index import NearIndex, compared, lengths_near
from bot.questions.index.spelling import compact, initials_of, spellings_of

# Above this many new entries, sorting once is cheaper than inserting each in its place.
_MANY = 500
# A word in more names than this ("the") finds nothing by itself that its prefix does not.
COMMON = 3000
# Sorts behind every text with the same beginning.
_LAST = "\U0010ffff"


class MemoryIndex:
    """Entries of one scope. Keys are folded titles without spaces; a key may be held by several."""

    def __init__(self) -> None:
        self._entries: dict[int, TitleEntry] = {}
        self._holders: dict[str, tuple[TitleEntry, ...]] = {}
        self._keys = NearIndex()
        self._prefixes: Counter[str] = Counter()
        self._forms: list[str] = []
        self._form_popularity = array("f")
        self._with_word: dict[str, list[str]] = {}
        self._words: list[str] = []
        self._words_by_length: dict[int, list[str]] = {}
        self._with_initials: dict[str, list[str]] = {}
        self._popularities: list[float] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, show_id: int) -> bool:
        return show_id in self._entries

    def get(self, show_id: int) -> TitleEntry | None:
        """The entry of a show."""
        return self._entries.get(show_id)

    def entries(self) -> Iterator[TitleEntry]:
        """All of them, in no order."""
        return iter(self._entries.values())

    def hidden(self) -> list[TitleEntry]:
        """Those that this scope takes away."""
        return [entry for entry in self._entries.values() if entry.hidden]

    def put(self, entries: Iterable[TitleEntry]) -> None:
        """Add entries, each in place of the one with its id."""
        fresh = {entry.show_id: entry for entry in entries}
        self._popularities = []
        for show_id in fresh.keys() & self._entries.keys():
            self.drop(show_id)
        if len(fresh) > _MANY:
            self._put_many(fresh)
        else:
            for entry in fresh.values():
                self._put_one(entry)

    def _put_one(self, entry: TitleEntry) -> None:
        self._entries[entry.show_id] = entry
        for form in spellings_of(entry):
            key = compact(form)
            holders = self._holders.get(key)
            if holders is None:
                self._add_key(key)
            if holders is None or entry not in holders:
                self._holders[key] = (*(holders or ()), entry)
            at = bisect_left(self._forms, form)
            if at < len(self._forms) and self._forms[at] == form:
                popularity = max(self._form_popularity[at], entry.popularity)
                self._form_popularity[at] = popularity
                continue
            self._forms.insert(at, form)
            self._form_popularity.insert(at, entry.popularity)
            for word in set(form.split(" ")):
                if word not in self._with_word:
                    insort(self._words, word)
                    insort(self._words_by_length.setdefault(len(word), []), word)
                self._with_word.setdefault(word, []).append(form)
            self._keep_initials(form)

    def _put_many(self, fresh: dict[int, TitleEntry]) -> None:
        self._entries.update(fresh)
        popularity = dict(zip(self._forms, self._form_popularity, strict=True))
        for entry in fresh.values():
            for form in spellings_of(entry):
                key = compact(form)
                holders = self._holders.get(key)
                if holders is None:
                    self._holders[key] = (entry,)
                    self._add_key(key)
                elif entry not in holders:
                    self._holders[key] = (*holders, entry)
                known = popularity.get(form)
                if known is None:
                    popularity[form] = entry.popularity
                    for word in set(form.split(" ")):
                        self._with_word.setdefault(word, []).append(form)
                    self._keep_initials(form)
                elif entry.popularity > known:
                    popularity[form] = entry.popularity
        self._forms = sorted(popularity)
        self._form_popularity = array("f", map(popularity.__getitem__, self._forms))
        self._words = sorted(self._with_word)
        self._words_by_length = {}
        for word in self._words:
            self._words_by_length.setdefault(len(word), []).append(word)

    def _add_key(self, key: str) -> None:
        self._keys.add(key)
        self._prefixes.update(prefixes_of(key))

    def _forget_key(self, key: str) -> None:
        self._keys.discard(key)
        for prefix in prefixes_of(key):
            self._prefixes[prefix] -= 1
            if not self._prefixes[prefix]:
                del self._prefixes[prefix]

    def _keep_initials(self, form: str) -> None:
        if letters := initials_of(form):
            self._with_initials.setdefault(letters, []).append(form)

    def drop(self, show_id: int) -> None:
        """Forget an entry; one that is not here is no error."""
        gone = self._entries.pop(show_id, None)
        if gone is None:
            return
        self._popularities = []
        for form in spellings_of(gone):
            key = compact(form)
            left = tuple(entry for entry in self._holders.get(key, ()) if entry.show_id != show_id)
            if left:
                self._holders[key] = left
            elif key in self._holders:
                del self._holders[key]
                self._forget_key(key)
            sharing = [entry.popularity for entry in left if form in spellings_of(entry)]
            at = bisect_left(self._forms, form)
            if sharing:
                self._form_popularity[at] = max(sharing)
                continue
            del self._forms[at], self._form_popularity[at]
            for word in set(form.split(" ")):
                holding = self._with_word[word]
                holding.remove(form)
                if not holding:
                    del self._with_word[word]
                    _remove(self._words, word)
                    _remove(self._words_by_length[len(word)], word)
            self._forget_initials(form)

    def _forget_initials(self, form: str) -> None:
        initials = initials_of(form)
        sharing = self._with_initials.get(initials, [])
        if form in sharing:
            sharing.remove(form)
            if not sharing:
                del self._with_initials[initials]

    def holders(self, key: str) -> tuple[TitleEntry, ...]:
        """The entries with a name whose key is exactly this."""
        return self._holders.get(key, ())

    def may_begin(self, text: str) -> bool:
        """Whether a key may begin with a text: False is certain, True is not."""
        return all(prefix in self._prefixes for prefix in prefixes_of(text))

    def beginning(self, folded: str, limit: int) -> list[str]:
        """The forms that begin with a folded text, the most popular ones, at most `limit`."""
        low = bisect_left(self._forms, folded)
        high = bisect_left(self._forms, folded + _LAST, low)
        return self._popular(range(low, high), limit)

    def _popular(self, places: Sequence[int], limit: int) -> list[str]:
        if len(places) > limit:
            places = heapq.nlargest(limit, places, key=self._form_popularity.__getitem__)
        return [self._forms[at] for at in places]

    def having(self, words: Sequence[str], limit: int) -> list[str]:
        """The forms that have all these words, in any order; the last may be only begun.

        The most popular ones, at most `limit`, and before them those of these words alone.
        """
        *whole, begun = words
        if not all(word in self._with_word for word in whole):
            return []
        if whole:
            rarest = min(whole, key=lambda word: len(self._with_word[word]))
            if len(self._with_word[rarest]) > COMMON:
                return []
            rest = [f" {word} " for word in whole if word != rarest]
            forms: Iterable[str] = (
                form
                for form in self._with_word[rarest]
                if f" {begun}" in f" {form}" and all(word in f" {form} " for word in rest)
            )
        else:
            forms = {form for word in self._begun(begun) for form in self._with_word[word]}
        length, order = len(" ".join(words)), sorted(words)
        found = list(forms)
        moved = [form for form in found if len(form) == length and sorted(form.split()) == order]
        places = [bisect_left(self._forms, form) for form in found]
        return list(dict.fromkeys((*moved, *self._popular(places, limit))))

    def continuing(self, words: Sequence[str]) -> list[str]:
        """The forms that have these words side by side; the last of several may be only begun."""
        known = [word for word in (words[:-1] or words) if word in self._with_word]
        if len(known) < len(words[:-1] or words):
            return []
        pool = min((self._with_word[word] for word in known), key=len)
        if len(pool) > COMMON:
            pool = self._with_word.get(words[-1], pool)
        text = f" {' '.join(words)}" if len(words) > 1 else f" {words[0]} "
        return [form for form in pool if text in f" {form} "] if len(pool) <= COMMON else []

    def _begun(self, begun: str) -> list[str]:
        low = bisect_left(self._words, begun)
        return self._words[low : bisect_left(self._words, begun + _LAST, low)]

    def close_to(self, key: str, distance: int, first: str = "") -> Iterator[tuple[str, int]]:
        """The keys at most this many edits away, with the edits, those with that first letter if
        any; two letters swapped are one."""
        return (near for near in self._keys.close_to(key, distance) if near[0].startswith(first))

    def frequency(self, word: str) -> int:
        """How many forms have this word."""
        return len(self._with_word.get(word, ()))

    def words_close_to(
        self, word: str, distance: int, first: str = ""
    ) -> Iterator[tuple[str, int]]:
        """The words of titles at most this many edits away, with the edits, those with that first
        letter if any."""
        some = {n: self._words_by_length.get(n, ()) for n in lengths_near(word, distance)}
        near = compared(word, some, distance)
        return (one for one in near if one[0].startswith(first))

    def with_initials(self, letters: str) -> list[str]:
        """The forms of three words or more whose words begin with these letters."""
        return self._with_initials.get(letters, [])

    def rank(self, popularity: float) -> float:
        """How many entries are more popular; of those as popular, half."""
        if not self._popularities:
            self._popularities = sorted(entry.popularity for entry in self._entries.values())
        ordered = self._popularities
        return (
            len(ordered)
            - (bisect_left(ordered, popularity) + bisect_right(ordered, popularity)) / 2
        )

    def popular(self, limit: int) -> list[TitleEntry]:
        """The most popular entries."""
        return heapq.nlargest(limit, self._entries.values(), key=lambda entry: entry.popularity)


def _remove(ordered: list[str], item: str) -> None:
    at = bisect_left(ordered, item)
    if at < len(ordered) and ordered[at] == item:
        del ordered[at]
