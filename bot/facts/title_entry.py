"""A show as far as finding it goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """A show as far as finding it goes.

    `country` is ISO 3166 alpha-2; several are joined by "|". `names` are the original title and
    aliases. `scope` is 0 for a show everybody sees, else the id of the one server that does.
    A `hidden` entry takes the show of the same id away from that server.
    """

    show_id: int
    title: str
    year: int | None = None
    country: str | None = None
    network: str | None = None
    kind: str | None = None
    popularity: float = 0.0
    names: tuple[str, ...] = ()
    scope: int = 0
    hidden: bool = False
