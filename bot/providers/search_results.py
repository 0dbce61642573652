"""Search results of several providers for one title, as one list without duplicates."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

from ..facts.fields import folded
from .models import Provider, SearchHit
from .provider_health import ProviderError

_COMPARED = 8
_COMPARED_SECONDS = 3.0
"""How many hits of a search are compared by their ids, and for how many seconds at most."""

RecordKey = tuple[str, str]
"""A provider and its key of a show."""


async def twins_of(
    providers: Sequence[Provider], lists: Sequence[Sequence[SearchHit]]
) -> Mapping[RecordKey, RecordKey]:
    """Which hits are shows that an earlier list has too, by their ids at other providers.

    Only hits of the same name are compared.
    """
    asked = [
        (hit, provider)
        for place, found in enumerate(lists)
        for hit in found
        for provider in providers
        if any(
            later.provider == provider.name and folded(later.title) == folded(hit.title)
            for hits in lists[place + 1 :]
            for later in hits
        )
    ][:_COMPARED]
    answers = await asyncio.gather(*(_key_at(provider, hit) for hit, provider in asked))
    return {
        (provider.name, key): (hit.provider, hit.key)
        for (hit, provider), key in zip(asked, answers, strict=True)
        if key is not None
    }


async def _key_at(provider: Provider, hit: SearchHit) -> str | None:
    """Another provider's key of a show, by the ids that the show has elsewhere; None if no id
    tells."""
    ids = {name: value for name, value in hit.ids.items() if name != hit.provider}
    if not ids:
        return None
    try:
        async with asyncio.timeout(_COMPARED_SECONDS):
            found = await provider.lookup(ids)
    except (ProviderError, TimeoutError):
        return None
    return None if found is None else found.key


def interleaved(
    lists: Sequence[Sequence[SearchHit]], twins: Mapping[RecordKey, RecordKey]
) -> list[SearchHit]:
    """The best of each provider first; what is certainly one show of two is offered once.

    That is a twin by its ids, or without any the only one of its name, year and country at each;
    a namesake stays to be picked. What is picked is fetched from both, so it does not matter which
    of the two is shown.
    """
    twinned = {*twins.values()}
    seen: dict[tuple[str, int | None, str | None], str] = {}
    alike = Counter((hit.provider, _name_of(hit)) for found in lists for hit in found)
    merged = []
    longest = max((len(found) for found in lists), default=0)
    for rank in range(longest):
        for found in lists:
            if rank >= len(found):
                continue
            hit = found[rank]
            key = hit.provider, hit.key
            if key in twins:
                continue
            name = (*_name_of(hit), hit.country)
            alone = all(count == 1 for (_, other), count in alike.items() if other == _name_of(hit))
            known = alone and hit.year is not None and hit.country is not None
            if known and key not in twinned and seen.setdefault(name, hit.provider) != hit.provider:
                continue
            merged.append(hit)
    return merged


def _name_of(hit: SearchHit) -> tuple[str, int | None]:
    return folded(hit.title), hit.year
