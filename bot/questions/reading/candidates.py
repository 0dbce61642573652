"""The shows that runs of words may name: spelled so, by initials, a part, with typos, by sound."""

import heapq
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise, product

from bot.facts.models import TitleEntry
from bot.questions.index.bloom_filter import tells_more
from bot.questions.index.namesake_choice import ranked_by_meaning
from bot.questions.index.qualifiers import country_named
from bot.questions.index.spelling import ARTICLES, compact, fold, fold_cached, keys_of, names_of
from bot.questions.index.titles import TitleIndex
from bot.questions.index.transliteration import transliterated
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.sentence import Kind, Sentence, is_dated
from bot.questions.reading.tokens import MOST_WORDS, plain
from bot.questions.reading.word_senses import sense_of

_LONGEST_TITLE, _LONGEST_CORRECTED, _LONGEST_PART, _LONGEST_WORD_TOO = 16, 7, 9, 4
_MOST_MISTYPED, _MOST_CORRECTIONS, _SHORTEST_TYPO, _TWO_TYPOS = 3, 6, 3, 6
_MOST_NAMESAKES, _MOST_OF_A_PART, _SHORTEST_PART, _SHORTEST_BEGUN = 6, 3, 5, 3
_SHORTEST_MISTYPED_PART = 7
# A sentence has a few; a text that is made of titles must not take long.
_MOST_CANDIDATES, _MOST_RUNS = 120, 60
# A letter more or less makes other words of a few short ones.
_SHORTEST_RUN, _LONGEST_RUN = 8, 6
_INITIALS = range(3, 7)
# Nobody names a show that hardly anybody knows by a part of its name. Fame is `TitleIndex.fame`.
# To the short name of one that is known so well a number may be glued.
_KNOWN, _KNOWN_BY_INITIALS, _KNOWN_GLUED, _FAR_MORE = 0.18, 0.3, 0.3, 0.3
_ADDRESSED = re.compile(r"(?<!\S)@(\w[\w.-]*)")
_GREETED = re.compile(r"\A\W*(\w+)\W+bot\b", re.IGNORECASE)
_GLUED = re.compile(r"\b([A-Za-z]{2,5})(\d{1,2})\b")
_MOST_DAYS = 31
_SAID = frozenset({Kind.UNKNOWN, Kind.ORDINARY, Kind.TOPIC, Kind.NETWORK, Kind.DATE, Kind.NUMBER})

Edits = Mapping[int, int]
"""How many letters of the words at some places were mistyped."""
_NONE: Edits = {}


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A name that words `start` to `end` (exclusive) may be, with its shows, the likeliest first.

    `how` is "exact", "short" (an article or the like left out), "initials", "part", "typo", "slip"
    (another word typed) or "sound" (in another script); `name` is the name that was met and `share`
    how much of its letters was typed; `rivals` counts the titles that have the same part or
    initials; `edits` counts the letters mistyped; `fame` is that of the most popular show.
    """

    start: int
    end: int
    how: str
    entries: tuple[TitleEntry, ...]
    name: str
    share: float = 1.0
    rivals: int = 0
    edits: int = 0
    fame: float = 0.0

    @property
    def places(self) -> range:
        """The places of its words in the sentence."""
        return range(self.start, self.end)


def candidates(sentence: Sentence, titles: TitleIndex, *, scope: int = 0) -> list[Candidate]:
    """The titles that the sentence may name, in the order of their places."""
    search = _Search(sentence, titles, scope)
    words = [word.folded for word in sentence.words]
    found = [*search.exact(words), *search.initials(), *search.parts(words)]
    for corrected, edits in search.corrections():
        found += search.exact(corrected, edits)
        found += search.parts(corrected, edits)
    found += search.slips(words)
    found += search.transliterated(words)
    found.sort(key=lambda one: one.fame)
    exact = {one.places: one.fame for one in found if one.how in ("exact", "short")}
    # What is a title as it stands is hardly a part of another, or another misspelled.
    found = [
        one
        for one in found
        if one.how in ("exact", "short") or one.fame >= exact.get(one.places, -math.inf) + _FAR_MORE
    ]
    found.sort(key=lambda one: (one.edits, -one.share))
    best = {(one.places, one.entries[0].show_id): one for one in reversed(found)}.values()
    likely = heapq.nlargest(_MOST_CANDIDATES, best, key=lambda one: (one.end - one.start, one.fame))
    return sorted(likely, key=lambda one: (one.start, one.end, one.entries[0].show_id))


def parted(text: str, titles: TitleIndex, *, scope: int = 0) -> str:
    """The plain text with a space between the short name of a known show and the number glued to
    it: "bb28", "tlou3"; and without who is spoken to: "@name", unless a show is called so, and
    "hey bot"."""

    def apart(word: re.Match[str]) -> str:
        if titles.named(fold(word[0]), scope=scope):
            return word[0]
        named = titles.named(fold(word[1]), scope=scope)
        known = any(_is_known(entry, titles, _KNOWN_GLUED) for entry in named)
        return f"{word[1]} {word[2]}" if known else word[0]

    def unaddressed(name: re.Match[str]) -> str:
        return name[0] if titles.named(fold(name[1]), scope=scope) else " , "

    def ungreeted(start: re.Match[str]) -> str:
        return " , " if sense_of(fold(start[1]), languages()) == "please" else start[0]

    return _GLUED.sub(apart, _ADDRESSED.sub(unaddressed, _GREETED.sub(ungreeted, plain(text))))


def _is_known(entry: TitleEntry, titles: TitleIndex, least: float) -> bool:
    return entry.scope != 0 or titles.fame(entry.popularity) >= least


class _Search:
    """A sentence and the index its words are looked up in."""

    def __init__(self, sentence: Sentence, titles: TitleIndex, scope: int) -> None:
        self._sentence = sentence
        self._titles = titles
        self._scope = scope
        numbered = (one for one in sentence.seasons if one.number is not None)
        self._seasons = {at for mention in numbered for at in mention.places}
        # The names that hold a run of words: the same are looked up for each word that is corrected
        # beside them.
        self._continuing = cache(lambda *piece: titles.continuing(piece, scope=scope))
        # How far the typed words are looked up from each on: one that is corrected is met before.
        self._exact_ends, self._part_ends = ([MOST_WORDS] * MOST_WORDS for _ in range(2))

    def exact(self, words: Sequence[str], edits: Edits = _NONE) -> Iterator[Candidate]:
        """Runs of words that are a name; with `edits`, those that hold a corrected word."""
        said = self._sentence.words
        longest = _LONGEST_CORRECTED if edits else _LONGEST_TITLE
        joined = ["and" if word == "n" else word for word in words]
        first, last = min(edits, default=-1), max(edits, default=len(words) - 1)
        for start in range(last + 1):
            if self._exact_ends[start] <= first:
                continue
            # As far as the words are those that were typed they have been looked up.
            reached, count = max(start, first), 0
            key = "".join((*words[start:reached][:1], *joined[start + 1 : reached]))
            for at in range(reached, min(start + longest, len(words))):
                end, word = at + 1, joined[at] if at > start else words[at]
                count, run, bare = count + edits.get(at, 0), key + word, said[at].bare
                grown = tells_more(len(key), len(run))
                ends = grown and not self._titles.may_begin(run, scope=self._scope)
                if (count or not edits) and not ends:
                    yield from self._named(start, end, run, count)
                if (count or not edits) and bare != word and words[at] == said[at].folded:
                    yield from self._named(start, end, key + bare, count)
                if ends:
                    break
                key = run
            if not edits:
                self._exact_ends[start] = end
            inner = start + (words[start] in ARTICLES)
            apart = not edits and inner + 1 < len(words) and country_named(words[inner])
            if apart and words[inner + 1] not in in_any("version") | in_any("show"):
                # "the us office": the country may stand inside, but in "the american one".
                for end in range(inner + 2, min(inner + 4, len(words)) + 1):
                    head, rest = words[start:inner], "".join(words[inner + 1 : end])
                    # "The American Idol" is no American "Idol", but a show with a name of its own.
                    if not self._titles.named(words[inner] + rest, scope=self._scope):
                        yield from self._named(start, end, "".join((*head, rest)), 0)

    def _named(self, start: int, end: int, form: str, edits: int) -> Iterator[Candidate]:
        if not (entries := self._titles.named(form, scope=self._scope)):
            return
        whole = self._sentence.words[start].raw.endswith("%")
        short = form.isdecimal() and len(form) == 1 and not whole
        # Four letters by themselves are another word more often than a title mistyped.
        short |= edits > 0 and end - start == 1 and len(form) <= _LONGEST_WORD_TOO
        # "8? 6?" is no 86, but "9 1 1" is 9-1-1.
        if form.isdecimal():
            short |= len(fold_cached(_name_met(entries[0], form)[0]).split()) < end - start
            short |= int(form) <= _MOST_DAYS and is_dated(self._sentence, start)
        if not short:
            typed = " ".join(word.raw for word in self._sentence.words[start:end])
            known = heapq.nlargest(_MOST_NAMESAKES, entries, key=lambda entry: entry.popularity)
            group = tuple(ranked_by_meaning(typed, known) if len(known) > 1 else known)
            name, whole = _name_met(group[0], form)
            how = "typo" if edits else "exact" if whole else "short"
            yield self._candidate(start, end, how, group, name, 1.0, 0, edits)

    def _candidate(
        self, start: int, end: int, how: str, group: tuple[TitleEntry, ...], name: str,
        share: float, rivals: int, edits: int = 0,
    ) -> Candidate:  # fmt: skip
        fame = self._titles.fame(group[0].popularity)
        return Candidate(start, end, how, group, name, share, rivals, edits, fame)

    def initials(self) -> Iterator[Candidate]:
        """Words that are the first letters of a name."""
        for at, word in enumerate(self._sentence.words):
            if len(word.bare) not in _INITIALS or self._sentence.kinds[at] is not Kind.UNKNOWN:
                continue
            entries = self._titles.with_initials(word.bare, scope=self._scope)
            # "snw" stands in a form of its own, of the first letters behind a colon.
            entries += (
                entry
                for form in self._continuing(word.bare)
                if form.endswith(f" {word.bare}")
                for entry in self._titles.named(form, scope=self._scope)
                if ":" in entry.title and f" {word.bare}" not in fold_cached(entry.title)
            )
            groups = _by_title(entries)
            known = (one for one in groups if _is_known(one[0], self._titles, _KNOWN_BY_INITIALS))
            for one in islice(known, _MOST_OF_A_PART):
                its = (one[0].title, 1.0, len(groups) - 1)
                yield self._candidate(at, at + 1, "initials", one, *its)

    def parts(self, words: Sequence[str], edits: Edits = _NONE) -> Iterator[Candidate]:
        """The longest runs of words that are side by side in a longer name."""
        reached = 0
        first, last = min(edits, default=-1), max(edits, default=len(words) - 1)
        for start in range(last + 1):
            run = self._longest_run(words, start, edits) if self._part_ends[start] > first else None
            if run is not None and run[0] > reached:
                reached, forms = run
                if not edits or any(start <= at < reached for at in edits):
                    yield from self._of_part(start, reached, words, forms, edits)

    def _longest_run(self, words: Sequence[str], start: int, edits: Edits) -> tuple[int, list[str]]:
        """Where the longest run from a word ends that is in a longer name, and in which; else 0."""
        longest: tuple[int, list[str]] = (0, [])
        piece: list[str] = []
        said = 0
        for at in range(start, min(start + _LONGEST_PART, len(words))):
            if at in self._seasons:
                break
            piece.append("and" if words[at] == "n" else words[at])
            kind = self._sentence.kinds[at]
            said += 2 if kind is Kind.UNKNOWN else kind in _SAID
            if at == start:
                least = _SHORTEST_MISTYPED_PART if at in edits else _SHORTEST_PART
                telling = kind is Kind.UNKNOWN and len(piece[0]) >= least
            else:
                whole = len(piece[-1]) >= _SHORTEST_BEGUN or piece[-1].isdecimal()
                telling = whole and said > 1
            if not telling:
                continue
            forms = self._continuing(*piece)
            bare = self._sentence.words[at].bare
            if not forms and at > start and bare != piece[-1]:
                forms = self._continuing(*piece[:-1], bare)
            if not forms:
                break
            longest = (at + 1, forms)
        if not edits:
            self._part_ends[start] = at + 1
        return longest

    def _of_part(
        self, start: int, end: int, words: Sequence[str], forms: Iterable[str], edits: Edits
    ) -> Iterator[Candidate]:
        typed = " ".join(words[start:end])
        held: dict[int, tuple[TitleEntry, str]] = {}
        for form in forms:
            for entry in self._titles.named(form, scope=self._scope):
                if _is_known(entry, self._titles, _KNOWN):
                    whole = fold_cached(entry.title)
                    its = (entry, whole if f" {typed}" in f" {whole}" else form)
                    known = held.get(entry.show_id, its)
                    held[entry.show_id] = min(known, its, key=lambda one: len(one[1]))
        count = sum(n for at, n in edits.items() if start <= at < end)
        groups = _by_title(one for one, _ in held.values())
        for group in groups[:_MOST_OF_A_PART]:
            form = held[group[0].show_id][1]
            share = len(compact(typed)) / max(len(compact(form)), len(compact(typed)))
            how = "typo" if count and share == 1.0 else "part"
            yield self._candidate(start, end, how, group, form, share, len(groups) - 1, count)

    def corrections(self) -> Iterator[tuple[list[str], Edits]]:
        """The words with one, or two that are near, as titles have them, and the edits of each."""
        sentence = self._sentence
        wrong = [
            (self._titles.frequency(word.bare), at)
            for at, word in enumerate(sentence.words)
            if sentence.kinds[at] is Kind.UNKNOWN
            and len(word.bare) >= _SHORTEST_TYPO
            and not word.bare.isdecimal()
        ]
        found: dict[int, list[tuple[str, int]]] = {}
        for frequency, at in sorted(wrong)[:_MOST_MISTYPED]:
            typed = sentence.words[at].bare
            reach = 1 if len(typed) < _TWO_TYPOS or frequency else 2
            near = [one for one in self._titles.close_to(typed, reach, scope=self._scope) if one[1]]
            near.sort(key=lambda one: (
                one[1], one[0][:1] != typed[:1], -self._titles.frequency(one[0]), one[0]
            ))  # fmt: skip
            found[at] = near[:_MOST_CORRECTIONS]
        words = [word.folded for word in sentence.words]
        for at, near in found.items():
            for correct, edits in near:
                yield [*words[:at], correct, *words[at + 1 :]], {at: edits}
        for first, second in pairwise(sorted(found)):
            for (one, edits), (other, more) in product(found[first][:2], found[second][:2]):
                both = {first: one, second: other}
                corrected = [both.get(at, word) for at, word in enumerate(words)]
                yield corrected, {first: edits, second: more}

    def slips(self, words: Sequence[str]) -> Iterator[Candidate]:
        """Several words that are a letter from the name of a known show (real-word errors)."""
        for start, end in islice(self._runs(words), _MOST_RUNS):
            for key in self._titles.names_close_to("".join(words[start:end]), scope=self._scope):
                entries = self._titles.named(key, scope=self._scope)
                known = [e for e in entries if _is_known(e, self._titles, _KNOWN_BY_INITIALS)]
                for group in _by_title(known)[:1]:
                    name, _ = _name_met(group[0], key)
                    led = bool(start) and words[start - 1] == fold_cached(name).split(" ", 1)[0]
                    yield self._candidate(start - led, end, "slip", group, name, 1.0, 0, 1)

    def _runs(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The runs of words that may be a title but for a letter: half of it says something."""
        said = self._sentence
        for start in range(len(words)):
            letters = telling = 0
            for at in range(start, min(start + _LONGEST_RUN, len(words))):
                pause = at > start and said.words[at].pause
                if pause or at in self._seasons or words[start] in ARTICLES:
                    break
                letters += len(words[at])
                telling += len(words[at]) * (said.kinds[at] is not Kind.FUNCTION)
                if at > start and letters >= _SHORTEST_RUN and telling * 2 >= letters:
                    yield start, at + 1

    def transliterated(self, words: Sequence[str]) -> Iterator[Candidate]:
        """Names in Latin letters that words spell in Devanagari."""
        unknown = [kind is Kind.UNKNOWN for kind in self._sentence.kinds]
        for one in transliterated(words, unknown, self._titles):
            for group in (groups := _by_title(one.entries)):
                its = (one.name, one.alike, len(groups) - 1)
                yield self._candidate(one.start, one.end, "sound", group, *its)


def _by_title(entries: Iterable[TitleEntry]) -> list[tuple[TitleEntry, ...]]:
    """Entries of one title together, the popular ones first."""
    groups: dict[str, dict[int, TitleEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (-entry.popularity, entry.show_id)):
        groups.setdefault(fold_cached(entry.title), {})[entry.show_id] = entry
    return [tuple(group.values())[:_MOST_NAMESAKES] for group in groups.values()]


def _name_met(entry: TitleEntry, form: str) -> tuple[str, bool]:
    """The name of an entry that a key is of, and whether nothing is left out of it."""
    best = (entry.title, False)
    for name in names_of(entry):
        if form in (keys := keys_of(name)):
            best = (name, keys[0] == form)
        if best[1]:
            break
    return best
