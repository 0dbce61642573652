"""Which side of a list of a cast is the actors': "Actor: Role" or "Role: Actor"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..article import Block, Role, aligned
from ..headings import heading
from ..language import Phrases, words
from ..mentions.people import NAME, NAME_HERE

_BETWEEN = re.compile(r"\s*(?:\s[–—-]\s|:\s|\s?\.{3,}\s?|…|\t+|\s\|\s)\s*")
# "Mae Chan (Ann Example): the eldest, and a judge."
_BRACKETED = re.compile(
    rf"(?P<before>{NAME_HERE}) \((?P<behind>{NAME_HERE})\)(?:\s?[:,–—-] [^()]{{3,200}})?"
)
_NOTE = re.compile(r"\s*\([^()]*\)$")
_RANKS = words("ranks")
_LONGEST = 60


def sides_of(text: str) -> tuple[str, str] | None:
    """What stands before and behind the mark of a line of a cast, without what is in brackets."""
    if (bracketed := _BRACKETED.fullmatch(text)) is not None:
        return bracketed["before"], bracketed["behind"]
    pieces = _BETWEEN.split(_NOTE.sub("", text), maxsplit=1)
    if len(pieces) != len(("before", "behind")):
        return None
    before, behind = (piece.strip(" ,;*.") for piece in pieces)
    if not before or not behind or max(len(before), len(behind)) > _LONGEST:
        return None
    return before, behind


def is_bracketed(text: str) -> bool:
    """Whether of the two names of a line one stands in brackets."""
    return _BRACKETED.fullmatch(text) is not None


def character_first_lists(blocks: Sequence[Block]) -> dict[int, int]:
    """By its place, how much more speaks for an entry's first name to be the character's.

    It is below 0 where that is the second, and 1 or -1 at most for a list of two. All of a list are
    alike: ranks, forenames alone and a family of one surname tell the characters, and so does what
    else the article calls by a part of the name.
    """
    found: dict[int, int] = {}
    run: list[tuple[int, tuple[str, str]]] = []
    for at, block in enumerate((*blocks, None)):
        sides = _sides(block) if block is not None else None
        if sides is not None:
            run.append((at, sides))
            continue
        if len(run) > 1:
            within = {place for place, _ in run}
            rest = " ".join(one.text for at, one in enumerate(blocks) if at not in within)
            before, behind = zip(*(both for _, both in run), strict=True)
            gap = as_characters(before, rest) - as_characters(behind, rest)
            if gap:
                most = abs(gap) if len(run) > _FEW else 1
                found |= dict.fromkeys(within, max(-most, min(most, gap)))
        run = []
    return found


def _sides(block: Block) -> tuple[str, str] | None:
    """The two names of an entry, or of a row without a header."""
    if block.role is Role.ROW and not block.is_header and 1 < len(block.cells) <= _MOST_CELLS:
        before, behind = (_NOTE.sub("", cell) for cell in block.cells[:2])
        return (before, behind) if before and behind else None
    return sides_of(block.text) if block.role is Role.ITEM else None


_MOST_CELLS, _FEW = 3, 2


def with_cast_items(blocks: Sequence[Block], words: Phrases) -> list[Block]:
    """The blocks, those of a run of lines with two names each as the items of the list they are."""
    found = list(blocks)
    run: list[int] = []
    under_cast = False
    for at, block in enumerate((*blocks, None)):
        may_be = block is not None and (
            block.role is Role.PARAGRAPH or (block.role is Role.HEADING and under_cast)
        )
        if block is not None and may_be and _is_pair(block, words):
            run.append(at)
            continue
        if len(run) > 1:
            for place in run:
                found[place] = replace(found[place], role=Role.ITEM)
        run = []
        if block is not None and block.role is Role.HEADING:
            under_cast = heading(block.text, words.code).lists_cast
    return found


def _is_pair(block: Block, words: Phrases) -> bool:
    """Whether a line is two names, with nothing that is told of one of them."""
    sides = sides_of(block.text)
    return (
        sides is not None
        and not block.label
        and (
            _BRACKETED.fullmatch(block.text) is not None
            or (block.text[-1] not in ".!?:…" and not any(char.isdigit() for char in block.text))
        )
        and all(
            any(char.isupper() for char in side) and len(side.split()) < _WORDS for side in sides
        )
        and re.fullmatch(NAME, sides[1]) is not None
        and not any(words[key].fullmatch(aligned(sides[0])) for key in _LABELS)
    )


_WORDS = 6
_LABELS = ("crew_label", "cast_label", "network_label", "when_label", "status_column", "run_label")


def as_characters(names: Sequence[str], rest: str) -> int:
    """How much speaks for it that these are characters, with the text around them."""
    plain = aligned(rest[:_MOST_TEXT])
    score = 0
    for name in names:
        parts = name.split()
        if len(parts) == 1 and name.islower():
            continue  # "neu: Ann Example (Mia Wolf)"
        score += 2 * (name[0].islower() or is_rank(name))
        score += len(parts) == 1
        if f" {aligned(name)}" in f" {plain}":
            score -= 1  # Actors are called by their whole names.
        elif _word(parts[-1], plain) or _word(parts[0], plain):
            score += 1
    families = Counter(name.split()[-1] for name in names if " " in name)
    return score + 2 * sum(count - 1 for count in families.values() if count > 1)


def is_rank(name: str) -> bool:
    """Whether a name begins with a rank, as those of characters do: "DS Mae Chan"."""
    return aligned(name.split()[0]).strip(".") in _RANKS


_MOST_TEXT = 20_000
_SHORT = 3


def _word(part: str, plain: str) -> bool:
    """Whether a word of a text begins so; each text is asked for others, so no pattern is made."""
    if len(part) <= _SHORT:
        return False
    begun = aligned(part)
    at = plain.find(begun)
    while at > 0 and plain[at - 1].isalnum():
        at = plain.find(begun, at + 1)
    return at >= 0
