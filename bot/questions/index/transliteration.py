"""Titles that a sentence writes in Devanagari: "स्ट्रेंजर थिंग्स", or otherwise than its names do.

Both are reduced to how their consonants sound, which survives the way from one script to the
other; the vowels then tell how near they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import compact, fold, names_of, nicknames, without_article
from bot.questions.index.titles import TitleIndex

# Nobody transliterates a show that few know, except those that have such a name in Devanagari.
_BEST_KNOWN = 3000
_LONGEST_RUN = 8
_SHORTEST, _SHORTEST_MISTYPED, _MOST_CLOSE = 2, 6, 3
_LEAST_ALIKE = 0.5
_LETTERS = {
    **dict.fromkeys("कख", "k"), **dict.fromkeys("गघ", "g"), **dict.fromkeys("चछ", "c"),
    **dict.fromkeys("जझशषस", "s"), **dict.fromkeys("टठतथडढदध", "t"), **dict.fromkeys("पफ", "p"),
    **dict.fromkeys("बभ", "b"), **dict.fromkeys("नणमञङंँ", "n"), "य": "y", "र": "r", "ल": "l",
    "व": "v", "ह": "h", **dict.fromkeys("अऄऍऎ", "a"), **dict.fromkeys("आाऑॉऒॊ", "a"),
    **dict.fromkeys("इईिी", "i"), **dict.fromkeys("उऊुू", "u"), **dict.fromkeys("एऐेैॅॆ", "e"),
    **dict.fromkeys("ओऔोौ", "o"), "ऋ": "r", "ृ": "r",
}  # fmt: skip
_ENGLISH = {
    "ght": "t", "gh": "g", "tch": "c", "sch": "s", "sh": "s", "ph": "p", "wh": "v", "ck": "k",
    "th": "t", "ch": "c", "qu": "kv", "bh": "b", "kh": "k", "c": "k", "q": "k", "x": "ks",
    "j": "s", "z": "s", "d": "t", "f": "p", "m": "n", "w": "v",
}  # fmt: skip
_SPELLED = re.compile(r"\bk(?=n)|\bw(?=r)|b\b(?<=mb)|[gc](?=[eiy])|" + "|".join(_ENGLISH))
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_THE = frozenset(("द", "दि"))
_MUTE = re.compile(r"(?<=.)h|[aeiouy]")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Transliterated:
    """Words `start` to `end` (exclusive) that sound like a name; `alike` is 1 for the same."""

    start: int
    end: int
    name: str
    entries: tuple[TitleEntry, ...]
    alike: float


def transliterated(
    words: Sequence[str], unknown: Sequence[bool], titles: TitleIndex
) -> Iterator[Transliterated]:
    """The well-known shows whose names these words spell in Devanagari.

    A name begins and ends with a word that is `unknown`; its article aside.
    """
    sounds = [_of_devanagari(word) if _is_devanagari(word) else "" for word in words]
    if not any(sounds):
        return
    known = _known(titles)
    for first, word in enumerate(words):
        if not (unknown[first] and sounds[first]) or word in _THE:
            continue
        start = first - (first > 0 and words[first - 1] in _THE)
        sound = ""
        for end in range(first + 1, min(first + _LONGEST_RUN, len(words)) + 1):
            sound += sounds[end - 1] or words[end - 1]
            if unknown[end - 1] and sounds[end - 1]:
                yield from _named(start, end, sound, known, titles)


def _named(
    start: int, end: int, sound: str, known: _Skeletons, titles: TitleIndex
) -> Iterator[Transliterated]:
    skeleton = _skeleton(sound)
    if len(skeleton) < _SHORTEST:
        return
    near = [skeleton] if skeleton in known.names else []
    if not near and len(skeleton) >= _SHORTEST_MISTYPED:
        near = known.close_to(skeleton)
    for key in near:
        for name in known.names[key]:
            alike = OSA.normalized_similarity(sound, _sound_of(name))
            entries = titles.named(compact(name))
            if alike >= _LEAST_ALIKE and entries:
                yield Transliterated(start, end, name, tuple(entries), alike)


class _Skeletons:
    """The folded names of the best known shows by the sound of their consonants."""

    def __init__(self, entries: Iterable[TitleEntry]) -> None:
        self.names: dict[str, list[str]] = {}
        for entry in entries:
            # What a show is called in other languages is not written in Devanagari.
            others = filter(_is_devanagari, names_of(entry))
            for name in map(fold, (entry.title, *others)):
                names = self.names.setdefault(_skeleton(_sound_of(name)), [])
                if name not in names:
                    names.append(name)
        # One edit leaves one end as it is, and the length as it is or other by one.
        self._by_end: dict[tuple[int, str, int], list[str]] = {}
        for key in filter(None, self.names):
            for end in (0, -1):
                self._by_end.setdefault((end, key[end], len(key)), []).append(key)

    def close_to(self, skeleton: str) -> list[str]:
        """At most three that are one edit away."""
        near = {
            key
            for end in (0, -1)
            for length in range(len(skeleton) - 1, len(skeleton) + 2)
            for key in self._by_end.get((end, skeleton[end], length), ())
        }
        found = process.extract(
            skeleton, sorted(near), scorer=OSA.distance, score_cutoff=1, limit=_MOST_CLOSE
        )
        return [key for key, _, _ in found]


_cache: WeakKeyDictionary[TitleIndex, tuple[int, _Skeletons]] = WeakKeyDictionary()


def _known(titles: TitleIndex) -> _Skeletons:
    # Which shows are best known changes slowly; it is looked at again as the catalogue grows.
    size = len(titles).bit_length()
    known = _cache.get(titles)
    if known is None or known[0] != size:
        famous = (match.entry for match in titles.search("", limit=_BEST_KNOWN))
        entries = dict.fromkeys((*famous, *_called_in_devanagari(titles)))
        known = _cache[titles] = (size, _Skeletons(entries))
    return known[1]


def _called_in_devanagari(titles: TitleIndex) -> Iterator[TitleEntry]:
    for title in _with_devanagari_nicknames():
        yield from titles.named(title)


@cache
def _with_devanagari_nicknames() -> tuple[str, ...]:
    """The titles, without spaces, of the shows that have one."""
    return tuple(
        compact(title) for title, names in nicknames().items() if any(map(_is_devanagari, names))
    )


def _is_devanagari(word: str) -> bool:
    return _DEVANAGARI.search(word) is not None


def _sound_of(name: str) -> str:
    """How a folded name sounds, in either script."""
    return _of_devanagari(name) if _is_devanagari(name) else _of_latin(without_article(name))


def _of_devanagari(word: str) -> str:
    return "".join(_LETTERS.get(char, "") for char in unicodedata.normalize("NFD", word))


def _of_latin(folded: str) -> str:
    return compact(_SPELLED.sub(_sound, folded))


def _sound(match: re.Match[str]) -> str:
    # Left are silent letters, and "g" and "c" before a soft vowel.
    letters, following = match[0], match.string[match.end() : match.end() + 1]
    if letters in ("g", "c") and following in ("e", "i", "y"):
        return "s"
    return _ENGLISH.get(letters, "")


def _skeleton(sound: str) -> str:
    return _TWICE.sub(r"\1", _MUTE.sub("", sound))
