"""People and their parts on lines of their own below "Cast", as the rows of a table.

"Ann Example" over "Mae Chan", over "as Mae Chan" or below "Mae Chan" over "Played by Ann Example";
"Ann Example, the vet" and "Ann Example ... Mae Chan" on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..article import Block, Role, aligned
from ..headings import heading
from ..language import Phrases
from ..mentions.people import NAME, is_person
from .cast_rows import is_called, is_part
from .cast_sides import as_characters, is_rank, sides_of

_LONGEST, _GAP, _FEWEST = 60, 2, 2
_COMMA = re.compile(r", (?=\S)")


def with_cast_rows(blocks: Sequence[Block], words: Phrases) -> list[Block]:
    """The blocks, those that give a cast line by line as rows of two cells."""
    found: list[Block] = []
    run: list[Block] = []
    under_cast = False
    for block in (*blocks, None):
        if block is not None and under_cast and _is_line(block, words):
            run.append(block)
            continue
        found += _rows(run, blocks)
        run = []
        if block is None:
            break
        if block.role is Role.HEADING:
            under_cast = heading(block.text, words.code).lists_cast
        found.append(block)
    return found


def _is_line(block: Block, words: Phrases) -> bool:
    """Whether a line may be a name or a part and nothing else."""
    text = block.text
    return (
        block.role is not Role.ROW
        and not block.label
        and 0 < len(text) <= _LONGEST
        and (text[-1] not in ".!?:;…।" or text.endswith("Jr."))
        and not (
            block.role is Role.HEADING
            and ((said := heading(text, words.code)).says_something or said.is_billing)
        )
        and not any(words[key].fullmatch(aligned(text).strip(" *")) for key in _SECTIONS)
    )


_SECTIONS = (
    "other_section",
    "crew_label",
    "episodes_label",
    "network_label",
    "when_label",
    "runtime_label",
)


def _rows(run: Sequence[Block], blocks: Sequence[Block]) -> Iterator[Block]:
    """The lines of a run, two by two, or each for itself."""
    if not run:
        return
    inside = set(map(id, run))
    rest = " ".join(one.text for one in blocks if id(one) not in inside)
    if (pieces := _on_one_line(run, rest)) is not None:
        yield from (_row(*pair) for pair in pieces)
    elif _are_pairs(run, rest):
        yield from (_row(one.text, other.text) for one, other in zip(*_sides(run), strict=True))
        yield from run[len(run) - len(run) % 2 :]
    elif len(run) >= _FEWEST and all(_is_name(one.text) for one in run):
        yield from (replace(one, role=Role.ITEM) for one in run)  # those in it, and no part
    else:
        at = 0
        while at < len(run):
            is_pair = at + 1 < len(run) and _is_pair(run[at], run[at + 1])
            yield _row(run[at].text, run[at + 1].text) if is_pair else run[at]
            at += 1 + is_pair


def _sides(run: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The first, third, fifth … line of a run, and the second, fourth, sixth …, as many each."""
    others = run[1::2]
    return run[::2][: len(others)], others


def _is_pair(one: Block, other: Block) -> bool:
    return is_part(other.text) and is_called(one.text) and one.text[:1].isupper()


def _row(one: str, other: str) -> Block:
    return Block(Role.ROW, f"{one} {other}", cells=(one, other))


def _on_one_line(run: Sequence[Block], rest: str) -> list[tuple[str, str]] | None:
    """Two names on each line, parted by points or by a comma; None where they are not."""
    if all(".." in one.text or "…" in one.text for one in run):
        sides = [sides_of(one.text) for one in run]
        return [one for one in sides if one is not None] if None not in sides else None
    if any(sides_of(one.text) is not None or "(" in one.text for one in run):
        return None
    pieces = [tuple(_COMMA.split(one.text)) for one in run]
    if any(len(one) != _FEWEST or not _is_name(one[0]) or not is_called(one[1]) for one in pieces):
        return None
    pairs = [(one[0], one[1]) for one in pieces]
    parts = [other for _, other in pairs]
    are_parts = all(other[0].islower() or is_rank(other) for other in parts)
    gap = as_characters(parts, rest) - as_characters([one for one, _ in pairs], rest)
    return pairs if are_parts or (len(run) >= _FEWEST and gap >= _GAP) else None


def _are_pairs(run: Sequence[Block], rest: str) -> bool:
    """Whether every other line is the part of whom the line before it names, or the other way."""
    ones, others = _sides(run)
    if len(others) < _FEWEST:
        return False
    if all(is_part(one.text) for one in others):
        return True
    names, parts = ([one.text for one in side] for side in (ones, others))
    if not all(map(is_called, (*names, *parts))):
        return False
    if not any(all(map(_is_name, side)) for side in (names, parts)):
        return False
    kinds = {(one.role, other.role) for one, other in zip(ones, others, strict=True)}
    if len(kinds) == 1 and len(set(*kinds)) > 1:
        return True  # a heading each, and a line below it
    return abs(as_characters(names, rest) - as_characters(parts, rest)) >= _GAP


def _is_name(text: str) -> bool:
    return re.fullmatch(NAME, text) is not None and is_person(text)
