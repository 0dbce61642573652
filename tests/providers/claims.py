"""Shortcuts to look into a fetched statement."""

from __future__ import annotations

from bot.facts.air_date import AirDate
from bot.providers.models import Fetched


def day(text: str) -> AirDate:
    """The date of that text: a day, a month, an instant."""
    return AirDate.parse(text)


def said(fetched: Fetched, season: int | None) -> dict[str, object]:
    """What is claimed of a season or the show: the value, or the list of members' values."""
    found: dict[str, object] = {}
    for claim in fetched.statement.claims:
        if claim.season != season:
            continue
        if claim.field == "translations":
            titles = found.setdefault(claim.field, {})
            assert isinstance(titles, dict)
            titles[claim.key] = claim.value
        elif claim.field in ("aliases", "ids", "cast", "trailers", "where"):
            members = found.setdefault(claim.field, [])
            assert isinstance(members, list)
            members.append(claim.value)
        else:
            assert claim.field not in found
            found[claim.field] = claim.value
    return found
