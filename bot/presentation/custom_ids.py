"""Custom ids: what a component must remember, written into the id that Discord sends back.

A class names its kind and its fields once; that is its pattern, its writer and its reader:

    @dataclass(frozen=True, slots=True)
    class RemindId(CustomId):
        kind = "remind"
        show: Annotated[int, number(18)]

    RemindId(7).written() == "remind:7"
    RemindId.read("remind:7") == RemindId(7)

The parts of an id are divided by colons; only the last may hold one itself. Buttons on old messages
keep the ids they were sent with, so a change of a class must still read what it wrote before.

A kind that `keeps_language` has the language that was spoken as it was written behind its name
("card~es:…"), for whoever clicks to be answered in it; ids from before that have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Self, get_type_hints

from ..locale.languages import LANGUAGES, language

_LANGUAGE = "~"
"""Before the language of an id that has one."""

NOTHING = "-"
"""What stands for None."""


@dataclass(frozen=True, slots=True)
class IdPart:
    """One part of an id: the pattern of its text, and how the value is read from it and written.

    The pattern has no groups of its own. A part that is `added` stands last, and is read from ""
    in ids that were written before it was.
    """

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    added: bool = False


def number(digits: int) -> IdPart:
    """A part of an id that is a whole number of at most that many digits, without a sign."""
    return IdPart(rf"\d{{1,{digits}}}", int)


def text(pattern: str) -> IdPart:
    """A part of an id that is text as it is."""
    return IdPart(pattern)


def optional(part: IdPart) -> IdPart:
    """A part of an id that may be None."""
    return IdPart(
        f"{part.pattern}|{NOTHING}",
        lambda written: None if written == NOTHING else part.read(written),
        lambda value: NOTHING if value is None else part.write(value),
    )


def lettered(letters: Mapping[Any, str], otherwise: str | None = None) -> IdPart:
    """A part of an id that is one letter for each value; a value without one is written as
    `otherwise`."""
    values = {letter: value for value, letter in letters.items()}

    def write(value: Any) -> str:
        return letters[value] if otherwise is None else letters.get(value, otherwise)

    return IdPart(f"[{''.join(values)}]", values.__getitem__, write)


class CustomId:
    """A kind of component's id. Subclasses are frozen dataclasses that set `kind`.

    Each field is `Annotated` with its `IdPart`, or is itself a dataclass of such fields, whose
    parts then stand in its place.
    """

    __slots__ = ()
    kind: ClassVar[str]
    keeps_language: ClassVar[bool] = False

    def written(self) -> str:
        """The custom id."""
        if not self.keeps_language:
            return self.of_no_language()
        return ":".join([f"{self.kind}{_LANGUAGE}{language()}", *_texts(self)])

    def of_no_language(self) -> str:
        """The custom id of a component that answers people in their own language."""
        return ":".join([self.kind, *_texts(self)])

    @classmethod
    def pattern(cls) -> re.Pattern[str]:
        """The pattern that matches the whole of an id of this kind, and no others."""
        kind: Any = cls  # to mypy a class is not hashable
        return _pattern(kind)

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """The parsed id; None if it is not of this kind."""
        match = cls.pattern().fullmatch(custom_id)
        return cls.of(match) if match is not None else None

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The parsed id, from a match of this kind's pattern."""
        return _built(cls, iter(match.groups()[1:]))  # type: ignore[no-any-return]

    @staticmethod
    def language_of(match: re.Match[str]) -> str | None:
        """The language that the id matched was written in; None where it tells none."""
        return match[1]


@cache
def _layout(of: Any) -> tuple[IdPart | type[Any], ...]:
    """For each field its part, or the dataclass whose parts stand in its place."""
    hints = get_type_hints(of, include_extras=True)
    return tuple(_part(hints[field.name]) for field in fields(of))


def _part(hint: Any) -> IdPart | type[Any]:
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, IdPart):
            return extra
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    raise TypeError(f"{hint} says nothing of how it is written into a custom id")


def _parts(of: Any) -> Iterator[IdPart]:
    for part in _layout(of):
        if isinstance(part, IdPart):
            yield part
        else:
            yield from _parts(part)


@cache
def _pattern(of: Any) -> re.Pattern[str]:
    kept = f"(?:{_LANGUAGE}({'|'.join(LANGUAGES)}))?" if of.keeps_language else "((?!))?"
    parts = "".join(
        f"(?::({part.pattern}))?" if part.added else f":({part.pattern})" for part in _parts(of)
    )
    return re.compile(re.escape(of.kind) + kept + parts, re.ASCII)


def _texts(value: Any) -> list[str]:
    texts = []
    for get, write, added in _writers(value.__class__):
        text = write(get(value))
        if text or not added:
            texts.append(text)
    return texts


@cache
def _writers(of: Any) -> tuple[tuple[Callable[[Any], Any], Callable[[Any], str], bool], ...]:
    """What gets each part's value from an id, what writes it, and whether the part is added."""
    return tuple((get, part.write, part.added) for get, part in _paths(of, ""))


def _paths(of: Any, before: str) -> Iterator[tuple[Callable[[Any], Any], IdPart]]:
    for field, part in zip(fields(of), _layout(of), strict=True):
        name = f"{before}{field.name}"
        if isinstance(part, IdPart):
            yield attrgetter(name), part
        else:
            yield from _paths(part, f"{name}.")


def _built(of: Any, texts: Iterator[str | None]) -> Any:
    values = [
        part.read(next(texts) or "") if isinstance(part, IdPart) else _built(part, texts)
        for part in _layout(of)
    ]
    return of(*values)
