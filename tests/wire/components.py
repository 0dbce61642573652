"""Walking message components: what text, buttons and menus a message holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT_DISPLAY, THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL = 17, 18
LINK_STYLE = 5
"""https://discord.com/developers/docs/components/reference#component-object-component-types"""

V2_ONLY = (SECTION, TEXT_DISPLAY, THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER)


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, parents before children, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])


def of_type(components: list[Json], kind: int) -> Iterator[Json]:
    """Every component of one type, in reading order."""
    return (component for component in walk(components) if component["type"] == kind)


def texts(components: list[Json]) -> list[str]:
    """The contents of the text displays, in reading order."""
    return [c["content"] for c in walk(components) if c["type"] == TEXT_DISPLAY]


def media(components: list[Json]) -> list[Json]:
    """Every unfurled media item: thumbnails, gallery items, files."""
    found: list[Json] = []
    for component in walk(components):
        if component["type"] == THUMBNAIL:
            found.append(component["media"])
        elif component["type"] == MEDIA_GALLERY:
            found.extend(item["media"] for item in component["items"])
        elif component["type"] == FILE:
            found.append(component["file"])
    return found


def numbered(components: list[Json]) -> list[Json]:
    """The same components, each given the ``id`` Discord assigns where the sender gave none."""
    used = {c.get("id") for c in walk(components)}
    following = 1
    for component in walk(components):
        if not component.get("id"):
            while following in used:
                following += 1
            component["id"] = following
            used.add(following)
    return components
