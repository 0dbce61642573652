"""Lays the titles of all shows out as a segment of the index."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, repeat

from bot.facts.models import TitleEntry
from bot.questions.index.bloom_filter import bits_of, ends_of, pairs_of, prefixes_of
from bot.questions.index.ngram_index import hashed, kept
from bot.questions.index.segment import BETWEEN, FORMAT, HEADER, MAGIC, ROW
from bot.questions.index.spelling import compact, initials_of, spellings_of


def build(entries: Iterable[TitleEntry], about: str = "") -> bytes:
    """Lay entries out as a segment; `about` comes back as its attribute.

    The last of several entries of one show counts. Takes some 40 microseconds a title, so it is
    no work for an event loop.
    """
    latest = {entry.show_id: entry for entry in entries}
    ordered = sorted(latest.values(), key=lambda entry: (-entry.popularity, entry.show_id))
    holders: dict[str, list[int]] = {}
    all_forms: dict[str, None] = {}
    for ordinal, entry in enumerate(ordered):
        for form in spellings_of(entry):
            all_forms[form] = None
            holding = holders.setdefault(compact(form), [])
            if holding[-1:] != [ordinal]:
                holding.append(ordinal)
    # Those that begin alike lie side by side: a typo's neighbours are read together.
    forms, keys = list(all_forms), sorted(sorted(holders), key=len)
    having: dict[str, list[int]] = {}
    initials = array("Q")
    for number, form in enumerate(forms):
        for word in dict.fromkeys(form.split(" ")):
            having.setdefault(word, []).append(number)
        if letters := initials_of(form):
            initials.append(hashed(letters) << 32 | number)
    words = sorted(having)
    # In the order of the alphabet they are found by how they begin, in this one by their typos.
    words_by_length = sorted(words, key=len)
    values: dict[str | None, int] = {None: 0}
    by_id = sorted(range(len(ordered)), key=lambda ordinal: ordered[ordinal].show_id)
    names, name_ends = _texts(map(_joined_names, ordered))
    rows = b"".join(
        _row(entry, between, values)
        for entry, between in zip(ordered, pairwise(name_ends), strict=True)
    )
    form_texts, form_ends = _texts(forms)
    word_texts, word_ends = _texts(words)
    holder_lists, holder_ends = _lists(holders[key] for key in keys)
    having_lists, having_ends = _lists(having[word] for word in words)
    arrays: dict[str, array[int] | array[float] | bytes] = {
        "rows": rows,
        "names": names,
        "ids": array("q", (ordered[ordinal].show_id for ordinal in by_id)),
        "ordinals": array("I", by_id),
        "popularity": array("d", (entry.popularity for entry in ordered)),
        "forms": form_texts,
        "form_ends": form_ends,
        "by_text": array("I", sorted(range(len(forms)), key=forms.__getitem__)),
        **_by_length("keys", keys),
        "prefixes": bits_of(prefix for key in keys for prefix in prefixes_of(key)),
        "ends_of_keys": bits_of(end for key in keys for end in ends_of(key)),
        "pairs": bits_of(each for form in forms for each in pairs_of(form)),
        "holders": holder_lists,
        "holder_ends": holder_ends,
        "words": word_texts,
        "word_ends": word_ends,
        **_by_length("words_by_length", words_by_length),
        "having": having_lists,
        "having_ends": having_ends,
        **_hash_table("by_key", (hashed(key) << 32 | n for n, key in enumerate(keys))),
        **_hash_table("key_parts", _parts(keys)),
        **_hash_table("word_parts", _parts(words_by_length)),
        **_hash_table("initials", initials),
    }
    hidden = [ordinal for ordinal, entry in enumerate(ordered) if entry.hidden]
    return _packed(arrays, about, list(values), hidden, len(ordered))


def _joined_names(entry: TitleEntry) -> str:
    return BETWEEN.join(name.replace(BETWEEN, " ") for name in (entry.title, *entry.names))


def _row(entry: TitleEntry, names: tuple[int, int], values: dict[str | None, int]) -> bytes:
    """An entry as `ROW` lays it out, its names between two places; new values are numbered."""
    said = (entry.country, entry.network, entry.kind)
    numbers = [values.setdefault(value, len(values)) for value in said]
    return ROW.pack(entry.show_id, entry.popularity, *names, *numbers, _year(entry.year))


def _year(year: int | None) -> int:
    return year if year is not None and 0 < year < 1 << 16 else 0


def _texts(texts: Iterable[str]) -> tuple[bytes, array[int]]:
    """Texts behind each other, and where each begins; the last number is the end of all."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    ends = array("I", [0])
    at = 0
    for text in encoded:
        at += len(text)
        ends.append(at)
    return b"".join(encoded), ends


def _lists(lists: Iterable[Sequence[int]]) -> tuple[array[int], array[int]]:
    """Lists behind each other, and where each begins."""
    numbers, ends = array("I"), array("I", [0])
    for some in lists:
        numbers.extend(some)
        ends.append(len(numbers))
    return numbers, ends


def _by_length(name: str, texts: Sequence[str]) -> dict[str, array[int] | bytes]:
    """Texts, which must be in order of their length, behind each other; for each length how many
    are shorter, and how many bytes those are, and at the end both of all."""
    often = Counter(map(len, texts))
    joined, ends = _texts(texts)
    shorter = accumulate((often[n] for n in range(max(often, default=0) + 1)), initial=0)
    numbers = array("I", shorter)
    places = array("I", map(ends.__getitem__, numbers))
    return {name: joined, f"{name}_numbers": numbers, f"{name}_bytes": places}


def _parts(texts: Iterable[str]) -> Iterator[int]:
    """The parts that each text is cut into, for a hash table; see `ngram_index`."""
    for number, text in enumerate(texts):
        length = len(text)
        for mark, start, end in kept(length):
            yield hashed(text[start:end], length, mark) << 32 | number


def _hash_table(name: str, kept: Iterable[int]) -> dict[str, array[int]]:
    """Numbers, each with its hash in the 32 bits before it, by the bucket that the hash begins."""
    ordered = sorted(kept)
    bits = max(len(ordered) - 1, 0).bit_length()
    often = Counter([entry >> 64 - bits for entry in ordered])
    counts = map(often.get, range(1 << bits), repeat(0))
    return {
        name: array("I", [entry & 0xFFFFFFFF for entry in ordered]),
        f"{name}_ends": array("I", accumulate(counts, initial=0)),
    }


def _packed(
    arrays: dict[str, array[int] | array[float] | bytes],
    about: str,
    values: list[str | None],
    hidden: list[int],
    count: int,
) -> bytes:
    """The header, and the sections behind it, each at a multiple of 8 from there."""
    sections: dict[str, tuple[str, int, int]] = {}
    bodies: list[bytes] = []
    at = 0
    for name, column in arrays.items():
        body = column if isinstance(column, bytes) else column.tobytes()
        sections[name] = ("B" if isinstance(column, bytes) else column.typecode, at, len(body))
        bodies.append(body + bytes(-len(body) % 8))
        at += len(bodies[-1])
    header = {
        "about": about,
        "count": count,
        "values": values,
        "hidden": hidden,
        "sections": sections,
        "length": at,
    }
    text = json.dumps(header).encode()
    prefix = HEADER.pack(MAGIC, FORMAT, len(text)) + text
    return prefix + bytes(-len(prefix) % 8) + b"".join(bodies)
