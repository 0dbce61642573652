"""`estimate`: a line of JSON per show in, an estimate or a reason per line out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from ..estimates.estimate import Estimate, History, estimate
from ..estimates.features import group_of
from ..estimates.shipped_table import shipped


class _BadLineError(ValueError):
    """The line is not a show; the sentence says why."""


def answer(line: str, today: date) -> Mapping[str, str]:
    """``low``, ``median`` and ``high`` as ISO dates, or ``none`` with the reason.

    `median` is the likeliest day, as on a card: over many shows its error has the least median,
    while the day that halves the distribution lies between the two years that a season may come
    in. `today` stands for an ``as_of`` that is not given.
    """
    try:
        made = estimate(_history(line, today), shipped())
    except _BadLineError as error:
        return {"none": str(error)}
    if not isinstance(made, Estimate):
        return {"none": made.reason}
    return {
        "low": made.low.isoformat(),
        "median": made.likely.isoformat(),
        "high": made.high.isoformat(),
    }


def _history(line: str, today: date) -> History:
    if not line.strip():
        raise _BadLineError("the line is empty")
    try:
        show = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise _BadLineError("the line is no JSON") from None
    if not isinstance(show, dict):
        raise _BadLineError("the line is no JSON object")
    day = show.get("as_of")
    as_of = today if day is None else _day(day, "as_of")
    kind, network, country = (_text(show, name) for name in ("kind", "network", "country"))
    return History(
        _days(show, "premieres"),
        _days(show, "finales"),
        group_of(kind, network, country, as_of.year),
        as_of,
    )


def _text(show: Mapping[str, object], name: str) -> str | None:
    value = show.get(name)
    if value is not None and not isinstance(value, str):
        raise _BadLineError(f"{name} is no text")
    return value


def _days(show: Mapping[str, object], name: str) -> tuple[date, ...]:
    """The dates of a list; a season whose date is null is left out."""
    values = show.get(name)
    if values is None:
        return ()
    if not isinstance(values, list):
        raise _BadLineError(f"{name} is no list of dates")
    return tuple(_day(value, name) for value in values if value is not None)


def _day(value: object, name: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _BadLineError(f"{name} holds no date like 2026-07-15") from None
