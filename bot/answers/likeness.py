"""What two shows have in common, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..facts.models import Show
from ..locale.cldr import listed
from ..locale.messages import _
from ..presentation.style import Style, clip, tamed
from ..presentation.words import NAME
from .related import Aspect, shared_names

_PEOPLE = 3


def likeness(show: Show, other: Show, style: Style) -> str:
    """Why the other show is related to the first: "also by Damon Lindelof · also on HBO"."""
    shared = shared_names(show, other)
    reasons = [
        _("also by {people}", people=_names(shared, Aspect.MAKER, style)),
        _("also with {people}", people=_names(shared, Aspect.CAST, style)),
        _("also on {network}", network=_names(shared, Aspect.NETWORK, style)),
        _("also {genres}", genres=_names(shared, Aspect.GENRE, style)),
    ]
    aspects = (Aspect.MAKER, Aspect.CAST, Aspect.NETWORK, Aspect.GENRE)
    return " · ".join(
        reason for reason, aspect in zip(reasons, aspects, strict=True) if aspect in shared
    )


def _names(shared: Mapping[Aspect, Sequence[str]], aspect: Aspect, style: Style) -> str:
    names = [style.escape(clip(tamed(name), NAME)) for name in shared.get(aspect, ())]
    return listed(names[:_PEOPLE])
