"""Request bodies checked against Discord's OpenAPI description.

The description (1.2 MB) is read on the first check, and each validator is compiled once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from jsonschema.exceptions import (  # type: ignore[import-untyped]
    ValidationError,
    best_match,
)

OPENAPI = Path(__file__).resolve().parents[3] / "shared" / "data" / "discord" / "openapi.json"

Json = dict[str, Any]


class Schema:
    """Validators of request bodies; with ``path`` absent, or ``None``, everything passes."""

    def __init__(self, path: Path | None = OPENAPI) -> None:
        self._path = path if path is not None and path.exists() else None
        self._validators: dict[tuple[str, str], Any] = {}
        self._unions: dict[int, dict[Any, Json] | None] = {}

    @property
    def present(self) -> bool:
        return self._path is not None

    @cached_property
    def _document(self) -> Json:
        assert self._path is not None
        document: Json = json.loads(self._path.read_text("utf-8"))
        # discord.py writes the ids of attachments and replies as numbers, and Discord takes them.
        snowflake = document["components"]["schemas"]["SnowflakeType"]
        snowflake["type"] = ["string", "integer"]
        return document

    def violation(self, method: str, template: str, body: Any) -> str | None:
        """What is wrong with the JSON ``body`` of ``method template``, or ``None``.

        ``template`` is the path as the description writes it, such as
        ``/channels/{channel_id}/messages``. An operation without a described body passes.
        """
        if self._path is None:
            return None
        key = (method, template)
        if key not in self._validators:
            self._validators[key] = self._compile(method, template)
        validator = self._validators[key]
        if validator is None:
            return None
        error = best_match(validator.iter_errors(body))
        return None if error is None else f"{error.json_path}: {error.message[:300]}"

    def _compile(self, method: str, template: str) -> Any:
        operation = self._document["paths"].get(template, {}).get(method.lower(), {})
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        return self._dialect(content["application/json"]["schema"])

    @cached_property
    def _dialect(self) -> Any:
        """JSON Schema 2020-12, with unions told apart by ``type`` and references looked up.

        Trying every member of each nested union takes 3.5 ms a card; this takes a tenth of
        it, and names the field that is wrong instead of the whole union.
        """
        plain = jsonschema.Draft202012Validator
        original = plain.VALIDATORS

        def union(keyword: str) -> Any:
            def check(
                validator: Any, members: list[Json], instance: Any, schema: Json
            ) -> Iterator[ValidationError]:
                by_type = self._by_type(members)
                kind = instance.get("type") if isinstance(instance, dict) else None
                if by_type is None or not isinstance(kind, int):
                    yield from original[keyword](validator, members, instance, schema)
                elif kind in by_type:
                    yield from validator.descend(instance, by_type[kind])
                else:
                    yield ValidationError(f"type {kind} is none of {list(by_type)}")

            return check

        def reference(
            validator: Any, ref: str, instance: Any, schema: Json
        ) -> Iterator[ValidationError]:
            yield from validator.descend(instance, self._resolve(ref))

        return jsonschema.validators.extend(
            plain, {"$ref": reference, "oneOf": union("oneOf"), "anyOf": union("anyOf")}
        )

    def _by_type(self, members: list[Json]) -> dict[Any, Json] | None:
        """The members of a union by the values of their ``type``; ``None`` if those overlap."""
        if id(members) not in self._unions:
            table: dict[Any, Json] | None = {}
            for member in members:
                target = self._resolve(member["$ref"]) if "$ref" in member else member
                if target == {"type": "null"}:
                    continue
                kinds = target.get("properties", {}).get("type", {}).get("enum", [])
                if table is None or not kinds or table.keys() & set(kinds):
                    table = None
                    break
                table |= dict.fromkeys(kinds, target)
            self._unions[id(members)] = table
        return self._unions[id(members)]

    def _resolve(self, ref: str) -> Json:
        found: Any = self._document
        for step in ref.removeprefix("#/").split("/"):
            found = found[step]
        result: Json = found
        return result
