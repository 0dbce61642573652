"""Finds shows by title in memory: exact, begun, by words, or with typos."""

import math
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from bot.facts.models import TitleEntry
from bot.questions.index import namesake_choice, ranking
from bot.questions.index.layered_index import LayeredIndex
from bot.questions.index.memory_index import MemoryIndex
from bot.questions.index.qualifiers import Qualifier, split_qualifier, words_of_network
from bot.questions.index.ranking import Fit, Hit, KeyMatch, Match
from bot.questions.index.segment import Segment
from bot.questions.index.spelling import compact, fold, fold_cached, spellings, without_article

__all__ = ["Fit", "Match", "TitleEntry", "TitleIndex"]

# A look-up by prefix or word keeps this many times what is asked for, the popular ones: enough
# for the final order, which also looks at how much of the title is there, and for a year or a
# server's own shows to take some away.
_SPARE, _SPARE_TO_TAKE_AWAY = 2, 4
# Without its article, a title of fewer letters is too like others to be told by its typos.
_STEM = 6
_LONGEST_NETWORK = 3
# Of so many places that are looked at first, one is for a typo; of fewer letters all are guesses.
_FIRST, _TELLING = 5, 3
# Roughly how many shows there are.
_MOST_SHOWS = 100_000
# Of so many popularities the fame is kept until a title changes.
_KEPT = 4096


class TitleIndex:
    """All titles by scope. No method does any I/O; a look-up takes milliseconds at 100,000.

    `edition` changes with every change of titles, so that stale results can be recognized.
    """

    def __init__(self, entries: Iterable[TitleEntry] = ()) -> None:
        self._everybodys = LayeredIndex()
        self._indexes: dict[int, MemoryIndex | LayeredIndex] = {0: self._everybodys}
        self.edition = 0
        # The same popular shows are met in one sentence after another.
        self._fame = lru_cache(_KEPT)(self._fame_of)
        self.replace(entries)

    def __len__(self) -> int:
        return sum(len(index) for index in self._indexes.values())

    def replace(self, entries: Iterable[TitleEntry]) -> None:
        """Add entries, each in place of the one with its scope and show id.

        Most writes to a show leave its title as it was; what is here already costs nothing.
        """
        by_scope: dict[int, dict[int, TitleEntry]] = {}
        for entry in entries:
            by_scope.setdefault(entry.scope, {})[entry.show_id] = entry
        for scope, group in by_scope.items():
            index = self._indexes.get(scope)
            changed = [e for e in group.values() if index is None or index.get(e.show_id) != e]
            if changed:
                self._count_edition()
                self._indexes.setdefault(scope, MemoryIndex()).put(changed)

    def adopt(
        self, segment: Segment, fresh: Iterable[TitleEntry] = (), gone: Iterable[int] = ()
    ) -> None:
        """Take everybody's entries from a segment.

        `fresh` are those that changed since it was built, `gone` the ids that are no more.
        """
        self._count_edition()
        self._everybodys.adopt(segment, fresh, gone)

    def _count_edition(self) -> None:
        self.edition += 1
        self._fame.cache_clear()

    @property
    def changed(self) -> int:
        """How many of everybody's entries have changed since their segment was built."""
        return self._everybodys.changed

    def entries(self) -> Iterator[TitleEntry]:
        """Everybody's entries, in no order, for another segment."""
        return self._everybodys.entries()

    def discard(self, keys: Iterable[tuple[int, int]]) -> None:
        """Forget entries by (scope, show id); those not here are no error."""
        for scope, show_id in keys:
            index = self._indexes.get(scope)
            if index is not None and show_id in index:
                self._count_edition()
                index.drop(show_id)
                if scope and not len(index):
                    del self._indexes[scope]

    def scope_seen(self, scope: int) -> int:
        """The scope itself, or 0 where that server sees what everybody sees."""
        return scope if scope in self._indexes else 0

    def keys_of(self, show_ids: Collection[int]) -> list[tuple[int, int]]:
        """The (scope, show id) of every entry held for those shows."""
        return [
            (scope, show_id)
            for scope, index in self._indexes.items()
            for show_id in show_ids
            if show_id in index
        ]

    def get(self, show_id: int, scope: int = 0) -> TitleEntry | None:
        """The entry a server sees for a show: its own before everybody's, None where hidden."""
        for index in self._seen_by(scope):
            entry = index.get(show_id)
            if entry is not None:
                return None if entry.hidden else entry
        return None

    def hidden(self, scope: int) -> list[TitleEntry]:
        """The entries that a scope hides, for those who may bring them back."""
        index = self._indexes.get(scope)
        return [] if index is None else index.hidden()

    def exact(self, query: str, *, scope: int = 0) -> list[Match]:
        """All entries with a name that equals the query, an article aside, the popular first.

        A year or a country at the end of the query ("Dallas 2012", "Shameless (UK)") picks the
        namesake, unless the query as it stands is a title already. Where all of that title are
        of another year or country, nothing is exact. A network there picks it too ("The Office
        NBC").
        """
        folded = fold(query)
        if matches := self._called(folded, None, scope):
            return matches
        rest, qualifier = split_qualifier(query)
        if qualifier is not None and (matches := self._called(rest, qualifier, scope)):
            return matches
        return self._on_network(folded.split(" "), scope)

    def _called(self, text: str, wanted: Qualifier | None, scope: int) -> list[Match]:
        """The entries of a name, or else of the name without its article."""
        for form in dict.fromkeys((text, without_article(text))):
            if matches := self._equal(form, wanted, scope):
                return matches
        return []

    def _on_network(self, words: Sequence[str], scope: int) -> list[Match]:
        """The entries whose name the words begin with, and whose network they end with."""
        for size in range(1, min(_LONGEST_NETWORK, len(words) - 1) + 1):
            name, network = " ".join(words[:-size]), set(words[-size:])
            matches = [
                match
                for match in self._equal(name, None, scope)
                if network <= words_of_network(match.entry)
            ]
            if matches:
                return matches
        return []

    def _equal(self, form: str, wanted: Qualifier | None, scope: int) -> list[Match]:
        hit = ranking.whole(compact(form))
        entries = list(self._holding(hit.key, scope))
        if wanted is not None:
            answers = [(wanted.fits(entry), entry) for entry in entries]
            entries = [entry for fits, entry in answers if fits]
            entries = entries or [entry for fits, entry in answers if fits is None]
        entries.sort(key=lambda entry: (-entry.popularity, entry.show_id))
        return [Match(entry, hit.fit) for entry in entries]

    def search(self, query: str, *, scope: int = 0, limit: int = 25) -> list[Match]:
        """The shows a query may mean, best first, at most `limit`; popular ones for no query."""
        folded = fold(query)
        if not folded:
            return self._popular(scope, limit)
        readings: list[tuple[str, Qualifier | None]] = [(folded, None)]
        rest, qualifier = split_qualifier(query)
        if qualifier is not None:
            readings.append((rest, qualifier))
        best: dict[int, KeyMatch] = {}
        holding: dict[str, Sequence[TitleEntry]] = {}
        for text, wanted in readings:
            for hit in self._hits(text, wanted, scope, limit):
                entries = holding.get(hit.key)
                if entries is None:
                    entries = holding[hit.key] = self._holding(hit.key, scope)
                for entry in entries:
                    likely = ranking.weigh(entry, hit, wanted)
                    known = best.get(entry.show_id)
                    if (
                        known is None
                        or likely > known.likely
                        or (likely == known.likely and _comes_before(hit, known))
                    ):
                        best[entry.show_id] = KeyMatch(entry, hit, text, likely)
        hopeful = sorted([(-found.likely, show_id) for show_id, found in best.items()])
        read: list[tuple[float, int]] = []
        for least, show_id in hopeful[: limit * 2]:
            # A name that is read closely only falls: what follows would be behind all of these.
            if len(read) >= limit and read[limit - 1][0] < least:
                break
            insort(read, (-ranking.read_closely(best[show_id]), show_id))
        ranked = [best[show_id] for _, show_id in read]
        if len(folded) >= _TELLING and len(best) > _FIRST <= limit:
            _bring_forward(ranked, (best[show_id] for _, show_id in hopeful))
        return [Match(found.entry, found.hit.fit) for found in ranked[:limit]]

    def _hits(self, folded: str, wanted: Qualifier | None, scope: int, limit: int) -> list[Hit]:
        key, words, bare = compact(folded), folded.split(" "), without_article(folded)
        hits = [ranking.whole(key)]
        if bare != folded:
            hits.append(ranking.article_aside(bare))
        # Every title is kept without its article too, so one scan serves "the" with a typo after
        # it, whether the title has the article or not.
        stem = compact(bare) if len(compact(bare)) >= _STEM else key
        indexes = self._seen_by(scope)
        narrowed = wanted is not None or len(indexes) > 1
        spare = limit * (_SPARE_TO_TAKE_AWAY if narrowed else _SPARE)
        for index in indexes:
            forms = index.beginning(folded, spare)
            hits += ranking.begun(key, forms)
            if len(forms) < limit or len(words) > 1:
                # What begins with the words is hit by that, which tells more.
                having = (form for form in index.having(words, spare) if form not in forms)
                hits += ranking.worded(words, key, having)
            reach = _reach(stem)
            if len(stem) == 2 and len(forms) < limit:
                # So few begin with these two letters that they may be all of a title.
                reach = 1
            hits += (ranking.mistyped(stem, *near) for near in index.close_to(stem, reach))
        if stem != key and len(hits) == 2:
            # What reads as an article may itself be the typo: "La Ja Gale" for "Lag Ja Gale".
            for index in self._seen_by(scope):
                hits += (ranking.mistyped(key, *near) for near in index.close_to(key, 1))
        return hits

    def named(self, form: str, *, scope: int = 0) -> list[TitleEntry]:
        """The entries with a name whose folded text is this, spaces and articles aside."""
        return list(self._holding(compact(form), scope))

    def may_begin(self, text: str, *, scope: int = 0) -> bool:
        """Whether a name may begin with a folded text without spaces: False is certain, and is said
        of no text shorter than the first of `bloom_filter.PREFIXES`."""
        own = self._indexes.get(scope) if scope else None
        return self._everybodys.may_begin(text) or (own is not None and own.may_begin(text))

    def frequency(self, word: str) -> int:
        """How many names of everybody's shows have this folded word."""
        return self._indexes[0].frequency(word)

    def fame(self, popularity: float) -> float:
        """How well known a show of that popularity is here, 1 for the best known, 0 for nobody's.

        People ask about shows as often as one divided by their rank (Zipf), so this falls with
        the logarithm of the rank; it is the same on any scale of popularity. Of what people ask
        about a small catalogue lacks much, so that the first of a few is not yet famous.
        """
        return self._fame(popularity)

    def _fame_of(self, popularity: float) -> float:
        rank = self._everybodys.rank(popularity)
        missing = math.sqrt(_MOST_SHOWS / max(len(self._everybodys), 1))
        return max(0.0, 1.0 - math.log((rank + 1.0) * max(missing, 1.0)) / math.log(_MOST_SHOWS))

    def close_to(self, text: str, distance: int, *, scope: int = 0) -> list[tuple[str, int]]:
        """The words of names, and names without their spaces, at most this many edits from a folded
        text, with the edits: where those are several, the ones that begin with the same letter."""
        looks = [(1, "")] if distance == 1 else [(1, ""), (distance, text[:1])]
        found = (
            near
            for index in self._seen_by(scope)
            for look in (index.words_close_to, index.close_to)
            for most, first in looks
            for near in look(text, most, first)
        )
        return list(dict.fromkeys(found))

    def names_close_to(self, key: str, *, scope: int = 0) -> list[str]:
        """The names without their spaces that are one edit from a folded text without spaces."""
        near = (found for index in self._seen_by(scope) for found in index.close_to(key, 1))
        return list(dict.fromkeys(name for name, edits in near if edits))

    def continuing(self, words: Sequence[str], *, scope: int = 0) -> list[str]:
        """The folded names that have these folded words side by side, the last maybe only begun."""
        first, *others = [index.continuing(words) for index in self._seen_by(scope)]
        return list(dict.fromkeys(chain(first, *others))) if others else first

    def with_initials(self, letters: str, *, scope: int = 0) -> list[TitleEntry]:
        """The entries with a name of three words or more that begin with these letters.

        What fans call a show is no such name: initials that are in use are a nickname themselves,
        and those of its titles in six languages are "est", "pst" and "omg".
        """
        forms = {form for index in self._seen_by(scope) for form in index.with_initials(letters)}
        found = {
            entry.show_id: entry
            for form in forms
            for entry in self._holding(compact(form), scope)
            if any(form in spellings(name) for name in (entry.title, *entry.names))
        }
        return sorted(found.values(), key=lambda entry: (-entry.popularity, entry.show_id))

    def _popular(self, scope: int, limit: int) -> list[Match]:
        own = self._indexes.get(scope) if scope else None
        spare = 0 if own is None else len(own)
        found = [
            entry
            for index in self._seen_by(scope)
            for entry in index.popular(limit + spare)
            if self._is_seen(entry, scope)
        ]
        found.sort(key=lambda entry: (-entry.popularity, entry.show_id))
        return [Match(entry, Fit.PREFIX) for entry in found[:limit]]

    def _is_seen(self, entry: TitleEntry, scope: int) -> bool:
        seen = self.get(entry.show_id, scope)
        return seen is not None and seen.scope == entry.scope

    def _seen_by(self, scope: int) -> list[MemoryIndex | LayeredIndex]:
        own = self._indexes.get(scope) if scope else None
        return [self._indexes[0]] if own is None else [own, self._indexes[0]]

    def _holding(self, key: str, scope: int) -> Sequence[TitleEntry]:
        everybodys = self._indexes[0].holders(key)
        own = self._indexes.get(scope) if scope else None
        if own is None:
            return everybodys if len(everybodys) < 2 else namesake_choice.distinct(everybodys)
        # What a server has of its own, or hides, stands before everybody's.
        rest = (entry for entry in everybodys if entry.show_id not in own)
        return namesake_choice.distinct((*own.holders(key), *rest))


def _comes_before(hit: Hit, known: KeyMatch) -> bool:
    """Of two names that fit alike, the title itself; else the first by its letters."""
    title = compact(fold_cached(known.entry.title))
    return (hit.key != title, hit.key) < (known.hit.key != title, known.hit.key)


def _bring_forward(ranked: list[KeyMatch], hopeful: Iterable[KeyMatch]) -> None:
    """Give the last of the first places to a title that the query is but for a letter.

    Popular titles that begin with a few letters would bury every short title with a typo in it.
    """
    if any(found.hit.fit is Fit.EXACT or ranking.is_typo(found) for found in ranked[:_FIRST]):
        return
    nearest = next(filter(ranking.is_typo, hopeful), None)
    if nearest is not None:
        ranked[:] = [found for found in ranked if found is not nearest]
        ranked.insert(_FIRST - 1, nearest)


def _reach(key: str) -> int:
    """How many edits a text may be away from the title it means."""
    length = len(key)
    if length < 3:
        # Two ideographs are a title, and so is "i5"; two Latin letters are the beginning of one.
        return 0 if key.isascii() and (length < 2 or key.isalpha()) else 1
    if length < 6:
        return 1
    return 2 if length < 16 else 3
