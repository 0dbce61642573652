"""Lines of facts: a label and its value, on one line ("Network: HBO"), on two, or in two cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .article import SENTENCE_END, Block, Role, aligned
from .extraction.cast_sides import sides_of
from .headings import day_alone, heading
from .language import Phrases, phrases
from .mentions.dates import date_mentions
from .mentions.networks import network_alone, network_mentions
from .mentions.people import NAME_AT_START, name_list

_LONGEST_FACT, _LONGEST_VALUE = 40, 120
_LENGTH = re.compile(r"(?:(?:approx\.?|about|ca\.?|circa|env(?:\.|iron)?|unos) )?\d{1,3}\b")
_FIGURES = re.compile(r"\d{1,3}\b(?: ?[x×] ?\d{2,3}\b)?")


def is_fact_line(text: str, language: str) -> bool:
    """Whether a line tells one fact behind its label: "Network: HBO"."""
    label, colon, told = text.partition(":")
    if not colon or not 0 < len(told.strip()) <= _LONGEST_FACT:
        return False
    words, plain = phrases(language), aligned(label).strip(" *")
    return any(words[key].fullmatch(plain) for key in _LABELS)


_LABELS = (
    "when_label", "run_label", "last_column", "network_label", "status_column", "episodes_label",
    "runtime_label",
)  # fmt: skip


def counts_seasons(blocks: Iterable[Block], words: Phrases) -> bool:
    """Whether a line of facts says how many seasons there are, so that others count all of them."""
    for block in blocks:
        label, _, value = block.text.partition(":")
        if block.role is Role.ROW and len(block.cells) > 1:
            label, value = block.cells[:2]
        if words["seasons_label"].fullmatch(_plain(label)) and _SEVERAL.match(value.strip()):
            return True
    return False


_SEVERAL = re.compile(r"(?:[2-9]|\d\d)\b")


def with_labels(blocks: Iterable[Block], language: str) -> Iterator[Block]:
    """The blocks, with each label that stands alone joined to the value below or beside it."""
    words = phrases(language)
    label: Block | None = None
    parts = list(blocks)
    for at, block in enumerate(parts):
        if label is not None:
            following = parts[at + 1] if at + 1 < len(parts) else None
            joined = _below(label, block, words)
            if following is not None and _is_list(label, block, following, words):
                joined = None
            # "Cast", and below it each with a part: what heads a list.
            is_head = joined is None and words["cast_label"].fullmatch(_plain(label.text))
            yield joined or (replace(label, role=Role.HEADING) if is_head else label)
            label = None
            if joined is not None:
                continue
        if block.role is not Role.ROW and _kind(block.text, words):
            label = block
        else:
            yield _beside(block, words)
    if label is not None:
        yield label


def _is_list(label: Block, block: Block, following: Block, words: Phrases) -> bool:
    """Whether "Cast" has a name a line below it, and not all on the first."""
    return words["cast_label"].fullmatch(_plain(label.text)) is not None and all(
        len(one.text) <= _LONGEST_FACT and name_list(one.text, 0)[1] == len(one.text)
        for one in (block, following)
    )


def _below(label: Block, block: Block, words: Phrases) -> Block | None:
    """One line of a label and the line below it; the first entry of a list is no such line."""
    if block.role is Role.ROW or (block.role is Role.ITEM and label.role is not Role.ITEM):
        return None
    if words["cast_label"].fullmatch(_plain(label.text)) and (
        sides_of(block.text) or heading(block.text, words.code).is_billing
    ):
        return None
    return _joined(label.text, block.text, words)


def _beside(block: Block, words: Phrases) -> Block:
    """The block, made one line where it has a label and its value beside it."""
    if block.role is Role.ROW:
        joined = _joined(*block.cells, words) if len(block.cells) == 2 else None
        return joined or block
    label, colon, _ = block.text.partition(":")
    if colon:
        is_fact = block.role is Role.ITEM and _kind(label, words) is not None
        return replace(block, role=Role.PARAGRAPH) if is_fact else block
    if len(block.text) <= _LONGEST_FACT + _LONGEST_VALUE and block.text[-1:] not in SENTENCE_END:
        # Two boxes of a page side by side: "Release date October 5"
        plain = aligned(block.text)
        for key in _VALUES:
            head = words.pattern(f"{{{key}}} ").match(plain)
            if head is not None and _is_value(block.text[head.end() :], words.code):
                return _joined(block.text[: head.end()], block.text[head.end() :], words) or block
    return block


def _is_value(text: str, language: str) -> bool:
    """Whether a text is nothing but a day, a network, a number or names."""
    return (
        text.isdigit()
        or day_alone(aligned(text), language) is not None
        or network_alone(text) is not None
        or name_list(text, 0)[1] == len(text)
    )


def _joined(label: str, value: str, words: Phrases) -> Block | None:
    """One line of a label and its value; None where they are no fact."""
    kind, value = _kind(label, words), value.strip()
    if (
        kind is None
        or not 0 < len(value) <= _LONGEST_VALUE
        or (value.endswith(SENTENCE_END) and kind != "runtime_label")  # "47 min."
        or not _VALUES[kind](value, words.code)
    ):
        return None
    head = f"{_EITHER.sub('', label).strip(' :*')}: "
    return Block(Role.PARAGRAPH, head + value, label=len(head))


def _kind(text: str, words: Phrases) -> str | None:
    """The key of the labels of which a line is one and nothing else."""
    if len(text) > _LONGEST_FACT:
        return None
    plain = _plain(text)
    return next((key for key in _VALUES if words[key].fullmatch(plain)), None)


def _plain(text: str) -> str:
    return _EITHER.sub("", aligned(text)).strip(" :*")


# "Executive producer(s)", "Produzent(en)"
_EITHER = re.compile(r"\([a-z]{1,5}\)", re.IGNORECASE)


def _is_dated(value: str, code: str) -> bool:
    return next(date_mentions(aligned(value), code), None) is not None


_VALUES: dict[str, Callable[[str, str], bool]] = {
    "when_label": _is_dated,
    "run_label": _is_dated,
    "last_column": _is_dated,
    "network_label": lambda value, code: next(network_mentions(value), None) is not None,
    "episodes_label": lambda value, code: _FIGURES.match(value) is not None,
    "runtime_label": lambda value, code: _LENGTH.match(aligned(value)) is not None,
    "cast_label": lambda value, code: NAME_AT_START.match(value) is not None,
    "creators_label": lambda value, code: NAME_AT_START.match(value) is not None,
    "producers_label": lambda value, code: NAME_AT_START.match(value) is not None,
    "producing_label": lambda value, code: NAME_AT_START.match(value) is not None,
}
"""How the value of each label begins."""
