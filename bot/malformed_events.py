"""What Discord sends is not always what its documentation says: such an event is skipped.

Without this an event that discord.py cannot parse ends the whole client; and where it comes with
every connection, as a server's description does, so would the next client end.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import in_a_line

_LOG = logging.getLogger(__name__)

_Parser = Callable[[Any], None]

_NEEDED = frozenset({"READY", "RESUMED"})
"""Without these there is no connection: one that cannot be parsed has to end the client."""


def skip_malformed_events(parsers: dict[str, _Parser]) -> None:
    """Have each of a client's parsers skip, with a line in the log, what it cannot parse."""
    for name, parse in parsers.items():
        if name not in _NEEDED:
            parsers[name] = _guarded(name, parse)


def _guarded(name: str, parse: _Parser) -> _Parser:
    def guarded(data: Any) -> None:
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001 - the boundary to what others send
            what = f"{type(error).__name__}: {in_a_line(error)}"
            _LOG.warning("an event of Discord's was skipped (%s): %s", name, what)

    return guarded


_TYPES: Mapping[int, tuple[type, ...]] = {
    3: (str,),
    4: (int,),
    5: (bool,),
    6: (str,),
    7: (str,),
    8: (str,),
    9: (str,),
    10: (int, float),
    11: (str,),
}
"""The types of an option's value, by the option's own type:
https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
"""

_GROUPS = (1, 2)
_IDS = (6, 7, 8, 9, 11)


def malformed_command(data: Any) -> str | None:
    """What in a command's payload Discord's own types forbid; None where it is as documented."""
    if not isinstance(data, Mapping) or not isinstance(data.get("name"), str):
        return "a command without a name"
    if not isinstance(data.get("resolved", {}), Mapping):
        return "`resolved` is no object"
    return _malformed_options(data.get("options", []))


def _malformed_options(options: Any) -> str | None:
    if not isinstance(options, list):
        return "`options` is no list"
    for option in options:
        if not isinstance(option, Mapping) or not isinstance(option.get("name"), str):
            return "an option without a name"
        if wrong := _malformed_option(option):
            return f"option {option['name'][:32]!r}: {wrong}"
    return None


def _malformed_option(option: Mapping[str, Any]) -> str | None:
    kind, value = option.get("type"), option.get("value")
    if kind in _GROUPS:
        return _malformed_options(option.get("options", []))
    if not isinstance(kind, int) or kind not in _TYPES:
        return "of an unknown type"
    if option.get("focused") and isinstance(value, str):
        return None  # what is being typed is text, whatever it becomes
    if not isinstance(value, _TYPES[kind]) or (kind != 5 and isinstance(value, bool)):
        return f"a value of type {type(value).__name__}"
    if kind in _IDS and not re.fullmatch(r"\d{1,20}", str(value), re.ASCII):
        return "an id that is no number"
    return None
