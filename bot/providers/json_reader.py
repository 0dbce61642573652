"""Reading a provider's record field by field from its JSON. Pure.

Whatever does not fit is noted and left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ..facts.air_date import YEARS
from ..facts.external_ids import is_key
from ..facts.fields import SHOW_FIELDS
from ..facts.resolve import Slot
from ..facts.value_codecs import BadValueError
from .models import Problem, SearchHit
from .provider_health import BadAnswerError

T = TypeVar("T")

_LARGEST = 10**15
_MOST = 1_000
"""The default limit of members in one list; a longer list is taken for an error."""


class JsonObject:
    """A JSON object at `path` of an answer.

    null and "" are silence and read as None. A missing key is a change of the schema unless the
    field is `optional`; that and a value of another type are noted in `problems`, with the `slot`
    of the lost fact, and read as None too. Nothing here raises.
    """

    __slots__ = ("_path", "_problems", "_table")

    def __init__(
        self, table: Mapping[str, object], problems: list[Problem], path: str = ""
    ) -> None:
        self._table = table
        self._problems = problems
        self._path = path

    def note(
        self, name: str, reason: str, slot: Slot | None = None, *, partial: bool = False
    ) -> None:
        """Note a field that cannot be used."""
        self._problems.append(Problem(self.place(name), reason, slot, partial))

    def place(self, name: str) -> str:
        """The path of a field inside the answer."""
        return f"{self._path}.{name}".strip(".")

    def names(self) -> list[str]:
        """The keys of the object."""
        return list(self._table)

    def silent(self, name: str) -> bool:
        """Whether the answer says that there is nothing: the key is there, without a value."""
        return name in self._table and self._table[name] in (None, "")

    def is_list(self, name: str) -> bool:
        """Whether the answer has a list of objects there, even an empty one."""
        members = self._table.get(name)
        return isinstance(members, list) and all(isinstance(member, dict) for member in members)

    def text(
        self,
        name: str,
        slot: Slot | None = None,
        *,
        optional: bool = False,
        needed: bool = False,
    ) -> str | None:
        """A string with something in it; if it is `needed`, silence is a problem too."""
        value = self._typed(name, str, "text", slot, optional)
        if value is not None and value.strip():
            return value
        if needed and self._table.get(name, 0) in (None, "", value):
            self.note(name, "must not be empty", slot)
        return None

    def flag(self, name: str, slot: Slot | None = None, *, optional: bool = False) -> bool | None:
        """A boolean; None for silence."""
        return self._typed(name, bool, "true or false", slot, optional)

    def whole(self, name: str, slot: Slot | None = None, *, optional: bool = False) -> int | None:
        """A whole number of a plausible size; None for silence."""
        value = self._typed(name, int, "a whole number", slot, optional)
        if value is not None and abs(value) > _LARGEST:
            self.note(name, "must be a number of a sane size", slot)
            return None
        return value

    def number(
        self, name: str, slot: Slot | None = None, *, optional: bool = False
    ) -> float | None:
        """A number of a plausible size; None for silence."""
        value = self._typed(name, (int, float), "a number", slot, optional)
        if value is not None and not abs(value) <= _LARGEST:
            self.note(name, "must be a number of a sane size", slot)
            return None
        return None if value is None else float(value)

    def day(self, name: str, slot: Slot | None = None, *, optional: bool = False) -> date | None:
        """A full calendar date, bare: `2026-10-05` and nothing vaguer or finer."""
        text = self.text(name, slot, optional=optional)
        if text is None:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and int(text[:4]) in YEARS:
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.note(name, "must be a date like 2026-10-05", slot)
        return None

    def child(
        self,
        name: str,
        slot: Slot | None = None,
        *,
        optional: bool = False,
        partial: bool = False,
    ) -> JsonObject | None:
        """An object inside this one."""
        value = self._typed(name, dict, "an object", slot, optional, partial)
        return None if value is None else JsonObject(value, self._problems, self.place(name))

    def children(
        self,
        name: str,
        slot: Slot | None = None,
        *,
        optional: bool = False,
        partial: bool = False,
        entire: bool = False,
        most: int = _MOST,
    ) -> list[JsonObject]:
        """The objects of a list; members of other types are noted one by one.

        With `entire` the list is one fact, read completely or not at all; one with more than `most`
        members is not read.
        """
        members = self._members(name, slot, optional, partial, most)
        children = []
        for place, member in members:
            if isinstance(member, dict):
                children.append(JsonObject(member, self._problems, place))
            else:
                self._problems.append(Problem(place, "must be an object", slot, partial))
        return children if not entire or len(children) == len(members) else []

    def texts(self, name: str, slot: Slot | None = None, *, optional: bool = False) -> list[str]:
        """The strings of a list that is one fact: all of them, or none if one is something else."""
        members = self._members(name, slot, optional, False, _MOST)
        wrong = [place for place, member in members if not isinstance(member, str)]
        self._problems.extend(Problem(place, "must be text", slot) for place in wrong)
        texts = [member for _, member in members if isinstance(member, str) and member.strip()]
        return [] if wrong else texts

    def _members(
        self, name: str, slot: Slot | None, optional: bool, partial: bool, most: int
    ) -> list[tuple[str, object]]:
        members = self._typed(name, list, "a list", slot, optional, partial) or []
        if len(members) > most:
            self.note(name, "must be a list of a sane length", slot, partial=partial)
            members = []
        place = self.place(name)
        return [(f"{place}[{index}]", member) for index, member in enumerate(members)]

    def _typed(
        self,
        name: str,
        kind: type[T] | tuple[type[T], ...],
        what: str,
        slot: Slot | None,
        optional: bool,
        partial: bool = False,
    ) -> T | None:
        if name not in self._table:
            if not optional:
                self.note(name, "is missing", slot, partial=partial)
            return None
        value = self._table[name]
        if value is None or value == "":
            if partial:
                self.note(name, "must not be empty", slot, partial=True)
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.note(name, f"must be {what}", slot, partial=partial)
            return None
        return value


_QUERY_CAP = 200
"""Characters of a title that are searched for."""


def query_of(typed: str) -> str:
    """A title as it is searched for; "" if nothing of it can be."""
    return " ".join(typed.split())[:_QUERY_CAP]


def record_number(record: JsonObject) -> int | None:
    """The number under which a provider has a record; None if the key is no number."""
    number = record.whole("id")
    return number if number is not None and number > 0 and is_key(str(number)) else None


def identified(answer: object, problems: list[Problem]) -> tuple[JsonObject, int, str] | None:
    """A show's record with its id and name; None if it lacks one of them."""
    if not isinstance(answer, dict):
        return None
    show = JsonObject(answer, problems)
    number, title = record_number(show), show.text("name")
    return None if number is None or title is None else (show, number, title)


def opened_record(answer: object, provider: str) -> tuple[JsonObject, int, str, list[Problem]]:
    """A show's record, its id and name, and the list that its problems go into.

    Raises:
        BadAnswerError: it is no show with an id and a name.
    """
    if not isinstance(answer, dict):
        raise BadAnswerError(provider, "sent something other than a show")
    problems: list[Problem] = []
    if (known := identified(answer, problems)) is None:
        raise BadAnswerError(provider, "sent a show without id or name")
    return *known, problems


def read_hits(
    hits: object, provider: str, read: Callable[[object], SearchHit | None]
) -> list[SearchHit]:
    """The shows of a search, each once; a hit that cannot be read is left out.

    Raises:
        BadAnswerError: it is no list.
    """
    if not isinstance(hits, list):
        raise BadAnswerError(provider, "sent no list of results")
    found: dict[str, SearchHit] = {}
    for hit in hits:
        if (known := read(hit)) and (shown := _presentable(known)):
            found.setdefault(known.key, shown)
    return list(found.values())


def _presentable(hit: SearchHit) -> SearchHit | None:
    """A hit whose texts fit their fields; None if its title cannot be shown."""

    def fitting(field: str, value: str | None) -> str | None:
        try:
            decoded = None if value is None else SHOW_FIELDS[field].decode(value)
        except BadValueError:
            return None
        return decoded if isinstance(decoded, str) else None

    title = fitting("title", hit.title)
    if title is None:
        return None
    network, country = fitting("network", hit.network), fitting("country", hit.country)
    return replace(hit, title=title, network=network, country=country)


_TEXT_CAP = 4000
"""Characters that a story of a show or season may have."""
_NAME_CAP = 200
"""Characters that a person's part may have."""


def clipped(text: str | None) -> str | None:
    """A story short enough for its field; a longer one ends at a word, with an ellipsis."""
    if text is None or len(text) <= _TEXT_CAP:
        return text
    return text[: _TEXT_CAP - 1].rsplit(None, 1)[0][: _TEXT_CAP - 1] + "…"


def characters(names: list[str]) -> str | None:
    """The characters that one person plays, as a credit names them; if there are many, the
    first."""
    joined = ""
    for name in dict.fromkeys(names):
        longer = f"{joined} / {name}" if joined else name
        if joined and len(longer) > _NAME_CAP:
            break
        joined = longer
    return joined[:_NAME_CAP] or None


_MOST_VALUES = 750_000
"""The most values in one answer; each takes a hundred bytes and more once it is parsed."""


def parsed_json(provider: str, body: bytes) -> object:
    """The JSON of an answer.

    Raises:
        BadAnswerError: it is not JSON, or has too many values.
    """
    if body.count(b",") + body.count(b"[") + body.count(b"{") > _MOST_VALUES:
        raise BadAnswerError(provider, "sent far too long an answer")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError):
        pass  # Raised below, so that its traceback does not contain the answer.
    raise BadAnswerError(provider, "sent broken JSON")


def _refused(word: str) -> object:
    raise ValueError(f"{word} is not JSON")
