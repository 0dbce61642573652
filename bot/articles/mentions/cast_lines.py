"""Lines that say who plays whom and nothing else: "Ann Example as Mae “Doc” Chan"."""

from __future__ import annotations

import re

from ..article import aligned
from ..language import phrases
from .people import NAME_AT_START, NAME_HERE, is_person, trimmed

_MARK = re.compile(r"[\s•*–—-]*")
# "(new)", ", the vet", " – in season 2"
_END = re.compile(r"\W{0,3}(?:$|[,(–—:-] ?.{0,160}$)")
_NOTE = re.compile(r"(?: \([^()]{2,40}\))?")
_CHARACTER = re.compile(rf"(?:[“\"‘«][^“”\"«»]{{1,25}}[”\"’»] )?{NAME_HERE}")


def is_cast_line(text: str, language: str) -> bool:
    """Whether a line is a person with a part, or a part with who plays it."""
    if len(text) > _LONGEST:
        return False
    begin = _MARK.match(text)
    at = begin.end() if begin is not None else 0
    first = NAME_AT_START.match(text, at)
    if first is None:
        return False
    name = trimmed(first[0])
    end = first.start() + len(name)
    plain, words = aligned(text), phrases(language)
    behind = _NOTE.match(text, end)
    place = behind.end() if behind is not None else end
    part = words.pattern(r",? {as_role}(?: |(?<='))(?:[a-z'-]+ ){0,4}").match(plain, place)
    if part is not None and is_person(name):
        character = _CHARACTER.match(text, part.end())
        return character is not None and _END.match(text, character.end()) is not None
    by = words.pattern(r"(?:,|:| [–—-])? \(?{played_by}:? ").match(plain, place)
    if by is None:
        return False
    person = NAME_AT_START.match(text, by.end())
    return (
        person is not None
        and is_person(trimmed(person[0]))
        and _END.match(text, person.end()) is not None
    )


_LONGEST = 200
