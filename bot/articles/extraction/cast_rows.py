"""The rows of a table of a cast: by the names of its columns, or two by two below "Cast"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..article import aligned
from ..language import Phrases
from ..mentions.people import NAME, is_person, is_single
from .credit_patterns import CreditMention

_PAIR, _MOST, _LONGEST, _LONGEST_ROLE = 2, 3, 60, 40
_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
# "as Hetty", "als Hetty", "plays Hetty"
_AS = re.compile(
    r"^(?:(?:as|plays|voices|als|spielt|como|interpreta a|joue|dans le rôle de|come|nei panni di|é"
    r"|es|est|è) |[:–—-] ?)"
)
# "Played by Ann Example", "Gespielt von Ann Example"
_BY = re.compile(
    r"(?i:(?:played|portrayed|voiced) by|(?:gespielt|dargestellt|verkörpert|gesprochen) von"
    r"|(?:interpretad|encarnad|vivid)[oa] por|(?:jou|incarn|interprét)ée? par"
    r"|(?:interpretat|impersonat)[oa] da):? "
)
_CALLED = re.compile(
    r"(?:(?:[Tt]he|[Dd]er|[Dd]ie|[Dd]as|[Ll][aeo]|[Ee]l|[Ii]l|[OoAa]|[Aa]n|[Uu]na?|[Uu]n[ae]"
    r"|[Uu]ma|[Ee]ine?) |[Ll]['’])?(?:[a-zà-ÿœ'’-]+ ){0,4}(?:[dl]['’])?[A-Za-zÀ-ÿœ'’-]+"
)


def columns(header: Sequence[str], words: Phrases) -> tuple[int, int] | None:
    """Which columns of a table hold the person and the character, by its header; None for none."""
    person = character = None
    for at, cell in enumerate(header):
        plain = aligned(cell).strip(" *:")
        if person is None and words["actor_column"].fullmatch(plain):
            person = at
        elif character is None and words["character_column"].fullmatch(plain):
            character = at
    if person is None and character is not None and len(header) == _PAIR:
        person = 1 - character
    if person is None or character is None:
        return None
    return person, character


def row_part(cells: Sequence[str], places: tuple[int, int]) -> CreditMention | None:
    """The part that a row of a table gives."""
    person_at, character_at = places
    if max(places) >= len(cells):
        return None
    person = _bare(cells[person_at])
    if not (is_person(person) or is_single(person)) or not _is_name(person):
        return None
    character = _AS.sub("", _bare(cells[character_at]), count=1).removeprefix("the ")
    character = re.split(r"\s[/(,–]\s?|,\s", character)[0] if _is_long(character) else character
    return CreditMention(person, character or None, 0, 0)


def parts_of_pairs(cells: Sequence[str], *, character_first: bool) -> Iterator[CreditMention]:
    """The parts of a row without a header, two cells each; a third cell is only a description.

    Two cells of which one is no name give no part.
    """
    starts = range(0, len(cells), _PAIR) if len(cells) > _MOST else (0,)
    for start in starts:
        pair = list(cells[start : start + _PAIR])
        places = (1, 0) if character_first else (0, 1)
        if len(pair) == _PAIR and _AS.match(pair[1]):
            places = (0, 1)
        elif len(pair) == _PAIR and (by := _BY.match(pair[1])):
            pair[1], places = pair[1][by.end() :], (1, 0)
        part = row_part(pair, places) if len(pair) == _PAIR else None
        if part is not None and is_person(part.person) and is_called(part.character or ""):
            yield part


def _bare(cell: str) -> str:
    return _NOTE.sub("", cell.strip(" *")).strip(" *,")


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and re.fullmatch(NAME, text) is not None


def _is_long(character: str) -> bool:
    return len(character) > _LONGEST_ROLE


def is_part(text: str) -> bool:
    """Whether a cell says itself which of two it is: "as Mae Chan", "Played by Ann Example"."""
    return (_AS.match(text) or _BY.match(text)) is not None


def is_called(character: str) -> bool:
    """Whether a cell can be what a character is called: "Mae Chan", "the vet"."""
    return _is_name(character) or _CALLED.fullmatch(character) is not None
