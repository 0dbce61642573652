"""Where a run of words stands in a text, and not inside longer words."""

from __future__ import annotations

from collections.abc import Iterator


def occurrences(run: str, text: str) -> Iterator[int]:
    """The places at which a text has a run of words, in order; neither of the two is folded here.

    Each text is asked for runs of its own, so that a pattern of each would be compiled in vain.
    """
    at = text.find(run)
    while at >= 0 and run:
        end = at + len(run)
        is_whole = not (_is_of_word(text[at - 1 : at]) or _is_of_word(text[end : end + 1]))
        if is_whole:
            yield at
        at = text.find(run, end if is_whole else at + 1)


def stands_in(run: str, text: str) -> bool:
    """Whether a text has a run of words."""
    return next(occurrences(run, text), None) is not None


def _is_of_word(char: str) -> bool:
    """Whether a character is of a word, as a regular expression has it."""
    return char.isalnum() or char == "_"
