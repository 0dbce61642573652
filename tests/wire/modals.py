"""What a client sends for a filled-in form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.wire.components import SELECTS, TEXT_INPUT, walk
from tests.wire.entities import Json

MULTIPLE = (*SELECTS, 19, 22)
"""Fields whose value is a list: menus, uploads, groups of check boxes."""


def submission(modal: Json, fields: Mapping[str, Any]) -> Json:
    """The ``data`` of a submitted form: ``fields`` by ``custom_id``, prefilled where unnamed.

    ``LookupError`` for a field that the form does not have, or a text outside its length.
    """
    known = {c["custom_id"] for c in walk(modal["components"]) if c.get("custom_id")}
    if unknown := fields.keys() - known:
        raise LookupError(f"the form has {sorted(known)}, not {sorted(unknown)}")
    filled = [_filled(c, fields) for c in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": filled}


def _filled(component: Json, fields: Mapping[str, Any]) -> Json:
    body: Json = {"type": component["type"], "id": component.get("id", 0)}
    if "components" in component:
        return body | {"components": [_filled(c, fields) for c in component["components"]]}
    if "component" in component:
        return body | {"component": _filled(component["component"], fields)}
    if "custom_id" not in component:
        return body
    name = component["custom_id"]
    body["custom_id"] = name
    if component["type"] in MULTIPLE:
        defaults = [o["value"] for o in component.get("options") or [] if o.get("default")]
        return body | {"values": fields.get(name, defaults)}
    value = fields.get(name, component.get("value") or component.get("default") or "")
    if component["type"] == TEXT_INPUT:
        _check_length(component, value)
    return body | {"value": value}


def _check_length(field: Json, value: str) -> None:
    least = field.get("min_length") or int(field.get("required", True) is not False)
    most = field.get("max_length") or 4000
    if not (least <= len(value) <= most or (not value and field.get("required") is False)):
        raise LookupError(f"{field['custom_id']!r} takes {least} to {most} characters")
